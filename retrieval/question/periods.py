"""Periods of time in questions: a day, a month, a quarter, a year, or all before or after one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from retrieval.question.patterns import DATE_MARK, Bound, patterns, question_table

_MONTHS_IN_YEAR = 12
_CENTURY = 100
_PARTS = {"month": 1, "quarter": 3, "half": 6}
"""Parts of a year that a date may name, with their length in months."""

_YEAR_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

Span = tuple[int, int]
Days = tuple[dt.date, dt.date]
"""The first and the last day of a period."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period that a question names.

    Attributes:
        first: Its first day.
        last: Its last day.
        span: The words of the folded question that name it.
        bound: The relation of the period to the dates in these words.
    """

    first: dt.date
    last: dt.date
    span: Span
    bound: Bound

    def __contains__(self, day: dt.date) -> bool:
        """Return True if a day is in the period."""
        return self.first <= day <= self.last


def find_period(folded: str, today: dt.date) -> Period | None:
    """Return the period that a folded question names; None without one.

    Args:
        folded: The question, folded.
        today: The day that words such as 去年 count from.
    """
    dates = dict(_dates(folded, today))
    marked = folded
    for start, end in dates:
        marked = marked[:start] + DATE_MARK * (end - start) + marked[end:]
    for bound, pattern in patterns().period_bounds.items():
        if match := pattern.search(marked):
            named = [days for (start, _), days in dates.items() if start in range(*match.span())]
            return Period(*_bounded(bound, named), match.span(), bound)
    return None


def parse_number(text: str) -> float:
    """Return a small number that is written in digits, in Chinese or in English."""
    return int(text) if text.isdecimal() else question_table()["numbers"][text]


def _bounded(bound: Bound, dates: list[Days]) -> Days:
    """Return the days of a period that is named by dates and its relation to them."""
    first, last = min(first for first, _ in dates), max(last for _, last in dates)
    if bound is Bound.SINCE:
        return first, dt.date.max
    if bound is Bound.AFTER:
        return last + dt.timedelta(days=1), dt.date.max
    if bound is Bound.BEFORE:
        return dt.date.min, first - dt.timedelta(days=1)
    return (dt.date.min if bound is Bound.UNTIL else first), last


def _dates(folded: str, today: dt.date) -> Iterator[tuple[Span, Days]]:
    """Yield the spans of the dates in a folded text in order, each with its days."""
    found = (match for one in patterns().dates.values() for match in one.finditer(folded))
    end = 0
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if match.start() >= end and (days := _days(match.groupdict(), today)):
            end = match.end()
            yield match.span(), days


def _days(parts: Mapping[str, str | None], today: dt.date) -> Days | None:
    """Return the days of a date; None for one that the calendar lacks."""
    this_month = today.year * _MONTHS_IN_YEAR + today.month - 1
    if unit := parts.get("unit"):
        months = parse_number(parts["count"] or "") * question_table()["unit_months"][unit]
        return _first_day(this_month - int(months)), today
    if word := parts.get("months_ago"):
        return _span_of_months(this_month - question_table()["months_ago"][word], 1)
    month = _year(parts["year"] or "", today) * _MONTHS_IN_YEAR
    for name, length in _PARTS.items():
        if number := parts.get(name):
            month += (int(parse_number(number)) - 1) * length
            return _day_or_months(month, length, parts.get("day"))
    return _span_of_months(month, _MONTHS_IN_YEAR)


def _year(text: str, today: dt.date) -> int:
    """Return a year that is written in digits, in Chinese or relative to today; 21 is 2021."""
    ago: Mapping[str, int] = question_table()["years_ago"]
    if text in ago:
        return today.year - ago[text]
    year = int(text.translate(_YEAR_DIGITS))
    return year if year >= _CENTURY else 20 * _CENTURY + year


def _day_or_months(month: int, length: int, day: str | None) -> Days | None:
    """Return the days of a part of a year, or its one day if *day* is given."""
    first, last = _span_of_months(month, length)
    if not day:
        return first, last
    if int(day) > last.day:
        return None
    return (first.replace(day=int(day)),) * 2


def _span_of_months(month: int, length: int) -> Days:
    """Return the first and last day of months, which count from the year 0."""
    return _first_day(month), _first_day(month + length) - dt.timedelta(days=1)


def _first_day(month: int) -> dt.date:
    return dt.date(month // _MONTHS_IN_YEAR, month % _MONTHS_IN_YEAR + 1, 1)
