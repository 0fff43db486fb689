"""The font by which PDFium measures Chinese characters whose font a PDF does not embed.

PDFium takes such a font from the system. Where none has the character, it takes the character for
one without width, and leaves out every text that is no wider than that: single characters, and
all vertical text. So that a file is read alike on every machine, PDFium is given one font here
and asks the system for none. Each of its characters is a full square, as Chinese ones are.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from struct import pack
from typing import Any

_CHINESE_JAPANESE_KOREAN = frozenset({128, 129, 130, 134, 136})
"""Character sets of Windows: Shift-JIS, two of Korean, GB 2312, Big5."""

_EM, _ASCENT, _DESCENT = 1000, 880, -120
"""Units of the square, and its edges above and below the line."""

_FONT = 1
"""PDFium's handle of the font; any number but 0."""


@cache
def install_font(raw: Any) -> Any:
    """Let PDFium measure characters by the square font; return what it needs to do so.

    The returned object must exist as long as PDFium, so it is kept for good.

    Args:
        raw: PDFium's functions.
    """
    font = square_font()

    def map_font(
        _info: Any, _weight: int, _italic: int, charset: int, _pitch: int, _face: Any, _exact: Any
    ) -> int | None:
        return _FONT if charset in _CHINESE_JAPANESE_KOREAN else None

    def font_data(_info: Any, _font: int, table: int, buffer: Any, size: int) -> int:
        if table:  # A single table, which PDFium asks for of collections of fonts.
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    callbacks = {"MapFont": map_font, "GetFontData": font_data}
    types = dict(raw.FPDF_SYSFONTINFO._fields_)
    info = raw.FPDF_SYSFONTINFO(
        version=1, **{name: types[name](function) for name, function in callbacks.items()}
    )
    raw.FPDF_SetSystemFontInfo(info)
    return info


def square_font() -> bytes:
    """Return a TrueType font in which Chinese characters are squares, and Latin ones half of one.

    The tables are those of the OpenType specification that a rasterizer cannot do without.
    """
    widths = (_EM, _EM // 2, _EM)
    outlines = (b"", _rectangle(_EM // 2), _rectangle(_EM))
    places = accumulate(map(len, outlines), initial=0)
    groups = ((0x21, 0x7E, 1), (0xA1, 0x24F, 1), (0x250, 0x2FFF, 2), (0x3001, 0x10FFFF, 2))
    characters = pack(">HHIII", 13, 0, 16 + 12 * len(groups), 0, len(groups))
    characters += b"".join(pack(">3I", *group) for group in groups)
    head = pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, _DESCENT, _EM,
                _ASCENT, 0, 8, 2, 1, 0)  # fmt: skip
    return _font_file({
        b"cmap": pack(">HHHHI", 0, 1, 3, 10, 12) + characters,
        b"glyf": b"".join(outlines),
        b"head": head,
        b"hhea": pack(">I3hH11hH", 0x10000, _ASCENT, _DESCENT, 0, _EM, *(0,) * 11, len(widths)),
        b"hmtx": b"".join(pack(">Hh", width, 0) for width in widths),
        b"loca": b"".join(pack(">I", place) for place in places),
        b"maxp": pack(">IH13H", 0x10000, len(widths), 4, 1, *(0,) * 11),
    })  # fmt: skip


def _rectangle(width: int) -> bytes:
    """Return the outline of a rectangle as high as a line."""
    box = pack(">5h", 1, 0, _DESCENT, width, _ASCENT)  # One contour, and its bounding box.
    points = pack(">HH4B", 3, 0, 1, 1, 1, 1)  # The last of four points, all of them corners.
    steps = pack(">4h4h", 0, width, 0, -width, _DESCENT, 0, _EM, 0)  # To the right, and up.
    return box + points + steps


def _font_file(tables: Mapping[bytes, bytes]) -> bytes:
    """Return a font of tables, in the order of their names."""
    header = pack(">I4H", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    place = len(header) + 16 * len(tables)
    directory = body = b""
    for name, table in tables.items():
        directory += pack(">4s3I", name, 0, place + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return header + directory + body
