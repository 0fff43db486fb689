"""The inner loop of the embedded engine, compiled by numba; `kernel.py` describes the algorithm.

`scores` has one accumulator per row, and is all zero between calls. `seen` lists the rows with a
score in the order in which they were first seen; it has one entry more than there are rows, as
`_read` writes a row before it is known to be new.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]

FEW_ROWS = 50_000
"""Number of rows up to which all lists are summed, unless they are short."""

SHORT_LISTS = 4
"""Number of rows per posting above which lists are short."""

MANY_POSTINGS = 2.5
"""Number of postings per row above which all lists are summed."""

SEEN_SHARE = 1 / 4
"""Share of all rows that have been seen above which the remaining lists are summed."""

SEARCH_COST = 40
"""Cost of one binary search, as a number of postings that could be read instead."""

ROUNDING = 1e-5
"""Upper bound of the relative error of a sum of impacts, which depends on their order."""


@njit(cache=True, nogil=True)
def best_rows(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    starts: Array,
    rows: Array,
    impacts: Array,
    bounds: Array,
    wanted: Array,
    weights: Array,
    limit: int,
    scores: Array,
    seen: Array,
) -> Any:
    """Return at most *limit* best rows over the wanted lists, and their scores."""
    postings = _posting_count(starts, wanted)
    if limit and (
        len(scores) <= min(FEW_ROWS, SHORT_LISTS * postings)
        or postings > MANY_POSTINGS * len(scores)
    ):
        _add_up(starts, rows, impacts, wanted, weights, scores)
        return _best_of_all(scores, limit)
    order, unread_bound = _by_bound(bounds, wanted, weights)
    wanted, weights = wanted[order], weights[order]
    done, count, threshold, unread_bound = _read_in_order(
        starts, rows, impacts, bounds, wanted, weights, limit, scores, seen, unread_bound
    )
    if limit and unread_bound >= threshold and count > SEEN_SHARE * len(scores):
        _add_up(starts, rows, impacts, wanted[done:], weights[done:], scores)
        return _best_of_all(scores, limit)
    remaining = _still_possible(scores, seen[:count], threshold - unread_bound)
    for place in range(done, len(wanted)):
        number, weight = wanted[place], weights[place]
        _look_up(starts, rows, impacts, number, weight, scores, remaining)
        unread_bound -= bounds[number] * weight
        remaining = _still_possible(scores, remaining, threshold - unread_bound)
    found = _sorted_best(scores, remaining, limit)
    best_scores = scores[found]
    for row in remaining:
        scores[row] = 0.0
    return found, best_scores


@njit(cache=True, nogil=True)
def _read_in_order(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    starts: Array,
    rows: Array,
    impacts: Array,
    bounds: Array,
    wanted: Array,
    weights: Array,
    limit: int,
    scores: Array,
    seen: Array,
    unread_bound: float,
) -> Any:
    """Read lists until no unseen row can be among the best, or until many rows have been seen.

    *unread_bound* is the sum of the upper bounds of all lists. Returns the number of lists read,
    the number of rows seen, the threshold, and the sum of the upper bounds of the unread lists.
    """
    count, threshold, unchecked = 0, 0.0, 0
    top, filled = np.empty(limit, np.uint32), 0
    for place in range(len(wanted)):
        number, weight = wanted[place], weights[place]
        size = starts[number + 1] - starts[number]
        # The threshold is computed once that costs no more than the reading it may save.
        if filled == limit and unchecked + size > SEARCH_COST * limit * (len(wanted) - place):
            reached = _lowest_full_score(
                starts, rows, impacts, wanted[place:], weights[place:], scores, top
            )
            threshold, unchecked = max(threshold, reached * (1 - ROUNDING)), 0
        if unread_bound < threshold or count > SEEN_SHARE * len(scores):
            return place, count, threshold, unread_bound
        count, filled = _read(
            starts, rows, impacts, number, weight, scores, seen, count, top, filled
        )
        unchecked += size
        unread_bound -= bounds[number] * weight
    return len(wanted), count, threshold, unread_bound


@njit(cache=True, nogil=True)
def _add_up(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    starts: Array, rows: Array, impacts: Array, wanted: Array, weights: Array, scores: Array
) -> None:
    """Sum whole lists without recording rows, the fastest way if most must be read anyway."""
    for index in range(len(wanted)):
        weight = impacts.dtype.type(weights[index])
        for place in range(starts[wanted[index]], starts[wanted[index] + 1]):
            scores[rows[place]] += weight * impacts[place]


@njit(cache=True, nogil=True)
def _best_of_all(scores: Array, limit: int) -> Any:
    """Return the best of all rows and their scores, then reset all accumulators."""
    found, best_scores = np.empty(limit, np.int64), np.empty(limit, scores.dtype)
    filled, least = 0, 0.0
    for row in range(len(scores)):
        score = scores[row]
        if score <= least:
            continue
        place = min(filled, limit - 1)
        filled = place + 1
        while place > 0 and best_scores[place - 1] < score:
            best_scores[place], found[place] = best_scores[place - 1], found[place - 1]
            place -= 1
        best_scores[place], found[place] = score, row
        if filled == limit:
            least = best_scores[limit - 1]
    scores[:] = 0.0
    return found[:filled], best_scores[:filled]


@njit(cache=True, nogil=True)
def _posting_count(starts: Array, wanted: Array) -> int:
    """Return the total number of postings in the wanted lists."""
    postings = 0
    for number in wanted:
        postings += starts[number + 1] - starts[number]
    return postings


@njit(cache=True, nogil=True)
def _by_bound(bounds: Array, wanted: Array, weights: Array) -> Any:
    """Return the lists in descending order of their upper bounds, and the sum of the bounds."""
    most = bounds[wanted] * weights
    return np.argsort(-most, kind="mergesort"), most.sum()


@njit(cache=True, nogil=True)
def _read(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    starts: Array,
    rows: Array,
    impacts: Array,
    number: int,
    weight: float,
    scores: Array,
    seen: Array,
    count: int,
    top: Array,
    filled: int,
) -> Any:
    """Add a whole list to the accumulators, and update *top*.

    *top* holds the best rows so far, unordered. Returns the number of rows seen and the number of
    entries of *top* in use.
    """
    least = _entry_score(scores, top, filled)
    for index in range(starts[number], starts[number + 1]):
        row = rows[index]
        before = scores[row]
        score = before + weight * impacts[index]
        scores[row] = score
        seen[count] = row  # No branch here: it would be mispredicted about every other time.
        count += before == 0.0
        if score > least:
            filled = _insert(scores, top, filled, row)
            least = _entry_score(scores, top, filled)
    return count, filled


@njit(cache=True, nogil=True)
def _insert(scores: Array, top: Array, filled: int, row: int) -> int:
    """Add a row to *top*, in place of the lowest one if it is full; return its length."""
    lowest = 0
    for place in range(filled):
        if top[place] == row:
            return filled
        if scores[top[place]] < scores[top[lowest]]:
            lowest = place
    if filled < len(top):
        top[filled] = row
        return filled + 1
    top[lowest] = row
    return filled


@njit(cache=True, nogil=True)
def _entry_score(scores: Array, top: Array, filled: int) -> float:
    """Return the score that a row must exceed to enter *top*."""
    if filled < len(top):
        return 0.0
    least = scores[top[0]]
    for row in top:
        least = min(least, scores[row])
    return float(least)


@njit(cache=True, nogil=True)
def _lowest_full_score(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    starts: Array,
    rows: Array,
    impacts: Array,
    wanted: Array,
    weights: Array,
    scores: Array,
    top: Array,
) -> float:
    """Return the lowest full score of the top rows; no row of the result has a lower one."""
    least = np.inf
    for row in top:
        score = scores[row]
        for index in range(len(wanted)):
            begin, end = starts[wanted[index]], starts[wanted[index] + 1]
            place = begin + np.searchsorted(rows[begin:end], row)
            if place < end and rows[place] == row:
                score += weights[index] * impacts[place]
        least = min(least, score)
    return least


@njit(cache=True, nogil=True)
def _look_up(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    starts: Array,
    rows: Array,
    impacts: Array,
    number: int,
    weight: float,
    scores: Array,
    remaining: Array,
) -> None:
    """Add a list's impacts to the remaining rows, by a scan or by binary search."""
    begin, end = starts[number], starts[number + 1]
    if len(remaining) * np.log2(end - begin + 2) > end - begin:
        for index in range(begin, end):
            if scores[rows[index]] > 0.0:
                scores[rows[index]] += weight * impacts[index]
        return
    for row in remaining:
        index = begin + np.searchsorted(rows[begin:end], row)
        if index < end and rows[index] == row:
            scores[row] += weight * impacts[index]


@njit(cache=True, nogil=True)
def _still_possible(scores: Array, rows: Array, threshold: float) -> Array:
    """Return the rows that reach the threshold; reset the accumulators of the others."""
    count = 0
    for row in rows:
        score = scores[row]
        is_possible = score >= threshold
        scores[row] = score * is_possible
        rows[count] = row
        count += is_possible
    return rows[:count]


@njit(cache=True, nogil=True)
def _sorted_best(scores: Array, rows: Array, limit: int) -> Array:
    """Return the best of these rows, best first, the lower row first if scores are equal."""
    size = min(limit, len(rows))
    found = np.empty(size, np.int64)
    filled = 0
    for row in rows:
        score = scores[row]
        if filled < size:
            place = filled
            filled += 1
        elif score > scores[found[-1]] or (score == scores[found[-1]] and row < found[-1]):
            place = size - 1
        else:
            continue
        while place > 0 and (
            scores[found[place - 1]] < score
            or (scores[found[place - 1]] == score and found[place - 1] > row)
        ):
            found[place] = found[place - 1]
            place -= 1
        found[place] = row
    return found
