"""Plain text whose lines were broken at a width, as a copy of a PDF or a mail: whole paragraphs.

Each line of a plain text is a paragraph, unless most lines are equally wide and few of them end
a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

_NARROWEST, _WIDEST = 40, 120
"""Least and greatest width that lines are broken at, in cells; a Chinese character has two."""

_SLACK = 4
"""How much narrower a full line may be, as a mark that must not begin a line takes one along."""

_MIN_FULL, _FULL_SHARE = 6, 0.4
"""Least number of full lines, and their least share of all lines."""

_WHOLE_SHARE = 0.4
"""Greatest share of the full lines that may be whole: sentences, or rows of a table."""

_WIDE_PERCENTILE = 0.9
"""Share of the lines that are not wider than the width; a few may be."""

_ENDS = re.compile(r"[。！？!?…：:；;][”’」』）)】》]*$")
_WHOLE = re.compile(rf"{_ENDS.pattern}|(?<=\S)(?:[ 　]{{2,}}|\t)|[|｜]")
"""The end of a sentence at the end of a line, or what divides the cells of a row."""

_PAGE = re.compile(r"[\s—–\-·.第(（]*\d{1,4}[\s—–\-·.页頁)）]*")
"""The number of a page, alone on its line."""

_DIGITS = re.compile(r"\d+")
_INDENT = re.compile(r"\s{2,}|　")
_NEW_PAGE = "\f"
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z0-9,.;:)]$"), re.compile(r"[A-Za-z0-9(]")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text, without white space at their ends.

    Each line that is not empty is one, unless lines were broken at a width; then those that
    belong together are joined, over the numbers of pages and what is printed at their tops.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = _width([line for line in lines if line])
    if width is None:
        return [line.strip() for line in lines if line.strip()]
    return [*_joined([*_without_pages(lines)], width)]


def _width(lines: Sequence[str]) -> int | None:
    """Return the width that lines were broken at, in cells; None if they were not."""
    if len(lines) < _MIN_FULL:
        return None
    widths = sorted(map(_cells, lines))
    width = widths[int(_WIDE_PERCENTILE * (len(widths) - 1))]
    full = [line for line in lines if width - _SLACK <= _cells(line) <= width + _SLACK]
    is_wrapped = (
        _NARROWEST <= width <= _WIDEST
        and len(full) >= max(_MIN_FULL, _FULL_SHARE * len(lines))
        and sum(bool(_WHOLE.search(line)) for line in full) <= _WHOLE_SHARE * len(full)
    )
    return width if is_wrapped else None


def _cells(text: str) -> int:
    """Return the width of a text in cells, of which wide characters have two."""
    return sum(1 + (unicodedata.east_asian_width(character) in "WFA") for character in text)


def _without_pages(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines, without the numbers of pages, and the heads of pages with their gaps.

    A head stands below the number of a page and on another page as well, or alone at the beginning
    of a page, if a sentence goes on below it: 第二章 is none. The number of a page stands above a
    head or a new page, or is one more or less than another one.
    """
    texts = [line.strip() for line in lines]
    filled = [place for place, line in enumerate(lines) if line]
    alone = {place: texts[place] for place in filled if _PAGE.fullmatch(texts[place])}
    counts = Counter(texts)
    heads = {
        texts[after]
        for place, after in pairwise(filled)
        if place in alone and counts[texts[after]] > 1
    }
    values = {int(_DIGITS.findall(text)[0]) for text in alone.values()}
    numbers = {
        place
        for place, after in pairwise([*filled, len(lines)])
        if place in alone
        and (
            not values.isdisjoint(_beside(alone[place]))
            or after == len(lines)
            or texts[after] in heads
            or lines[after].startswith(_NEW_PAGE)
        )
    }
    last, gap, is_break = "", list[str](), False
    for place, line in enumerate(lines):
        is_alone = line.startswith(_NEW_PAGE) and not any(lines[place + 1 : place + 2])
        is_head = texts[place] in heads or (is_alone and not _ENDS.search(last))
        if place in numbers or is_head:
            is_break = True
        elif not line:
            gap.append(line)
        else:
            yield from gap if not is_break else ()
            last, gap, is_break = line, [], False
            yield line


def _beside(number: str) -> tuple[int, int]:
    """Return the numbers of the pages before and after one."""
    value = int(_DIGITS.findall(number)[0])
    return value - 1, value + 1


def _joined(lines: Sequence[str], width: int) -> Iterator[str]:
    """Yield the paragraphs of lines that were broken at a width."""
    paragraph: list[str] = []
    is_open = False
    for line in lines:
        if not line:
            is_open = False
            continue
        if is_open and not _INDENT.match(line):
            is_latin = _LATIN_END.search(paragraph[-1][-1:]) and _LATIN_START.match(line)
            paragraph.append((" " if is_latin else "") + line.strip())
        else:
            if paragraph:
                yield "".join(paragraph)
            paragraph = [line.strip()]
        is_open = _cells(line) >= width - _SLACK
    if paragraph:
        yield "".join(paragraph)
