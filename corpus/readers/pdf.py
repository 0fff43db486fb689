"""PDF: the text of the pages as paragraphs, read by pypdf."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from unicodedata import east_asian_width

from corpus.document import Block, Document, UnreadableError
from corpus.readers.properties import properties

_MIN_FULL = 0.85
"""Share of the usual line width; a shorter line ends its paragraph."""

_USUAL = 0.9
"""Quantile of the widths of lines that is taken as the usual width."""

_MIN_REPEATS = 3
"""Minimum number of pages that share a header or footer."""

_MAX_PAGE_NUMBER = 20
"""A line of this many characters or more is not a page number."""

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\s\-–—.·/第页頁共of|]*(?:\d+[\s\-–—.·/第页頁共of|]*){1,2}", re.IGNORECASE
)
_WORD = re.compile(r"[\x21-\x7e]")


def read_pdf(data: bytes, longest: int) -> Document:
    """Read the text and the properties of a PDF.

    Args:
        data: The file's bytes.
        longest: Maximum number of characters.

    Raises:
        UnreadableError: The extra is not installed, or the file needs a password, is broken or
            too long, or has no text.
    """
    try:
        pages, metadata = _extract(data, longest)
    except ImportError as error:
        raise UnreadableError("is a PDF; to read it, install yinju[documents]") from error
    except UnreadableError:
        raise
    except Exception as error:  # A broken PDF raises errors that pypdf does not document.
        raise UnreadableError(
            "cannot be read as a PDF: {detail}; save it again", detail=str(error)
        ) from error
    blocks = tuple(Block("paragraph", text) for text in paragraphs(pages))
    if not blocks:
        raise UnreadableError("has no text, only pictures; run text recognition on it")
    return Document(blocks, metadata)


def _extract(data: bytes, longest: int) -> tuple[list[str], dict[str, str]]:
    """Return the text of each page, and the properties."""
    from pypdf import PdfReader  # Installed with the extra "documents" only.

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # It logs each fault that it tolerates.
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("needs a password; save it without one")
    pages = list(_bounded((page.extract_text() for page in reader.pages), longest))
    info = reader.metadata
    return pages, properties(info.title, info.author) if info else {}


def paragraphs(pages: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of pages, without broken lines, headers, footers and page numbers."""
    lines = [line for page in _without_margins(pages) for line in page]
    widths = sorted(map(_width, lines))
    full = _MIN_FULL * widths[int(len(widths) * _USUAL)] if widths else 0
    waiting = ""
    for line in lines:
        if waiting and line[:1].isspace():
            yield waiting
            waiting = ""
        waiting = _joined(waiting, line.strip())
        if _width(line) < full:
            yield waiting
            waiting = ""
    if waiting:
        yield waiting


def _bounded(pages: Iterable[str], longest: int) -> Iterator[str]:
    """Yield the pages until their total length exceeds the limit."""
    total = 0
    for page in pages:
        total += len(page)
        if total > longest:
            raise UnreadableError(
                "has more than {limit} characters of text; split it or raise BOT_MAX_CHARACTERS",
                limit=longest,
            )
        yield page


def _without_margins(pages: Iterable[str]) -> Iterator[list[str]]:
    """Yield the lines of each page, without header, footer and page number."""
    split = [[line for line in page.split("\n") if line.strip()] for page in pages]
    edges = Counter(_edge(line) for lines in split for line in {*lines[:1], *lines[-1:]})
    for lines in split:
        while lines and (edges[_edge(lines[0])] >= _MIN_REPEATS or _is_number(lines[0])):
            del lines[0]
        while lines and (edges[_edge(lines[-1])] >= _MIN_REPEATS or _is_number(lines[-1])):
            del lines[-1]
        yield lines


def _edge(line: str) -> str:
    return _NUMBER.sub("0", line.strip())


def _is_number(line: str) -> bool:
    return len(line) < _MAX_PAGE_NUMBER and bool(_PAGE_NUMBER.fullmatch(line.strip()))


def _joined(before: str, line: str) -> str:
    """Join two lines, with a space between Latin words unless a hyphen splits one."""
    if not before or not (_WORD.match(before[-1]) and _WORD.match(line[:1])):
        return before + line
    if before.endswith("-") and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}"


def _width(line: str) -> int:
    return sum(2 if east_asian_width(character) in "FW" else 1 for character in line.rstrip())
