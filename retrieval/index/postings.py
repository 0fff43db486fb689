"""Posting lists: for each term the passages that contain it, and how often.

What a term adds to the score of a passage, at weight 1, is scale · count / (count + norm), with a
scale for each term and a norm for each passage. The model is that of the reference engine in
`okapi.py` (Robertson & Zaragoza 2009).

Lists are packed (see `packing.py`), all but those of common terms, whose counts are a table with
one byte for each passage: that is quicker to add up, and one count is looked up without a search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.packing import Unpacked, pack, unpack
from retrieval.index.terms import TermTable
from retrieval.text.analysis import SINGLE

_SORT_BATCH = 20_000
"""Number of passages whose postings are sorted at a time, to limit the memory for sorting."""

_PACK_BATCH = 1 << 21
"""Number of postings from which lists are packed, to limit the memory for packing."""

COMMON_SHARE = 1 / 8
"""Share of the passages above which those with a term are a table, which then takes little more
room than a packed list."""

_MAX_TABLED = np.iinfo(np.uint8).max
"""The highest count in a table; a list with a higher one is packed."""

_OKAPI_EPSILON = 0.25
"""The share of the mean idf that rank-bm25 puts in place of a negative idf (its `epsilon`)."""

Floats = NDArray[np.float64]
Ints = NDArray[Any]
Idf = Callable[[Ints, int], Floats]
"""Computes the idf of terms from their document frequencies and the number of passages."""


@dataclass(frozen=True, slots=True)
class Bm25Parameters:
    """The parameters of BM25; docs/retrieval.md shows the measurements behind the defaults."""

    k1: float = 0.55
    b: float = 0.45


def lucene_idf(frequencies: Ints, total: int) -> Floats:
    """Return Lucene's idf, which is positive for every term (BM25Similarity)."""
    idf: Floats = np.log1p((total - frequencies + 0.5) / (frequencies + 0.5))
    return idf


def okapi_idf(frequencies: Ints, total: int) -> Floats:
    """Return rank-bm25's idf, with a share of the mean for terms in over half of the passages."""
    idf: Floats = np.log(total - frequencies + 0.5) - np.log(frequencies + 0.5)
    idf[idf < 0] = _OKAPI_EPSILON * idf.mean()
    return idf


@dataclass(frozen=True, slots=True)
class PostingLists:
    """Posting lists in flat arrays, which can be mapped from files.

    Attributes:
        places: The offset of each term's list in `words`; 0 if it has none there.
        words: The packed lists, behind a word that is 0 and before two more.
        scales: The scale of each term.
        norms: The norm of each row.
        shares: What a count of 1 gives in each row, 1 / (1 + norm).
        common: The numbers of the terms with a table instead of a list, ascending.
        common_counts: The count of each common term in each row.
        common_bounds: The most that each common term adds to a score.
    """

    places: Ints
    words: Ints
    scales: NDArray[Any]
    norms: NDArray[Any]
    shares: NDArray[Any]
    common: Ints
    common_counts: NDArray[np.uint8]
    common_bounds: Floats

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self.norms)

    def read(self, number: int) -> tuple[Ints, Ints]:
        """Return the rows that have a term, ascending, and its counts in them."""
        if number in self.common:
            counts = self.common_counts[np.searchsorted(self.common, number)]
            rows = np.flatnonzero(counts)
            return rows, counts[rows].astype(np.int64)
        unpacked = unpack(self.words, self.places[[number]])
        return unpacked.rows, unpacked.counts


@dataclass(frozen=True)
class Postings:
    """An index: the terms of each passage, and the passages of each term."""

    table: TermTable
    lists: PostingLists


def build_postings(
    table: TermTable,
    parameters: Bm25Parameters | None = None,
    idf: Idf = lucene_idf,
    precision: type[np.floating[Any]] = np.float32,
    common_share: float = COMMON_SHARE,
) -> Postings:
    """Invert a term table into posting lists.

    The lists of single characters are empty: they would be long and say little, so the ranking
    counts single characters in the text of the few candidates instead.

    Args:
        table: The terms of all passages.
        parameters: The parameters of the model.
        idf: The idf function.
        precision: The type of scales, norms and scores.
        common_share: The share of the passages above which a term is common.
    """
    parameters = parameters or Bm25Parameters()
    k1, b = parameters.k1, parameters.b
    size = len(table.passages)
    norms = k1 * (1 - b + b * table.relative_lengths)
    scales = idf(table.frequencies, size) * (k1 + 1)
    scales[_singles(table)] = 0.0
    lists = _inverted(table, scales != 0.0)
    common = _common(lists, common_share * size)
    counts = np.zeros((len(common), size), np.uint8)
    bounds = np.zeros(len(common))
    starts = np.cumsum(lists.sizes) - lists.sizes
    for place, number in enumerate(common.tolist()):
        span = slice(starts[number], starts[number] + lists.sizes[number])
        rows, times = lists.rows[span], lists.counts[span]
        counts[place, rows] = times
        bounds[place] = scales[number] * (times / (times + norms[rows])).max()
    places, words = _packed(lists, common)
    return Postings(
        table,
        PostingLists(
            places,
            words,
            scales.astype(precision),
            norms.astype(precision),
            (1 / (1 + norms)).astype(precision),
            common,
            counts,
            bounds,
        ),
    )


def _inverted(table: TermTable, wanted: Ints) -> Unpacked:
    """Return the posting lists of the wanted terms; those of other terms are empty."""
    sizes = table.frequencies * wanted
    ends = np.cumsum(sizes) - sizes
    rows, counts = np.empty(sizes.sum(), np.uint32), np.empty(sizes.sum(), np.uint16)
    for first in range(0, len(table.passages), _SORT_BATCH):
        batch, numbers, times = _by_term(table, first, wanted)
        added = np.bincount(numbers, minlength=len(ends))
        places = np.arange(len(numbers)) + np.repeat(ends - (np.cumsum(added) - added), added)
        rows[places], counts[places] = batch, times
        ends += added
    return Unpacked(sizes, rows, counts)


def _common(lists: Unpacked, frequency: float) -> Ints:
    """Return the terms that more passages have, but not more often than a table can tell."""
    ends = np.cumsum(lists.sizes)
    return np.array(
        [
            number
            for number in np.flatnonzero(lists.sizes > frequency).tolist()
            if lists.counts[ends[number] - lists.sizes[number] : ends[number]].max() <= _MAX_TABLED
        ],
        np.int64,
    )


def _packed(lists: Unpacked, common: Ints) -> tuple[Ints, Ints]:
    """Return the offsets and the words of all lists but those of common terms."""
    sizes = lists.sizes.copy()
    sizes[common] = 0
    kept = np.ones(len(lists.rows), np.bool_)
    ends = np.cumsum(lists.sizes)
    for number in common.tolist():
        kept[ends[number] - lists.sizes[number] : ends[number]] = False
    rows, counts = lists.rows[kept], lists.counts[kept]
    places, parts, written = [np.zeros(0, np.int64)], [np.zeros(1, np.uint32)], 1
    done = 0
    for batch in _batches(sizes):
        end = done + batch.sum()
        words, offsets = pack(Unpacked(batch, rows[done:end], counts[done:end]))
        places.append(np.where(batch > 0, offsets + written, 0))
        parts.append(words)
        done, written = end, written + len(words)
    return np.concatenate(places), np.concatenate([*parts, np.zeros(2, np.uint32)])


def _batches(sizes: Ints) -> Iterator[Ints]:
    """Yield the sizes of lists in batches, each of about `_PACK_BATCH` postings."""
    numbers = np.cumsum(sizes) // _PACK_BATCH
    yield from np.split(sizes, np.flatnonzero(np.diff(numbers)) + 1)


def _by_term(table: TermTable, first: int, wanted: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the rows, terms and counts of one batch's postings, sorted by term.

    *wanted* is True for the terms that get a posting list.
    """
    offsets = table.offsets[first : first + _SORT_BATCH + 1]
    span = slice(offsets[0], offsets[-1])
    ids = table.ids[span]
    order = np.flatnonzero(wanted[ids])
    order = order[stable_order(ids[order])]
    rows = np.repeat(np.arange(first, first + len(offsets) - 1, dtype=np.uint32), np.diff(offsets))
    return rows[order], ids[order], table.counts[span][order]


def stable_order(numbers: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return the indices that sort *numbers* stably (radix sort, 16 bits at a time)."""
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    if not len(numbers) or numbers.max() <= np.iinfo(np.uint16).max:
        return order
    high = (numbers >> np.uint32(16)).astype(np.uint16)
    return order[np.argsort(high[order], kind="stable")]


def _singles(table: TermTable) -> Ints:
    return np.array([term.startswith(SINGLE) for term in table.numbers], np.bool_)
