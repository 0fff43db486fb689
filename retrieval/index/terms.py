"""The term table: the terms of every passage in flat arrays, from which the index is built.

Terms are numbered in the order of their first occurrence. Rows of unchanged passages are copied
from the previous table, so that only changed passages are analysed again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Bag = Callable[[str], Sequence[str]]
"""Returns the terms that a text is indexed by."""

Row = tuple[NDArray[np.uint32], NDArray[np.uint16]]
"""The numbers of a passage's distinct terms, and the count of each in the passage."""

_MAX_COUNT = np.iinfo(np.uint16).max

_MIN_USED = 0.75
"""Minimum share of terms in use; with fewer, the vocabulary is renumbered."""


@dataclass(frozen=True)
class TermTable:
    """The terms of all passages.

    Serving needs `frequencies` and `lengths` alone, so `ids` and `counts` can stay on disk.

    Attributes:
        passages: The passage ids, in the order of the rows.
        numbers: Each term's number, in ascending order.
        marks: For each passage a hash of its indexed text, which changes with the titles above it.
        offsets: The offset of each passage's terms in `ids`, and the length of `ids` as the last
            entry: passage i has the terms `ids[offsets[i]:offsets[i + 1]]`.
        ids: The numbers of each passage's distinct terms.
        counts: The count of each term in its passage, parallel to `ids`.
        frequencies: The number of passages that contain each term (document frequency).
        lengths: The number of terms in each passage, repetitions included.
    """

    passages: Sequence[str] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    marks: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    offsets: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    ids: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    counts: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, np.uint16))
    frequencies: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    lengths: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    @cached_property
    def vocabulary(self) -> Sequence[str]:
        """The terms in the order of their numbers."""
        return tuple(self.numbers)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The row of each passage, by its id."""
        return {name: place for place, name in enumerate(self.passages)}

    @property
    def relative_lengths(self) -> NDArray[np.float64]:
        """The lengths divided by their mean."""
        lengths = self.lengths.astype(np.float64)
        return lengths / lengths.mean() if lengths.any() else lengths

    def find(self, passages: Iterable[str], marks: NDArray[np.uint64]) -> list[int | None]:
        """Return the rows of the passages with these marks, None for unknown or changed ones."""
        own = self.marks.tolist()
        places = map(self.places.get, passages)
        return [
            place if place is not None and own[place] == mark else None
            for place, mark in zip(places, marks.tolist(), strict=True)
        ]

    def row(self, place: int) -> Row:
        """Return the numbers and counts of one passage's terms."""
        span = slice(self.offsets[place], self.offsets[place + 1])
        return self.ids[span], self.counts[span]


@dataclass(frozen=True, slots=True)
class TermBatch:
    """The terms of some passages; `ids` are indices into the batch's own `vocabulary`."""

    vocabulary: list[str]
    sizes: NDArray[np.int64]
    ids: NDArray[np.uint32]
    counts: NDArray[np.uint16]


Analyse = Callable[[Sequence[str]], Iterator[TermBatch]]
"""Tokenizes texts and yields their terms in batches, in order."""


def cut_batch(texts: Sequence[str], bag: Bag) -> TermBatch:
    """Tokenize some texts into one batch."""
    numbers: dict[str, int] = {}
    counted = [Counter(bag(text)) for text in texts]
    ids = [numbers.setdefault(term, len(numbers)) for found in counted for term in found]
    counts = [min(count, _MAX_COUNT) for found in counted for count in found.values()]
    return TermBatch(
        list(numbers),
        np.fromiter(map(len, counted), np.int64, len(counted)),
        np.array(ids, np.uint32),
        np.array(counts, np.uint16),
    )


def build_table(
    texts: Mapping[str, str], analyse: Analyse, known: TermTable | None = None
) -> TermTable:
    """Build the term table of these passages.

    Args:
        texts: The indexed text of each passage, by its id.
        analyse: Tokenizes the texts that *known* does not have.
        known: A previous table, whose rows are reused.
    """
    known = known or TermTable()
    marks = np.fromiter(map(_mark, texts.values()), np.uint64, len(texts))
    places = known.find(texts, marks)
    if places == list(range(len(known.passages))):
        return known
    fresh = [text for text, place in zip(texts.values(), places, strict=True) if place is None]
    numbers = dict(known.numbers)
    cut = _rows(analyse(fresh), numbers)
    rows = [next(cut) if place is None else known.row(place) for place in places]
    sizes = np.fromiter((len(ids) for ids, _ in rows), np.int64, len(rows))
    lengths = (counts.sum(dtype=np.int64) for _, counts in rows)
    ids = np.concatenate([np.zeros(0, np.uint32), *(ids for ids, _ in rows)])
    return _without_unused_terms(
        TermTable(
            passages=tuple(texts),
            numbers=numbers,
            marks=marks,
            offsets=np.concatenate([[0], np.cumsum(sizes)]),
            ids=ids,
            counts=np.concatenate([np.zeros(0, np.uint16), *(counts for _, counts in rows)]),
            frequencies=np.bincount(ids, minlength=len(numbers)),
            lengths=np.fromiter(lengths, np.int64, len(rows)),
        )
    )


def _mark(text: str) -> int:
    """Return a 64-bit hash of a text (BLAKE2b)."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest())


def _rows(batches: Iterable[TermBatch], numbers: dict[str, int]) -> Iterator[Row]:
    """Yield the rows of all batches; add new terms to *numbers*."""
    for batch in batches:
        to_table = [numbers.setdefault(term, len(numbers)) for term in batch.vocabulary]
        ends = np.cumsum(batch.sizes)[:-1]
        ids = np.array(to_table, np.uint32)[batch.ids]
        yield from zip(np.split(ids, ends), np.split(batch.counts, ends), strict=True)


def _without_unused_terms(table: TermTable) -> TermTable:
    """Drop unused terms from the vocabulary, if they are more than a quarter of it."""
    used = np.flatnonzero(table.frequencies)
    if len(used) > _MIN_USED * len(table.numbers):
        return table
    renumbered = np.zeros(len(table.numbers), np.uint32)
    renumbered[used] = np.arange(len(used), dtype=np.uint32)
    return replace(
        table,
        numbers={table.vocabulary[old]: new for new, old in enumerate(used.tolist())},
        ids=renumbered[table.ids],
        frequencies=table.frequencies[used],
    )
