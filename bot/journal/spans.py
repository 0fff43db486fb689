"""The parts of a period: hours, days, weeks or months of a time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby, pairwise

DAY, HOUR = timedelta(days=1), timedelta(hours=1)

MAX_MONTHS = 60
"""Number of months at the end of a period that are parts of their own; the first has the rest."""

_MAX_DAYS, _MAX_WEEKS = 31, 26


def midnight(moment: datetime, days: int = 0) -> datetime:
    """Return the beginning of the day of a moment, in its zone, or of one some *days* before."""
    return _at(moment.date() - timedelta(days=days), moment.tzinfo)


def parts(begins: datetime, ends: datetime) -> list[tuple[datetime, datetime]]:
    """Divide a period into hours, days, weeks or months, and return their limits.

    Both moments are in the same zone, by whose clock the parts begin; the first may begin later.
    """
    starts = [one for one in _starts(begins, ends) if begins < one < ends]
    return list(pairwise([begins, *starts[-MAX_MONTHS:], ends]))


def by_offset(begins: datetime, ends: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Divide a period where its zone's offset from UTC changes, in whole hours.

    Yields:
        The beginning and the end in UTC, and the offset between.
    """
    zone, first = begins.tzinfo, begins.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    count = -((ends - first) // -HOUR)
    hours = (first + number * HOUR for number in range(count))
    for offset, some in groupby(hours, lambda hour: hour.astimezone(zone).utcoffset()):
        same = list(some)
        yield same[0], same[-1] + HOUR, offset or timedelta()


def _starts(begins: datetime, ends: datetime) -> Iterator[datetime]:
    """Yield the moments at which parts begin, some before the period."""
    zone, day, length = begins.tzinfo, begins.date(), ends - begins
    if length <= DAY + HOUR:
        first = midnight(begins).astimezone(UTC)
        yield from ((first + number * HOUR).astimezone(zone) for number in range(3 * 24))
    elif length <= _MAX_DAYS * DAY:
        yield from (_at(day + number * DAY, zone) for number in range(_MAX_DAYS + 2))
    elif length <= 7 * _MAX_WEEKS * DAY:
        monday = day - timedelta(days=day.weekday())
        yield from (_at(monday + 7 * number * DAY, zone) for number in range(_MAX_WEEKS + 2))
    else:
        months = range(day.year * 12 + day.month - 1, ends.year * 12 + ends.month)
        yield from (_at(date(one // 12, one % 12 + 1, 1), zone) for one in months)


def _at(day: date, zone: tzinfo | None) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
