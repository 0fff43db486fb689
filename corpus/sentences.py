"""Where sentences end, and where a long text is best broken."""

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
"""What a line of prose ends in; a heading rarely does."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of *text* as half-open spans that follow each other and leave nothing out."""
    start = 0
    for match in _ENDS.finditer(text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def breaks(text: str, longest: int) -> Iterator[int]:
    """Where to break a text into parts of at most *longest* characters, its end included.

    The parts are about equally long. A sentence's end outside quotations is the best place, then
    one within, then a clause's end; where there is none of them, words and numbers stay whole.
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
    """Every end of a sentence or clause, with how much a break there hurts, from 0."""
    quoted, depth = [0], 0
    for character in text:
        depth += (character in _OPENING_QUOTES) - (depth > 0 and character in _CLOSING_QUOTES)
        quoted.append(depth)
    clauses = {match.end(): 2 + bool(quoted[match.end()]) for match in _CLAUSE.finditer(text)}
    for word in _UNBROKEN.finditer(text):  # 1,000 has no clauses.
        for place in range(word.start() + 1, word.end()):
            clauses.pop(place, None)
    return clauses | {end: int(bool(quoted[end])) for _, end in sentences(text)}


def _between_words(text: str, start: int, ideal: int) -> int:
    """The last place up to *ideal* that is within no word or number, if there is one."""
    for word in _UNBROKEN.finditer(text, start, ideal + 1):
        if start < word.start() < ideal < word.end():
            return word.start()
    return ideal
