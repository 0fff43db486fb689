"""Code and lists: the lines of a listing without line numbers, and the labels of items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, repeat
from textwrap import dedent

from lxml import etree, html

from corpus.readers.names import names_line_numbers, names_of

_LINES = frozenset({"code", "div", "li", "p", "tr"})
"""Elements of which each is a line, if there are several in a listing."""

_NUMBERS = re.compile(r"\d{1,5}(?:\s+\d{1,5})+")
_NUMERALS = "〇一二三四五六七八九"
_CHINESE = re.compile(r"(?:cjk-|trad-chinese|simp-chinese|japanese-|hiragana|katakana)[a-z-]*")
_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?(?P<type>[a-z][a-z-]+)", re.IGNORECASE)
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_ROMAN = 39
_MAX_NUMERAL = 99


def listing(pre: html.HtmlElement) -> str:
    """Return the text of a `pre` element line by line, without line numbers and common indent."""
    parts: list[str] = []
    _collect(pre, parts)
    lines = [line.rstrip() for line in "".join(parts).expandtabs(4).split("\n")]
    return dedent("\n".join(lines)).strip("\n")


def _collect(pre: html.HtmlElement, parts: list[str]) -> None:
    """Append the text of a listing to *parts*, without recursion."""
    tags = [child.tag for child in pre.iterdescendants() if child.tag in _LINES]
    line = next((tag for tag in ("li", "tr", "p", "div", "code") if tags.count(tag) > 1), None)
    walk = etree.iterwalk(pre, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in {"script", "style"} or names_line_numbers(names_of(element)):
                walk.skip_subtree()
            elif element.tag == "br":
                parts.append("\n")
            else:
                parts.append(element.text or "")
        elif element is not pre:
            if element.tag == line and not (parts and parts[-1].endswith("\n")):
                parts.append("\n")
            parts.append(element.tail or "")


def is_gutter(element: html.HtmlElement, names: str) -> bool:
    """Return True if an element holds nothing but the line numbers of a listing."""
    if element.tag not in {"div", "ol", "pre", "td", "ul"}:
        return False
    if not names_line_numbers(names) and element.tag != "pre":
        return False
    text = element.text_content().strip()
    if not text:
        return names_line_numbers(names)
    if not _NUMBERS.fullmatch(text):
        return False
    numbers = [int(number) for number in text.split()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def item_labels(element: html.HtmlElement) -> Iterator[str]:
    """Return the labels of a list's items as a browser shows them: 1., 一、, a., or a bullet."""
    if element.tag == "ul":
        return repeat("• ")
    items = element.findall("li")
    is_reversed = element.get("reversed") is not None
    number = _number(element.get("start")) or (len(items) if is_reversed else 1)
    style = _STYLE.search(element.get("style", ""))
    kind = style["type"].lower() if style else element.get("type", "1")
    if kind in {"none", "disc", "circle", "square"}:
        return repeat("" if kind == "none" else "• ")
    return _labels(items, number, -1 if is_reversed else 1, kind)


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
