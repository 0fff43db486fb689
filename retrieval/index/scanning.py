"""The texts of a question that occur in passages: above each, in it, and in its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.index.text_arrays import AnalyzedText, TextArrays

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
        own = [[text in one.folded for text in texts] for one in passages]
        spans = [one.sentences or ((0, 0),) for one in passages]
        rows = [
            [is_there and text in sentence for text, is_there in zip(texts, row, strict=True)]
            for one, own_spans, row in zip(passages, spans, own, strict=True)
            for sentence in (one.folded[start:end] for start, end in own_spans)
        ]
        above = [[text in one.above for text in texts] for one in passages]
        return Presence(
            above=_table(above, len(texts)),
            own=_table(own, len(texts)),
            sentences=_table(rows, len(texts)),
            bounds=np.array([0, *accumulate(map(len, spans))], np.int64),
            spans=np.array([span for own_spans in spans for span in own_spans], np.int64),
        )

    def count(self, passages: Sequence[AnalyzedText], characters: Sequence[str]) -> Counts:
        """See `Scanner`."""
        counts = [
            [one.above.count(character) + one.folded.count(character) for character in characters]
            for one in passages
        ]
        return np.array(counts, np.int64).reshape(len(passages), len(characters))


def _table(rows: Sequence[Sequence[bool]], columns: int) -> Booleans:
    return np.array(rows, np.bool_).reshape(len(rows), columns)


def compiled_scanner(arrays: TextArrays) -> Scanner:
    """Return the compiled implementation, which numba compiles at the first call and caches.

    Args:
        arrays: The texts of the collection.

    Raises:
        ImportError: numba is not installed.
    """
    from retrieval.index.compiled_scanning import CompiledScanner

    return CompiledScanner(arrays)
