"""Repair of wrongly decoded text: UTF-8 or GBK bytes that were decoded as Latin-1 or similar."""

from __future__ import annotations

import re

from corpus.message import Message
from corpus.model import Repair

_SUSPECT = re.compile(r"[\x80-\xff][\x80-\xff\u0152-\u2122]")
"""Matches in all such text, and never in undamaged Chinese or English."""

_GBK = re.compile(r"(?:[\xa1-\xf7][\xa1-\xfe]){3,}")
_MIN_COMMON = 0.6
"""Minimum share of common characters in a text that was decoded as GBK."""

_UTF8_WHY = Message("bytes of UTF-8 were read as Latin-1")
_GBK_WHY = Message("bytes of GBK were read as Latin-1")


def repair_decoding(line: str) -> tuple[str, tuple[Repair, ...]]:
    """Decode a line again if it was decoded wrongly.

    Returns:
        The line and the repairs; an undamaged line is returned as it is.
    """
    if not _SUSPECT.search(line):
        return line, ()
    repairs: list[Repair] = []

    def decoded(match: re.Match[str]) -> str:
        text = match[0].encode("latin-1").decode("gb2312", "replace")
        if "\ufffd" in text or not _is_common(text):
            return match[0]
        repairs.append(Repair(match[0], text, _GBK_WHY))
        return text

    # GBK first: some of its pairs happen to be valid UTF-8 as well.
    line = _GBK.sub(decoded, line)
    repaired = _repair_utf8(line)
    if repaired != line:
        repairs.append(Repair(*_difference(line, repaired), _UTF8_WHY))
    return repaired, tuple(repairs)


def _repair_utf8(line: str) -> str:
    # Imported here, as few texts need it.
    from ftfy import TextFixerConfig, fix_text_segment

    config = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        fix_c1_controls=False,
        normalization=None,
        explain=False,
    )
    return fix_text_segment(line, config)


def _is_common(text: str) -> bool:
    """Return True if most characters are in the first level of GB2312, the common ones."""
    common = sum(b"\xb0" <= character.encode("gb2312") < b"\xd8" for character in text)
    return common >= _MIN_COMMON * len(text)


def _difference(before: str, after: str) -> tuple[str, str]:
    """Return the differing parts of two lines, without their common prefix and suffix."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    shorter = min(len(before), len(after)) - start
    while end < shorter and before[-1 - end] == after[-1 - end]:
        end += 1
    return before[start : len(before) - end], after[start : len(after) - end]
