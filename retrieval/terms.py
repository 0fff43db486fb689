"""The terms of every passage as flat arrays: what an index is sorted from.

Terms are numbered in the order in which they are first met. What is known of passages that stay as
they are is taken over into the next table, so that only what changed is analysed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Bag = Callable[[str], Sequence[str]]
"""Cuts a text into the terms it is indexed by."""

_MOST = np.iinfo(np.uint16).max


@dataclass(frozen=True)
class TermTable:
    """Passages and their terms.

    `ids[offsets[i]:offsets[i + 1]]` are the numbers of the distinct terms of `passages[i]`, and
    `counts`, alike, says how often each stands there.
    """

    passages: Sequence[str] = ()
    vocabulary: Sequence[str] = ()
    offsets: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    ids: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    counts: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, np.uint16))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Each term's number."""
        return {term: number for number, term in enumerate(self.vocabulary)}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Each passage's place in the table."""
        return {name: place for place, name in enumerate(self.passages)}

    @cached_property
    def frequencies(self) -> NDArray[np.int64]:
        """In how many passages each term stands."""
        return np.bincount(self.ids, minlength=len(self.vocabulary))

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """How many terms each passage has, repetitions counted."""
        sums = np.concatenate([[0], np.cumsum(self.counts, dtype=np.int64)])
        return np.diff(sums[self.offsets])

    @property
    def relative_lengths(self) -> NDArray[np.float64]:
        """The same lengths, the mean being 1."""
        lengths = self.lengths.astype(np.float64)
        return lengths / lengths.mean() if lengths.any() else lengths

    def row(self, place: int) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
        """The numbers and counts of one passage's terms."""
        span = slice(self.offsets[place], self.offsets[place + 1])
        return self.ids[span], self.counts[span]


@dataclass(frozen=True, slots=True)
class Batch:
    """The terms of a few passages, numbered among themselves by their place in `vocabulary`."""

    vocabulary: list[str]
    sizes: NDArray[np.int64]
    ids: NDArray[np.uint32]
    counts: NDArray[np.uint16]


Analyse = Callable[[Sequence[str]], Iterator[Batch]]
"""Cuts texts into terms, some at a time, in order."""


def cut_batch(texts: Sequence[str], bag: Bag) -> Batch:
    """The terms of these texts."""
    numbers: dict[str, int] = {}
    counted = [Counter(bag(text)) for text in texts]
    ids = [numbers.setdefault(term, len(numbers)) for found in counted for term in found]
    counts = [min(count, _MOST) for found in counted for count in found.values()]
    return Batch(
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
    kept = [name for name in texts if name in known.places]
    fresh = [name for name in texts if name not in known.places]
    numbers = dict(known.numbers)
    rows = [known.row(known.places[name]) for name in kept]
    sizes = [np.fromiter((len(ids) for ids, _ in rows), np.int64, len(rows))]
    ids, counts = [one for one, _ in rows], [many for _, many in rows]
    for batch in analyse([texts[name] for name in fresh]):
        to_table = [numbers.setdefault(term, len(numbers)) for term in batch.vocabulary]
        sizes.append(batch.sizes)
        ids.append(np.array(to_table, np.uint32)[batch.ids])
        counts.append(batch.counts)
    return _without_waste(
        TermTable(
            passages=(*kept, *fresh),
            vocabulary=tuple(numbers),
            offsets=np.concatenate([[0], np.cumsum(np.concatenate(sizes))]),
            ids=np.concatenate([np.zeros(0, np.uint32), *ids]),
            counts=np.concatenate([np.zeros(0, np.uint16), *counts]),
        )
    )


def _without_waste(table: TermTable) -> TermTable:
    """The same table, renumbered where a quarter of its vocabulary stands nowhere any more."""
    used = np.flatnonzero(table.frequencies)
    if len(used) > 0.75 * len(table.vocabulary):
        return table
    renumbered = np.zeros(len(table.vocabulary), np.uint32)
    renumbered[used] = np.arange(len(used), dtype=np.uint32)
    return TermTable(
        table.passages,
        tuple(table.vocabulary[number] for number in used.tolist()),
        table.offsets,
        renumbered[table.ids],
        table.counts,
    )
