"""The inner loop of the embedded engine: the best rows over the posting lists of a query.

A row is the number of a passage. Its score is the sum of its impacts in the query's lists, each
multiplied by the weight of the term. The upper bound of a list is the most that it can add to a
score: its maximum impact, multiplied by the weight. Two implementations give the same result.

With numpy, the impacts of all lists are added to one accumulator per row. With numba, lists are
processed in descending order of their upper bounds, and most of a long list is skipped:

1. Each list is read whole. From time to time the best rows so far are looked up in the unread
   lists. The lowest of their full scores is the threshold: no row of the result is below it.
2. Once the upper bounds of the unread lists add up to less than the threshold, a row that has not
   been seen cannot reach it, so no further list is read whole. Of the rows seen, only those that
   can still reach the threshold are looked up in the remaining lists.

This is quit-and-continue (Moffat & Zobel 1996), with the upper bounds of MaxScore (Turtle & Flood
1995) as its condition. If it would save too little, the compiled loop sums all lists too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings import PostingLists

Ints = NDArray[Any]
Floats = NDArray[np.float64]

BestRows = Callable[[PostingLists, Ints, Floats, int], tuple[Ints, Floats]]
"""Takes an index, the numbers and weights of the query's lists, and a limit; returns the best rows
and their scores, best first, the lower row first if scores are equal."""


def summed_rows(
    lists: PostingLists, wanted: Ints, weights: Floats, limit: int
) -> tuple[Ints, Floats]:
    """Sum the scores of all lists with numpy (see `BestRows`)."""
    spans = [slice(lists.starts[number], lists.starts[number + 1]) for number in wanted]
    sizes = [span.stop - span.start for span in spans]
    if not sum(sizes):
        return np.zeros(0, np.int64), np.zeros(0)
    rows = np.concatenate([lists.rows[span] for span in spans])
    shares = np.concatenate([lists.impacts[span] for span in spans]) * np.repeat(weights, sizes)
    scores = np.bincount(rows, weights=shares, minlength=lists.size).astype(np.float64, copy=False)
    found: Ints = np.flatnonzero(scores)
    if len(found) > limit:
        found = found[scores[found] >= np.partition(scores[found], -limit)[-limit]]
    best = found[np.argsort(-scores[found], kind="stable")[:limit]]
    return best, scores[best]


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
        if getattr(scratch, "size", -1) < lists.size:
            scratch.size = lists.size
            scratch.scores = np.zeros(lists.size, lists.impacts.dtype)
            scratch.seen = np.empty(lists.size + 1, np.uint32)
        found: tuple[Ints, Floats] = best_rows(
            lists.starts,
            lists.rows,
            lists.impacts,
            lists.bounds,
            wanted,
            weights,
            limit,
            scratch.scores,
            scratch.seen,
        )
        return found

    return rows
