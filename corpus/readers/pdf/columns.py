"""The order in which the rows of a page are read: columns, and what stands across them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from statistics import median
from typing import NamedTuple

from corpus.readers.pdf.lines import Line, line_of
from corpus.readers.pdf.rows import Row, height_of

_MAX_DEPTH = 6
_MAX_STRIPS = 400
_STRIP = 0.25
"""Width of the strips in which a gutter between columns is sought, in sizes."""

_MAX_GUTTERS = 4
"""Maximum number of gutters that are tried in one part of a page."""

_MIN_WIDTH = 6.0
"""Minimum width of most lines of a column, in sizes; in a table, cells are narrower."""

_MIN_ROWS, _FEW = 2, 4
_MIN_FULL = 0.5
"""Minimum share of full lines in one of two columns, or both if they have only a few."""

_MIN_GAP = 1.5
"""Minimum width of the gutter between columns of a few lines, in sizes."""

_SHORT = 1.6
"""A line is full if it ends nearer than this to the longest one, in sizes."""

_BESIDE = 1.2
"""Maximum distance in height of lines that stand beside each other, in sizes."""

_BELOW = 0.9
"""Minimum distance in height of lines that stand below each other, in sizes."""

_MIN_BESIDE = 0.5
"""Minimum share of the lines of a column that stand beside some of the other one."""

_SAME_EDGE, _INTO = 0.5, 0.6
"""Maximum distance of lines that begin at the edge of a column, and minimum distance from it of a
line that begins in the gutter, in sizes."""

_MIN_SHARE = 5
"""One in so many lines begins at the left edge of its column."""

_MIN_CELLS = 3
_ISOLATED = 2.2
"""Minimum distance between columns and rows of several parts that are none of theirs, in sizes."""


_LARGER = 1.12
"""Size from which a line is no cell of a table, in sizes."""

_SAME_SIZE, _MAX_PITCH = 0.05, 2.0
"""Maximum difference in size of the lines of a paragraph, and of their height, in sizes."""


class Column(NamedTuple):
    """The lines of a column from top to bottom, and its place among its neighbours.

    Columns in the same place, such as the left one, share their width on all pages.
    """

    place: str
    lines: list[Line]


class _Band(NamedTuple):
    """The rows of a part of a page, those on each side of a gutter, if they do not cross it."""

    rows: list[Row]
    left: list[Row]
    right: list[Row]


def columns_of(rows: Sequence[Row], size: float, place: str = "") -> Iterator[Column]:
    """Yield the columns of a page in the order of reading.

    Args:
        rows: The rows of the page in one direction, from top to bottom.
        size: The usual size of its text in points.
        place: What the names of their places begin with.
    """
    yield from _ordered(rows, size, place, _MAX_DEPTH)


def _ordered(rows: Sequence[Row], size: float, place: str, depth: int) -> Iterator[Column]:
    gutter = _gutter(rows, size) if depth else None
    if gutter is None:
        yield Column(place, list(map(line_of, rows)))
        return
    rest: list[Row] = []
    for band in _bands(rows, gutter, size):
        if not _goes_on(band, size):
            rest += band.rows
            continue
        if rest:
            yield from _ordered(rest, size, place, depth - 1)
            rest = []
        yield from _ordered(band.left, size, f"{place}<", depth - 1)
        yield from _ordered(band.right, size, f"{place}>", depth - 1)
    if rest:
        yield from _ordered(rest, size, place, depth - 1)


def _gutter(rows: Sequence[Row], size: float) -> float | None:
    """Return the place of the gutter between columns that is crossed least; None without any."""
    if not rows:
        return None
    start, end = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    count = min(_MAX_STRIPS, int((end - start) / (_STRIP * size)))
    if count < 2 * _MIN_WIDTH:
        return None
    for place in _free(rows, start, (end - start) / count, count)[:_MAX_GUTTERS]:
        if any(_are_columns(band, size) for band in _bands(rows, place, size)):
            return place
    return None


def _free(rows: Sequence[Row], start: float, width: float, count: int) -> list[float]:
    """Return the places with text on both sides that the fewest pieces cross, the best first."""
    begun, ended, total = [0] * (count + 2), [0] * (count + 2), 0
    for row in rows:
        for piece in row:
            begun[int((piece.left - start) / width)] += 1
            ended[min(count, int((piece.right - start) / width)) + 1] += 1
            total += 1
    strips = [
        (before - after, after, total - before)
        for before, after in zip(accumulate(begun[:count]), accumulate(ended), strict=False)
    ]
    found: list[tuple[int, int, float]] = []
    first = 0
    for (crossing, left, right), group in groupby(strips):
        last = first + len(list(group)) - 1
        if last > first and min(left, right) >= _MIN_ROWS:
            found.append((crossing, first - last, start + width * (first + last + 1) / 2))
        first = last + 1
    return [place for _, _, place in sorted(found)]


def _bands(rows: Sequence[Row], gutter: float, size: float) -> Iterator[_Band]:
    """Yield the parts of a page from top to bottom: rows beside a gutter, or rows across it."""
    kinds = _across(rows, gutter, size)
    for is_across, group in groupby(zip(kinds, rows, strict=True), lambda item: item[0]):
        band = [row for _, row in group]
        if is_across:
            yield _Band(band, [], [])
            continue
        left = [[piece for piece in row if piece.right <= gutter] for row in band]
        right = [[piece for piece in row if piece.right > gutter] for row in band]
        yield _Band(band, [row for row in left if row], [row for row in right if row])


def _across(rows: Sequence[Row], gutter: float, size: float) -> list[bool]:
    """Return for each row if it goes over a gutter: by a piece, as a header, or as a table's."""
    edges = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    edge = _edge_beyond(rows, gutter, size)
    across: list[bool] = []
    for block in _blocks(rows, size):
        for has_cells, group in groupby(block, lambda row: _has_cells(row, gutter, edges, size)):
            cells = list(group)
            is_table = has_cells and (
                len(cells) == len(block)
                or (len(cells) > 1 and any(len(row) >= _MIN_CELLS for row in cells))
                or (len(cells[0]) >= _MIN_CELLS and not _begins_at(cells[0], gutter, edge, size))
            )
            across += [is_table or _crosses(row, gutter, edge) for row in cells]
    for place in range(len(rows) - 1, 0, -1):
        if across[place - 1] and _ends_above(rows[place - 1 : place + 2], gutter, size):
            across[place] = True
        if across[place] and _heads(rows[place - 1], gutter, size):
            across[place - 1] = True
    return across


def _blocks(rows: Sequence[Row], size: float) -> Iterator[Sequence[Row]]:
    """Yield the rows that stand near each other."""
    start = 0
    for place, (above, below) in enumerate(pairwise(map(height_of, rows)), 1):
        if above - below > _ISOLATED * size:
            yield rows[start:place]
            start = place
    yield rows[start:]


def _edge_beyond(rows: Sequence[Row], gutter: float, size: float) -> float:
    """Return from where on lines behind a gutter begin in their column, not in the gutter.

    It is a little before the first place at which a good part of them begins.
    """
    lefts = sorted(piece.left for row in rows for piece in row if piece.left >= gutter)
    least = max(_MIN_CELLS, -(-len(lefts) // _MIN_SHARE))
    pairs = zip(lefts, lefts[least - 1 :], strict=False)
    near = (one for one, later in pairs if later - one < _SAME_EDGE * size)
    return next(near, gutter) - _INTO * size


def _crosses(row: Row, gutter: float, edge: float) -> bool:
    """Return True if a piece of a row stands in a gutter, which ends at an edge."""
    return any(piece.left < gutter < piece.right or gutter <= piece.left < edge for piece in row)


def _ends_above(rows: Sequence[Row], gutter: float, size: float) -> bool:
    """Return True if the second of three rows is the short last line of what crosses a gutter."""
    over, row, *below = rows
    sizes = over[0].runs[0].style.size, row[0].runs[0].style.size
    return (
        _crosses(over, gutter, gutter)
        and row[-1].right <= gutter
        and abs(sizes[0] - sizes[1]) < _SAME_SIZE * size
        and height_of(over) - height_of(row) < _MAX_PITCH * sizes[0]
        and all(height_of(row) - height_of(one) > _BELOW * size for one in below)
    )


def _heads(row: Row, gutter: float, size: float) -> bool:
    """Return True if a row is a heading of what crosses a gutter, as nothing stands beside it."""
    return row[-1].right <= gutter and row[0].runs[0].style.size >= _LARGER * size


def _begins_at(row: Row, gutter: float, edge: float, size: float) -> bool:
    """Return True if a row begins behind a gutter where the lines of the column there begin."""
    left = min(piece.left for piece in row if piece.left >= gutter)
    return abs(left - edge - _INTO * size) < _SAME_EDGE * size


def _has_cells(row: Row, gutter: float, edges: tuple[float, float], size: float) -> bool:
    """Return True if a row has short parts on both sides of a gutter, as a header or a table.

    Two headings beside each other are larger.
    """
    most = [_MIN_FULL * width for width in (gutter - edges[0], edges[1] - gutter)]
    return row[0].right <= gutter <= row[-1].left and all(
        piece.right - piece.left < most[piece.left >= gutter]
        and piece.runs[0].style.size < _LARGER * size
        for piece in row
    )


def _goes_on(band: _Band, size: float) -> bool:
    """Return True if a part of a page, which has columns elsewhere, has columns too."""
    if min(len(band.left), len(band.right)) >= _MIN_ROWS:
        return _are_columns(band, size)
    return bool(band.left and band.right) and all(
        _is_wide(side, size) for side in (band.left, band.right)
    )


def _are_columns(band: _Band, size: float) -> bool:
    """Return True if the sides of a gutter are columns of prose, not cells of a table."""
    sides = band.left, band.right
    few = min(map(len, sides))
    if few < _MIN_ROWS or not all(_is_wide(side, size) for side in sides):
        return False
    full = [_is_full(side, size) for side in sides]
    are_staggered = len(band.rows) == len(band.left) + len(band.right)
    is_clear = all(full) or (any(full) and are_staggered)
    is_plain = any(full) if few >= _FEW else is_clear and _gap(*sides) > _MIN_GAP * size
    return is_plain and _are_beside(*sides, size)


def _gap(left: Sequence[Row], right: Sequence[Row]) -> float:
    """Return the width of the gutter between two sides, in points."""
    return min(row[0].left for row in right) - max(row[-1].right for row in left)


def _is_wide(side: Sequence[Row], size: float) -> bool:
    """Return True if most rows have a piece that is as wide as a column."""
    widths = (max(piece.right - piece.left for piece in row) for row in side)
    return median(widths) >= _MIN_WIDTH * size


def _is_full(side: Sequence[Row], size: float) -> bool:
    """Return True if most rows end near the right edge."""
    edge = max(row[-1].right for row in side) - _SHORT * size
    return sum(row[-1].right >= edge for row in side) >= _MIN_FULL * len(side)


def _are_beside(left: Sequence[Row], right: Sequence[Row], size: float) -> bool:
    """Return True if the rows of the shorter of two sides stand beside rows of the other."""
    few, many = sorted(([height_of(row) for row in side] for side in (left, right)), key=len)
    beside = at = 0
    for height in few:
        while at < len(many) - 1 and many[at] > height + _BESIDE * size:
            at += 1
        beside += abs(many[at] - height) <= _BESIDE * size
    return beside >= _MIN_BESIDE * len(few)
