"""Sums are added up in order, so their last digits are the same everywhere."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.answer.sums import Floats, partial_sums, row_sums, total

LARGE = 1e16
"""A number that swallows a 1 that is added to it."""

NUMBERS = [LARGE, 1.0, -LARGE, *[1.0] * 9]
IN_ORDER = 9.0
"""The sum of these numbers, added up in order; exactly it is 10, and in pairs another one."""


def test_a_sum_is_added_up_in_order() -> None:
    """What rounding loses is not made up for."""
    assert IN_ORDER == total(NUMBERS)
    assert 0.0 == total(())


def test_rows_are_added_up_in_order() -> None:
    """Each row has the sum that its numbers have alone, and those on the way to it."""
    rows: Floats = np.array([NUMBERS, NUMBERS[::-1]])

    assert [total(row) for row in rows.tolist()] == row_sums(rows).tolist()
    assert [LARGE, LARGE, 0.0, 1.0] == partial_sums(rows)[0, :4].tolist()


@pytest.mark.parametrize("count", [0, 2])
def test_rows_without_numbers(count: int) -> None:
    """The sum of nothing is 0."""
    assert [0.0] * count == row_sums(np.zeros((count, 0))).tolist()
