"""The inner loop of the embedded engine, compiled by numba; `kernel.py` describes the algorithm.

`scores` has one accumulator per row, and is all zero between calls. Offsets are unsigned, so that
compiled code need not check for negative indices.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy import int32, int64, uint32, uint64
from numpy.typing import NDArray

from retrieval.index.packing import BLOCK

Array = NDArray[Any]
Number = Any
"""A number of one of numpy's types."""

CHECKED = 64
"""Number of rows that are compared with a score at a time."""

MANY_CANDIDATES = 1 / 16
"""Share of the rows from which adding a common term to every row is quicker than to candidates."""

ROUNDING = 1e-5
"""Upper bound of the relative error of a sum of scores, which depends on their order."""


@njit(cache=True, nogil=True, error_model="numpy")
def best_rows(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    places: Array,
    words: Array,
    scales: Array,
    norms: Array,
    shares: Array,
    common: Array,
    common_counts: Array,
    common_bounds: Array,
    wanted: Array,
    weights: Array,
    limit: int,
    scores: Array,
) -> Any:
    """Return at most *limit* best rows over the wanted lists, and their scores."""
    tables, factors = np.empty(len(wanted), np.int64), np.empty(len(wanted), scores.dtype)
    count, bound = 0, 0.0
    block = np.empty(BLOCK, np.uint32)
    for index in range(len(wanted)):
        number = wanted[index]
        if scales[number] == 0.0:
            continue
        table = np.searchsorted(common, number)
        if table < len(common) and common[table] == number:
            tables[count], factors[count] = table, weights[index] * scales[number]
            bound += weights[index] * common_bounds[table]
            count += 1
        else:
            factor = scores.dtype.type(weights[index] * scales[number])
            _add_list(words, places[number], factor, norms, block, scores)
    for row in range(len(scores)):
        scores[row] *= shares[row]
    tables, factors = tables[:count], factors[:count]
    found, best_scores = np.empty(limit, np.int64), np.empty(limit, scores.dtype)
    filled = -1
    if count and limit:
        filled = _best_with_lookups(
            common_counts, tables, factors, bound, norms, scores, found, best_scores
        )
    if filled < 0:
        for index in range(count):
            _add_table(common_counts[tables[index]], factors[index], norms, scores)
        filled = _best(scores, found, best_scores)
    scores[:] = 0.0
    return found[:filled], best_scores[:filled]


@njit(cache=True, nogil=True, error_model="numpy")
def _add_list(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    words: Array,
    place: int,
    factor: float,
    norms: Array,
    block: Array,
    scores: Array,
) -> None:
    """Add what a packed list gives to the accumulators, divided by the share of each row.

    So a count of 1, as most are, adds the same to every row, and touches one place in memory only.
    `packing.py` describes the layout. *block* is scratch memory for the rows of a block.
    """
    halves = words.view(np.uint16)
    left: Number = int64(words[place])
    header: Number = uint64(place + 1) * uint64(2)
    at: Number = uint64(place + 1 + (((left + BLOCK - 1) // BLOCK + 1) >> 1))
    following = uint64(0)  # The row after the last one.
    while left > 0:
        size = uint64(min(left, BLOCK))
        width = uint64(halves[header]) & uint64(63)
        mask = (uint64(1) << width) - uint64(1)
        bit = uint64(0)
        for index in range(size):
            word = at + (bit >> uint64(5))
            bits = uint64(words[word]) | uint64(words[word + uint64(1)]) << uint64(32)
            row = following + ((bits >> (bit & uint64(31))) & mask)
            scores[row] += factor
            block[index] = row
            following = row + uint64(1)
            bit += width
        at += (bit + uint64(31)) >> uint64(5)
        at = _raise(halves, header, at, factor, norms, block, scores)
        header += uint64(1)
        left -= BLOCK


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _raise(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    halves: Array,
    header: Number,
    at: Number,
    factor: Number,
    norms: Array,
    block: Array,
    scores: Array,
) -> Number:
    """Add what the counts above 1 of a block give more than 1 would; return where it ends.

    count / (count + norm), divided by the share, is 1 + excess · norm / (count + norm).
    """
    raised = uint64(halves[header]) >> uint64(6) & uint64(255)
    one = scores.dtype.type(1)
    if halves[header] >> 14:
        for entry in range(uint64(2) * at, uint64(2) * (at + raised), uint64(2)):
            row, excess = block[halves[entry]], scores.dtype.type(halves[entry + uint64(1)])
            norm = norms[row]
            scores[row] += factor * (excess * norm) / (one + excess + norm)
        return at + raised
    for entry in range(uint64(2) * at, uint64(2) * at + raised):
        row = block[halves[entry] & uint32(BLOCK - 1)]
        excess, norm = scores.dtype.type(halves[entry] >> 7), norms[row]
        scores[row] += factor * (excess * norm) / (one + excess + norm)
    return at + ((raised + uint64(1)) >> uint64(1))


@njit(cache=True, nogil=True, error_model="numpy")
def _add_table(counts: Array, factor: float, norms: Array, scores: Array) -> None:
    """Add what a common term gives to the accumulators of all rows."""
    for row in range(len(scores)):
        count = scores.dtype.type(counts[row])
        scores[row] += factor * count / (count + norms[row])


@njit(cache=True, nogil=True, error_model="numpy")
def _best_with_lookups(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    common_counts: Array,
    tables: Array,
    factors: Array,
    bound: float,
    norms: Array,
    scores: Array,
    found: Array,
    best_scores: Array,
) -> int:
    """Find the best rows, looking common terms up for candidates only; return their number.

    Returns -1 if there are so many candidates that the terms should be added to all rows.
    """
    limit = len(found)
    if _best(scores, found, best_scores) < limit:
        return -1
    threshold = np.inf
    for row in found:
        full = _full_score(common_counts, tables, factors, norms, scores, row)
        threshold = min(threshold, full)
    least = scores.dtype.type(threshold * (1 - ROUNDING) - bound * (1 + ROUNDING))
    if least <= 0.0:
        return -1
    filled, left = 0, int(len(scores) * MANY_CANDIDATES)
    for first in range(0, len(scores), CHECKED):
        part = scores[first : first + CHECKED]
        higher = _higher(part, least)
        left -= higher
        if left < 0:
            return -1
        if higher == 0:
            continue
        for row in range(first, first + len(part)):
            if scores[row] > least:
                full = _full_score(common_counts, tables, factors, norms, scores, row)
                filled = _insert(found, best_scores, filled, row, full)
    return filled


@njit(cache=True, nogil=True, error_model="numpy")
def _full_score(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    common_counts: Array, tables: Array, factors: Array, norms: Array, scores: Array, row: int
) -> Number:
    """Return the score of a row with what the common terms add to it."""
    score, norm = scores[row], norms[row]
    for index in range(len(tables)):
        count = scores.dtype.type(common_counts[tables[index], row])
        score += factors[index] * count / (count + norm)
    return score


@njit(cache=True, nogil=True, error_model="numpy")
def _best(scores: Array, found: Array, best_scores: Array) -> int:
    """Find the best rows by their accumulators; return their number."""
    filled, limit = 0, len(found)
    least = scores.dtype.type(0)
    if limit == 0:
        return 0
    for first in range(0, len(scores), CHECKED):
        part = scores[first : first + CHECKED]
        if _higher(part, least) == 0:
            continue
        for row in range(first, first + len(part)):
            if scores[row] > least:
                filled = _insert(found, best_scores, filled, row, scores[row])
                if filled == limit:
                    least = best_scores[limit - 1]
    return filled


@njit(cache=True, nogil=True, error_model="numpy")
def _higher(scores: Array, least: float) -> Number:
    """Return how many scores are higher; without a branch, so that vector instructions do it."""
    count = int32(0)
    for index in range(len(scores)):
        count += int32(scores[index] > least)
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _insert(found: Array, best_scores: Array, filled: int, row: int, score: float) -> int:
    """Insert a row among the best ones, behind equal scores, and return their number."""
    if filled == len(found):
        if score <= best_scores[filled - 1]:
            return filled
        filled -= 1
    place = filled
    while place > 0 and best_scores[place - 1] < score:
        best_scores[place], found[place] = best_scores[place - 1], found[place - 1]
        place -= 1
    best_scores[place], found[place] = score, row
    return filled + 1
