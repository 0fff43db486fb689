"""The terms of every passage as flat arrays: what an index is sorted from.

Terms are numbered in the order in which they are first met. What is known of passages that stay as
they are is taken over into the next table, so that only what changed is analysed again.
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
"""Cuts a text into the terms it is indexed by."""

Row = tuple[NDArray[np.uint32], NDArray[np.uint16]]
"""The numbers of a passage's distinct terms, and how often each stands there."""

_MOST = np.iinfo(np.uint16).max


@dataclass(frozen=True)
class TermTable:
    """Passages and their terms, which `numbers` has in order.

    `ids[offsets[i]:offsets[i + 1]]` are the numbers of the distinct terms of `passages[i]`, and
    `counts`, alike, says how often each stands there. `marks[i]` stands for the text that was
    cut: a passage's own text and the titles above it, which may change while the passage stays.
    `frequencies` has in how many passages each term stands, `lengths` how many terms each passage
    has, repetitions counted: to serve takes these alone, so `ids` and `counts` stay on disk.
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
        """The terms by number."""
        return tuple(self.numbers)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Each passage's place in the table."""
        return {name: place for place, name in enumerate(self.passages)}

    @property
    def relative_lengths(self) -> NDArray[np.float64]:
        """The same lengths, the mean being 1."""
        lengths = self.lengths.astype(np.float64)
        return lengths / lengths.mean() if lengths.any() else lengths

    def find(self, passages: Iterable[str], marks: NDArray[np.uint64]) -> list[int | None]:
        """The places of those passages that are known with the same text, None for others."""
        own = self.marks.tolist()
        places = map(self.places.get, passages)
        return [
            place if place is not None and own[place] == mark else None
            for place, mark in zip(places, marks.tolist(), strict=True)
        ]

    def row(self, place: int) -> Row:
        """The numbers and counts of one passage's terms."""
        span = slice(self.offsets[place], self.offsets[place + 1])
        return self.ids[span], self.counts[span]


@dataclass(frozen=True, slots=True)
class TermBatch:
    """The terms of a few passages, numbered among themselves by their place in `vocabulary`."""

    vocabulary: list[str]
    sizes: NDArray[np.int64]
    ids: NDArray[np.uint32]
    counts: NDArray[np.uint16]


Analyse = Callable[[Sequence[str]], Iterator[TermBatch]]
"""Cuts texts into terms, some at a time, in order."""


def cut_batch(texts: Sequence[str], bag: Bag) -> TermBatch:
    """The terms of these texts."""
    numbers: dict[str, int] = {}
    counted = [Counter(bag(text)) for text in texts]
    ids = [numbers.setdefault(term, len(numbers)) for found in counted for term in found]
    counts = [min(count, _MOST) for found in counted for count in found.values()]
    return TermBatch(
        list(numbers),
        np.fromiter(map(len, counted), np.int64, len(counted)),
        np.array(ids, np.uint32),
        np.array(counts, np.uint16),
    )


def build_table(
    texts: Mapping[str, str], analyse: Analyse, known: TermTable | None = None
) -> TermTable:
    """The table of these passages.

    Args:
        texts: What each passage is indexed by, by its id.
        analyse: Cuts those texts that are not known.
        known: A table that may hold some of the passages already.
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
    return _without_waste(
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
    """Stands for a text: 64 bits of BLAKE2b."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest())


def _rows(batches: Iterable[TermBatch], numbers: dict[str, int]) -> Iterator[Row]:
    """The rows of batches; their terms are numbered on in *numbers*."""
    for batch in batches:
        to_table = [numbers.setdefault(term, len(numbers)) for term in batch.vocabulary]
        ends = np.cumsum(batch.sizes)[:-1]
        ids = np.array(to_table, np.uint32)[batch.ids]
        yield from zip(np.split(ids, ends), np.split(batch.counts, ends), strict=True)


def _without_waste(table: TermTable) -> TermTable:
    """The same table, renumbered where a quarter of its vocabulary stands nowhere any more."""
    used = np.flatnonzero(table.frequencies)
    if len(used) > 0.75 * len(table.numbers):
        return table
    renumbered = np.zeros(len(table.numbers), np.uint32)
    renumbered[used] = np.arange(len(used), dtype=np.uint32)
    return replace(
        table,
        numbers={table.vocabulary[old]: new for new, old in enumerate(used.tolist())},
        ids=renumbered[table.ids],
        frequencies=table.frequencies[used],
    )
