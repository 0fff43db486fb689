"""The texts of a question that occur in passages: above each, in it, and in its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress, count
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.index.text_arrays import AnalyzedText, Span, TextArrays

Booleans = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Presence:
    """Tables of the texts that occur in some passages, with a column for each text.

    Attributes:
        above: True where a text occurs in the title or the headings above a passage.
        own: True where it occurs in the passage itself; a row for each passage.
        sentences: True where it occurs in a sentence. The sentences of each passage follow those
            of the passage before; an empty passage has an empty one.
        bounds: The row of each passage's first sentence in `sentences`, then their number.
        spans: Where each sentence begins and ends in its passage.
    """

    above: Booleans
    own: Booleans
    sentences: Booleans
    bounds: Counts
    spans: Counts


class Scanner(Protocol):
    """Looks texts up in passages, whose texts are those of one collection."""

    def find(self, passages: Sequence[AnalyzedText], texts: Sequence[str]) -> Presence:
        """Return which of these texts, none of them empty, occur in which of the passages."""
        ...

    def count(self, passages: Sequence[AnalyzedText], characters: Sequence[str]) -> Counts:
        """Return how often each character occurs in each passage and above it.

        A row is that of a passage, a column that of a character.
        """
        ...


class PlainScanner:
    """Looks texts up with the methods of strings.

    Args:
        arrays: The texts of the collection.
    """

    def __init__(self, arrays: TextArrays) -> None:
        del arrays  # A passage has what is looked at.

    def find(self, passages: Sequence[AnalyzedText], texts: Sequence[str]) -> Presence:
        """See `Scanner`."""
        above: dict[str, bytes] = {}  # Neighbours have the same.
        rows: list[bytes] = []
        own: list[bytes] = []
        spans: list[Sequence[Span]] = []
        for one in passages:
            folded = one.folded
            if one.above not in above:
                above[one.above] = bytes(map(one.above.__contains__, texts))
            own.append(bytes(map(folded.__contains__, texts)))
            found = [(column, texts[column]) for column in compress(count(), own[-1])]
            spans.append(one.sentences or ((0, 0),))
            rows += (_row(folded[start:end], found, len(texts)) for start, end in spans[-1])
        return Presence(
            above=_table([above[one.above] for one in passages], len(texts)),
            own=_table(own, len(texts)),
            sentences=_table(rows, len(texts)),
            bounds=np.array([0, *accumulate(map(len, spans))], np.int64),
            spans=np.array(list(chain.from_iterable(spans)), np.int64),
        )

    def count(self, passages: Sequence[AnalyzedText], characters: Sequence[str]) -> Counts:
        """See `Scanner`."""
        counts = []
        for one in passages:
            text = f"{one.above}\n{one.folded}"  # No character reaches over the line's end.
            counts.append(list(map(text.count, characters)))
        return np.array(counts, np.int64).reshape(len(passages), len(characters))


def _row(sentence: str, texts: Iterable[tuple[int, str]], columns: int) -> bytes:
    """Return a 1 in the column of each of these texts that a sentence contains, else a 0."""
    row = bytearray(columns)
    for column, text in texts:
        row[column] = text in sentence
    return bytes(row)


def _table(rows: Sequence[bytes], columns: int) -> Booleans:
    return np.frombuffer(b"".join(rows), np.bool_).reshape(len(rows), columns)


def compiled_scanner(arrays: TextArrays) -> Scanner:
    """Return the compiled implementation, which numba compiles at the first call and caches.

    Args:
        arrays: The texts of the collection.

    Raises:
        ImportError: numba is not installed.
    """
    from retrieval.index.compiled_scanning import CompiledScanner

    return CompiledScanner(arrays)
