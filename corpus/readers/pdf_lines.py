"""The lines of a PDF in reading order, found by the places of its glyphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from statistics import median
from typing import NamedTuple

from corpus.readers.inline import shifted
from corpus.readers.pdf_glyphs import Glyph, Glyphs, usual_size

Row = Sequence[Glyph]
"""Glyphs on one baseline, from left to right, with what is raised and lowered beside them."""

Edges = tuple[float, float]
"""The left and right edge of a column or page in points."""

_SMALL = 0.8
"""Maximum size of a raised or lowered glyph, in sizes of the text beside it."""

_RAISED = 0.15
_LOWERED = -0.05
"""Minimum distance from the baseline of a raised and a lowered glyph, in sizes of the text."""

_BLANK = 0.8
"""Minimum width of a gap that may part columns, and of a blank in Chinese, in sizes."""

_TABLE = 2.5
"""Minimum width of a gap between the cells of a table, in sizes."""

_WORD_SPACE = 0.2
"""Minimum width of a space between Latin words, in sizes."""

_MAX_GAPS = 3
"""Maximum number of such gaps in a line of columns; a line with more is spread."""

_MIN_SPLIT = 3
"""Minimum number of lines across which two columns stand side by side."""

_SAME_EDGE = 1.2
"""Maximum distance of the ends of lines that reach the same edge, in sizes."""

_ISOLATED = 2.5
"""Minimum distance between a header and the columns below it, in sizes."""

_MIN_FILLED = 0.6
"""Minimum share of a column that its usual line fills; the cells of a table are shorter."""

_MIN_COLUMN = 7
"""Minimum width of a column, in sizes."""

_BIN = 2.0
"""Width in points of the strips in which the gap between columns is looked for."""

_MAX_BINS = 10_000
_MAX_DEPTH = 3
"""Maximum number of times that columns are parted again."""

_WIDE = re.compile(
    r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe10-\ufe4f\uff01-\uff60"
    r"\U00020000-\U0003ffff…—‘’“”]"
)
"""Characters between which a line has no spaces."""

_NOTE_MARK = re.compile(r"[\d*†‡①-⑳,，]{1,4}")
_NOTED = re.compile(r"[㐀-䶿一-鿿。，、；：？！”’』」）》】]")
_MEASURED = re.compile(r"[米里尺寸]\Z")


class Line(NamedTuple):
    """A line of text with its place in points.

    `margins` are the left and right edges of its column. `is_parted` is True if a wide gap parts
    it, as the row of a table.
    """

    text: str
    size: float
    left: float
    right: float
    baseline: float
    margins: Edges
    is_parted: bool


def rows(glyphs: Glyphs) -> list[Row]:
    """Return the rows of a page, from top to bottom."""
    strips = _strips(glyphs)
    _adopt(strips, usual_size(glyphs))
    lined = (_once(sorted(strip, key=lambda glyph: glyph.left)) for strip in strips)
    return [row for row in lined if row]


def _strips(glyphs: Glyphs) -> list[list[Glyph]]:
    """Return glyphs by baseline, from top to bottom."""
    strips: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.baseline):
        first = strips[-1][0] if strips else None
        if first and first.baseline - glyph.baseline <= 0.3 * min(first.size, glyph.size):
            strips[-1].append(glyph)
        else:
            strips.append([glyph])
    return strips


def _adopt(strips: list[list[Glyph]], size: float) -> None:
    """Move raised and lowered glyphs into the strip of the text that they belong to."""
    small = [[glyph for glyph in strip if glyph.size <= _SMALL * size] for strip in strips]
    edges = [
        sorted(glyph.right for glyph in strip if glyph.size > _SMALL * size) for strip in strips
    ]
    for index, glyphs in enumerate(small):
        moved = set()
        for glyph in glyphs:
            for near in (index + 1, index - 1, index + 2, index - 2):
                if 0 <= near < len(strips) and _belongs(glyph, strips[near], edges[near], size):
                    strips[near].append(glyph)
                    moved.add(id(glyph))
                    break
        strips[index] = [glyph for glyph in strips[index] if id(glyph) not in moved]


def _belongs(glyph: Glyph, strip: Sequence[Glyph], edges: Sequence[float], size: float) -> bool:
    """Return True if a small glyph stands beside the text of a strip, a little up or down."""
    if not edges:
        return False
    rise = (glyph.baseline - strip[0].baseline) / size
    if not -0.4 < rise < 0.75:
        return False
    at = bisect_left(edges, glyph.left + 0.3 * size)
    behind = at > 0 and glyph.left - edges[at - 1] < 2 * size
    return behind or (at < len(edges) and edges[at] - glyph.right < 2 * size)


def _once(row: Sequence[Glyph]) -> list[Glyph]:
    """Return a row without glyphs that are drawn again at the same place, for boldness."""
    kept: list[Glyph] = []
    for glyph in row:
        near = 0.35 * (glyph.right - glyph.left)
        for before in kept[-3:]:
            if before.text == glyph.text and glyph.left - before.left < near:
                break
        else:
            kept.append(glyph)
    return kept


def text_edges(page: Sequence[Row]) -> Edges:
    """Return the left and the right edge of a page's text in points, without what juts out."""
    if not page:
        return 0, 0
    least, same = -(-len(page) // 5), _SAME_EDGE * usual_size([row[0] for row in page])
    right = _edge([row[-1].right for row in page], max(2, least), same)
    return -_edge([-row[0].left for row in page], 2, same), right


def _edge(ends: Iterable[float], least: int, same: float) -> float:
    """Return the farthest end that so many rows reach within a distance; else the farthest."""
    ordered = sorted(ends, reverse=True)
    near = (
        far for far, last in zip(ordered, ordered[least - 1 :], strict=False) if far - last <= same
    )
    return next(near, ordered[0])


def ordered_lines(page: Sequence[Row], edges: Edges) -> list[Line]:
    """Return the lines of a page in reading order, column by column.

    Args:
        page: The rows from top to bottom.
        edges: The margins of what is not in columns.
    """
    size = usual_size([glyph for row in page for glyph in row])
    regions = _regions(page, edges, size, _MAX_DEPTH) if size else []
    return [line for region, its_edges in regions for line in _lines(region, its_edges)]


def _regions(
    page: Sequence[Row], edges: Edges, size: float, depth: int
) -> Iterator[tuple[Sequence[Row], Edges]]:
    """Yield the rows and edges of columns, and of what stands across them, in reading order."""
    place = _gutter(page, size) if depth else None
    if place is None:
        yield page, edges
        return
    alone = _isolated(page, size)
    for crosses, band in groupby(page, lambda row: id(row) in alone or _crosses(row, place)):
        rows_of_band = list(band)
        left, right = _parted(rows_of_band, place)
        if crosses or not _are_columns(left, right, size):
            yield rows_of_band, edges
        else:
            yield from _regions(left, text_edges(left), size, depth - 1)
            yield from _regions(right, text_edges(right), size, depth - 1)


def _gutter(page: Sequence[Row], size: float) -> float | None:
    """Return the place between two columns in points, None if there is none.

    It is where most rows have a gap; else, as the lines of columns need not be level, where no
    row has text and many end before and begin behind it.
    """
    start = min(row[0].left for row in page)
    count = int((max(row[-1].right for row in page) - start) / _BIN) + 2
    if count > _MAX_BINS or len(page) < _MIN_SPLIT:
        return None
    pieces = [_pieces(row, size) for row in page]
    gaps, begins, ends = [0] * count, [0] * count, [0] * count
    for row in pieces:
        for left, right in row:
            begins[int((left - start) / _BIN)] += 1
            ends[max(0, int((right - start) / _BIN))] += 1
        for (_, left), (right, _) in pairwise(row):
            gaps[int((left - start) / _BIN)] += 1
            gaps[int((right - start) / _BIN)] -= 1
    place = _best(list(accumulate(gaps))) or _best(_free(begins, ends))
    return None if place is None else start + (place + 0.5) * _BIN


def _free(begins: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Return for each strip without text how many pieces stand on the side that has fewer."""
    total = sum(begins)
    return [
        min(ended, total - begun) if ended == begun else 0
        for begun, ended in zip(accumulate(begins), accumulate(ends), strict=True)
    ]


def _best(votes: Sequence[int]) -> float | None:
    """Return the middle of the first strips that have most votes, None if these are few."""
    most = max(votes)
    if most < _MIN_SPLIT:
        return None
    first = last = votes.index(most)
    while last + 1 < len(votes) and votes[last + 1] == most:
        last += 1
    return (first + last) / 2


def _pieces(row: Row, size: float) -> list[tuple[float, float]]:
    """Return the ends of the parts of a row between wide gaps; one part if it is a spread line."""
    least = _BLANK * size
    gaps = [(one.right, two.left) for one, two in pairwise(row) if two.left - one.right >= least]
    if len(gaps) > _MAX_GAPS:
        gaps = []
    edges = [row[0].left, *(edge for gap in gaps for edge in gap), row[-1].right]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _isolated(page: Sequence[Row], size: float) -> set[int]:
    """Return the identities of rows that stand far from the others, such as headers."""
    heights = [float("inf"), *(row[0].baseline for row in page), float("-inf")]
    return {
        id(row)
        for row, above, at, below in zip(page, heights, heights[1:], heights[2:], strict=False)
        if min(above - at, at - below) > _ISOLATED * size
    }


def _crosses(row: Row, place: float) -> bool:
    """Return True if a row has text on both sides of a place, without a gap there."""
    at = bisect_left(row, place, key=lambda glyph: glyph.left)
    if not at:
        return False
    before = row[at - 1]
    if before.right > place:
        return True
    return at < len(row) and row[at].left - before.right < _BLANK * before.size


def _parted(page: Iterable[Row], place: float) -> tuple[list[Row], list[Row]]:
    """Return what stands on either side of a place."""
    left: list[Row] = []
    right: list[Row] = []
    for row in page:
        at = bisect_left(row, place, key=lambda glyph: glyph.left)
        left += [row[:at]] if at else []
        right += [row[at:]] if at < len(row) else []
    return left, right


def _are_columns(left: Sequence[Row], right: Sequence[Row], size: float) -> bool:
    """Return True if both sides hold running text, not the cells of a table."""
    return all(_is_column(side, size) for side in (left, right))


def _is_column(side: Sequence[Row], size: float) -> bool:
    if len(side) < _MIN_SPLIT:
        return False
    widths = sorted(row[-1].right - row[0].left for row in side)
    width = max(row[-1].right for row in side) - min(row[0].left for row in side)
    usual = widths[len(widths) // 2]
    return width >= _MIN_COLUMN * size and usual >= _MIN_FILLED * width


def _lines(region: Sequence[Row], edges: Edges) -> Iterator[Line]:
    """Yield the lines of a column."""
    for row in region:
        size = text_size(row)
        is_parted = len(_pieces(row, _TABLE / _BLANK * size)) > 1
        yield Line(
            row_text(row), size, row[0].left, row[-1].right, row[0].baseline, edges, is_parted
        )


def text_size(row: Row) -> float:
    """Return the size of a row's text, without what is raised or lowered."""
    sizes = sorted(glyph.size for glyph in row)
    return sizes[len(sizes) * 3 // 5]


def row_text(row: Row) -> str:
    """Return the text of a row, with its spaces and with raised and lowered characters."""
    size = text_size(row)
    on_line = [glyph.baseline for glyph in row if glyph.size > _SMALL * size]
    baseline = median(on_line)
    usual = median(two.left - one.right for one, two in pairwise(row)) if len(row) > 1 else 0
    parts: list[str] = []
    before: Glyph | None = None
    for shift, run in groupby(row, lambda glyph: _shift(glyph, baseline, size)):
        text = ""
        for glyph in run:
            is_apart = before is not None and _is_apart(before, glyph, usual)
            text += f" {glyph.text}" if is_apart else glyph.text
            before = glyph
        parts.append(_in_line(text, shift, parts[-1] if parts else ""))
    return "".join(parts).strip()


def _shift(glyph: Glyph, baseline: float, size: float) -> int:
    """Return 1 for a raised glyph, -1 for a lowered one, 0 for others."""
    if glyph.size > _SMALL * size:
        return 0
    rise = (glyph.baseline - baseline) / size
    return 1 if rise >= _RAISED else -1 if rise <= _LOWERED else 0


def _is_apart(one: Glyph, two: Glyph, usual: float) -> bool:
    """Return True if there is a space between two glyphs of a line.

    Between Chinese characters it must be wider than usual in the line, which may be spread.
    """
    gap = two.left - one.right
    wide = bool(_WIDE.match(one.text)), bool(_WIDE.match(two.text))
    if all(wide):
        least = _WORD_SPACE if two.is_spaced else _BLANK
        return gap >= least * one.size and gap > 2 * usual
    if any(wide):
        return two.is_spaced or gap >= _BLANK * one.size
    return two.is_spaced or gap >= _WORD_SPACE * max(one.size, two.size)


def _in_line(text: str, shift: int, before: str) -> str:
    """Return a raised or lowered run as it is written in line; without the mark of a note."""
    if not shift:
        return text
    text = text.strip()
    if shift > 0 and _NOTE_MARK.fullmatch(text) and _NOTED.match(before[-1:]):
        is_power = text in {"2", "3"} and _MEASURED.search(before)
        return shifted(text, is_raised=True) if is_power else ""
    return shifted(text, is_raised=shift > 0)
