"""The glyphs of a PDF: characters with their boxes, turned upright, read by pypdfium2."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from math import atan2, hypot, isfinite, pi
from statistics import median
from threading import Lock
from typing import Any, NamedTuple

from corpus.document import UnreadableError
from corpus.readers.pdf_bounds import ObjectBudget, check_streams
from corpus.readers.properties import properties

_LOCK = Lock()
"""PDFium must not be called by two threads at once."""

_DOWNWARDS = 3
"""Number of quarter turns, counterclockwise, of text that runs downwards."""

_HYPHENS = frozenset({0x2, 0xFFFE})
"""PDFium's code points for a hyphen at the end of a line, alone and in a whole text."""

_SPACES = frozenset({0x9, 0xA, 0xD, 0x20, 0xA0, 0x3000})
_SURROGATES = range(0xD800, 0xE000)

Box = tuple[float, float, float, float]
"""The left, lower, right and upper edge in points."""

_MAX_SKEW = 0.2
"""Maximum angle between text and an axis, in quarter turns; text beyond it is a watermark."""

_FAR = 1e6
"""Limit of sizes and places in points; a page of PDF has at most 14,400."""

_SAME_HEIGHT = 0.12
"""Maximum difference of the heights of boxes in one setting, in sizes, if their bottoms agree."""

_MAX_STEPS = 300
"""Maximum number of pairs of glyphs of a page by which vertical writing is recognized."""

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
    """A glyph, with the number of quarter turns by which its text is drawn."""

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
        UnreadableError: The file needs a password, is broken or too long, or holds too much.
    """
    import pypdfium2  # Installed with the extra "documents" only.

    check_streams(data)
    with _LOCK:
        try:
            with closing(pypdfium2.PdfDocument(data)) as document:
                pages = list(_pages(document, longest))
                return pages, _properties(document)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise UnreadableError("needs a password; save it without one") from error
            raise UnreadableError(
                "cannot be read as a PDF: {detail}; save it again", detail=str(error).rstrip(".")
            ) from error


def _properties(document: Any) -> dict[str, str]:
    return properties(document.get_metadata_value("Title"), document.get_metadata_value("Author"))


def _pages(document: Any, longest: int) -> Iterator[list[Glyphs]]:
    """Yield the glyphs of each page until their number exceeds the limit."""
    from pypdfium2 import raw

    total = 0
    budget = ObjectBudget(raw, longest)
    for number in range(len(document)):
        with closing(document[number]) as page:
            budget.take(page)
            with closing(page.get_textpage()) as text:
                total += raw.FPDFText_CountChars(text)
                if total > longest:
                    raise UnreadableError(
                        "has more than {limit} characters of text; split it or raise "
                        "BOT_MAX_CHARACTERS",
                        limit=longest,
                    )
                yield _directions(list(_drawn(text)))


def _drawn(text: Any) -> Iterator[_Drawn]:
    """Yield the glyphs of a page as they are drawn, upright."""
    from pypdfium2 import raw

    page, box = text.raw, raw.FS_RECTF()
    box_at, read_box = ctypes.byref(box), raw.FPDFText_GetLooseCharBox
    size, baseline, quarter, low, high = 0.0, 0.0, 0, 0.0, 0.0
    is_spaced = False
    for index, code in enumerate(_codes(page)):
        if code in _SPACES:
            is_spaced = is_spaced or not raw.FPDFText_IsGenerated(page, index)
            continue
        if code in _SURROGATES:
            continue
        read_box(page, index, box_at)
        edges = (box.left, box.bottom, box.right, box.top)
        turned = _turned(edges, quarter) if quarter else edges
        if turned[1] != low or abs(turned[3] - high) > _SAME_HEIGHT * size:
            size, baseline, quarter = _setting(page, index)
            turned = _turned(edges, quarter) if quarter else edges
            low, high = turned[1], turned[3]
        if size > 0 and _is_near(edges) and -_FAR < baseline < _FAR:
            # Glyph._make, but without the call: there is one for each character.
            fields = (_character(code), *turned, size, baseline, is_spaced)
            yield _Drawn(tuple.__new__(Glyph, fields), quarter)
        is_spaced = False


def _is_near(box: Box) -> bool:
    return min(box) > -_FAR and max(box) < _FAR and isfinite(sum(box))


def _setting(page: Any, index: int) -> tuple[float, float, int]:
    """Return size, baseline and quarter turns of a character, the same for its whole line.

    The size is 0 if it is not along an axis.
    """
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, index, matrix)
    angle = atan2(matrix.b, matrix.a) / (pi / 2)
    if not isfinite(angle):
        return 0, 0, 0
    quarter = round(angle) % 4
    is_along = abs(angle - round(angle)) <= _MAX_SKEW
    size = raw.FPDFText_GetFontSize(page, index) * hypot(matrix.c, matrix.d)
    return size if is_along and size < _FAR else 0, _baseline(matrix.e, matrix.f, quarter), quarter


def _codes(page: Any) -> Sequence[int]:
    """Return the code point of each character of a page; of two surrogates the first has it."""
    from pypdfium2 import raw

    count = raw.FPDFText_CountChars(page)
    buffer = (ctypes.c_ushort * (count + 1))()
    # The whole text is read faster, but lacks what has no code point and is in UTF-16.
    if raw.FPDFText_GetText(page, 0, count, buffer) == count + 1:
        units: list[int] = buffer[:count]
        if not any(0xD800 <= unit < 0xE000 for unit in units):
            return units
    codes = [raw.FPDFText_GetUnicode(page, index) for index in range(count)]
    for index, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            codes[index] = 0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF)
    return codes


def _character(code: int) -> str:
    return "-" if code in _HYPHENS else chr(code or 0xFFFD)


def _baseline(x: float, y: float, quarter: int) -> float:
    return (y, -x, -y, x)[quarter]


def _turned(box: Box, quarter: int) -> Box:
    """Return a box as it is once its text, one to three turns away, is turned to the right."""
    left, bottom, right, top = box
    return (
        (bottom, -right, top, -left),
        (-right, -top, -left, -bottom),
        (-top, left, -bottom, right),
    )[quarter - 1]


def _directions(drawn: Sequence[_Drawn]) -> list[Glyphs]:
    """Return the glyphs of a page by direction, most numerous first."""
    groups: dict[int, list[Glyph]] = {}
    for glyph, quarter in _with_vertical(drawn):
        groups.setdefault(quarter, []).append(glyph)
    return sorted(groups.values(), key=len, reverse=True)


def _with_vertical(drawn: Sequence[_Drawn]) -> Sequence[_Drawn]:
    """Return the glyphs, those of vertical writing marked as text that runs downwards.

    In vertical writing upright glyphs follow each other downwards. Page numbers above and below
    its columns stay.
    """
    sample = range(1, len(drawn), 1 + len(drawn) // _MAX_STEPS)
    some = [_step(drawn[index - 1], drawn[index]) for index in sample]
    if some.count("down") <= 2 * some.count("right"):
        return drawn
    steps = [_step(before, after) for before, after in pairwise(drawn)]
    down = [
        glyph
        for (before, after), step in zip(pairwise(drawn), steps, strict=True)
        if step == "down"
        for glyph in (before.glyph, after.glyph)
    ]
    low, high = min(glyph.bottom for glyph in down), max(glyph.top for glyph in down)
    return [
        _Drawn(_vertical(glyph), _DOWNWARDS)
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


def _vertical(glyph: Glyph) -> Glyph:
    """Return a glyph of vertical writing turned; its columns share a centre, not a baseline."""
    centre = (glyph.left + glyph.right) / 2
    box = _turned(glyph[1:5], _DOWNWARDS)
    return Glyph(glyph.text, *box, glyph.size, centre, glyph.is_spaced)


def usual_size(glyphs: Glyphs) -> float:
    """Return the median size of glyphs in points; 0 without any."""
    return median(glyph.size for glyph in glyphs) if glyphs else 0
