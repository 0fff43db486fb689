"""Tests of the font that stands in for those a PDF does not embed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from ctypes import c_double

import pypdfium2
import pytest
from pypdfium2 import raw
from reportlab.pdfgen.canvas import Canvas

from corpus.readers.pdf.fonts import install_font
from tests.documents import drawn_pdf, encoded_pdf, write


def outlines(data: bytes) -> Iterator[tuple[str, list[int]]]:
    """Yield each character of the first page, and the edges of its outline."""
    install_font(raw)
    with closing(pypdfium2.PdfDocument(data)) as document:
        page = document[0].get_textpage()
        for index in range(raw.FPDFText_CountChars(page)):
            edges = [c_double() for _ in range(4)]
            raw.FPDFText_GetCharBox(page, index, *edges)
            yield (
                chr(raw.FPDFText_GetUnicode(page, index)),
                [round(edge.value) for edge in edges],
            )


@pytest.mark.parametrize(
    ("character", "width"),
    [("茶", 12), ("①", 12), ("⁻", 12), ("。", 12), ("館", 12), ("m", 6), ("²", 6)],
)
def test_a_character_is_a_square_whatever_fonts_the_machine_has(
    character: str, width: int
) -> None:
    """Each is as high as a line, whether or not a font of the system has it."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 700), f"{character}水")

    ((first, edges), *_) = outlines(drawn_pdf(draw))

    assert (character, [60, 60 + width, 699, 711]) == (first, edges)


@pytest.mark.parametrize(
    ("encoding", "ordering", "codec"),
    [("UniGB-UCS2-H", "GB1", "utf-16-be"), ("ETen-B5-H", "CNS1", "big5")],
)
def test_both_scripts(encoding: str, ordering: str, codec: str) -> None:
    """A single character of either script stays, on a machine without Chinese fonts too."""
    data = encoded_pdf([(60, 700, "茶".encode(codec))], encoding, ordering)

    assert [("茶", [60, 72, 699, 711])] == list(outlines(data))
