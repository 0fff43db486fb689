"""Marks of notes in a text, enclosed so that they are never read as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

EDGE = "\ufdd0"
"""Stands on both sides of a raised mark; Unicode never gives it to a character."""

_PART = r"(?:\d{1,3}|[①-⑳㉑-㊿]|[*†‡§]{1,3})"
MARK = re.compile(rf"[\[〔［(（]?\s?{_PART}(?:\s?[,，、\-–—~～]\s?{_PART}){{0,8}}\s?[\]〕］)）]?")
"""The mark of one note or of several, such as 1, ①, [2-3] or *."""

_NUMBER = re.compile(_PART)
_ENCLOSED = re.compile(rf"{EDGE}([^{EDGE}]{{0,40}}){EDGE}")
_LITERAL = re.compile(r"(?<=.)(?:[①-⑳㉑-㊿]|[\[［〔]\s?\d{1,3}\s?[\]］〕])", re.DOTALL)
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


def split_label(text: str) -> tuple[str, str, bool]:
    """Split a note into its number, "" without one, its text, and True if it must be a note."""
    match = _LABEL.match(text)
    if not match:
        return "", text, False
    number = _NUMBER.search(match[0].translate(_RAISED))
    return number[0] if number else "", text[match.end() :], match["strong"] is not None


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


def literal_numbers(text: str) -> list[str]:
    """Return the numbers in brackets or circles in the line of a text, the first ones aside."""
    return [number for mark in _LITERAL.findall(text) for number in numbers_of(mark)]


def with_notes(
    text: str, raised: Mapping[str, str], literal: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Return a text with the marks of known notes in brackets, and these notes as `[1] text`.

    Enclosed marks of other notes stay enclosed, and those in line as they are.

    Args:
        text: The text.
        raised: The notes by the numbers in enclosed marks.
        literal: The notes by the numbers in marks that stand in line.
    """
    found: dict[str, None] = {}

    def bracketed(match: re.Match[str], notes: Mapping[str, str]) -> str:
        numbers = [number for number in numbers_of(match[0]) if number in notes]
        found.update(dict.fromkeys(f"[{number}] {notes[number]}" for number in numbers))
        return "".join(f"[{number}]" for number in numbers) or match[0]

    if literal:  # Before the others, which are in brackets afterwards.
        text = _LITERAL.sub(lambda match: bracketed(match, literal), text)
    if raised and EDGE in text:
        text = _ENCLOSED.sub(lambda match: bracketed(match, raised), text)
    return text, tuple(found)
