"""Posting lists: for each term the passages that contain it, and how often.

What a term adds to the score of a passage, at weight 1, is scale · count / (count + norm), with a
scale for each term and a norm for each passage. The model is that of the reference engine in
`okapi.py` (Robertson & Zaragoza 2009).

Lists are packed (see `packing.py`), all but those of common terms, whose counts are a table with
one byte for each passage: that is quicker to add up, and one count is looked up without a search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.packing import Unpacked, pack, unpack
from retrieval.index.runs import Entries, Run, Scratch, SortedRuns, merged
from retrieval.index.terms import Terms, TermTable
from retrieval.text.analysis import SINGLE

RUN = 10_000
"""Number of passages in a run."""

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
class Model:
    """Numbers that turn counts into scores.

    Attributes:
        parameters: The parameters of BM25.
        idf: The idf function.
        precision: The type of scales, norms and scores.
        common_share: The share of the passages above which a term is common.
    """

    parameters: Bm25Parameters = Bm25Parameters()
    idf: Idf = lucene_idf
    precision: type[np.floating[Any]] = np.float32
    common_share: float = COMMON_SHARE


@dataclass(frozen=True, slots=True)
class PostingLists:
    """Posting lists in flat arrays, which can be mapped from files.

    Attributes:
        places: The offset of each term's list in `words`; 0 if it has none there.
        words: The packed lists, behind a word that is 0 and before two more.
        scales: The scale of each term; 0 for single characters, which are not searched for.
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

    def __post_init__(self) -> None:
        for one in fields(self):  # As mapped ones are: code is compiled for these.
            getattr(self, one.name).setflags(write=False)

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
    """An index: the terms of a collection, and the passages of each."""

    table: Terms
    lists: PostingLists


def build_postings(table: TermTable, model: Model | None = None) -> Postings:
    """Invert a term table into posting lists, in memory."""
    runs = SortedRuns()
    for first in range(0, len(table.passages), RUN):
        offsets = table.offsets[first : first + RUN + 1]
        span = slice(offsets[0], offsets[-1])
        rows = np.repeat(np.arange(first, first + len(offsets) - 1), np.diff(offsets))
        runs.add(Entries(table.ids[span], rows, table.counts[span]))
    return merged_postings(table, runs.runs(), model)


def merged_postings(
    terms: Terms, runs: Sequence[Run], model: Model | None = None, folder: Path | None = None
) -> Postings:
    """Merge runs into posting lists.

    The lists of single characters are long and say little, so they are not searched: the ranking
    counts single characters in the text of the few candidates instead. They are kept, with 1 for
    each count, so that frequencies are known after passages are removed.

    Args:
        terms: The passages and the terms; frequencies are counted anew.
        runs: The postings of all passages.
        model: Turns counts into scores.
        folder: The folder of scratch files; see `Scratch`.
    """
    model = model or Model()
    writer = _ListWriter(terms, model, folder)
    for first, lists in merged(runs, len(terms.vocabulary)):
        writer.write(first, lists)
    frequencies = writer.frequencies
    table = Terms(
        terms.passages,
        terms.vocabulary,
        terms.marks,
        frequencies,
        terms.lengths,
        terms.articles,
        terms.article_starts,
    )
    return Postings(table, writer.lists())


class _ListWriter:
    """Packs posting lists, or makes tables of them."""

    def __init__(self, terms: Terms, model: Model, folder: Path | None) -> None:
        k1, b = model.parameters.k1, model.parameters.b
        self._model = model
        self._norms = k1 * (1 - b + b * terms.relative_lengths)
        self._is_single = terms.vocabulary.beginning_with(SINGLE)
        self.frequencies = np.zeros(len(terms.vocabulary), np.int64)
        self._places = np.zeros(len(terms.vocabulary), np.int64)
        self._scratch = Scratch(folder)
        self._written = 1
        self._scratch.write(np.zeros(1, np.uint32))
        self._common: list[int] = []
        self._highest: list[float] = []
        self._tables = Scratch(folder, alignment=1)

    def write(self, first: int, lists: Unpacked) -> None:
        """Add the lists of the terms from *first* on."""
        terms = slice(first, first + len(lists.sizes))
        self.frequencies[terms] = lists.sizes
        is_packed = np.ones(len(lists.sizes), np.bool_)
        starts = np.cumsum(lists.sizes) - lists.sizes
        often = lists.sizes > self._model.common_share * len(self._norms)
        for place in np.flatnonzero(often & ~self._is_single[terms]).tolist():
            span = slice(starts[place], starts[place] + lists.sizes[place])
            rows, counts = lists.rows[span], lists.counts[span]
            if counts.max() <= _MAX_TABLED:
                is_packed[place] = False
                self._add_table(first + place, rows, counts)
        kept = np.repeat(is_packed, lists.sizes)
        counts = np.where(np.repeat(self._is_single[terms], lists.sizes), 1, lists.counts)
        sizes = np.where(is_packed, lists.sizes, 0)
        words, places = pack(Unpacked(sizes, lists.rows[kept], counts[kept]))
        self._places[terms] = np.where(sizes > 0, places + self._written, 0)
        self._scratch.write(words)
        self._written += len(words)

    def _add_table(self, number: int, rows: Ints, counts: Ints) -> None:
        """Add the table of a common term, which has these counts in these rows."""
        table = np.zeros(len(self._norms), np.uint8)
        table[rows] = counts
        self._common.append(number)
        self._highest.append(float((counts / (counts + self._norms[rows])).max()))
        self._tables.write(table)

    def lists(self) -> PostingLists:
        """Return all lists."""
        self._scratch.write(np.zeros(2, np.uint32))
        k1, size, precision = self._model.parameters.k1, len(self._norms), self._model.precision
        scales = self._model.idf(self.frequencies, size) * (k1 + 1)
        scales[self._is_single] = 0.0
        tables = self._tables.read() if self._common else b""
        counts = np.frombuffer(tables, np.uint8).reshape(len(self._common), size)
        return PostingLists(
            self._places,
            np.frombuffer(self._scratch.read(), np.uint32),
            scales.astype(precision),
            self._norms.astype(precision),
            (1 / (1 + self._norms)).astype(precision),
            np.array(self._common, np.int64),
            counts,
            scales[self._common] * np.array(self._highest),
        )
