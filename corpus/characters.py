"""Repairs of single characters: invisible ones, and ones that look like another.

They come from pages that hide text from search, from icon fonts, terminals, and documents that use
a radical in place of a character. Repairs apply to the text of articles only. Characters that look
different stay, such as full-width letters and variation selectors, and so do radicals of which a
text speaks. characters.toml has the characters that Unicode's normalization does not know.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.message import Message
from corpus.model import Repair
from corpus.tables import read_table

_TABLE = read_table("corpus", "characters.toml")
_FORMS = dict((*_TABLE["radicals"], *_TABLE["vertical"]))
_RADICAL = r"[\u2e80-\u2ef3\u2f00-\u2fd5]"
_TEXT = re.compile(r"[0-9０-９々〇㐀-䶿一-鿿\U00020000-\U0003ffff]")
"""Characters beside which a radical stands for a character."""

_ABOUT_BEFORE = re.compile(rf"(?:{_TABLE['about_before']})\Z")
_ABOUT_AFTER = re.compile(_TABLE["about_after"])
_MAX_ABOUT = 4
"""Maximum number of characters of a match before a radical."""

_NUMERAL = re.compile(r"[⼀⼆⼋⼗]+")
_COUNTS = re.compile(rf"[、．.)）][⼀⼆⼋⼗]{{0,2}}{_TEXT.pattern}")
"""The mark after a numeral, and the beginning of the text that it counts."""


@dataclass(frozen=True, slots=True)
class CharacterRepair:
    """A replacement for what *pattern* matches, with its reason."""

    pattern: re.Pattern[str]
    replace: Callable[[re.Match[str]], str]
    why: Message


def _nothing(_: re.Match[str]) -> str:
    return ""


def _space(_: re.Match[str]) -> str:
    return " "


def _line(_: re.Match[str]) -> str:
    return "\n"


def _plain(match: re.Match[str]) -> str:
    return _FORMS.get(match[0]) or unicodedata.normalize("NFKC", match[0])


def _characters(match: re.Match[str]) -> str:
    """Return the characters for which radicals stand; radicals of which the text speaks stay."""
    text, start, end = match.string, match.start(), match.end()
    is_text = _TEXT.match(text[start - 1 : start]) or _TEXT.match(text, end)
    is_numeral = _NUMERAL.fullmatch(match[0]) and _COUNTS.match(text, end)
    if not (is_text or is_numeral):
        return match[0]
    before = text[max(0, start - _MAX_ABOUT) : start]
    if _ABOUT_BEFORE.search(before) or _ABOUT_AFTER.match(text, end):
        return match[0]
    return "".join(_FORMS.get(each) or unicodedata.normalize("NFKC", each) for each in match[0])


REPAIRS = (
    CharacterRepair(
        re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|[@-Z\\-_])?"),
        _nothing,
        Message("a terminal control sequence is not text"),
    ),
    CharacterRepair(
        re.compile(r"[\x0b\x0c\x85\u2028\u2029]"), _line, Message("a line separator ends a line")
    ),
    CharacterRepair(
        re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]"),
        _nothing,
        Message("a control character is not text"),
    ),
    CharacterRepair(re.compile(r"[\xa0\u202f]"), _space, Message("a no-break space is a space")),
    CharacterRepair(
        re.compile(
            r"[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
            r"\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
            r"|(?<![\u0600-\u1fff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
        ),
        _nothing,
        Message("this character is invisible"),
    ),
    CharacterRepair(
        re.compile(r"[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"),
        _nothing,
        Message("this character is for private use, of one font"),
    ),
    CharacterRepair(
        re.compile(f"{_RADICAL}++"), _characters, Message("a radical stands for the character")
    ),
    CharacterRepair(
        re.compile(
            r"[\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe19\ufe31-\ufe48"
            r"\ufe50-\ufe6b\U0002f800-\U0002fa1d]"
        ),
        _plain,
        Message("this is a compatibility form of the character"),
    ),
)
"""Applied in this order: line ends must be replaced before control characters are removed."""

_UNCOMMON = re.compile(r"[^\t\n\x20-\x7e\xb7\u2010-\u2027\u3000-\u312f\u3400-\u9fff\uff01-\uff60]")
"""Matches any character that a repair may change; most texts have none."""

_UNREPORTED = (_space, _line)
"""Replacements that are not reported, as no reader can tell them from the original."""

_MAX_NAMED = 8
"""Maximum number of characters of a repair that are named."""


def repair_characters(texts: Iterable[str]) -> tuple[list[str], tuple[Repair, ...]]:
    """Repair the characters of an article's texts.

    Returns:
        The repaired texts, and one `Repair` for each kind of character, with its count.
    """
    found: Counter[tuple[str, str, Message]] = Counter()
    repaired = [_repaired(text, found) for text in texts]
    return repaired, tuple(
        Repair(f"{names(before)} ×{count}", after, why)
        for (before, after, why), count in sorted(found.items(), key=lambda item: item[0][:2])
    )


def _repaired(text: str, found: Counter[tuple[str, str, Message]]) -> str:
    if not _UNCOMMON.search(text):
        return text
    for repair in REPAIRS:

        def replace(match: re.Match[str], repair: CharacterRepair = repair) -> str:
            after = repair.replace(match)
            if repair.replace not in _UNREPORTED and after != match[0]:
                found.update((*pair, repair.why) for pair in _pairs(match[0], after))
            return after

        text = repair.pattern.sub(replace, text)
    return text


def _pairs(before: str, after: str) -> Iterable[tuple[str, str]]:
    """Return what was replaced by what: each character, if there are as many as before."""
    if len(before) != len(after):
        return [(before, after)]
    return [pair for pair in zip(before, after, strict=True) if len(set(pair)) > 1]


def names(characters: str) -> str:
    """Return the code points of invisible characters, such as U+200B."""
    named = " ".join(f"U+{ord(character):04X}" for character in characters[:_MAX_NAMED])
    return named if len(characters) <= _MAX_NAMED else f"{named} …"
