"""The inner loop of the embedded engine: the best rows over the posting lists of a query.

A row is a passage's number. Two implementations give the same result. With numpy alone, the scores
of all lists are summed. With numba, lists are processed in descending order of their upper bounds:

1. Each list is read whole. Now and then the best rows so far are looked up in the lists that are
   still unread; the least of their full scores is a threshold that the result must reach.
2. Once no unseen row can reach the threshold, no further list is read whole. Only the rows seen so
   far that can still reach it are looked up in the remaining lists.

This is quit-and-continue (Moffat & Zobel 1996) with the upper bounds of MaxScore (Turtle & Flood
1995). Where it would save too little, the compiled loop sums all lists as well.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
Floats = NDArray[np.float64]

BestRows = Callable[["PostingLists", Ints, Floats, int], tuple[Ints, Floats]]
"""Takes posting lists, the numbers and weights of the query's lists, and a limit. Returns the best
rows and their scores, best first, the lower row first where scores are equal."""


@dataclass(frozen=True, slots=True)
class PostingLists:
    """Posting lists in flat arrays.

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
    impacts: Floats
    bounds: Floats
    size: int


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
    """Return the compiled implementation; the first call compiles it and numba caches the result.

    Raises:
        ImportError: numba is not installed.
    """
    from retrieval.index.compiled import best_rows

    scratch = threading.local()

    def rows(
        lists: PostingLists, wanted: Ints, weights: Floats, limit: int
    ) -> tuple[Ints, Floats]:
        if getattr(scratch, "size", -1) < lists.size:
            scratch.size = lists.size
            scratch.scores = np.zeros(lists.size, lists.impacts.dtype)
            scratch.met = np.empty(lists.size + 1, np.uint32)
        found: tuple[Ints, Floats] = best_rows(
            lists.starts,
            lists.rows,
            lists.impacts,
            lists.bounds,
            wanted,
            weights,
            limit,
            scratch.scores,
            scratch.met,
        )
        return found

    return rows
