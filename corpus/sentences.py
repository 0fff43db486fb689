"""Sentence boundaries, and the best places to break a long text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLOSING = "”’」』）)】》\"'"
_ENDS = re.compile(rf"(?:[。！？!?…]+[{_CLOSING}]*|\.(?=\s|$)|\n)\s*")

_CLAUSE = re.compile(rf"[；;，,：:、][{_CLOSING}]*\s*|\s+")
_UNBROKEN = re.compile(r"[0-9A-Za-z０-９]+(?:[.,:/%+-][0-9A-Za-z０-９]+)*[%％年月日万亿萬億元]*")
_OPENING_QUOTES = "“‘「『《（"
_CLOSING_QUOTES = "”’」』》）"

STOPS = "。！？!?…；;，,：:、.”’」』）)】》"
"""Characters that end a line of prose; a heading rarely ends in one."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of *text* as adjacent half-open spans that cover all of it."""
    start = 0
    for match in _ENDS.finditer(text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def breaks(text: str, longest: int) -> Iterator[int]:
    """Yield the offsets that break a text into parts of at most *longest* characters, and its end.

    The parts are about equally long. The end of a sentence outside quotation marks is the best
    place, then one inside them, then the end of a clause. Words and numbers are never broken if
    they fit.
    """
    start = 0
    places = _places(text) if len(text) > longest else {}
    while len(text) - start > longest:
        parts = -(-(len(text) - start) // longest)
        ideal = start + (len(text) - start) // parts
        window = range(start + longest // 3, start + longest + 1)
        near = [place for place in window if place in places]
        start = min(near, key=lambda place: (places[place], abs(place - ideal)), default=0) or (
            _between_words(text, start, ideal)
        )
        yield start
    yield len(text)


def _places(text: str) -> dict[int, int]:
    """Return the offsets of all ends of sentences and clauses with their cost, from 0."""
    quoted, depth = [0], 0
    for character in text:
        depth += (character in _OPENING_QUOTES) - (depth > 0 and character in _CLOSING_QUOTES)
        quoted.append(depth)
    clauses = {match.end(): 2 + bool(quoted[match.end()]) for match in _CLAUSE.finditer(text)}
    for word in _UNBROKEN.finditer(text):  # The comma in 1,000 ends no clause.
        for place in range(word.start() + 1, word.end()):
            clauses.pop(place, None)
    return clauses | {end: int(bool(quoted[end])) for _, end in sentences(text)}


def _between_words(text: str, start: int, ideal: int) -> int:
    """Return the last offset up to *ideal* outside words and numbers, else *ideal*."""
    for word in _UNBROKEN.finditer(text, start, ideal + 1):
        if start < word.start() < ideal < word.end():
            return word.start()
    return ideal
