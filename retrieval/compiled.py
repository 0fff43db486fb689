"""The inner loop of the embedded engine, compiled by numba; `kernel.py` says what it does.

`scores` has a place for every row and is all zero between calls; `met` has as many places and
lists the rows whose score is not zero, in the order in which they were met.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]

SMALL = 50_000
"""Rows up to which every score is looked at, where the lists are not short."""


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
    """The rows that score best over the wanted lists, at most *limit*, and their scores."""
    order, ahead, rest = _by_bound(starts, bounds, wanted, weights)
    if len(scores) <= SMALL and len(scores) <= 4 * ahead:
        return _all_read(starts, rows, impacts, wanted, weights, limit, scores)
    count, place, threshold, checked = 0, 0, 0.0, rest
    best = np.empty(limit)
    while place < len(order) and rest >= threshold:
        number, weight = wanted[order[place]], weights[order[place]]
        count = _read(starts, rows, impacts, number, weight, scores, met, count)
        ahead -= starts[number + 1] - starts[number]
        rest -= bounds[number] * weight
        place += 1
        # Finding the threshold reads every row that was met: worth it where more is ahead.
        if count >= limit and ahead > count and rest < 0.8 * checked:
            threshold, checked = _kth_best(scores, met, count, best), rest
    left = met[:count].copy()
    left = _still_possible(scores, left, threshold - rest)
    while place < len(order):
        number, weight = wanted[order[place]], weights[order[place]]
        _look_up(starts, rows, impacts, number, weight, scores, left)
        rest -= bounds[number] * weight
        place += 1
        if len(left) > limit:
            threshold = max(threshold, _kth_best(scores, left, len(left), best))
            left = _still_possible(scores, left, threshold - rest)
    found = _sorted_best(scores, left, limit)
    won = scores[found]
    for index in range(count):
        scores[met[index]] = 0.0
    return found, won


@njit(cache=True, nogil=True)
def _all_read(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    starts: Array,
    rows: Array,
    impacts: Array,
    wanted: Array,
    weights: Array,
    limit: int,
    scores: Array,
) -> Any:
    """The same by reading every list, and then every score: quickest where rows are few."""
    for index in range(len(wanted)):
        weight = impacts.dtype.type(weights[index])
        for place in range(starts[wanted[index]], starts[wanted[index] + 1]):
            scores[rows[place]] += weight * impacts[place]
    found, won = np.empty(limit, np.int64), np.empty(limit, impacts.dtype)
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
def _by_bound(starts: Array, bounds: Array, wanted: Array, weights: Array) -> Any:
    """The lists in order of what they can give at most; how long they are, what they can give."""
    most = np.empty(len(wanted))
    ahead, rest = 0, 0.0
    for index in range(len(wanted)):
        number = wanted[index]
        most[index] = bounds[number] * weights[index]
        ahead += starts[number + 1] - starts[number]
        rest += most[index]
    return np.argsort(-most, kind="mergesort"), ahead, rest


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
) -> int:
    """Add a whole list up; how many rows are met now."""
    for index in range(starts[number], starts[number + 1]):
        row = rows[index]
        score = scores[row]
        if score == 0.0:
            met[count] = row
            count += 1
        scores[row] = score + weight * impacts[index]
    return count


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
    """Add what a list gives to the rows that are left, by reading or by searching it."""
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
def _kth_best(scores: Array, among: Array, count: int, best: Array) -> float:
    """The least of the best scores of the first *count* rows; *best* has as many places."""
    filled = 0
    for index in range(count):
        score = scores[among[index]]
        if filled < len(best):
            place = filled
            filled += 1
        elif score > best[-1]:
            place = len(best) - 1
        else:
            continue
        while place > 0 and best[place - 1] < score:
            best[place] = best[place - 1]
            place -= 1
        best[place] = score
    return best[-1] if filled == len(best) else 0.0


@njit(cache=True, nogil=True)
def _still_possible(scores: Array, rows: Array, least: float) -> Array:
    """Those rows whose score is not below *least*, give or take what rounding does."""
    kept = 0
    least -= 1e-5 * abs(least)
    for index in range(len(rows)):
        if scores[rows[index]] >= least:
            rows[kept] = rows[index]
            kept += 1
    return rows[:kept]


@njit(cache=True, nogil=True)
def _sorted_best(scores: Array, rows: Array, limit: int) -> Array:
    """The best of these rows, best first; of equal ones the lower row first."""
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
