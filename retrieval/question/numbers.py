"""Numbers in questions, and the other forms of each: 两倍半 is 2.5倍, 1280万 is 12,800,000.

An article writes a number in digits, with separators, in words, or with 万 and 亿. A question
searches for every form that the collection contains, and a quotation keeps its own.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

PERCENT = "%"
_PER_MILLE = "‰"

_DIGITS = "零一二三四五六七八九"
_SCALES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
_WORDS = f"{_DIGITS}两{''.join(_SCALES)}"
"""All characters of numbers in words, but for the point, 点."""

_NUMERAL = re.compile(rf"[\d{_WORDS}半]")
"""A character of a number; every number has one."""

_WRITTEN_SCALES = (("千", 10**3, 10, 0), ("万", 10**4, 10**6, 2), ("亿", 10**8, 10**6, 2))
"""Scales behind digits: the name, the value, the number from which it is not written so, and the
maximum number of decimals before it."""

_MIN_BARE = 100
"""Smallest number that is recognised without a unit; smaller ones stand for too much else."""

_SPELLED_OUT = 4
"""Number of digits that are read one by one, as in years: 一九九八."""

_MAX_REMEMBERED = 1 << 12
"""The number of texts that it is remembered of if they are numbers, and of numbers with forms."""

_MAX_PER_MILLE = 10
"""The percentage from which it is not written in thousandths."""

_HALF = Decimal("0.5")

_TIMES = frozenset({"小时", "年", "周", "星期"})
"""Units of which only whole numbers and halves are said."""

_MINUTES = 60
"""Number of minutes of an hour."""

_MAX_CONVERTED = 100
"""The number from which one of a larger unit is not converted: 2023年 are no months."""

_MONEY = frozenset({"元", "块", "块钱", "元钱"})
"""Units of money, which people leave out behind a number without its last scale: 两万六."""

_SHORTENED = re.compile("(.*(?:万.(?=千)|千.(?=百)|百.(?=十)))[千百十]")
"""Matches a number in words that people say without its last scale."""

_DAY_OF_MONTH = "月日"
"""The unit of a day behind a month, which has names of its own."""

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,15}(?:\.\d{1,4})?"
_SCALE = "万亿|[百千]?[万亿]|[百千](?![米克瓦])"
_IN_WORDS = rf"[{_WORDS}]{{1,30}}(?:点[{_DIGITS}]{{1,4}}(?:{_SCALE})?)?"

_CONTINUES = (
    rf"(?:(?<=\d)(?:[.,]?\d|\s?[百千万亿%])|(?<=\d[.,亿])\d|(?<=[\d{_WORDS}])[{_WORDS}]"
    rf"|(?<=[{_WORDS}])点[{_DIGITS}]|(?<=[{_WORDS}]点)[{_DIGITS}]|半)"
)
"""Matches where a number goes on: at its end if there is more of it, at its start if before."""

_CONTINUING = re.compile(_CONTINUES)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a folded text, with what it counts.

    Attributes:
        start: Start of its span.
        end: End of its span, which includes the unit.
        value: The number; 30 for 30% and for 三成.
        unit: The unit; empty if there is none.
        is_ordinal: True if 第 precedes it.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    is_ordinal: bool = False


@dataclass(frozen=True, slots=True)
class _Units:
    """The pattern of a quantity, the names of each unit, and the words that count things.

    `conversions` has units, smaller ones, and how many of these make one.
    """

    pattern: re.Pattern[str]
    names: Mapping[str, tuple[str, ...]]
    counters: frozenset[str]
    conversions: Sequence[tuple[str, str, int]]


def quantities(folded: str) -> Iterator[Quantity]:
    """Yield the numbers in a folded text, small whole ones only with a unit or as ordinals."""
    if not _NUMERAL.search(folded):
        return
    for match in _units().pattern.finditer(folded):
        if quantity := _read(match):
            yield quantity


def forms(quantity: Quantity) -> Sequence[str]:
    """Return the texts that give the same number of the same unit, or as much in another one.

    Of a large number of things, they include the number alone, as other words may count them:
    12500名 is 12,500. 110分钟 is 1小时50分钟.
    """
    value, unit = quantity.value, quantity.unit
    found = [*_forms(value, unit, is_ordinal=quantity.is_ordinal)]
    for other, of_unit in () if quantity.is_ordinal else _converted(value, unit):
        found += _forms(other, of_unit, is_ordinal=False)
    hours, minutes = divmod(value, _MINUTES)
    if unit in _units().names["分钟"] and hours and minutes and value % 1 == 0:
        found += _hours_and_minutes(hours, minutes)
    return found


def _converted(value: Decimal, unit: str) -> Iterator[tuple[Decimal, str]]:
    """Yield as much in larger and smaller units: 6个月 are 0.5年."""
    names = _units().names
    for large, small, factor in _units().conversions:
        if unit in names[large] and value < _MAX_CONVERTED and value * factor % 1 == 0:
            yield value * factor, small
        share = value / factor
        is_exact = share % _HALF == 0 or (large not in _TIMES and share == round(share, 2))
        if unit in names[small] and share < _MAX_CONVERTED and is_exact:
            yield share, large


def _hours_and_minutes(hours: Decimal, minutes: Decimal) -> Iterator[str]:
    """Yield the forms of a duration in both units: 1小时50分, 一个小时五十分钟."""
    both = (hours, minutes)
    for one, other in (map(_plain, both), (next(_in_words(number)) for number in both)):
        for name in _units().names["小时"]:
            yield from (f"{one}{name}{other}分钟", f"{one}{name}{other}分")


@lru_cache(maxsize=_MAX_REMEMBERED)
def _forms(value: Decimal, unit: str, *, is_ordinal: bool) -> Sequence[str]:
    if unit == PERCENT:
        return tuple(_percentages(value))
    prefix = "第" if is_ordinal else ""
    units = _units().names.get(unit, (unit,))
    if unit in _units().counters and value >= _MIN_BARE:
        units = (*units, "")
    found: list[str] = []
    for name in units:
        for number in _numerals(value, name, is_ordinal=is_ordinal):
            found.append(f"{prefix}{number}{name}")
            if name and number[-1].isascii():
                found.append(f"{prefix}{number} {name}")
        if value == _HALF:
            found.append(f"半{name}")
        if name and value > 1 and value % 1 == _HALF:
            found += _with_half(int(value), name)
    if unit in _MONEY:
        found += _short_words(value)
    return tuple(found)


@lru_cache(maxsize=_MAX_REMEMBERED)
def whole_forms(number: str) -> Sequence[str]:
    """Return a whole number, in digits or in words, in both: 12 and 十二.

    Raises:
        ValueError: It is no number.
    """
    value = int(number) if number.isdecimal() else _integer(number)
    return (str(value), *_in_words(Decimal(value), is_ordinal=True))


def is_number(folded: str) -> bool:
    """Return True if a folded text is one of the numbers that `quantities` yields."""
    if not _NUMERAL.search(folded):
        return False
    match = _units().pattern.fullmatch(folded)
    return bool(match and _read(match))


def occurrences(text: str, folded: str) -> Iterator[int]:
    """Yield the offsets of a text; of a number, those where it is no part of a longer one.

    280万 does not occur in 1,280万.
    """
    is_whole = not is_number(text)
    place = folded.find(text)
    while place >= 0:
        borders = (place, place + len(text))
        if is_whole or not any(_CONTINUING.match(folded, border) for border in borders):
            yield place
        place = folded.find(text, place + 1)


def _read(match: re.Match[str]) -> Quantity | None:
    """Return the number that was matched; None for 一个 and 三四十, and for a small one alone."""
    found = match.groupdict()
    unit = found["unit"] or found["halved"] or ""
    is_indefinite = found["words"] == "一" and unit in _units().counters
    try:
        value = Decimal(0) if is_indefinite else _value(found)
    except ValueError:
        return None
    if not value:
        return None
    if found["half"] or found["halved"]:
        value += _HALF
    if unit == "成":
        value *= 10
    if unit == _PER_MILLE or found["percent"] == "千分之":
        value /= 10
    if unit in {PERCENT, _PER_MILLE, "成"} or found["percent"]:
        unit = PERCENT
    elif found["halved"]:
        unit = f"个{unit}"
    elif unit in _units().names[_DAY_OF_MONTH] and match.string[: match.start()].endswith("月"):
        unit = _DAY_OF_MONTH
    is_ordinal = bool(found["ordinal"])
    if not (unit or is_ordinal or value >= _MIN_BARE or value % 1):
        return None
    return Quantity(*match.span(), value, unit, is_ordinal)


def _value(found: Mapping[str, str | None]) -> Decimal:
    """Return the value of a number in digits or in words.

    Raises:
        ValueError: It is no number, or an approximate one: 三四十.
    """
    if found["half_of"]:
        return _HALF
    if found["arabic"]:
        number = Decimal(found["arabic"].replace(",", "")) * _scale(found["scale"] or "")
        return number + int(found["rest"] or 0) * 10**4
    words = found["words"] or ""
    whole, _, fraction = ("一百" if found["percent"] and words == "百" else words).partition("点")
    decimals = fraction.rstrip("".join(_SCALES))
    number = Decimal(f"{_integer(whole)}.{_spelled_out(decimals) if decimals else 0}")
    return number * _scale(fraction[len(decimals) :])


def _scale(words: str) -> int:
    """Return the product of scales: 千万 is 10,000,000."""
    return math.prod(_SCALES[character] for character in words)


def _spelled_out(words: str) -> str:
    """Return words for single digits as digits: 一九九八 is 1998."""
    return "".join(str(_DIGITS.index(word)) for word in words.replace("两", "二"))


def _integer(words: str) -> int:
    """Return an integer in words.

    Raises:
        ValueError: It is no number, or an approximate one.
    """
    for name, size in _SCALES.items():
        head, found, rest = words.partition(name)
        if not found:
            continue
        if not head and size > 10:
            raise ValueError(words)
        number = _integer(head or "一") * size
        if len(rest) == 1 and size > 10:  # 两千五 is 2,500.
            return number + _integer(rest) * size // 10
        return number + (_integer(rest.removeprefix("零")) if rest else 0)
    if len(words) not in {1, _SPELLED_OUT}:
        raise ValueError(words)
    return int(_spelled_out(words))


def _numerals(value: Decimal, unit: str, *, is_ordinal: bool) -> Iterator[str]:
    """Yield the forms of a number itself, which counts units of this name."""
    yield from _in_digits(value)
    yield from _in_words(value, is_ordinal=is_ordinal)
    if not (unit or is_ordinal):
        yield from _short_words(value)
    if unit in {"", "年"} and value % 1 == 0 and len(_plain(value)) == _SPELLED_OUT:
        yield _digit_words(_plain(value))
    hundreds_of_millions, rest = divmod(value, 10**8)
    if hundreds_of_millions and rest and rest % 10**4 == 0:
        yield f"{_plain(hundreds_of_millions)}亿{_plain(rest / 10**4)}万"
    for name, size, limit, decimals in _WRITTEN_SCALES:
        scaled = value / size
        if 1 <= scaled < limit and scaled == round(scaled, decimals):
            for number in _in_digits(scaled):
                yield f"{number}{name}"
                yield f"{number} {name}"
            if scaled % 1:
                yield from (number + name for number in _in_words(scaled))


def _in_digits(value: Decimal) -> Iterator[str]:
    """Yield a number in digits, without and with separators."""
    yield _plain(value)
    if value >= 1000:
        yield f"{value.normalize():,f}"


def _plain(value: Decimal) -> str:
    """Return a number in digits, without zeros at the end of its decimals."""
    return f"{value.normalize():f}"


def _in_words(value: Decimal, *, is_ordinal: bool = False) -> Iterator[str]:
    """Yield a number in words: with 两 where it is usual, and with 二, as all ordinals are."""
    whole, _, decimals = _plain(value).partition(".")
    formal = re.sub("^一十", "十", _integer_words(int(whole)))
    if decimals:
        formal += f"点{_digit_words(decimals)}"
    usual = re.sub("^二$|(?<!十)二(?=[百千万亿])", "两", formal)
    yield from dict.fromkeys((formal,) if is_ordinal else (usual, formal))


def _short_words(value: Decimal) -> Iterator[str]:
    """Yield a number in words without its last scale, if that is the next smaller one: 两万六."""
    for words in _in_words(value):
        if match := _SHORTENED.fullmatch(words):
            yield re.sub("两$", "二", match[1])


def _integer_words(number: int) -> str:
    for name, size in _SCALES.items():
        if number >= size:
            head, rest = divmod(number, size)
            gap = "零" if 0 < rest < size // 10 else ""
            return _integer_words(head) + name + gap + (_integer_words(rest) if rest else "")
    return _DIGITS[number]


def _digit_words(digits: str) -> str:
    """Return digits as words one by one: 1998 is 一九九八."""
    return "".join(_DIGITS[int(digit)] for digit in digits)


def _with_half(number: int, unit: str) -> Iterator[str]:
    """Yield a number and a half with a unit: 三年半, 两个半小时."""
    before, after = ("个半", unit[1:]) if unit[0] == "个" and len(unit) > 1 else (unit, "半")
    for numeral in (*_in_words(Decimal(number)), str(number)):
        yield f"{numeral}{before}{after}"


def _percentages(value: Decimal) -> Iterator[str]:
    """Yield the forms of a percentage: 30%, 百分之三十, 三成; 千分之五 for a small one."""
    number = _plain(value)
    yield from (f"{number}%", f"{number} %", f"百分之{number}")
    yield from (f"百分之{words}" for words in _in_words(value))
    if value == 100:
        yield "百分之百"
    if value < _MAX_PER_MILLE:
        thousandths = value * 10
        for number in (_plain(thousandths), *_in_words(thousandths)):
            yield f"千分之{number}"
        yield f"{_plain(thousandths)}{_PER_MILLE}"
    tenths = value / 10
    if 1 <= tenths < 10 and tenths % 1 in {0, _HALF}:
        half = "半" if tenths % 1 else ""
        yield from (f"{_DIGITS[int(tenths)]}成{half}", f"{_plain(tenths)}成")


@cache
def _units() -> _Units:
    """Return numbers.toml, parsed."""
    text = files("retrieval.question").joinpath("numbers.toml").read_text("utf-8")
    data: Mapping[str, Any] = tomllib.loads(text)
    names = {name: tuple(group) for group in data["measures"] for name in group}
    counters = frozenset(data["counters"].split())
    longest_first = sorted({*names, *counters}, key=len, reverse=True)
    unit = "|".join(name + ("(?![a-z])" if name.isascii() else "") for name in longest_first)
    halved = "|".join(name[1:] for name in longest_first if len(name) > 1 and name[0] == "个")
    pattern = (
        rf"(?<![\d{_WORDS}a-z哪之])(?<!\d[.,])(?<![{_WORDS}]点)(?P<ordinal>第)?(?P<percent>[百千]分之)?"
        rf"(?:(?P<arabic>{_ARABIC})(?:\s?(?P<scale>{_SCALE}))?(?:(?<=亿)(?P<rest>\d{{1,4}})万)?|(?P<words>{_IN_WORDS})|(?P<half_of>(?<![上下前后大小多一过近]){data['half']}))"
        rf"(?:个半(?P<halved>{halved})|\s?(?P<unit>{unit}|%|{_PER_MILLE}|成(?!{data['not_tenths']}))(?P<half>半)?)?"
        rf"(?!{_CONTINUES})"
    )
    names[_DAY_OF_MONTH] = tuple(data["days"])
    return _Units(re.compile(pattern), names, counters, data["conversions"])
