"""Periods of time are read from questions."""

from __future__ import annotations

import datetime as dt

import pytest

from retrieval.question.periods import find_period
from retrieval.text.script import fold

TODAY = dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021年", "2021-01-01", "2021-12-31"),
        ("２０２１年的", "2021-01-01", "2021-12-31"),
        ("二〇二一年", "2021-01-01", "2021-12-31"),
        ("2021年2月", "2021-02-01", "2021-02-28"),
        ("二〇二一年十二月", "2021-12-01", "2021-12-31"),
        ("2021年2月3日", "2021-02-03", "2021-02-03"),
        ("2021-12-28", "2021-12-28", "2021-12-28"),
        ("2021/12", "2021-12-01", "2021-12-31"),
        ("2021年第三季度", "2021-07-01", "2021-09-30"),
        ("2021年Q4", "2021-10-01", "2021-12-31"),
        ("Q1 2022", "2022-01-01", "2022-03-31"),
        ("2021年下半年", "2021-07-01", "2021-12-31"),
        ("the first half of 2021", "2021-01-01", "2021-06-30"),
        ("in March 2022", "2022-03-01", "2022-03-31"),
        ("Dec 28, 2021", "2021-12-28", "2021-12-28"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("去年12月", "2025-12-01", "2025-12-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("上個月", "2026-02-01", "2026-02-28"),
        ("最近三个月", "2025-12-01", "2026-03-31"),
        ("最近半年", "2025-09-01", "2026-03-31"),
        ("过去两年", "2024-03-01", "2026-03-31"),
        ("2020到2022年", "2020-01-01", "2022-12-31"),
        ("2022年到2020年", "2020-01-01", "2022-12-31"),
        ("2020-2022", "2020-01-01", "2022-12-31"),
        ("2020年1月至2021年3月", "2020-01-01", "2021-03-31"),
        ("from 2020 to 2022", "2020-01-01", "2022-12-31"),
        ("2021年以后", "2021-01-01", "9999-12-31"),
        ("自2021年以來", "2021-01-01", "9999-12-31"),
        ("since 2021", "2021-01-01", "9999-12-31"),
        ("after 2021", "2022-01-01", "9999-12-31"),
        ("2021年以前", "0001-01-01", "2020-12-31"),
        ("before May 2021", "0001-01-01", "2021-04-30"),
        ("2021年及以前", "0001-01-01", "2021-12-31"),
        ("2021年底之前", "0001-01-01", "2021-12-31"),
        ("截至2021年", "0001-01-01", "2021-12-31"),
    ],
)
def test_period(text: str, first: str, last: str) -> None:
    """A period has its first and its last day, whatever the script and the language."""
    period = find_period(fold(text), TODAY)

    assert period
    assert (first, last) == (period.first.isoformat(), period.last.isoformat())


@pytest.mark.parametrize(
    "text", ["近年来", "最近两篇", "12021年", "2021年2月30日", "一百年", "以后", "9999年"]
)
def test_no_period(text: str) -> None:
    """Words that name no day of the calendar are no period."""
    assert find_period(fold(text), TODAY) is None


def test_span_of_a_period() -> None:
    """A period covers all words that name it."""
    period = find_period("哪些文章是2020到2022年之间写的", TODAY)

    assert period
    assert "2020到2022年之间" == "哪些文章是2020到2022年之间写的"[slice(*period.span)]
