"""The paragraphs of a PDF, put together from lines, and its title and headings, by size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from corpus.document import Block
from corpus.readers.pdf_lines import Line

_LARGER = 1.12
"""Minimum size of a heading, in sizes of the text."""

_SMALLER = 0.93
"""Maximum size of a note at the foot of a page, in sizes of the text."""

_MAX_HEADING = 80
"""Maximum length of a heading, in characters."""

_MAX_LEVEL = 6
_SAME_SIZE = 0.05
"""Maximum difference in size within a paragraph, as a share."""

_APART = 1.5
"""Minimum distance of paragraphs, in usual distances of lines."""

_TITLE_LEADING = 2.0
"""Maximum distance of the lines of a title, in sizes."""

_INDENT = 0.9
"""Minimum indentation of the first line of a paragraph, in sizes."""

_REST = 0.5
"""Minimum room at the end of a full line besides the next word, in sizes."""

_WORD = re.compile(r"[\x21-\x7e]")
_FIRST_WORD = re.compile(r"[\x21-\x7e]{1,40}|.[、，。；：！？”’）》】…—]?")
_HYPHENS = ("-", "\u2010", "\xad")


class _Paragraph(NamedTuple):
    """Text of one size, which begins on a page."""

    text: str
    size: float
    page: int


def blocks(pages: Sequence[Sequence[Line]]) -> tuple[list[Block], str | None]:
    """Return the headings and paragraphs of pages, and the title if its size tells it.

    The title is the largest text, provided that it stands on the first page only. It comes first.
    """
    size = _text_size(pages)
    found = list(_paragraphs(pages, size))
    sizes = sorted({round(each.size) for each in found if _is_heading(each, size)}, reverse=True)
    levels = {size: min(level, _MAX_LEVEL) for level, size in enumerate(sizes, 1)}
    largest = [each for each in found if levels.get(round(each.size)) == 1]
    title = largest[0] if len(largest) == 1 and _is_title(largest[0], size) else None
    if title is not None:
        found.remove(title)
        found.insert(0, title)
    return [
        Block("heading", each.text, levels[round(each.size)])
        if _is_heading(each, size)
        else Block("paragraph", each.text)
        for each in found
    ], title.text if title is not None and len(found) > 1 else None


def _is_heading(paragraph: _Paragraph, size: float) -> bool:
    return paragraph.size >= _LARGER * size and len(paragraph.text) <= _MAX_HEADING


def _is_title(paragraph: _Paragraph, size: float) -> bool:
    return paragraph.page == 0 and len(paragraph.text) > 1 and _is_heading(paragraph, size)


def _text_size(pages: Iterable[Iterable[Line]]) -> float:
    """Return the size in which most characters are set; 0 without any."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0)


def _paragraphs(pages: Sequence[Sequence[Line]], size: float) -> Iterator[_Paragraph]:
    """Yield the paragraphs of pages; notes at the foot of a page follow its last paragraph."""
    leading = _leading(pages)
    notes: list[_Paragraph] = []
    current: list[Line] = []
    begun = 0
    for number, page in enumerate(pages):
        end = _end_of_text(page, size)
        for line in page[:end]:
            if current and _begins(current, line, size, leading):
                yield _joined(current, begun)
                yield from notes
                notes, current = [], []
            begun = begun if current else number
            current.append(line)
        notes += _notes(page[end:], number, leading)
    if current:
        yield _joined(current, begun)
    yield from notes


def _notes(lines: Sequence[Line], number: int, leading: float) -> Iterator[_Paragraph]:
    current: list[Line] = []
    for line in lines:
        if current and _begins(current, line, line.size, leading):
            yield _joined(current, number)
            current = []
        current.append(line)
    if current:
        yield _joined(current, number)


def _end_of_text(page: Sequence[Line], size: float) -> int:
    """Return the number of lines above the notes at the foot of a page."""
    end = len(page)
    while end and page[end - 1].size < _SMALLER * size:
        end -= 1
    return end or len(page)


def _leading(pages: Iterable[Sequence[Line]]) -> float:
    """Return the usual distance of lines in points; 0 if no two stand below each other."""
    distances = [
        one.baseline - two.baseline
        for page in pages
        for one, two in pairwise(page)
        if one.margins == two.margins and 0 < one.baseline - two.baseline < 3 * one.size
    ]
    return median(distances) if distances else 0


def _begins(current: Sequence[Line], line: Line, size: float, leading: float) -> bool:
    """Return True if a line begins a paragraph, not if it goes on with the current one."""
    before = current[-1]
    if before.is_parted or line.is_parted:
        return True
    if abs(line.size - before.size) > _SAME_SIZE * before.size:
        return True
    distance = before.baseline - line.baseline
    is_below = before.margins == line.margins and distance > 0
    if before.size >= _LARGER * size:
        return (
            not is_below
            or distance > _TITLE_LEADING * before.size
            or not (_is_centred(before, line) or not _has_room(before, line))
        )
    if is_below and leading and distance > _APART * leading:
        return True
    indent, indent_before = (each.left - each.margins[0] for each in (line, before))
    if indent >= _INDENT * line.size and indent - indent_before >= _INDENT / 2 * line.size:
        return True
    return _has_room(before, line)


def _is_centred(one: Line, two: Line) -> bool:
    """Return True if two lines are set apart from the margin alike, as those of a title."""
    aligned = one.left - two.left, one.left + one.right - two.left - two.right
    is_apart = min(one.left, two.left) - one.margins[0] > one.size
    return is_apart and min(map(abs, aligned)) < one.size


def _has_room(before: Line, line: Line) -> bool:
    """Return True if a line begins with a word that the one before had room for."""
    if not before.text:
        return False
    match = _FIRST_WORD.match(line.text)
    width = (line.right - line.left) / max(1, len(line.text)) * len(match[0]) if match else 0
    return before.margins[1] - before.right > width + _REST * before.size


def _joined(lines: Sequence[Line], page: int) -> _Paragraph:
    """Join lines, with a space between Latin words unless a hyphen splits one."""
    parts: list[str] = []
    for line in lines:
        last = parts[-1] if parts else ""
        if last and last.endswith(_HYPHENS) and line.text[:1].islower() and last[-2:-1].isalpha():
            parts[-1] = last[:-1]
        elif last and _WORD.match(last[-1]) and _WORD.match(line.text):
            parts.append(" ")
        parts.append(line.text)
    return _Paragraph("".join(parts), lines[0].size, page)
