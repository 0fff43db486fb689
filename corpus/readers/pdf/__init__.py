"""PDF: the text of the pages as paragraphs in the order of reading, with title and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from unicodedata import category

from corpus.document import Block, Document, UnreadableError
from corpus.readers.papers import read_paper
from corpus.readers.pdf.columns import Column, columns_of
from corpus.readers.pdf.directions import Part
from corpus.readers.pdf.file import read_parts
from corpus.readers.pdf.lines import with_marks
from corpus.readers.pdf.margins import PageRows, without_contents, without_margins
from corpus.readers.pdf.notes import take_notes
from corpus.readers.pdf.paragraphs import PageText, Paragraph, paragraphs_of
from corpus.readers.pdf.rows import rows_of, usual_size
from corpus.readers.pdf.sizes import size_of_text
from corpus.readers.pdf.structure import blocks_of, title_of

_MIN_LETTERS = 20
_MAX_FOREIGN = 0.5
"""Share of letters of other scripts with which a page of so many letters is misread."""

_SLIDE = 34
"""Height of a page in sizes of its text, below which it is a slide."""

_MAX_SIGNS = 0.3
"""Maximum share of figures and signs in text whose characters are a guess."""

_FOREIGN = re.compile(
    r"[^ -~\u00a0-\u052f\u1d00-\u1fff\u2000-\u318f\u31a0-\u31bf\u31f0-\u33ff\u3400-\u9fff"
    r"\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe6f\uff01-\uff9f\U0001d400-\U0001d7ff"
    r"\U00020000-\U0003ffff]"
)
"""Letters of none of the scripts in which Chinese articles are written, or which they quote."""

_WORDS = re.compile(r"[^\W\d_]{2}|[㐀-鿿]")
_NUMBERS = re.compile(
    r"第?\s?\d+\s?[页頁]|共\s?\d+\s?[页頁]|\bpage\s?\d+(?:\s?of\s?\d+)?", re.IGNORECASE
)
"""Numbers of pages, which programs print on pictures of pages."""

_HAN = re.compile(r"[㐀-鿿]")


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
        pages, metadata = read_parts(data, longest)
    except ImportError as error:
        raise UnreadableError("is a PDF; to read it, install yinju[documents]") from error
    trimmed = _trimmed(pages)
    for number, page in enumerate(pages, 1):
        _require_known_script(page, number)
    paragraphs = list(paragraphs_of(list(_texts(trimmed))))
    if not any(_WORDS.search(_NUMBERS.sub("", one.text)) for one in paragraphs):
        raise UnreadableError("has no text, only pictures; run text recognition on it")
    usual = size_of_text((one.text, one.size) for one in paragraphs)
    paragraphs, notes = take_notes(paragraphs, usual)
    title = title_of(paragraphs, usual)
    front = sum(one.page == paragraphs[0].page for one in paragraphs)
    blocks = list(blocks_of(paragraphs, usual, title, notes))
    paper = read_paper(blocks, title and title.text, front)
    return Document(
        (*_heads(trimmed), *paper.blocks), {**_with_title(metadata, title), **paper.metadata}
    )


def _trimmed(pages: Sequence[Sequence[Part]]) -> list[tuple[PageRows, ...]]:
    """Return the rows of each page by direction, without its margins unless there is no more."""
    count = max(map(len, pages), default=0)
    parts = [[_rows(page[at : at + 1]) for page in pages] for at in range(count)]
    trimmed = [list(without_margins(part)) for part in parts]
    if not any(page.rows for part in trimmed for page in part):
        trimmed = parts
    return list(zip(*trimmed, strict=True))


def _rows(part: Sequence[Part]) -> PageRows:
    """Return the rows of a page in one direction; there are none without such a part."""
    if not part or not part[0].runs:
        return PageRows([], 0, 0, 0)
    runs, bottom, top = part[0]
    return PageRows(rows_of(runs), bottom, top, usual_size(runs))


def _texts(pages: Iterable[Iterable[PageRows]]) -> Iterator[PageText]:
    """Yield the columns of each page in reading order; its usual direction comes first."""
    in_contents = False
    for number, parts in enumerate(pages):
        columns: list[Column] = []
        for direction, part in enumerate(parts):
            for column in columns_of(part.rows, part.size, str(direction)):
                lines = with_marks(column.lines)
                lines, in_contents = without_contents(lines, goes_on=in_contents)
                columns.append(column._replace(lines=lines))
        is_slide = any(part.size * _SLIDE > part.top - part.bottom for part in parts if part.rows)
        yield PageText(number, [column for column in columns if column.lines], is_slide)


def _heads(pages: Iterable[Iterable[PageRows]]) -> Iterator[Block]:
    """Yield the running heads of pages, which may state a date, as furniture."""
    for parts in pages:
        for part in parts:
            for line in part.heads:
                yield Block("paragraph", line.text, is_furniture=True)


def _require_known_script(page: Sequence[Part], number: int) -> None:
    """Raise an error if a page is mostly in an encoding that is not known.

    Where a font does not tell its encoding, each glyph's number is taken for a character: for a
    letter of a script that no article has, or for figures and signs.
    """
    runs = [run for part in page for run in part.runs]
    text = "".join(run.text for run in runs)
    guessed = "".join(run.text for run in runs if run.style.is_unmapped)
    foreign = sum(map(_is_letter, _FOREIGN.findall(text)))
    signs = len(guessed) - sum(map(_is_letter, guessed))
    is_foreign = bool(foreign) and _is_most(foreign, sum(map(_is_letter, text)))
    is_guess = _is_most(len(guessed), len(text)) and signs > _MAX_SIGNS * len(guessed)
    if is_foreign or is_guess:
        raise UnreadableError(
            "has text on page {page} in an encoding that is not known; save it as DOCX or, with "
            "its fonts, as PDF again, or run text recognition on it",
            page=number,
        )


def _is_most(count: int, total: int) -> bool:
    return total >= _MIN_LETTERS and count > _MAX_FOREIGN * total


def _is_letter(character: str) -> bool:
    return category(character)[0] in "LCM" or character == "\ufffd"


def _with_title(metadata: Mapping[str, str], title: Paragraph | None) -> dict[str, str]:
    """Return the properties with the title that is printed, unless theirs is in its language."""
    stated = metadata.get("title", "")
    if title is None or _HAN.search(stated) or (stated and not _HAN.search(title.text)):
        return dict(metadata)
    return {**metadata, "title": title.text}
