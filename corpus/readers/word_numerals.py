"""Numbers as Word writes them before the paragraphs of a list: 三, 甲, ③, iv."""

from __future__ import annotations

from collections.abc import Callable

from corpus.tables import read_table

_TABLE = read_table("corpus.readers", "word_numerals.toml")

_MAX_REPEATS = 30
"""Maximum number of times that a letter is repeated: aa is 27, bb 28."""

_GROUP = 10_000


def numeral(number: int, form: str) -> str:
    """Return a number in a form of WordprocessingML (ST_NumberFormat, ECMA-376 part 1, 17.18.59).

    An unknown form, and a number that a form cannot write, gives digits.
    """
    written = ""
    if number < 1:
        pass  # A list may begin at zero, which no form but digits can write.
    elif form in _TABLE["counting"]:
        written = _counted(number, *_TABLE["counting"][form])
    elif form in _TABLE["digits"]:
        written = "".join(_TABLE["digits"][form][int(digit)] for digit in str(number))
    elif form in _TABLE["letters"]:
        written = _lettered(number, _TABLE["letters"][form])
    elif form in _TABLE["series"]:
        series = _TABLE["series"][form]
        written = series[number - 1] if number <= len(series) else ""
    elif form in _OTHERS:
        written = _OTHERS[form](number)
    return written or str(number)


def _counted(number: int, digits: str, units: str) -> str:
    """Return a number as it is spoken in Chinese, "" from ten thousand times ten thousand on."""
    if number >= _GROUP**2:
        return ""
    upper, lower = divmod(number, _GROUP)
    text = _group(upper, digits, units) + units[3] if upper else ""
    if upper and 0 < lower < _GROUP // 10:
        text += digits[0]
    text += _group(lower, digits, units)
    return text[1:] if text.startswith(_TABLE["silent"]) else text


def _group(number: int, digits: str, units: str) -> str:
    """Return a number below ten thousand, with one zero for each gap in it."""
    text = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += digits[digit] + (units[place - 1] if place else "")
        elif text and number % 10**place and not text.endswith(digits[0]):
            text += digits[0]
    return text


def _lettered(number: int, letters: str) -> str:
    """Return a letter, repeated once more for each time that the alphabet is through."""
    turns, place = divmod(number - 1, len(letters))
    return letters[place] * (turns + 1) if turns < _MAX_REPEATS else ""


def _roman(number: int) -> str:
    """Return a Roman numeral, "" from four thousand on."""
    if number >= 4000:
        return ""
    text = ""
    for letters, worth in _TABLE["roman"].items():
        text += letters * (number // worth)
        number %= worth
    return text


_OTHERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}
