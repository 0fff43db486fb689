"""Posting lists: for each term the passages that contain it, with its BM25 impact in each.

The impact of a term in a passage is the score that it adds there at weight 1. The model is that of
the reference engine in `okapi.py` (Robertson & Zaragoza 2009).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.terms import TermTable
from retrieval.text.analysis import SINGLE

_SORT_BATCH = 20_000
"""Number of passages whose postings are sorted at a time, to limit the memory for sorting."""

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
        starts: The offset of each list in `rows`, and the length of `rows` as the last entry.
        rows: Row numbers, ascending within a list; unsigned, so that compiled code need not check
            for negative indices.
        impacts: The score that each posting adds to its row.
        bounds: The maximum impact of each list.
        size: The number of rows.
    """

    starts: Ints
    rows: Ints
    impacts: NDArray[Any]
    bounds: Floats
    size: int


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
) -> Postings:
    """Invert a term table into posting lists with BM25 impacts.

    The lists of single characters are empty: they would be long and say little, so the ranking
    counts single characters in the text of the few candidates instead.

    Args:
        table: The terms of all passages.
        parameters: The parameters of the model.
        idf: The idf function.
        precision: The type of the impacts; float16 halves the index.
    """
    parameters = parameters or Bm25Parameters()
    k1, b = parameters.k1, parameters.b
    norms = k1 * (1 - b + b * table.relative_lengths)
    scales = idf(table.frequencies, len(table.passages)) * (k1 + 1)
    scales[_singles(table)] = 0.0
    starts = np.concatenate([[0], np.cumsum(table.frequencies * (scales != 0.0))])
    rows, impacts = np.empty(starts[-1], np.uint32), np.empty(starts[-1], precision)
    ends = starts[:-1].copy()
    for first in range(0, len(table.passages), _SORT_BATCH):
        batch, numbers, counts = _by_term(table, first, scales != 0.0)
        added = np.bincount(numbers, minlength=len(ends))
        places = np.arange(len(numbers)) + np.repeat(ends - (np.cumsum(added) - added), added)
        rows[places] = batch
        impacts[places] = scales[numbers] * counts / (counts + norms[batch])
        ends += added
    filled = np.flatnonzero(np.diff(starts))
    bounds = np.zeros(len(table.numbers))
    if len(filled):
        bounds[filled] = np.maximum.reduceat(impacts, starts[filled])
    return Postings(table, PostingLists(starts, rows, impacts, bounds, len(table.passages)))


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
