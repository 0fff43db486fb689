"""The inner loop of the embedded engine: which rows score best over a few lists of postings.

Two ways to one result. With numba, lists are read whole, those that can give most first. The
rows that score best so far are looked up in all that is ahead, which tells what the best must
reach; when no row that has not been met can reach it, reading ends, and of those met, only rows
that still can are looked up in what is left (after quit-and-continue, Moffat & Zobel 1996, with
the bounds of MaxScore, Turtle & Flood 1995). Where that spares too little, and with numpy alone,
every list is added up.
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
"""For these lists with these weights, the rows that score best, at most so many, and their scores:
best first, of equal ones the lower row first."""


@dataclass(frozen=True, slots=True)
class PostingLists:
    """Postings, list by list.

    Args:
        starts: Where each list begins in `rows`; one more than there are lists.
        rows: Row numbers, ascending within a list; unsigned, so that compiled code need not check
            them for places from the end.
        impacts: What each posting gives.
        bounds: The greatest impact of each list.
        size: How many rows there are.
    """

    starts: Ints
    rows: Ints
    impacts: Floats
    bounds: Floats
    size: int


def summed_rows(
    lists: PostingLists, wanted: Ints, weights: Floats, limit: int
) -> tuple[Ints, Floats]:
    """Add up every list (see `BestRows`)."""
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
    """The compiled way; compiling takes seconds once, and is kept beside the module.

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
