"""PDF: title, headings and paragraphs, by the places and sizes of its characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from unicodedata import category

from corpus.document import Document, UnreadableError
from corpus.readers.pdf_glyphs import Glyphs, read_glyphs
from corpus.readers.pdf_lines import Line, Row, ordered_lines, rows, text_edges
from corpus.readers.pdf_margins import without_contents, without_margins
from corpus.readers.pdf_paragraphs import blocks

_MIN_ROWS = 5
"""Number of rows from which a page shows its margins; with fewer, those of all pages count."""

_MIN_LETTERS = 20
_MAX_FOREIGN = 0.5
"""Share of letters of other scripts with which a page of so many letters is misread."""

_EXPECTED = re.compile(
    r"[A-Za-z0-9\u00aa-\u052f\u1d00-\u1fff\u2000-\u318f\u31a0-\u31bf\u31f0-\u33ff\u3400-\u9fff"
    r"\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe6f\uff01-\uff9f\U0001d400-\U0001d7ff"
    r"\U00020000-\U0003ffff]"
)
"""Letters of the scripts in which Chinese articles are written, or which they quote."""


def read_pdf(data: bytes, longest: int) -> Document:
    """Read the text and the properties of a PDF.

    Args:
        data: The file's bytes.
        longest: Maximum number of characters.

    Raises:
        UnreadableError: The extra is not installed, or the file needs a password, is broken or
            too long, has no text, or has text in an encoding that is not known.
    """
    try:
        pages, metadata = read_glyphs(data, longest)
    except ImportError as error:
        raise UnreadableError("is a PDF; to read it, install yinju[documents]") from error
    lines = [without_contents(page) for page in _lines(pages, without_margins)]
    if not any(lines):
        lines = _lines(pages, list)
    for number, page in enumerate(lines, 1):
        _require_known_script(page, number)
    found, title = blocks(lines)
    if not found:
        raise UnreadableError("has no text, only pictures; run text recognition on it")
    return Document(tuple(found), {"title": title, **metadata} if title else metadata)


def _lines(
    pages: Sequence[Sequence[Glyphs]], trim: Callable[[list[Sequence[Row]]], list[Sequence[Row]]]
) -> list[list[Line]]:
    """Return the lines of each page in reading order; those in its usual direction come first.

    Args:
        pages: The glyphs of each page by direction.
        trim: Function that returns pages without headers and footers.
    """
    lines: list[list[Line]] = [[] for _ in pages]
    for direction in range(max(map(len, pages), default=0)):
        parts = trim([rows(page[direction]) if direction < len(page) else [] for page in pages])
        usual = text_edges([row for part in parts for row in part])
        for page, part in enumerate(parts):
            edges = text_edges(part) if len(part) >= _MIN_ROWS else usual
            lines[page] += ordered_lines(part, edges)
    return lines


def _require_known_script(page: Iterable[Line], number: int) -> None:
    """Raise an error if the letters of a page are mostly of scripts that no article has.

    They appear where a font does not tell its encoding: each glyph's number is taken for a letter.
    """
    letters = [
        character
        for line in page
        for character in line.text
        if category(character)[0] in "LCM" or character == "\ufffd"
    ]
    foreign = sum(not _EXPECTED.match(character) for character in letters)
    if len(letters) >= _MIN_LETTERS and foreign > _MAX_FOREIGN * len(letters):
        raise UnreadableError(
            "has text on page {page} in an encoding that is not known; save it as DOCX or, with "
            "its fonts, as PDF again, or run text recognition on it",
            page=number,
        )
