"""Days as people and programs write them: in digits, in Chinese numerals, with English months."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

_DIGITS = "〇一二三四五六七八九"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:\s+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?)?"
"""The day of the week between day and year, as in May 12 Sun 2019."""

_BETWEEN = r"\s*[-/.月]\s*"
MONTH_DAY = (
    rf"(?:(?:0?[13578]|1[02]){_BETWEEN}(?:0?[1-9]|[12]\d|3[01])"
    rf"|(?:0?[469]|11){_BETWEEN}(?:0?[1-9]|[12]\d|30)"
    rf"|0?2{_BETWEEN}(?:0?[1-9]|[12]\d))"
)
"""Pattern of a month and a day that it has, without groups."""


def _day_of(month_day: str) -> str:
    """Return the pattern of a day with its year, given that of month and day in digits."""
    return (
        rf"(?<!\d)(?:\d{{4}}(?:\s*[-/.年]\s*|\s(?=\d\d/)){month_day}(?!\d)(?:\s*[日号號])?"
        r"|(?:中[华華])?民[國国]\s?\d{2,3}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
        r"|[〇零○Ｏ一二三四五六七八九]{4}年[〇零○Ｏ一二三四五六七八九十]{1,2}月"
        r"[〇零○Ｏ一二三四五六七八九十廿]{1,3}[日号號])"
        rf"|\b(?i:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?{_WEEKDAY}\s+\d{{4}}\b|\d{{1,2}}\s+{_MONTH},?{_WEEKDAY}\s+\d{{4}}\b)"
    )


DAY = _day_of(rf"\d{{1,2}}{_BETWEEN}\d{{1,2}}")
"""Pattern of what is written like a day with its year, without groups."""

REAL_DAY = _day_of(MONTH_DAY)
"""The same, where a day in digits is one that its month has."""

_DIGITAL = re.compile(
    r"(?<!\d)(?P<y>\d{4})(?:\s*[-/.年]\s*|\s(?=\d\d/))(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)"
)
_CHINESE = re.compile(
    r"(?P<y>[〇一二三四五六七八九]{4})年(?P<m>[〇一二三四五六七八九十]{1,2})月"
    r"(?P<d>[〇一二三四五六七八九十廿]{1,3})[日号號]"
)
_TAIWANESE = re.compile(
    r"民[國国]\s?(?P<y>\d{2,3})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日"
)
_REPUBLIC = 1911
"""The year before the first one of Taiwan's count."""

_ENGLISH = re.compile(
    rf"\b(?:(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?|(?P<d2>\d{{1,2}})\s+(?P<m2>{_MONTH}))"
    rf",?{_WEEKDAY}\s+(?P<y>\d{{4}})\b",
    re.IGNORECASE,
)
_ZERO = str.maketrans("零○Ｏ", "〇〇〇")


_EARLIEST_ZONE = timezone(timedelta(hours=14))
"""The time of the Line Islands, where each day begins first."""


def latest_day() -> date:
    """Return the day that it is now where it is the latest; a later one has come nowhere."""
    return datetime.now(_EARLIEST_ZONE).date()


def find_day(text: str) -> date | None:
    """Return the first day in a text, those in digits first; None if there is none, or no such."""
    for pattern in (_DIGITAL, _CHINESE, _TAIWANESE, _ENGLISH):
        if match := pattern.search(text.translate(_ZERO)):
            return _day(match)
    return None


def impossible_day(text: str) -> str | None:
    """Return what is written like a day with its year in digits, and is none; None if nothing."""
    match = _DIGITAL.search(text)
    return match[0] if match and int(match["y"]) and _day(match) is None else None


def _day(match: re.Match[str]) -> date | None:
    """Return the day of a match, None if there is no such day."""
    try:
        if match.re is _ENGLISH:
            month = 1 + _MONTHS.index((match["m"] or match["m2"])[:3].lower())
            return date(int(match["y"]), month, int(match["d"] or match["d2"]))
        if match.re is _CHINESE:
            year = int("".join(str(_DIGITS.index(digit)) for digit in match["y"]))
            return date(year, _number(match["m"]), _number(match["d"]))
        before = _REPUBLIC if match.re is _TAIWANESE else 0
        return date(before + int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _number(numeral: str) -> int:
    """Return the value of a numeral below a hundred, such as 二十三 or 〇五.

    Raises:
        ValueError: It is none.
    """
    numeral = numeral.replace("廿", "二十").removeprefix("〇")
    tens, ten, units = numeral.rpartition("十")
    return 10 * _DIGITS.index(tens or "一") * len(ten) + _DIGITS.index(units or "〇")
