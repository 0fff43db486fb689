"""Emphasis beside Chinese, as writers mean it.

CommonMark tells an opening run of asterisks from a closing one by the spaces and the punctuation
beside it. Chinese has no spaces, so in `**要点：**后文` the second run can only open. Here a
Chinese character beside a run counts as punctuation where that lets the run open or close, and as
a letter where punctuation would keep it from that. Runs without Chinese beside them are read as
CommonMark says, except that those between two digits (`2*3*4`) are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_WIDTHS = {"*": 1, "_": 1, "~": 2, "=": 2}
"""Number of characters in one delimiter, by marker."""

_CHINESE = re.compile(
    r"[\u1100-\u11ff\u2e80-\u2fff\u3001-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    r"\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uffef"
    r"\U0001aff0-\U0001b16f\U0001f200-\U0001f2ff\U00020000-\U0003ffff"
    r"\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
"""Ideographs, kana, Hangul, full-width punctuation, and what is invisible between them."""

_SHARED = "“”‘’…—·"
"""Punctuation of Chinese and of other scripts; the character beyond it decides."""

_COLON_AND_SPACE = re.compile(r"[：。！？；，、”）》】」] \Z")
"""The end of `**要点： **`, as editors write it."""


def use_emphasis(parser: MarkdownIt) -> None:
    """Let a parser read `*`, `_`, `~~` and `==` with the rules of this module."""
    parser.inline.ruler.at("emphasis", _read_run)
    parser.inline.ruler2.enable("strikethrough")
    parser.inline.ruler2.before("strikethrough", "mark", _pair_marks)


class _Side(NamedTuple):
    """The character on one side of a run."""

    character: str
    is_chinese: bool
    is_space: bool
    is_punctuation: bool

    @property
    def is_digit(self) -> bool:
        return self.character.isascii() and self.character.isdigit()

    @property
    def is_word(self) -> bool:
        return self.character.isascii() and self.character.isalnum()


def _side(state: StateInline, position: int, step: int) -> _Side:
    """Return the character at a position; the ends of the text count as spaces."""
    if not 0 <= position < state.posMax:
        return _classified(" ", is_chinese=False)
    character = state.src[position]
    return _classified(character, is_chinese=_is_chinese(state, position, step))


@lru_cache(4096)
def _classified(character: str, *, is_chinese: bool) -> _Side:
    code = ord(character)
    is_punctuation = isMdAsciiPunct(code) or isPunctChar(character)
    return _Side(character, is_chinese, isWhiteSpace(code), is_punctuation)


def _is_chinese(state: StateInline, position: int, step: int) -> bool:
    for place in range(position, position + 3 * step, step):
        if not 0 <= place < state.posMax:
            return False
        if state.src[place] not in _SHARED:
            return bool(_CHINESE.match(state.src[place]))
    return True  # A run of dashes or dots, as Chinese has it.


def _read_run(state: StateInline, silent: bool) -> bool:
    """Push a run of markers as text tokens, and as delimiters for those that may form pairs."""
    start, marker = state.pos, state.src[state.pos]
    if silent or marker not in _WIDTHS:
        return False
    end = start
    while end < state.posMax and state.src[end] == marker:
        end += 1
    length, width = end - start, _WIDTHS[marker]
    if width == 2 and length != 2:
        state.append_pending(state.src[start:end])
        state.pos = end
        return True
    opens, closes = _flanks(state, start, end)
    for _ in range(length // width):
        state.push("text", "", 0).content = marker * width
        # Only `*` and `_` have CommonMark's rule about lengths that are multiples of three.
        size = length if width == 1 else 0
        place = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(marker), size, place, -1, opens, closes))
    state.pos = end
    return True


def _flanks(state: StateInline, start: int, end: int) -> tuple[bool, bool]:
    """Return True for a run that can open emphasis, and for one that can close it."""
    marker = state.src[start]
    before, after = _side(state, start - 1, -1), _side(state, end, 1)
    if before.is_digit and after.is_digit:
        return False, False
    opens, closes = _is_beside(after, before), _is_beside(before, after)
    if marker == "_":
        return _underscores(before, after, opens=opens, closes=closes, single=end - start == 1)
    if marker == "=":
        return opens and not before.is_word, closes and not after.is_word
    if marker == "*" and end - start > 1 and after.is_chinese and not closes:
        closes = bool(_COLON_AND_SPACE.search(state.src, max(0, start - 2), start))
    return opens, closes


def _is_beside(inner: _Side, outer: _Side) -> bool:
    """Return True if a run belongs to the text on its inner side."""
    if inner.is_space:
        return False
    if not inner.is_punctuation or inner.is_chinese:
        return True
    return outer.is_space or outer.is_punctuation or outer.is_chinese


def _underscores(
    before: _Side, after: _Side, *, opens: bool, closes: bool, single: bool
) -> tuple[bool, bool]:
    """Return the same for underscores, which are also parts of names (`报告_2024_终稿`)."""
    starts = before.is_punctuation or (
        before.is_chinese and (after.is_punctuation or (after.is_chinese and not single))
    )
    ends = after.is_punctuation or (
        after.is_chinese and (before.is_punctuation or before.is_chinese)
    )
    return opens and (not closes or starts), closes and (not opens or ends)


def _pair_marks(state: StateInline) -> None:
    """Make `<mark>` elements of the pairs of `==`."""
    for delimiters in _delimiter_lists(state):
        for opener in delimiters:
            if opener.marker == ord("=") and opener.end >= 0:
                _become(state, opener.token, "mark_open", 1)
                _become(state, delimiters[opener.end].token, "mark_close", -1)


def _delimiter_lists(state: StateInline) -> Iterator[list[Delimiter]]:
    yield state.delimiters
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            yield meta["delimiters"]


def _become(state: StateInline, place: int, name: str, nesting: int) -> None:
    token = state.tokens[place]
    token.type, token.tag, token.content = name, "mark", ""
    token.nesting = 1 if nesting > 0 else -1
