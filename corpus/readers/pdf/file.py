"""A PDF opened by PDFium: its properties, and its pages within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from threading import Lock
from typing import Any

from corpus.document import UnreadableError
from corpus.readers.pdf.bounds import ObjectBudget, check_streams
from corpus.readers.pdf.directions import Part, parts_of
from corpus.readers.pdf.fonts import install_font
from corpus.readers.pdf.runs import PageReader
from corpus.readers.properties import properties

_PDFIUM = Lock()
"""Held while PDFium is at work, which only one thread may call at a time."""


def read_parts(data: bytes, longest: int) -> tuple[list[list[Part]], dict[str, str]]:
    """Return the text of each page by its direction, and the properties of the file.

    Args:
        data: The file's bytes.
        longest: Maximum number of characters.

    Raises:
        ImportError: The extra is not installed.
        UnreadableError: The file needs a password, is broken or too long, or holds too much.
    """
    import pypdfium2  # Installed with the extra "documents" only.

    check_streams(data)
    with _PDFIUM:
        install_font(pypdfium2.raw)
        try:
            with closing(pypdfium2.PdfDocument(data)) as document:
                return list(_pages(document, longest)), _properties(document)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(error, getattr(error, "err_code", None)) from error


def _unreadable(error: Exception, code: int | None) -> UnreadableError:
    """Return an error of PDFium, with its code, in words."""
    from pypdfium2 import raw

    if code == raw.FPDF_ERR_PASSWORD:
        return UnreadableError("needs a password; save it without one")
    if code == raw.FPDF_ERR_FORMAT:
        return UnreadableError("is damaged, or not a PDF; save it again")
    return UnreadableError(
        "cannot be read as a PDF ({detail}); save it again", detail=str(error).rstrip(".")
    )


def _properties(document: Any) -> dict[str, str]:
    return properties(document.get_metadata_value("Title"), document.get_metadata_value("Author"))


def _pages(document: Any, longest: int) -> Iterator[list[Part]]:
    """Yield the text of each page until the number of characters exceeds the limit."""
    from pypdfium2 import raw

    total = 0
    budget = ObjectBudget(raw, longest)
    for number in range(len(document)):
        with closing(document[number]) as page:
            budget.take(page)
            with closing(page.get_textpage()) as text:
                count = raw.FPDFText_CountChars(text)
                total += count
                if total > longest:
                    raise UnreadableError(
                        "has more than {limit} characters of text; split it or raise "
                        "BOT_MAX_CHARACTERS",
                        limit=longest,
                    )
                yield parts_of(PageReader(raw, text.raw, count).runs(), page.get_bbox())
