"""Code and lists: the lines of a listing without line numbers, and the labels of items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import count, repeat

from lxml import etree, html

from corpus.readers.content import short_text
from corpus.readers.names import names_code_bar, names_line_numbers, names_listing, names_of
from corpus.tables import read_table

_LINES = ("li", "tr", "p", "div", "code")
"""Elements of which each is a line, if there are several in a listing and nothing beside them."""

_MAX_NUMBERS = 100_000
"""Length of text up to which an element may be the line numbers of a listing."""

_MAX_BAR = 200
"""Length of text, with the white space in its markup, up to which an element may be a bar."""

_MIN_NUMBERED = 2
"""Number of lines from which numbers at their beginnings may count them."""

_MAX_DIGITS = 8

_COUNTERS = frozenset({"a", "b", "em", "i", "span", "td"})
"""Elements that hold the number of a line."""

_NUMERALS = "〇一二三四五六七八九"
_CHINESE = re.compile(r"(?:cjk-|trad-chinese|simp-chinese|japanese-|hiragana|katakana)[a-z-]*")
_STYLE = re.compile(r"list-style(?:-type)?\s*:(?P<value>[^;]*)", re.IGNORECASE)
_POSITIONS = frozenset({"inside", "outside", "!important"})
_MAX_STYLE = 400
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_ROMAN = 39
_MAX_NUMERAL = 99


def is_listing(element: html.HtmlElement, names: str) -> bool:
    """Return True if an element holds code line by line."""
    return element.tag == "pre" or (element.tag == "div" and names_listing(names))


def listing(pre: html.HtmlElement) -> str:
    """Return the text of code line by line, without line numbers, buttons and common indent."""
    parts: list[str] = []
    _collect(pre, parts)
    text = "".join(parts).replace("\xa0", " ").expandtabs(4)
    lines = [line.rstrip() for line in text.split("\n")]
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line), default=0)
    return "\n".join(line[indent:] for line in lines).strip("\n")


def _collect(pre: html.HtmlElement, parts: list[str]) -> None:
    """Append the text of a listing to *parts*, without recursion."""
    line = next((tag for tag in _LINES if _is_line(pre, tag)), None)
    starts: list[int] = []
    numbers: list[int] = []
    for event, element in (walk := etree.iterwalk(pre, events=("start", "end", "comment", "pi"))):
        if event == "start":
            starts.append(len(parts))
            if _is_beside_code(element, pre):
                walk.skip_subtree()
            elif text := "\n" if element.tag == "br" else element.text:
                if _is_counter(element) and (not parts or parts[-1].endswith("\n")):
                    numbers.append(len(parts))
                parts.append(text)
            continue
        start = starts.pop() if event == "end" else len(parts)
        tail = element.tail if element is not pre else None
        has_ended = len(parts) > start and parts[-1].endswith("\n")
        if event == "end" and element.tag == line and not (has_ended or "\n" in (tail or "")):
            parts.append("\n")
        if tail:
            parts.append(tail)
    _drop_numbers(parts, numbers)


def _is_beside_code(element: html.HtmlElement, pre: html.HtmlElement) -> bool:
    """Return True if an element in a listing is no code: a script, line numbers, a bar."""
    if element is pre or not element.attrib:
        return element.tag in {"button", "script", "style"}
    names = names_of(element)
    is_code = element.tag not in {"button", "script", "style"} and not _is_numbers(element, names)
    return not is_code or _is_bar(element, names)


def _is_bar(element: html.HtmlElement, names: str) -> bool:
    """Return True if an element holds nothing but buttons and the name of a language."""
    if not names_code_bar(names) or element.tag not in {"a", "div", "i", "p", "span"}:
        return False
    words = (short_text(element, _MAX_BAR, " ") or "-").split()
    return bool(_buttons().fullmatch(" ".join(words))) or (element.tag == "div" and len(words) < 2)


@cache
def _buttons() -> re.Pattern[str]:
    return re.compile(read_table("corpus", "furniture.toml")["code_buttons"], re.IGNORECASE)


def _is_counter(element: html.HtmlElement) -> bool:
    """Return True if an element holds a number and nothing else."""
    return element.tag in _COUNTERS and len(element) == 0 and element.text.strip().isdecimal()


def _drop_numbers(parts: list[str], numbers: list[int]) -> None:
    """Empty the parts that are numbers at the beginning of each line, if they count the lines."""
    values = [int(parts[place]) for place in numbers if len(parts[place].strip()) < _MAX_DIGITS]
    lines = "".join(parts).strip().count("\n") + 1
    is_count = len(values) == lines >= _MIN_NUMBERED and values == [
        values[0] + place for place in range(lines)
    ]
    if is_count and any(part.strip() and not part.strip().isdecimal() for part in parts):
        for place in numbers:
            parts[place] = ""


def _is_line(pre: html.HtmlElement, tag: str) -> bool:
    """Return True if a listing has several elements of a tag, and no text after one of them."""
    tails = [element.tail or "" for element in pre.iterdescendants(tag)]
    return len(tails) > 1 and not any(map(str.strip, tails))


def is_gutter(element: html.HtmlElement, names: str) -> bool:
    """Return True if an element beside a listing holds nothing but its line numbers."""
    return element.tag in {"div", "ol", "pre", "td", "ul"} and _is_numbers(element, names)


def _is_numbers(element: html.HtmlElement, names: str) -> bool:
    """Return True if an element holds line numbers: by its name, or if a `pre` counts lines."""
    is_named = names_line_numbers(names)
    if not (is_named or element.tag == "pre"):
        return False
    numbers = (short_text(element, _MAX_NUMBERS, " ") or "").split()
    if not all(number.isdecimal() and len(number) < _MAX_DIGITS for number in numbers):
        return False
    counted = [str(int(numbers[0]) + place) for place in range(len(numbers))] if numbers else []
    return is_named or (len(numbers) > 1 and numbers == counted)


def item_labels(element: html.HtmlElement) -> Iterator[str]:
    """Return the labels of a list's items as a browser shows them: 1., 一、, a., or a bullet."""
    if element.tag == "ul":
        return repeat("• ")
    items = element.findall("li")
    is_reversed = element.get("reversed") is not None
    start = _number(element.get("start"))
    number = start if start is not None else len(items) if is_reversed else 1
    kind = _listed_type(element.get("style", "")) or element.get("type", "1")
    if kind in {"none", "disc", "circle", "square"}:
        return repeat("" if kind == "none" else "• ")
    return _labels(items, number, -1 if is_reversed else 1, kind)


def _listed_type(style: str) -> str | None:
    """Return the kind of numbers that a style sets, None if it sets none."""
    match = _STYLE.search(style[:_MAX_STYLE])
    words = match["value"].lower().split() if match else ()
    return next((word for word in words if word not in _POSITIONS), None)


def _labels(items: list[html.HtmlElement], number: int, step: int, kind: str) -> Iterator[str]:
    for item in items:
        number = number if (value := _number(item.get("value"))) is None else value
        yield _label(number, kind)
        number += step
    yield from (_label(further, kind) for further in count(number, step))


def _label(number: int, kind: str) -> str:
    if _CHINESE.fullmatch(kind) and 0 < number <= _MAX_NUMERAL:
        return f"{_chinese(number)}、"
    if kind in {"a", "lower-alpha", "lower-latin"} and 0 < number <= 26:
        return f"{chr(96 + number)}. "
    if kind in {"A", "upper-alpha", "upper-latin"} and 0 < number <= 26:
        return f"{chr(64 + number)}. "
    if kind in {"i", "lower-roman"} and 0 < number <= _MAX_ROMAN:
        return f"{_roman(number)}. "
    if kind in {"I", "upper-roman"} and 0 < number <= _MAX_ROMAN:
        return f"{_roman(number).upper()}. "
    return f"{number}. "


def _chinese(number: int) -> str:
    tens, units = divmod(number, 10)
    ten = "十" if tens else ""
    return (_NUMERALS[tens] if tens > 1 else "") + ten + (_NUMERALS[units] if units else "")


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        numeral += letters * times
    return numeral


def _number(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"\s*-?\d{1,6}\s*", value) else None
