"""Postings: for each term the passages that hold it, with the term's BM25 impact in each.

The model is that of the reference engine in `okapi.py` (Robertson & Zaragoza 2009). Three flat
arrays, which can be mapped from a file, hold the start of each term's list, the passages in it
and the impacts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.kernel import PostingLists
from retrieval.index.terms import TermTable
from retrieval.text.analysis import SINGLE

_SORT_BATCH = 20_000
"""Passages whose postings are sorted at a time, which bounds the memory that sorting needs."""

Floats = NDArray[np.float64]
Ints = NDArray[Any]
Idf = Callable[[Ints, int], Floats]
"""Computes the idf of terms from their document frequencies and the number of passages."""


@dataclass(frozen=True, slots=True)
class Bm25Parameters:
    """The parameters of BM25; docs/retrieval.md shows the measurements behind the defaults."""

    k1: float = 0.55
    b: float = 0.45


def lucene_idf(found: Ints, total: int) -> Floats:
    """Return Lucene's idf, which is positive for every term (BM25Similarity)."""
    idf: Floats = np.log1p((total - found + 0.5) / (found + 0.5))
    return idf


def okapi_idf(found: Ints, total: int) -> Floats:
    """Return rank-bm25's idf, with a share of the mean for terms in over half of the passages."""
    idf: Floats = np.log(total - found + 0.5) - np.log(found + 0.5)
    idf[idf < 0] = 0.25 * idf.mean()
    return idf


@dataclass(frozen=True)
class Postings:
    """An index: the terms of each passage, and the inverse, the passages of each term."""

    table: TermTable
    lists: PostingLists


def build_postings(
    table: TermTable,
    weights: Bm25Parameters | None = None,
    idf: Idf = lucene_idf,
    precision: type[np.floating[Any]] = np.float32,
) -> Postings:
    """Invert a term table into posting lists with BM25 impacts.

    Single characters get no posting list, which would be long and carry little: the ranking counts
    them in the text of the few candidates.

    Args:
        table: The terms of all passages.
        weights: The parameters of the model.
        idf: The idf function.
        precision: The type of the impacts; float16 halves the index.
    """
    weights = weights or Bm25Parameters()
    norms = weights.k1 * (1 - weights.b + weights.b * table.relative_lengths)
    worth = idf(table.frequencies, len(table.passages)) * (weights.k1 + 1)
    worth[_singles(table)] = 0.0
    starts = np.concatenate([[0], np.cumsum(table.frequencies * (worth != 0.0))])
    rows, impacts = np.empty(starts[-1], np.uint32), np.empty(starts[-1], precision)
    ends = starts[:-1].copy()
    for first in range(0, len(table.passages), _SORT_BATCH):
        theirs, numbers, counts = _by_term(table, first, worth != 0.0)
        found = np.bincount(numbers, minlength=len(ends))
        places = np.arange(len(numbers)) + np.repeat(ends - (np.cumsum(found) - found), found)
        rows[places] = theirs
        impacts[places] = worth[numbers] * counts / (counts + norms[theirs])
        ends += found
    filled = np.flatnonzero(np.diff(starts))
    bounds = np.zeros(len(table.numbers))
    if len(filled):
        bounds[filled] = np.maximum.reduceat(impacts, starts[filled])
    return Postings(table, PostingLists(starts, rows, impacts, bounds, len(table.passages)))


def _by_term(table: TermTable, first: int, wanted: Ints) -> tuple[Ints, Ints, Ints]:
    """Return rows, terms and counts of the wanted postings of one batch, sorted by term."""
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
