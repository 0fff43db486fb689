"""Headers, footers and page numbers of a PDF, and its table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from statistics import median_high
from typing import NamedTuple

from corpus.readers.pdf.lines import Line, line_of
from corpus.readers.pdf.rows import Row
from corpus.tables import read_table

_MIN_SAME = 2
"""Minimum number of pages that share a header or footer, its page number aside."""

_MIN_SIMILAR = 3
"""Minimum number of pages that share one whose other numbers differ."""

_STRIP = 8
"""Height in points of the strips of a page; headers of pages stand in the same strip."""

_MAX_MARGIN = 3
"""Maximum number of rows of a header or footer."""

_MAX_PAGE_NUMBER = 20
"""A line of this many characters or more is not a page number."""

_APART = 1.9
"""Minimum distance between a page number or running head and the text, in sizes of the larger."""

_SMALLER = 0.95
"""Maximum size of a running head, in sizes of the text."""

_OUTER = 0.14
"""Share of the height of a page at either end in which a running head stands."""

_MAX_HEAD = 80
"""Maximum length of a running head, in characters."""

_MAX_NAMES = 2
"""Maximum number of names in a running head, such as those of a journal and of an author."""

_MAX_ABOVE, _MIN_TITLE = 8, 4
"""Number of lines of the first page among which its title is, and the minimum length of it."""

_LARGER = 1.12
"""Size from which a line is a title, in sizes of the text."""

_ISSUE = re.compile(r"第\s?[\d一二三四五六七八九十百]{1,5}\s?[期卷辑輯]")
_NUMBER = re.compile(r"\d{1,9}")
_AROUND = r"[\s\-–—－﹣.·•‧・~～|/第页頁共of★◆●\[\]()（）【】《》〈〉]*+"
_PAGE_NUMBER = re.compile(
    rf"(?:{_AROUND}(?:page|p)[.\s]*)?{_AROUND}(?:(?:[A-Z附]{{1,2}}[-－])?(?:\d+|[ivx]+){_AROUND}){{1,2}}"
    r"|[第(（]?\s*[一二三四五六七八九十百]+\s*[页頁)）]|[-–—·•]\s*[一二三四五六七八九十百]+\s*[-–—·•]",
    re.IGNORECASE,
)

_LISTED = re.compile(r"(?:[.．·…‥_]\s?){5,}\s*[\divx]{1,5}\Z", re.IGNORECASE)
_CONTENTS = re.compile(r"目\s*[录錄次]|contents", re.IGNORECASE)
_MAX_LISTED = 40
"""Number of characters at the end of a line in which the leaders and its number stand."""

_Key = tuple[str, str, int, int]
"""The kind of likeness, the text by which pages are alike, and the strip in which it stands."""


class PageRows(NamedTuple):
    """The rows of a page in one direction, its bottom and top, and the size of its text.

    `heads` are the running heads that stood alone in its margins.
    """

    rows: Sequence[Row]
    bottom: float
    top: float
    size: float
    heads: Sequence[Line] = ()


class _Shared(NamedTuple):
    """The lines that pages share, each counted, their size, their title, and their headings.

    The title is "" on the first page; headings are without blanks.
    """

    counts: Counter[_Key]
    size: float
    title: str
    headings: frozenset[str]


class _Edges(NamedTuple):
    """The outer lines of a page, those at the top and at the bottom, from the outside inwards."""

    top: list[Line]
    bottom: list[Line]


def without_margins(pages: Sequence[PageRows]) -> Iterator[PageRows]:
    """Yield the rows of pages without headers, footers and page numbers.

    A running head of one page only is told by its form.
    """
    edges = [_edges(page.rows) for page in pages]
    counts = Counter(
        key
        for number, (top, bottom) in enumerate(edges)
        for key in {key for line in _outer(top, bottom) for key in _keys(line, number)}
    )
    title = _title(pages[0]) if len(pages) > 1 else ""
    headings = frozenset(_headings(pages)) if len(pages) > 1 else frozenset[str]()
    size = median_high(page.size for page in pages) if pages else 0.0
    for number, (page, ends) in enumerate(zip(pages, edges, strict=True)):
        shared = _Shared(counts, size, title if number else "", headings)
        yield _trimmed(page, ends, number, shared)


def _title(page: PageRows) -> str:
    """Return the largest line of the first page, which its running heads may repeat."""
    rows = page.rows[:_MAX_ABOVE]
    largest = max(rows, key=lambda row: row[0].runs[0].style.size, default=None)
    if largest is None or largest[0].runs[0].style.size <= _LARGER * page.size:
        return ""
    return line_of(largest).text


def _headings(pages: Sequence[PageRows]) -> Iterator[str]:
    """Yield the large lines of all pages, without blanks."""
    for page in pages:
        for row in page.rows:
            if row[0].runs[0].style.size > _LARGER * page.size:
                text = "".join(run.text for piece in row for run in piece.runs)
                yield "".join(text.split())


def without_contents(lines: Sequence[Line], *, goes_on: bool) -> tuple[list[Line], bool]:
    """Return lines without a table of contents, whose lines end in page numbers.

    Args:
        lines: The lines of a column.
        goes_on: True if the column before ends within a table of contents.

    Returns:
        The other lines, and True if the column ends within a table of contents.
    """
    kept: list[Line] = []
    is_below = goes_on
    listed = [_is_listed(line) for line in lines]
    dotted = [bool(_LISTED.search(line.text[-_MAX_LISTED:])) for line in lines]
    following = zip([*listed[1:], False], [*dotted[1:], False], strict=True)
    around = zip(lines, listed, dotted, following, strict=False)
    for line, is_listed, is_dotted, (next_is_listed, next_is_dotted) in around:
        is_heading = len(line.text) < _MAX_PAGE_NUMBER and bool(_CONTENTS.fullmatch(line.text))
        # An entry of two lines has its number on the second one.
        is_below = (is_below and (is_listed or next_is_listed)) or (is_heading and next_is_listed)
        if not (is_below or is_dotted or (is_heading and next_is_dotted)):
            kept.append(line)
    return kept, is_below


def _is_listed(line: Line) -> bool:
    """Return True if a line below the heading of the contents ends in the number of a page."""
    return len(line.cells) > 1 and bool(_PAGE_NUMBER.fullmatch(line.cells[-1]))


def _edges(rows: Sequence[Row]) -> _Edges:
    """Return the lines that may belong to the margins, and the next one at each end."""
    count = _MAX_MARGIN + 1
    first = [line_of(row) for row in rows[:count]]
    last = [line_of(row) for row in rows[max(count, len(rows) - count) :]]
    return _Edges(first, [*first, *last][: -count - 1 : -1])


def _outer(top: Sequence[Line], bottom: Sequence[Line]) -> list[Line]:
    return [*top[:_MAX_MARGIN], *bottom[:_MAX_MARGIN]]


def _keys(line: Line, page: int) -> list[_Key]:
    """Return what a line has in common with the headers or footers of other pages.

    A number in a header may grow by one from page to page.
    """
    alike = {"same": line.text}
    if _NUMBER.search(line.text):
        alike["counted"] = _NUMBER.sub(lambda match: str(int(match[0]) - page), line.text)
        alike["similar"] = _NUMBER.sub("0", line.text)
    # Two rasters of strips, as a header may stand on the line between two strips of one.
    return [
        (kind, value, shift, int((line.base + shift) // _STRIP))
        for kind, value in alike.items()
        for shift in (0, _STRIP // 2)
    ]


def _trimmed(page: PageRows, edges: _Edges, number: int, shared: _Shared) -> PageRows:
    count = len(page.rows)
    above = _length(edges.top, min(count, _MAX_MARGIN), number, shared.counts)
    below = _length(edges.bottom, min(count - above, _MAX_MARGIN), number, shared.counts)
    heads: list[Line] = []
    if count - above - below > 1 and _is_head(page, edges.top[above:], shared):
        heads.append(edges.top[above])
        above += 1
    if count - above - below > 1 and _is_head(page, edges.bottom[below:], shared):
        heads.append(edges.bottom[below])
        below += 1
    return page._replace(rows=page.rows[above : count - below], heads=heads)


def _length(edge: Sequence[Line], most: int, page: int, counts: Counter[_Key]) -> int:
    """Return the number of lines at the edge of a page that belong to its margin."""
    for place in range(most):
        line = edge[place]
        if not _is_shared(line, page, counts) and not _is_page_number(edge[place : place + 2]):
            return place
    return most


def _is_shared(line: Line, page: int, counts: Counter[_Key]) -> bool:
    return any(
        counts[key] >= (_MIN_SIMILAR if key[0] == "similar" else _MIN_SAME)
        for key in _keys(line, page)
    )


def _is_page_number(edge: Sequence[Line]) -> bool:
    """Return True if the first of two lines is a page number that stands apart from the other."""
    text = edge[0].text
    if len(text) >= _MAX_PAGE_NUMBER or not _PAGE_NUMBER.fullmatch(text):
        return False
    return len(edge) < 2 or _are_apart(edge[0], edge[1])


def _are_apart(one: Line, two: Line) -> bool:
    return abs(one.base - two.base) > _APART * max(one.size, two.size)


def _is_head(page: PageRows, edge: Sequence[Line], shared: _Shared) -> bool:
    """Return True if the first of two lines is a running head or foot.

    It is small, stands in the outer part of the page, apart from the text, and names an issue, a
    journal, a date, a page or an address beside names, or repeats the title.
    """
    if len(edge) < 2 or len(edge[0].text) > _MAX_HEAD:
        return False
    line, following = edge[0], edge[1]
    distance = min(page.top - line.base, line.base - page.bottom)
    return (
        distance < _OUTER * (page.top - page.bottom)
        and line.size < _SMALLER * max(page.size, shared.size)
        and abs(line.base - following.base) - max(0, following.size - line.size)
        > _APART * line.size
        and (_has_form_of_head(line) or _repeats(line, shared))
    )


def _repeats(line: Line, shared: _Shared) -> bool:
    """Return True if a line repeats the title, beside other words, or a heading."""
    is_title = len(shared.title) >= _MIN_TITLE and shared.title in line.text
    return is_title or "".join(line.text.split()) in shared.headings


def _has_form_of_head(line: Line) -> bool:
    """Return True if a line consists of the parts of a running head, and of names beside them."""
    part, between, name = _forms()
    text = "  ".join(line.cells or (line.text,))
    found = [match.span() for match in part.finditer(text)]
    edges = [0, *(edge for span in found for edge in span), len(text)]
    others = list(zip(edges[::2], edges[1::2], strict=True))
    names = [text[start:stop].strip(between) for start, stop in others]
    return (
        bool(found)
        and sum(map(bool, names)) <= _MAX_NAMES
        and all(not one or name.fullmatch(one) for one in names)
        and (len(line.cells) > 1 or "：" not in text)
        and not any(_is_written_on(text, *span, between) for span in others)
    )


def _is_written_on(text: str, start: int, stop: int, between: str) -> bool:
    """Return True if words go on behind a part without a blank, or lead to what is no issue."""
    is_behind = 0 < start < stop and text[start] not in between
    is_before = start < stop < len(text) and text[stop - 1] not in between
    return is_behind or (is_before and not _ISSUE.search(text))


@cache
def _forms() -> tuple[re.Pattern[str], str, re.Pattern[str]]:
    """Return the pattern of a part of a running head, the characters between, and a name's."""
    table = read_table("corpus.readers.pdf", "margins.toml")
    return (
        re.compile("|".join(table["parts"]), re.IGNORECASE),
        table["between"],
        re.compile(table["name"], re.IGNORECASE | re.VERBOSE),
    )
