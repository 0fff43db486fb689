"""The inner loop of the embedded engine, compiled by numba; `kernel.py` describes the algorithm.

`scores` has one accumulator for each row and is all zero between calls. `met` has one entry more
than there are rows; it lists the rows with a score, in the order in which they were first seen.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]

SMALL = 50_000
"""Up to this number of rows, all lists are summed unless they are short."""

DENSE = 2.5
"""From this number of postings per row on, summing all lists is faster."""

SEEN_SHARE = 1 / 4
"""Once this share of all rows has been seen, summing the remaining lists is faster."""

SEARCH_COST = 40
"""The cost of one binary search, in postings read."""

ROUNDING = 1e-5
"""An upper bound of the relative error of a sum of impacts, which depends on their order."""


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
    met: Array,
) -> Any:
    """Return the best rows over the wanted lists, at most *limit*, and their scores."""
    ahead = _ahead(starts, wanted)
    if limit and (len(scores) <= min(SMALL, 4 * ahead) or ahead > DENSE * len(scores)):
        _add_up(starts, rows, impacts, wanted, weights, scores)
        return _best_of_all(scores, limit)
    order, rest = _by_bound(bounds, wanted, weights)
    wanted, weights = wanted[order], weights[order]
    done, count, threshold, rest = _read_in_order(
        starts, rows, impacts, bounds, wanted, weights, limit, scores, met, rest
    )
    if limit and rest >= threshold and count > SEEN_SHARE * len(scores):
        _add_up(starts, rows, impacts, wanted[done:], weights[done:], scores)
        return _best_of_all(scores, limit)
    left = _still_possible(scores, met[:count], threshold - rest)
    for place in range(done, len(wanted)):
        number, weight = wanted[place], weights[place]
        _look_up(starts, rows, impacts, number, weight, scores, left)
        rest -= bounds[number] * weight
        left = _still_possible(scores, left, threshold - rest)
    found = _sorted_best(scores, left, limit)
    won = scores[found]
    for row in left:
        scores[row] = 0.0
    return found, won


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
    met: Array,
    rest: float,
) -> Any:
    """Read lists until no unseen row can be among the best, or until many rows have been seen.

    *rest* is the sum of the upper bounds of all lists. Returns the number of lists read, the
    number of rows seen, the threshold, and the sum of the upper bounds of the unread lists.
    """
    count, threshold, unchecked = 0, 0.0, 0
    likely, filled = np.empty(limit, np.uint32), 0
    for place in range(len(wanted)):
        number, weight = wanted[place], weights[place]
        size = starts[number + 1] - starts[number]
        # The threshold is worth computing once that costs no more than the reading it may save.
        if filled == limit and unchecked + size > SEARCH_COST * limit * (len(wanted) - place):
            reached = _completed(
                starts, rows, impacts, wanted[place:], weights[place:], scores, likely
            )
            threshold, unchecked = max(threshold, reached * (1 - ROUNDING)), 0
        if rest < threshold or count > SEEN_SHARE * len(scores):
            return place, count, threshold, rest
        count, filled = _read(
            starts, rows, impacts, number, weight, scores, met, count, likely, filled
        )
        unchecked += size
        rest -= bounds[number] * weight
    return len(wanted), count, threshold, rest


@njit(cache=True, nogil=True)
def _add_up(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    starts: Array, rows: Array, impacts: Array, wanted: Array, weights: Array, scores: Array
) -> None:
    """Sum whole lists without recording rows: fastest where most lists must be read anyway."""
    for index in range(len(wanted)):
        weight = impacts.dtype.type(weights[index])
        for place in range(starts[wanted[index]], starts[wanted[index] + 1]):
            scores[rows[place]] += weight * impacts[place]


@njit(cache=True, nogil=True)
def _best_of_all(scores: Array, limit: int) -> Any:
    """Return the best of all rows and their scores, then reset all accumulators."""
    found, won = np.empty(limit, np.int64), np.empty(limit, scores.dtype)
    filled, least = 0, 0.0
    for row in range(len(scores)):
        score = scores[row]
        if score <= least:
            continue
        place = min(filled, limit - 1)
        filled = place + 1
        while place > 0 and won[place - 1] < score:
            won[place], found[place] = won[place - 1], found[place - 1]
            place -= 1
        won[place], found[place] = score, row
        if filled == limit:
            least = won[limit - 1]
    scores[:] = 0.0
    return found[:filled], won[:filled]


@njit(cache=True, nogil=True)
def _ahead(starts: Array, wanted: Array) -> int:
    """Return the total number of postings in the wanted lists."""
    ahead = 0
    for number in wanted:
        ahead += starts[number + 1] - starts[number]
    return ahead


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
    met: Array,
    count: int,
    likely: Array,
    filled: int,
) -> Any:
    """Add a whole list to the accumulators and keep *likely* up to date.

    *likely* holds the best rows so far, in no order. Returns the number of rows seen and the
    number of entries of *likely* in use.
    """
    least = _least(scores, likely, filled)
    for index in range(starts[number], starts[number + 1]):
        row = rows[index]
        before = scores[row]
        score = before + weight * impacts[index]
        scores[row] = score
        met[count] = row  # No branch here: it would be mispredicted about every other time.
        count += before == 0.0
        if score > least:
            filled = _put(scores, likely, filled, row)
            least = _least(scores, likely, filled)
    return count, filled


@njit(cache=True, nogil=True)
def _put(scores: Array, likely: Array, filled: int, row: int) -> int:
    """Add a row to *likely*, in place of the lowest one if it is full; return its length."""
    lowest = 0
    for place in range(filled):
        if likely[place] == row:
            return filled
        if scores[likely[place]] < scores[likely[lowest]]:
            lowest = place
    if filled < len(likely):
        likely[filled] = row
        return filled + 1
    likely[lowest] = row
    return filled


@njit(cache=True, nogil=True)
def _least(scores: Array, likely: Array, filled: int) -> float:
    """Return the score that a row must exceed to enter *likely*."""
    if filled < len(likely):
        return 0.0
    least = scores[likely[0]]
    for row in likely:
        least = min(least, scores[row])
    return float(least)


@njit(cache=True, nogil=True)
def _completed(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    starts: Array,
    rows: Array,
    impacts: Array,
    wanted: Array,
    weights: Array,
    scores: Array,
    likely: Array,
) -> float:
    """Return the lowest full score of the likely rows, a lower bound for the result."""
    least = np.inf
    for row in likely:
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
    left: Array,
) -> None:
    """Add a list's impacts to the remaining rows, by a scan or by binary search."""
    begin, end = starts[number], starts[number + 1]
    if len(left) * np.log2(end - begin + 2) > end - begin:
        for index in range(begin, end):
            if scores[rows[index]] > 0.0:
                scores[rows[index]] += weight * impacts[index]
        return
    for row in left:
        index = begin + np.searchsorted(rows[begin:end], row)
        if index < end and rows[index] == row:
            scores[row] += weight * impacts[index]


@njit(cache=True, nogil=True)
def _still_possible(scores: Array, rows: Array, least: float) -> Array:
    """Return the rows whose score is at least *least*; reset the accumulators of the others."""
    kept = 0
    for row in rows:
        score = scores[row]
        is_possible = score >= least
        scores[row] = score * is_possible
        rows[kept] = row
        kept += is_possible
    return rows[:kept]


@njit(cache=True, nogil=True)
def _sorted_best(scores: Array, rows: Array, limit: int) -> Array:
    """Return the best of these rows, best first, the lower row first where scores are equal."""
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
