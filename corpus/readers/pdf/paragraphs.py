"""Lines to paragraphs, across columns and pages, by indents, short lines, sizes and distances."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from corpus.readers.papers import is_field
from corpus.readers.pdf.columns import Column
from corpus.readers.pdf.lines import Line
from corpus.readers.pdf.sizes import size_of_text
from corpus.rows import CELL

_FEW = 4
"""A column with fewer lines may have no line that begins at its left edge."""

_SAME_EDGE = 1.2
"""Maximum distance of the ends of lines that reach the same edge, in sizes."""

_MIN_SHARE = 5
"""One in so many lines reaches the right edge of its column."""

_MANY = 10
"""Number of lines from which chance does not let some end at the same place."""

SMALLER = 0.93
"""Maximum size of a note at the foot of a page, in sizes of the text."""

_INDENT, _MAX_INDENT = 0.8, 6.0
"""Width of an indent, in sizes."""

_SHORT = 2.2
"""What a line lacks that ends its paragraph, in sizes."""

_MIN_SET_IN = 24
"""Minimum width of a full line that is set in on both sides, in sizes."""

_ITEM = 24
"""Width of a line of a slide from which it may go on in the next, in sizes."""

_DISPLAYED = 1.12
"""Size of a line of a title or heading, in sizes of the text."""

_TITLE_LEADING = 2.0
"""Maximum distance of the lines of a title, in sizes."""

_LONG, _CLOSE = 0.5, 1.6
"""Share of its column that a line of a title fills, and its distance to the next, in sizes."""

_OTHER_SIZE = 0.08
_FURTHER = 1.35
_PITCH = 1.5
"""Usual distance between lines, in sizes; what is much further apart is not one paragraph."""

_LETTER = re.compile(r"[\x21-\x7e\xa1-\u024f]")
_NUMBERED = re.compile(r"第|[\d（(]|[一二三四五六七八九十]{1,3}[、.．]")
_HYPHENS = ("-", "\u2010", "\xad")
_STOP = re.compile(r"[。！？!?.…：:][”’」』）)】]?$")


class PageText(NamedTuple):
    """The columns of a page in the order of reading, and the number of the page from 0.

    A slide is a page with few and large lines.
    """

    number: int
    columns: Sequence[Column]
    is_slide: bool = False


class Paragraph(NamedTuple):
    """A paragraph, the size of its text in points, and the numbers of its pages from 0.

    The text of a table has a row on each line. `marks` are the raised marks of notes, each with
    its place in the text and its page. `is_note` means that it stands at the foot of its column
    in smaller type.
    """

    text: str
    size: float
    is_heavy: bool
    page: int
    last_page: int
    is_table: bool = False
    marks: tuple[tuple[int, str, int], ...] = ()
    is_note: bool = False


class _Position(NamedTuple):
    """A line and its surroundings.

    `left` and `right` are the edges of its column; `above` and `below` are its neighbours there.
    """

    line: Line
    page: int
    left: float
    right: float
    pitch: float
    above: Line | None
    below: Line | None
    is_note: bool
    is_slide: bool

    @property
    def indent(self) -> float:
        """The distance from the left edge of the column, in sizes."""
        return (self.line.left - self.left) / self.line.size

    @property
    def lack(self) -> float:
        """The distance from the right edge of the column, in sizes."""
        return (self.right - self.line.right) / self.line.size


def paragraphs_of(pages: Sequence[PageText]) -> Iterator[Paragraph]:
    """Yield the paragraphs of pages without margins.

    Notes at the foot of a column follow the paragraph that goes on in the next one.
    """
    lines = (line for page in pages for column in page.columns for line in column.lines)
    usual = size_of_text((line.text, line.size) for line in lines)
    waiting: list[_Position] = []
    notes: list[_Position] = []
    for position in _positions(pages, usual):
        if position.is_note:
            notes.append(position)
            continue
        if waiting and _ends(waiting[-1], position, usual):
            yield _paragraph(waiting)
            yield from _notes(notes)
            waiting, notes = [], []
        waiting.append(position)
    if waiting:
        yield _paragraph(waiting)
    yield from _notes(notes)


def _notes(notes: Iterable[_Position]) -> Iterator[Paragraph]:
    """Yield the paragraphs of notes."""
    waiting: list[_Position] = []
    for position in notes:
        if waiting and (
            position.line.is_labelled or _ends(waiting[-1], position, position.line.size)
        ):
            yield _paragraph(waiting)._replace(is_note=True)
            waiting = []
        waiting.append(position)
    if waiting:
        yield _paragraph(waiting)._replace(is_note=True)


def _positions(pages: Sequence[PageText], usual: float) -> Iterator[_Position]:
    """Yield the lines of all pages with their surroundings."""
    columns = [(page.number, column) for page in pages for column in page.columns]
    edges = _left_edges(column for _, column in columns)
    lefts = [_left(column, edges) for _, column in columns]
    widths = _widths([column for _, column in columns], lefts)
    slides = {page.number for page in pages if page.is_slide}
    lowest = {
        page.number: min((_top_of_text(column.lines, usual) for column in page.columns), default=0)
        for page in pages
    }
    for (number, column), left in zip(columns, lefts, strict=True):
        right, pitch = left + widths[column.place], _pitch(column.lines)
        is_lowest = column.lines[-1].base <= lowest[number] + column.lines[-1].size
        end = _end_of_text(column.lines, usual) if is_lowest else len(column.lines)
        lines = (None, *column.lines, None)
        around = zip(lines, column.lines, lines[2:], strict=False)
        for place, (above, line, below) in enumerate(around):
            yield _Position(
                line, number, left, right, pitch, above, below, place >= end, number in slides
            )


def _top_of_text(lines: Sequence[Line], usual: float) -> float:
    """Return the height of the first line of a column, infinity if it has only small ones."""
    return lines[0].base if any(line.size >= SMALLER * usual for line in lines) else inf


def _end_of_text(lines: Sequence[Line], usual: float) -> int:
    """Return the number of lines above the notes at the foot of a column."""
    end = len(lines)
    while end and lines[end - 1].size < SMALLER * usual:
        end -= 1
    if end == 0 and not (lines[0].is_labelled or is_field(lines[0].text)):
        return len(lines)
    return end


def _left_edges(columns: Iterable[Column]) -> Mapping[str, float]:
    """Return the left edge of the columns in each place, over all pages."""
    lines: defaultdict[str, list[Line]] = defaultdict(list)
    for column in columns:
        lines[column.place].extend(column.lines)
    return {place: _left_edge(found) for place, found in lines.items()}


def _left_edge(lines: Sequence[Line]) -> float:
    return -_edge([-line.left for line in lines], 2, _SAME_EDGE * lines[0].size)


def _edge(ends: Iterable[float], least: int, same: float) -> float:
    """Return the farthest end that so many lines reach within a distance; else the farthest.

    Of a few lines only one juts out.
    """
    ordered = sorted(ends, reverse=True)
    candidates = ordered[:2] if len(ordered) < _MANY else ordered
    near = (
        far
        for far, last in zip(candidates, ordered[least - 1 :], strict=False)
        if far - last <= same
    )
    return next(near, ordered[0])


def _left(column: Column, edges: Mapping[str, float]) -> float:
    """Return the left edge of a column, that of all pages if it has only a few lines."""
    own, usual = _left_edge(column.lines), edges[column.place]
    is_near = 0 <= own - usual <= _MAX_INDENT * column.lines[0].size
    return usual if len(column.lines) < _FEW and is_near else own


def _widths(columns: Sequence[Column], lefts: Sequence[float]) -> Mapping[str, float]:
    """Return the width of the columns in each place, without what juts out."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    sizes: defaultdict[str, list[float]] = defaultdict(list)
    for column, left in zip(columns, lefts, strict=True):
        found[column.place].extend(line.right - left for line in column.lines)
        sizes[column.place].extend(line.size for line in column.lines)
    return {place: _width(widths, median(sizes[place])) for place, widths in found.items()}


def _width(widths: Sequence[float], size: float) -> float:
    return _edge(widths, max(2, -(-len(widths) // _MIN_SHARE)), _SAME_EDGE * size)


def _pitch(lines: Sequence[Line]) -> float:
    """Return the usual distance between the lines of a column, in sizes."""
    falls = [
        (above.base - below.base) / below.size
        for above, below in pairwise(lines)
        if abs(above.size - below.size) <= _OTHER_SIZE * below.size
    ]
    return median(falls) if len(falls) >= _FEW else _PITCH


def _ends(before: _Position, after: _Position, usual: float) -> bool:
    """Return True if one line is the last of its paragraph and another begins the next one."""
    above, line = before.line, after.line
    if _is_row(before) or _is_row(after):
        return not (_is_row(before) and _is_row(after))
    if abs(above.size - line.size) > _OTHER_SIZE * line.size or is_field(line.text):
        return True
    if above.is_heavy and not line.is_heavy and before.lack > _INDENT:
        return True
    if after.above is above and above.base - line.base > _FURTHER * after.pitch * line.size:
        return True
    if line.size >= _DISPLAYED * usual:
        return after.above is not above or not _are_one_title(before, after)
    return _begins(before, after) or _is_last(before, after)


def _are_one_title(before: _Position, after: _Position) -> bool:
    """Return True if two large lines are one title: centred, or full, or long and close."""
    one, two = before.line, after.line
    distance = (one.base - two.base) / two.size
    if distance > _TITLE_LEADING:
        return False
    aligned = one.left - two.left, one.left + one.right - two.left - two.right
    is_apart = min(before.indent, after.indent) > 1
    if (is_apart and min(map(abs, aligned)) < one.size) or not _is_last(before, after):
        return True
    is_long = one.right - one.left > _LONG * (before.right - before.left)
    return is_long and distance < _CLOSE and not _NUMBERED.match(two.text)


def _is_row(position: _Position) -> bool:
    """Return True if a line is a row of a table: it has several cells, as its neighbour has."""
    cells = len(position.line.cells)
    near = (line for line in (position.above, position.below) if line is not None)
    return cells > 1 and any(len(line.cells) > 1 for line in near)


def _begins(before: _Position, after: _Position) -> bool:
    """Return True if a line is indented as the first one of a paragraph."""
    if after.indent < before.indent - _INDENT:
        return before.indent > _MAX_INDENT
    if after.indent <= _INDENT:
        return False
    # Several indented lines are a quotation, or an item.
    return after.indent > before.indent + _INDENT or bool(_STOP.search(before.line.text))


def _is_last(before: _Position, after: _Position) -> bool:
    """Return True if the next word would have fitted on a line, so that its paragraph ends."""
    text = after.line.text
    if before.is_slide and before.line.right - before.line.left < _ITEM * before.line.size:
        return True
    if _is_set_in(before, after):
        return False
    if not (_LETTER.match(text) and _LETTER.match(before.line.text[-1])):
        return before.lack > _SHORT
    word = len(text.partition(" ")[0]) / len(text) * (after.line.right - after.line.left)
    return before.lack > max(_SHORT, 1 + word / after.line.size)


def _is_set_in(before: _Position, after: _Position) -> bool:
    """Return True if two lines are of a paragraph whose edges are set in on both sides."""
    return (
        _INDENT < after.indent < _MAX_INDENT
        and not _STOP.search(before.line.text)
        and before.lack < after.indent + 1 + _INDENT
        and before.line.right - before.line.left > _MIN_SET_IN * before.line.size
    )


def _paragraph(positions: Sequence[_Position]) -> Paragraph:
    first, last = positions[0], positions[-1].page
    is_heavy = all(position.line.is_heavy for position in positions)
    if _is_row(first):
        text = "\n".join(CELL.join(position.line.cells) for position in positions)
        return Paragraph(text, first.line.size, is_heavy, first.page, last, is_table=True)
    text, marks = "", list[tuple[int, str, int]]()
    written = _joined([position.line.text for position in positions])
    for position, part in zip(positions, written, strict=True):
        marks += [(len(text) + at, mark, position.page) for at, mark in position.line.marks]
        text += part
    return Paragraph(text, first.line.size, is_heavy, first.page, last, marks=tuple(marks))


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines to join, with a blank between Latin words unless a hyphen splits one."""
    for line, following in zip(lines, (*lines[1:], ""), strict=True):
        if line.endswith(_HYPHENS) and following[:1].islower() and line[-2:-1].isalpha():
            yield line[:-1]
        elif _LETTER.match(line[-1]) and _LETTER.match(following[:1]):
            yield line + " "
        else:
            yield line
