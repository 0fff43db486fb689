"""Headers, footers and page numbers of a PDF, and its table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.readers.pdf_lines import Line, Row, row_text

_MIN_SAME = 2
"""Minimum number of pages that share a header or footer, its page number aside."""

_MIN_SIMILAR = 3
"""Minimum number of pages that share one whose other numbers differ."""

_STRIP = 8
"""Height in points of the strips of a page; headers of pages stand in the same strip."""

_MAX_MARGIN = 3
"""Maximum number of lines of a header or footer."""

_MAX_PAGE_NUMBER = 20
"""A line of this many characters or more is not a page number."""

_APART = 1.9
"""Minimum distance between a page number and the text, in sizes of the larger."""

_NUMBER = re.compile(r"\d{1,9}")
_PAGE_NUMBER = re.compile(
    r"[\s\-–—.·•~/|第页頁共of]*(?:(?:\d+|[ivxIVX]+)[\s\-–—.·•~/|第页頁共of]*){1,2}"
    r"|第?\s*[一二三四五六七八九十百]+\s*[页頁]|[-–—·•]\s*[一二三四五六七八九十百]+\s*[-–—·•]",
)

_LISTED = re.compile(r"(?:[.．·…‥_]\s?){5,}\s*[\divx]{1,5}\Z", re.IGNORECASE)
_CONTENTS = re.compile(r"目\s*[录錄次]|contents", re.IGNORECASE)
_MAX_LISTED = 40
"""Number of characters at the end of a line in which the leaders and its number stand."""

Key = tuple[str, str, int, int]
"""The kind of likeness, the text by which pages are alike, and the strip in which it stands."""


def without_margins(pages: Sequence[Sequence[Row]]) -> list[Sequence[Row]]:
    """Return the rows of pages without headers, footers and page numbers."""
    counts = Counter(
        key
        for number, page in enumerate(pages)
        for key in {key for row in _edges(page) for key in _keys(row, number)}
    )
    return [_trimmed(page, number, counts) for number, page in enumerate(pages)]


def without_contents(page: Sequence[Line]) -> list[Line]:
    """Return the lines of a page without a table of contents, whose lines end in page numbers."""
    listed = [bool(_LISTED.search(line.text[-_MAX_LISTED:])) for line in page]
    following = (*listed, False)[1:]
    return [
        line
        for line, is_listed, introduces in zip(page, listed, following, strict=True)
        if not is_listed and not (introduces and _CONTENTS.fullmatch(line.text))
    ]


def _edges(page: Sequence[Row]) -> Sequence[Row]:
    if len(page) <= 2 * _MAX_MARGIN:
        return page
    return [*page[:_MAX_MARGIN], *page[-_MAX_MARGIN:]]


def _keys(row: Row, page: int) -> list[Key]:
    """Return what a row has in common with the headers or footers of other pages.

    A number in a header may grow by one from page to page.
    """
    text = row_text(row)
    alike = {"same": text}
    if _NUMBER.search(text):
        alike["counted"] = _NUMBER.sub(lambda match: str(int(match[0]) - page), text)
        alike["similar"] = _NUMBER.sub("0", text)
    # Two rasters of strips, as a header may stand on the line between two strips of one.
    return [
        (kind, value, shift, int((row[0].baseline + shift) // _STRIP))
        for kind, value in alike.items()
        for shift in (0, _STRIP // 2)
    ]


def _trimmed(page: Sequence[Row], number: int, counts: Counter[Key]) -> Sequence[Row]:
    start, end = 0, len(page)
    while start < min(end, _MAX_MARGIN) and (
        _is_shared(page[start], number, counts) or _is_page_number(page[start : start + 2])
    ):
        start += 1
    while end > max(start, len(page) - _MAX_MARGIN) and (
        _is_shared(page[end - 1], number, counts) or _is_page_number(page[:end][-2:][::-1])
    ):
        end -= 1
    return page[start:end]


def _is_shared(row: Row, number: int, counts: Counter[Key]) -> bool:
    return any(
        counts[key] >= (_MIN_SIMILAR if key[0] == "similar" else _MIN_SAME)
        for key in _keys(row, number)
    )


def _is_page_number(edge: Sequence[Row]) -> bool:
    """Return True if the first of two rows is a page number, as it stands apart from the other."""
    text = row_text(edge[0])
    if len(text) >= _MAX_PAGE_NUMBER or not _PAGE_NUMBER.fullmatch(text):
        return False
    if len(edge) < 2:
        return True
    one, two = edge[0][0], edge[1][0]
    return abs(one.baseline - two.baseline) > _APART * max(one.size, two.size)
