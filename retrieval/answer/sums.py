"""Sums that are added up in order, so that every digit is the same in all versions of Python.

From Python 3.12 on, `sum` makes up for what rounding loses; numpy adds up in pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def total(values: Iterable[float]) -> float:
    """Return the sum of some numbers."""
    return reduce(add, values, 0.0)


def partial_sums(rows: Floats) -> Floats:
    """Return for each row the sums up to each column."""
    return np.add.accumulate(rows, axis=1)


def final(sums: Floats) -> Floats:
    """Return the last number of each row; 0 for rows without any."""
    return sums[:, -1] if sums.shape[1] else np.zeros(len(sums))


def row_sums(rows: Floats) -> Floats:
    """Return the sum of each row."""
    return final(partial_sums(rows))
