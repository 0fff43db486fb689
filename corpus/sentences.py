"""Sentence boundaries, and the best places to break a long text."""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Iterator

from corpus.rows import tables

CLOSING = "”’」』）)】》\"'"
"""Quotation marks and brackets that may follow the end of a sentence."""

_NOTES = r"(?:\[\w{1,4}\](?![ \t]))*"
"""The marks of notes, [1], which belong to the sentence before; one with a blank begins a note."""

_ENDS = re.compile(rf"(?:[。！？!?…]++(?!》)[{CLOSING}]*{_NOTES}|\.(?=\s|$)|\n)\s*")

_CLAUSE = re.compile(rf"[；;，,：:、][{CLOSING}]*\s*|\s+")
_UNBROKEN = re.compile(r"[0-9A-Za-z０-９]+(?:[.,:/%+-][0-9A-Za-z０-９]+)*[%％年月日万亿萬億元]*")
"""A word or number, with its unit."""

_OPENING_QUOTES = "“‘「『《（"
_CLOSING_QUOTES = "”’」』》）"

STOPS = "。！？!?…；;，,：:、.”’」』）)】》"
"""Characters that end a line of prose; a heading rarely ends in one."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of *text* as adjacent half-open spans that cover all of it.

    A row of a table is one sentence, whatever its cells hold.
    """
    start = 0
    rows = deque(_rows(text))
    for match in _ENDS.finditer(text):
        end = match.end()
        while rows and rows[0][1] < end:
            rows.popleft()
        if rows and rows[0][0] < end < rows[0][1]:
            continue
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the rows of tables."""
    for table in tables(text):
        start = table.start
        for row in table.rows:
            yield start, start + len(row)
            start += len(row) + 1


def breaks(text: str, longest: int) -> Iterator[int]:
    """Yield the offsets that break a text into parts of at most *longest* characters, and its end.

    The parts are about equally long. The end of a sentence outside quotation marks is the best
    place, then one inside them, then the end of a clause. Words and numbers are never broken if
    they fit.
    """
    start = 0
    costs = _costs(text) if len(text) > longest else {}
    while len(text) - start > longest:
        parts = math.ceil((len(text) - start) / longest)
        ideal = start + (len(text) - start) // parts
        window = range(start + longest // 3, start + longest + 1)
        near = [offset for offset in window if offset in costs]
        if near:
            start = min(near, key=lambda offset: (costs[offset], abs(offset - ideal)))
        else:
            start = _between_words(text, start, ideal)
        yield start
    yield len(text)


def _costs(text: str) -> dict[int, int]:
    """Return the offsets at which a text may be broken, each with its cost.

    The end of a sentence costs 0, or 1 inside quotation marks; that of a clause 2, or 3.
    """
    is_quoted = _quoted(text)
    costs = {match.end(): 3 if is_quoted[match.end()] else 2 for match in _CLAUSE.finditer(text)}
    for word in _UNBROKEN.finditer(text):  # The comma in 1,000 ends no clause.
        for offset in range(word.start() + 1, word.end()):
            costs.pop(offset, None)
    within = {match.end(): 1 for match in _ENDS.finditer(text)}  # Also within a long row.
    return costs | within | {end: 1 if is_quoted[end] else 0 for _, end in sentences(text)}


def _quoted(text: str) -> list[bool]:
    """Return, for each offset from 0 to the length of the text, True inside quotation marks."""
    quoted, depth = [False], 0
    for character in text:
        if character in _OPENING_QUOTES:
            depth += 1
        elif depth and character in _CLOSING_QUOTES:
            depth -= 1
        quoted.append(depth > 0)
    return quoted


def _between_words(text: str, start: int, ideal: int) -> int:
    """Return the last offset up to *ideal* outside words and numbers, else *ideal*."""
    for word in _UNBROKEN.finditer(text, start, ideal + 1):
        if start < word.start() < ideal < word.end():
            return word.start()
    return ideal
