"""Marks of notes in a text, enclosed so that they are never read as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

EDGE = "\ufdd0"
"""Stands on both sides of a raised mark; Unicode never gives it to a character."""

_PART = r"(?:\d{1,3}|[①-⑳㉑-㊿]|[*†‡§]{1,3})"
MARK = re.compile(rf"[\[〔［(（]?\s?{_PART}(?:\s?[,，、\-–—~～]\s?{_PART}){{0,8}}\s?[\]〕］)）]?")
"""The mark of one note or of several, such as 1, ①, [2-3] or *."""

_NUMBER = re.compile(_PART)
_ENCLOSED = re.compile(rf"{EDGE}([^{EDGE}]{{0,40}}){EDGE}")
_LITERAL = re.compile(
    r"(?<=.)(?:[①-⑳㉑-㊿]|[\[［〔]\s?\d{1,3}\s?[\]］〕])"
    r"|(?<=[.,;:”’)])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?![⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹\w])",
    re.DOTALL,
)
"""Marks that stand in line: in a circle, in brackets, or raised behind a clause in English."""

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LABEL = re.compile(
    r"(?P<strong>[①-⑳㉑-㊿]|[\[［〔]\s?\d{1,3}\s?[\]］〕]|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[*†‡§]{1,3}|[注註]\s?(?:\d{1,3}|[①-⑳]))"
    r"\s*[.．、:：]?\s*|(?P<weak>[(（]?\d{1,3}(?:[)）.．、]|\s))\s*"
)


def enclosed(mark: str) -> str:
    """Return a raised mark as it stands in a text until its note is known."""
    return f"{EDGE}{mark}{EDGE}"


def numbers_of(mark: str) -> list[str]:
    """Return the numbers or signs in a mark, those between two numbers left out."""
    return _NUMBER.findall(mark)


class Label(NamedTuple):
    """The label of a note: its number, "" without one, the mark in line, and the rest of the text.

    `is_clear` means that no other text begins like that.
    """

    number: str
    mark: str
    text: str
    is_clear: bool


def split_label(text: str) -> Label:
    """Split a note into its label and its text."""
    match = _LABEL.match(text)
    if not match:
        return Label("", "", text, is_clear=False)
    number = numbers_of(match[0].translate(_RAISED))[0]
    return Label(number, _form(match[0]), text[match.end() :], match["strong"] is not None)


def _form(mark: str) -> str:
    """Return a mark in line as it is compared: in a circle, in square brackets, or behind ^."""
    number = numbers_of(mark.translate(_RAISED))[0]
    return f"[{number}]" if mark[0] in "[［〔" else f"^{number}" if number.isascii() else number


def placed_marks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the enclosed marks of a text, each with its place in the text without them."""
    taken = 0
    for match in _ENCLOSED.finditer(text) if EDGE in text else ():
        yield match.start() - taken, match[1]
        taken += len(match[0])


def without_marks(text: str) -> str:
    """Return a text without enclosed marks."""
    return _ENCLOSED.sub("", text).replace(EDGE, "") if EDGE in text else text


def raised_numbers(text: str) -> list[str]:
    """Return the numbers in the enclosed marks of a text."""
    marks = _ENCLOSED.findall(text) if EDGE in text else ()
    return [number for mark in marks for number in numbers_of(mark)]


def literal_marks(text: str) -> list[str]:
    """Return the marks that stand in the line of a text, but for one at its beginning."""
    return list(map(_form, _LITERAL.findall(text)))


def with_notes(
    text: str, raised: Mapping[str, str], literal: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Return a text with the marks of known notes in brackets, and these notes as `[1] text`.

    Enclosed marks of other notes stay enclosed, and those in line as they are.

    Args:
        text: The text.
        raised: The notes by the numbers in enclosed marks.
        literal: The notes by the marks that stand in line.
    """
    found: dict[str, None] = {}

    def bracketed(mark: str, notes: Mapping[str, str], keys: Sequence[str]) -> str:
        known = {key: f"[{key.strip('[^]')}]" for key in keys if key in notes}
        found.update(dict.fromkeys(f"{number} {notes[key]}" for key, number in known.items()))
        return "".join(known.values()) or mark

    if literal:  # Before the others, which are in brackets afterwards.
        text = _LITERAL.sub(lambda match: bracketed(match[0], literal, [_form(match[0])]), text)
    if raised and EDGE in text:
        text = _ENCLOSED.sub(lambda match: bracketed(match[0], raised, numbers_of(match[0])), text)
    return text, tuple(found)
