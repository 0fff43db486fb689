"""The inner loop of the embedded engine: the best rows over the posting lists of a query.

A row is the number of a passage. Its score is the sum of what the query's terms add to it, each
multiplied by the weight of the term. Two implementations give the same result:

1. What the packed lists of the query add is summed in one accumulator per row.
2. Of common terms, whose tables hold a count for every row, it is known how much they can add at
   most. The best rows so far are looked up in the tables. The lowest of their full scores is the
   threshold: no row of the result is below it.
3. The rows whose accumulators are below the threshold by more than the common terms can add are
   left out, and the others, mostly few, are looked up in the tables. If they are many, the tables
   are added to all accumulators instead.

Common terms have most of a query's postings, and add the least to a score: of each posting they
read, algorithms that skip (MaxScore, Turtle & Flood 1995) gain most by leaving these out. Lists of
other terms are so much shorter that reading all of them costs less than looking rows up in them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.packing import unpack
from retrieval.index.postings import PostingLists

Ints = NDArray[Any]
Floats = NDArray[np.float64]

BestRows = Callable[[PostingLists, Ints, Floats, int], tuple[Ints, Floats]]
"""Takes an index, the numbers and weights of the query's lists, and a limit; returns the best rows
and their scores, best first, the lower row first if scores are equal."""


_CHECKED = 64
"""Number of rows of which only the best one counts for the first estimate of a score."""

_ROUNDING = 1e-9
"""Upper bound of the relative error of a sum of scores, which depends on their order."""


def summed_rows(
    lists: PostingLists, wanted: Ints, weights: Floats, limit: int
) -> tuple[Ints, Floats]:
    """Sum the scores of all lists with numpy (see `BestRows`)."""
    if not limit or not lists.size:
        return np.zeros(0, np.int64), np.zeros(0)
    searched = lists.scales[wanted] != 0.0
    wanted, weights = wanted[searched], weights[searched]
    factors = weights * lists.scales[wanted]
    sizes, rows, counts = unpack(lists.words, lists.places[wanted])
    added = np.repeat(factors, sizes) * (counts / (counts + lists.norms[rows]))
    scores = np.bincount(rows, weights=added, minlength=lists.size).astype(np.float64, copy=False)
    candidates = _highest(scores, limit)
    tables = np.searchsorted(lists.common, wanted)
    if (
        len(lists.common)
        and (common := np.flatnonzero(lists.common[tables % len(lists.common)] == wanted)).size
    ):
        tables, factors = tables[common], factors[common]
        bound = lists.common_bounds[tables] @ weights[common]
        full = _full_scores(lists, tables, factors, scores, candidates)
        threshold = np.partition(full, -limit)[-limit] if len(full) >= limit else 0.0
        least = threshold * (1 - _ROUNDING) - bound
        possible = np.flatnonzero(scores >= least) if least > 0 else np.arange(lists.size)
        scores = _full_scores(lists, tables, factors, scores, possible)
        best = _sorted_best(scores, limit)
        return possible[best], scores[best]
    best = candidates[_sorted_best(scores[candidates], limit)]
    return best, scores[best]


def _full_scores(
    lists: PostingLists, tables: Ints, factors: Floats, scores: Floats, rows: Ints
) -> Floats:
    """Return the scores of some rows with what these common terms add to them."""
    full, norms = scores[rows], lists.norms[rows]
    for table, factor in zip(tables, factors, strict=True):
        counts = lists.common_counts[table][rows]
        full += factor * (counts / (counts + norms))
    return full


def _highest(scores: Floats, limit: int) -> Ints:
    """Return places in ascending order, among them those of the best scores above 0."""
    parts = np.maximum.reduceat(scores, np.arange(0, len(scores), _CHECKED))
    least = np.partition(parts, -limit)[-limit] if len(parts) >= limit else 0.0
    return np.flatnonzero(scores >= least if least > 0 else scores)


def _sorted_best(scores: Floats, limit: int) -> Ints:
    """Return the places of the best scores above 0, best first."""
    if not len(scores):
        return np.zeros(0, np.int64)
    found = _highest(scores, limit)
    return found[np.argsort(-scores[found], kind="stable")[:limit]]


def compiled_rows() -> BestRows:
    """Return the compiled implementation, which numba compiles at the first call and caches.

    Raises:
        ImportError: numba is not installed.
    """
    from retrieval.index.compiled import best_rows

    scratch = threading.local()  # Threads search at the same time.

    def rows(
        lists: PostingLists, wanted: Ints, weights: Floats, limit: int
    ) -> tuple[Ints, Floats]:
        if getattr(scratch, "size", -1) != lists.size:
            scratch.size = lists.size
            scratch.scores = np.zeros(lists.size, lists.norms.dtype)
        found: tuple[Ints, Floats] = best_rows(
            lists.places,
            lists.words,
            lists.scales,
            lists.norms,
            lists.shares,
            lists.common,
            lists.common_counts,
            lists.common_bounds,
            wanted,
            weights,
            limit,
            scratch.scores,
        )
        return found

    return rows
