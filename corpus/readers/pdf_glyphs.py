"""The glyphs of a PDF: characters with their boxes, turned upright, read by pypdfium2."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from math import atan2, hypot, pi
from statistics import median
from threading import Lock
from typing import Any, NamedTuple

from corpus.document import UnreadableError
from corpus.readers.properties import properties

_LOCK = Lock()
"""PDFium must not be called by two threads at once."""

_DOWNWARDS = 3
"""Number of quarter turns, counterclockwise, of text that runs downwards."""

_HYPHEN = 0x2
"""PDFium's character for a hyphen at the end of a line."""

_MAX_SKEW = 0.2
"""Maximum angle between text and an axis, in quarter turns; text beyond it is a watermark."""

_MAX_STEP = 1.8
"""Maximum distance of successive characters of one line, in sizes."""


class Glyph(NamedTuple):
    """A character and its box in points, with y upwards, as if its text ran to the right.

    `is_spaced` is True if a space is drawn before it.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    baseline: float
    is_spaced: bool


class _Drawn(NamedTuple):
    """A glyph in the coordinates of the page, with the number of quarter turns of its text."""

    glyph: Glyph
    quarter: int


Glyphs = Sequence[Glyph]
"""Glyphs whose text runs in one direction on one page, as drawn."""


def read_glyphs(data: bytes, longest: int) -> tuple[list[list[Glyphs]], dict[str, str]]:
    """Return the glyphs of each page by the direction of their text, and the properties.

    Args:
        data: The file's bytes.
        longest: Maximum number of characters.

    Raises:
        ImportError: The extra is not installed.
        UnreadableError: The file needs a password, is broken or too long.
    """
    import pypdfium2  # Installed with the extra "documents" only.

    with _LOCK:
        try:
            with closing(pypdfium2.PdfDocument(data)) as document:
                pages = list(_pages(document, longest))
                return pages, _properties(document)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise UnreadableError("needs a password; save it without one") from error
            raise UnreadableError(
                "cannot be read as a PDF: {detail}; save it again", detail=str(error)
            ) from error


def _properties(document: Any) -> dict[str, str]:
    return properties(document.get_metadata_value("Title"), document.get_metadata_value("Author"))


def _pages(document: Any, longest: int) -> Iterator[list[Glyphs]]:
    """Yield the glyphs of each page until their number exceeds the limit."""
    from pypdfium2 import raw

    total = 0
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            total += raw.FPDFText_CountChars(text)
            if total > longest:
                raise UnreadableError(
                    "has more than {limit} characters of text; split it or raise "
                    "BOT_MAX_CHARACTERS",
                    limit=longest,
                )
            yield _directions(list(_drawn(text)))


def _drawn(text: Any) -> Iterator[_Drawn]:
    """Yield the glyphs of a page as they are drawn."""
    from pypdfium2 import raw

    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    is_spaced, high = False, 0
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high & 0x3FF) << 10) + (code & 0x3FF)
        if code in {0x20, 0xA0, 0x3000, 0xD, 0xA, 0x9}:
            is_spaced = is_spaced or not raw.FPDFText_IsGenerated(text, index)
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetMatrix(text, index, matrix)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        angle = atan2(matrix.b, matrix.a) / (pi / 2)
        quarter = round(angle)
        size = raw.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
        if size > 0 and abs(angle - quarter) <= _MAX_SKEW:
            character = "-" if code == _HYPHEN else chr(code or 0xFFFD)
            edges = (box.left, box.bottom, box.right, box.top)
            glyph = Glyph(character, *edges, size, y.value, is_spaced)
            yield _Drawn(
                glyph._replace(baseline=_baseline(x.value, y.value, quarter)), quarter % 4
            )
        is_spaced = False


def _baseline(x: float, y: float, quarter: int) -> float:
    return (y, -x, -y, x)[quarter % 4]


def _directions(drawn: Sequence[_Drawn]) -> list[Glyphs]:
    """Return the glyphs of a page upright, by direction, most numerous first."""
    groups: dict[int, list[Glyph]] = {}
    for glyph, quarter in _with_vertical(drawn):
        groups.setdefault(quarter, []).append(_upright(glyph, quarter))
    return sorted(groups.values(), key=len, reverse=True)


def _with_vertical(drawn: Sequence[_Drawn]) -> Sequence[_Drawn]:
    """Return the glyphs, those of vertical writing marked as text that runs downwards.

    In vertical writing upright glyphs follow each other downwards. Page numbers above and below
    its columns stay.
    """
    steps = [_step(before, after) for before, after in pairwise(drawn)]
    if steps.count("down") <= 2 * steps.count("right"):
        return drawn
    down = [
        glyph
        for (before, after), step in zip(pairwise(drawn), steps, strict=True)
        if step == "down"
        for glyph in (before.glyph, after.glyph)
    ]
    low, high = min(glyph.bottom for glyph in down), max(glyph.top for glyph in down)
    return [
        _Drawn(_centred(glyph), _DOWNWARDS)
        if not quarter and low <= (glyph.bottom + glyph.top) / 2 <= high
        else _Drawn(glyph, quarter)
        for glyph, quarter in drawn
    ]


def _step(before: _Drawn, after: _Drawn) -> str:
    """Return "right" or "down", the direction in which a glyph follows another; "" for neither."""
    (one, first), (two, second) = before, after
    if first or second:
        return ""
    across = (two.left + two.right - one.left - one.right) / 2
    down = (one.bottom + one.top - two.bottom - two.top) / 2
    if abs(across) < 0.3 * one.size and 0.5 * one.size < down < _MAX_STEP * one.size:
        return "down"
    if abs(down) < 0.3 * one.size and 0 < across < _MAX_STEP * one.size:
        return "right"
    return ""


def _centred(glyph: Glyph) -> Glyph:
    """Return a glyph of vertical writing, in which columns share a centre, not a baseline."""
    return glyph._replace(baseline=(glyph.left + glyph.right) / 2)


def _upright(glyph: Glyph, quarter: int) -> Glyph:
    """Return a glyph as it is once its text is turned to run to the right."""
    left, bottom, right, top = glyph[1:5]
    turned = (
        (left, bottom, right, top),
        (bottom, -right, top, -left),
        (-right, -top, -left, -bottom),
        (-top, left, -bottom, right),
    )[quarter]
    return Glyph(glyph.text, *turned, *glyph[5:])


def usual_size(glyphs: Glyphs) -> float:
    """Return the median size of glyphs in points; 0 without any."""
    return median(glyph.size for glyph in glyphs) if glyphs else 0
