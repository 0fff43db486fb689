"""The text of a page in runs of characters, with places and sizes, as PDFium finds it."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise
from math import hypot, isfinite
from typing import Any, NamedTuple

_HYPHENS = {"\x02": "-", "\ufffe": "-"}
"""PDFium's marks for a hyphen at the end of a line."""

_UNKNOWN = {"\0": "\ufffd"}
"""A character without a code point."""

_REST = "\uffff"
"""Stands for the second half of a character that PDFium counts twice."""

_READABLE = str.maketrans(_HYPHENS | _UNKNOWN)

_HEAVY = 600
"""Weight of a font from which it is bold."""

_HEAVY_NAME = re.compile(rb"bold|black|heavy|hei(?!sei)|xbs|\xe9\xbb\x91", re.IGNORECASE)
"""Names of bold fonts, and of those in which Chinese headings are set."""

_MAX_NAME = 128
_FILLED_AND_DRAWN = 2
"""The way of drawing letters with which programs make a font bold that has no bold form."""

_MAX_SIZE = 5000.0
"""Maximum size of a letter in points; a page may be about three times as large."""

_MAX_SLANT = 0.25
"""Sine of the largest angle at which a line counts as straight; a watermark is steeper."""

_LEVEL, _SAME_HEIGHT = 0.02, 0.12
"""Maximum difference of the bottoms of the characters of a run, and of their heights, in sizes."""

_BACK, _ON = -0.3, 0.12
"""Distance from one character of a run to the next one, in sizes."""

_MIN_BLANK, _MAX_BLANK = 0.2, 0.8
"""Width of a blank between the words of a run, in sizes."""

_NARROW = "\u0250"
"""Letters before this one are Latin; a blank between others may be mere distance."""

_BLANK = re.compile(" ")
_UNBROKEN = re.compile(r"[^\s]+(?: (?<=[!-\u024f] )(?=[!-\u024f])[^\s]+)*")
"""Text without blanks but those between Latin words."""

_DOWN = (0.85, 1.8)
"""Distance to the character above in vertical writing, in sizes."""

_ASIDE = 0.3
"""Maximum distance sidewards of two characters in vertical writing, in sizes."""

MIDDLE = 0.38
"""Height of the middle of a Chinese character above the line, in sizes."""

VERTICAL = 3
"""Quarter turns by which vertical writing becomes lines, of which the rightmost is the first."""

OBLIQUE = -1
"""In the place of the quarter turns of text at another angle, such as a watermark."""


class Style(NamedTuple):
    """The size of text in points, and the quarter turns to the left by which it is turned.

    `is_unmapped` means that its font has no table of characters, so that the text is a guess.
    """

    size: float
    is_heavy: bool
    turn: int
    is_unmapped: bool


class Box(NamedTuple):
    """The edges of a character in points, upwards from the bottom; turned as its line is."""

    left: float
    bottom: float
    right: float
    top: float


class Run(NamedTuple):
    """Characters that stand next to each other on a line.

    `starts` are the left edges of the characters, `box` has the edges of all of them, `base` is
    the height of the line, all in points. `is_apart` means that a blank is written before the run,
    `is_below` that it is written downwards: its character stands below the one before.
    """

    text: str
    starts: list[float]
    box: Box
    base: float
    style: Style
    is_apart: bool = False
    is_below: bool = False


class _Span(NamedTuple):
    """Characters that were drawn at once, from an index on, and the edges of first and last.

    `has_blank` means that PDFium found a blank between it and the span before, in one text.
    """

    start: int
    text: str
    first: Box
    last: Box
    has_blank: bool


class _OpenRun:
    """A run to which what stands next to it is added."""

    def __init__(self, span: _Span, base: float, style: Style, *, is_apart: bool) -> None:
        first, last = turned(span.first, style.turn), turned(span.last, style.turn)
        self.style, self.base, self.box, self.end = style, base, first, last.right
        self.is_apart = is_apart
        self.is_below = False
        self.last = span
        self._texts = [span.text]
        self._starts = _starts(first.left, last.right, len(span.text))

    def add(self, span: _Span, *, is_apart: bool) -> bool:
        """Add a span and return True if it stands next to the last one."""
        size, turn = self.style.size, self.style.turn
        box = turned(span.first, turn)
        gap = box.left - self.end
        if not _BACK * size <= gap <= _MAX_BLANK * size or not _is_level(box, self.box, size):
            return False
        if is_apart or (span.has_blank and gap > _MIN_BLANK * size):
            if max(span.text[0], self._texts[-1][-1]) >= _NARROW:
                return False
            if not is_apart and len(span.text) == len(self._texts[-1]) == 1:
                return False  # The letters of a spread word.
            self._texts.append(" ")
            self._starts.append(self.end)
        elif gap > _ON * size:
            return False
        self._texts.append(span.text)
        self.end = box.right if span.first is span.last else turned(span.last, turn).right
        self._starts += _starts(box.left, self.end, len(span.text))
        self.last = span
        return True

    def closed(self, *, is_heavy: bool) -> Run:
        """Return the run."""
        text, starts = "".join(self._texts).translate(_READABLE), self._starts
        if _REST in text:
            kept = [pair for pair in zip(text, starts, strict=True) if pair[0] != _REST]
            text, starts = "".join(one for one, _ in kept), [start for _, start in kept]
        left, bottom, _, top = self.box
        is_below = self.is_below and (self.style.turn == VERTICAL or len(starts) == 1)
        style = self.style
        if style.is_heavy and not is_heavy:
            style = style._replace(is_heavy=False)
        box = Box(left, bottom, self.end, top)
        return Run(text, starts, box, self.base, style, self.is_apart, is_below)


def _starts(left: float, right: float, count: int) -> list[float]:
    """Return the left edges of characters, as if all were equally wide."""
    if count == 1:
        return [left]
    width = (right - left) / count
    return [left + number * width for number in range(count)]


def _is_level(box: Box, other: Box, size: float) -> bool:
    """Return True if two boxes are equally high up, and as high."""
    return (
        abs(box.bottom - other.bottom) <= _LEVEL * size
        and abs(box.top - other.top) <= _SAME_HEIGHT * size
    )


class PageReader:
    """Joins the characters of one page to runs, in the order in which they are drawn.

    PDFium is asked as little as possible, as each call takes as long as reading a character.

    Args:
        raw: PDFium's functions.
        page: The text of the page, as PDFium holds it.
        count: Its number of characters.
    """

    def __init__(self, raw: Any, page: Any, count: int) -> None:
        self._raw, self._page = raw, page
        self._box_of, self._object_of = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetTextObject
        self._rectangle, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._text = _text(raw, page, count)
        self._is_heavy_font: dict[int, bool] = {}
        self._drawn: tuple[int, float, Style] | None = None

    def runs(self) -> Iterator[Run]:
        """Yield the runs of the page, each turned so that its line is level."""
        run: _OpenRun | None = None
        above: _OpenRun | None = None
        end = 0
        for span in self._spans():
            start = span.start
            is_apart = False
            if run is not None and start > end:
                if "\n" in self._text[end:start]:
                    yield self._closed(run)
                    run = None
                else:
                    is_apart = not (span.has_blank or all(map(self._is_added, range(end, start))))
            end = start + len(span.text)
            if run is None or not run.add(span, is_apart=is_apart):
                if run is not None:
                    yield self._closed(run)
                run = above = self._open(span, above, is_apart=is_apart)
        if run is not None:
            yield self._closed(run)

    def _spans(self) -> Iterator[_Span]:
        """Yield the characters that were drawn at once, without gaps."""
        for match in _UNBROKEN.finditer(self._text):
            start, stop = match.span()
            while start < stop:
                if self._text[start] == " ":
                    start += 1
                    continue
                end = self._object_end(start, stop)
                has_blank = False
                for blank in _BLANK.finditer(self._text, start, end):
                    if self._is_added(blank.start()):
                        yield self._span(start, blank.start(), has_blank=has_blank)
                        start, has_blank = blank.end(), True
                if start < end:
                    yield self._span(start, end, has_blank=has_blank)
                start = end

    def _object_end(self, start: int, stop: int) -> int:
        """Return where the text object ends that a character belongs to."""
        drawn = self._object(start)
        end, step = start + 1, 1  # All before `end` belongs to it.
        while end < stop:
            probe = min(stop, end + step)
            if self._object(probe - 1) == drawn:
                end, step = probe, 2 * step
            elif step == 1:
                break
            else:
                stop, step = probe - 1, 1
        return end

    def _object(self, index: int) -> int:
        """Return the address of the text object of a character."""
        drawn = self._object_of(self._page, index)
        return ctypes.addressof(drawn.contents) if drawn else 0

    def _is_added(self, index: int) -> bool:
        """Return True for a character that PDFium has added, such as a blank in a wide gap."""
        return bool(self._raw.FPDFText_IsGenerated(self._page, index))

    def _box(self, index: int) -> Box:
        """Return the edges of a character as it lies on the page."""
        box = self._rectangle
        self._box_of(self._page, index, box)
        return Box(box.left, box.bottom, box.right, box.top)

    def _span(self, start: int, stop: int, *, has_blank: bool) -> _Span:
        first = self._box(start)
        last = first if stop == start + 1 else self._box(stop - 1)
        return _Span(start, self._text[start:stop], first, last, has_blank)

    def _open(self, span: _Span, above: _OpenRun | None, *, is_apart: bool) -> _OpenRun:
        """Return a new run that begins with a span."""
        box, last = span.first, span.last
        if above is not None and box is last and _is_below(box, above.box, above.style):
            rise = above.base - above.box.bottom
            run = _OpenRun(span, box.bottom + rise, above.style, is_apart=is_apart)
            run.is_below = True
            return run
        base, style = self._setting(span.start)
        is_column = style.turn == 0 and last.top < box.bottom + _LEVEL * style.size
        if is_column and box is not last:
            style = style._replace(turn=VERTICAL)
            base = (box.left + box.right) / 2 - MIDDLE * style.size
        run = _OpenRun(span, base, style, is_apart=is_apart)
        run.is_below = is_column
        return run

    def _closed(self, run: _OpenRun) -> Run:
        """Return a run; it is bold if its first and its last character are."""
        last = run.last.start + len(run.last.text) - 1
        return run.closed(is_heavy=run.style.is_heavy and self._setting(last)[1].is_heavy)

    def _setting(self, index: int) -> tuple[float, Style]:
        """Return the height of the line of a character, turned, and its style.

        The size is 0 for text that is to be left out.
        """
        drawn = self._object(index)
        if self._drawn is None or self._drawn[0] != drawn:
            matrix = self._matrix
            self._raw.FPDFText_GetMatrix(self._page, index, matrix)
            size = self._raw.FPDFText_GetFontSize(self._page, index) * hypot(matrix.c, matrix.d)
            if not size * hypot(matrix.a, matrix.b) < _MAX_SIZE * _MAX_SIZE:
                size = 0.0
            turn = _turn(matrix.a, matrix.b)
            base = turned(Box(matrix.e, matrix.f, matrix.e, matrix.f), turn).bottom
            is_unmapped = self._raw.FPDFText_HasUnicodeMapError(self._page, index) == 1
            self._drawn = drawn, base, Style(size, self._is_heavy(index), turn, is_unmapped)
        return self._drawn[1:]

    def _is_heavy(self, index: int) -> bool:
        """Return True if a character is bold, by its font's weight or name or as it is drawn."""
        raw = self._raw
        drawn = self._object_of(self._page, index)
        if not drawn:
            return False
        font = raw.FPDFTextObj_GetFont(drawn)
        address = ctypes.addressof(font.contents) if font else 0
        if address not in self._is_heavy_font:
            self._is_heavy_font[address] = self._has_heavy_font(index)
        if self._is_heavy_font[address]:
            return True
        return bool(raw.FPDFTextObj_GetTextRenderMode(drawn) == _FILLED_AND_DRAWN)

    def _has_heavy_font(self, index: int) -> bool:
        name = ctypes.create_string_buffer(_MAX_NAME)
        self._raw.FPDFText_GetFontInfo(self._page, index, name, _MAX_NAME, ctypes.c_int())
        weight = self._raw.FPDFText_GetFontWeight(self._page, index)
        return bool(weight >= _HEAVY or _HEAVY_NAME.search(name.value))


def _text(raw: Any, page: Any, count: int) -> str:
    """Return the text of a page, one character for each index."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    units = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    length = raw.FPDFText_GetText(page, 0, count, units) - 1
    text = buffer.raw[: 2 * max(0, length)].decode("utf-16-le", "replace")
    if len(text) == length == count:
        return text
    # The whole text lacks what has no code point, and holds some characters as two.
    codes = [raw.FPDFText_GetUnicode(page, index) for index in range(count)]
    for index, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            codes[index] = 0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF)
            codes[index + 1] = ord(_REST)
    return "".join(map(_character, codes))


def _character(code: int) -> str:
    return _REST if 0xD800 <= code < 0xE000 or code >= 0x110000 else chr(code)


def _turn(across: float, upwards: float) -> int:
    """Return the quarter turns to the left of a line that runs in a direction."""
    length = hypot(across, upwards)
    if not isfinite(length):
        return OBLIQUE
    if abs(upwards) <= _MAX_SLANT * length:
        return 0 if across >= 0 else 2
    if abs(across) <= _MAX_SLANT * length:
        return 1 if upwards > 0 else 3
    return OBLIQUE


def turned(box: Box, turn: int) -> Box:
    """Return the edges as they are once a line with so many turns is level."""
    if turn <= 0:
        return box
    left, bottom, right, top = box
    if turn == 1:
        return Box(bottom, -right, top, -left)
    return Box(-right, -top, -left, -bottom) if turn == 2 else Box(-top, left, -bottom, right)


def _is_below(box: Box, above: Box, style: Style) -> bool:
    """Return True if a character stands right below an upright one of the same size."""
    size = style.size
    nearest, farthest = _DOWN
    aside = abs(box.left + box.right - above.left - above.right) / 2
    return (
        style.turn == 0
        and nearest * size < above.bottom - box.bottom < farthest * size
        and aside < _ASIDE * size
        and abs((box.top - box.bottom) - (above.top - above.bottom)) < _SAME_HEIGHT * size
    )
