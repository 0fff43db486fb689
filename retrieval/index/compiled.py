"""The inner loop of the embedded engine, compiled by numba; `kernel.py` says what it does.

`scores` has a place for every row and is all zero between calls; `met` has one place more and
lists the rows whose score is not zero, in the order in which they were met.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]

SMALL = 50_000
"""Rows up to which every list is read and every score looked at, unless the lists are short."""

LONG = 2.5
"""Postings for each row, on average, from which that is quicker as well."""

MANY = 1 / 4
"""The share of rows which, once they are met, makes that quicker in any case."""

A_SEARCH = 40
"""Postings that are read in the time in which one is searched for."""

ROUNDING = 1e-5
"""What sums of impacts may differ by for the order they are added in, as a share; and more."""


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
    ahead = _ahead(starts, wanted)
    if limit and (len(scores) <= min(SMALL, 4 * ahead) or ahead > LONG * len(scores)):
        _add_up(starts, rows, impacts, wanted, weights, scores)
        return _best_of_all(scores, limit)
    order, rest = _by_bound(bounds, wanted, weights)
    wanted, weights = wanted[order], weights[order]
    done, count, threshold, rest = _read_in_order(
        starts, rows, impacts, bounds, wanted, weights, limit, scores, met, rest
    )
    if limit and rest >= threshold and count > MANY * len(scores):
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
    """Read list after list until no row that has not been met can be among the best, or many are.

    Returns how many lists were read, how many rows were met, what the best must reach, and what
    the other lists can give at most, which is *rest* at first.
    """
    count, threshold, unchecked = 0, 0.0, 0
    likely, filled = np.empty(limit, np.uint32), 0
    for place in range(len(wanted)):
        number, weight = wanted[place], weights[place]
        size = starts[number + 1] - starts[number]
        # What completing the likely rows costs is worth it as soon as as much would be read.
        if filled == limit and unchecked + size > A_SEARCH * limit * (len(wanted) - place):
            reached = _completed(
                starts, rows, impacts, wanted[place:], weights[place:], scores, likely
            )
            threshold, unchecked = max(threshold, reached * (1 - ROUNDING)), 0
        if rest < threshold or count > MANY * len(scores):
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
    """Add whole lists up, and note nothing: quickest where most of them must be read."""
    for index in range(len(wanted)):
        weight = impacts.dtype.type(weights[index])
        for place in range(starts[wanted[index]], starts[wanted[index] + 1]):
            scores[rows[place]] += weight * impacts[place]


@njit(cache=True, nogil=True)
def _best_of_all(scores: Array, limit: int) -> Any:
    """The best of all rows by looking at every score, and their scores; then none is left."""
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
    """How many postings the wanted lists have."""
    ahead = 0
    for number in wanted:
        ahead += starts[number + 1] - starts[number]
    return ahead


@njit(cache=True, nogil=True)
def _by_bound(bounds: Array, wanted: Array, weights: Array) -> Any:
    """The lists in order of what they can give at most, and what they can give together."""
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
    """Add a whole list up; how many rows are met now, and how many of them stand in *likely*.

    There stand the rows that score best so far, in no order.
    """
    least = _least(scores, likely, filled)
    for index in range(starts[number], starts[number + 1]):
        row = rows[index]
        before = scores[row]
        score = before + weight * impacts[index]
        scores[row] = score
        met[count] = row  # Without a branch, which would be guessed wrong every other time.
        count += before == 0.0
        if score > least:
            filled = _put(scores, likely, filled, row)
            least = _least(scores, likely, filled)
    return count, filled


@njit(cache=True, nogil=True)
def _put(scores: Array, likely: Array, filled: int, row: int) -> int:
    """Put a row among the likely ones, in place of the least where all places are taken."""
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
    """What a row must score to be among the likely ones."""
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
    """The least of what these rows score once the wanted lists are added: none wins with less."""
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
def _still_possible(scores: Array, rows: Array, least: float) -> Array:
    """Those rows whose score is not below *least*; the scores of the others are done with."""
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
