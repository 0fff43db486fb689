"""Runs to rows of pieces, which wide gaps separate."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus.readers.pdf.runs import Run

GAP = 0.8
"""Width of a gap that may separate columns, in sizes."""

_SAME_LINE = 0.3
"""Maximum difference in height of what stands on one line, in sizes."""

SMALL = 0.92
"""Text of less than this share of the size beside it may be raised or lowered."""

_MAX_SHIFTED = 12
"""Maximum number of raised or lowered characters in a row."""

_BEFORE, _AFTER = -0.5, 0.4
"""Distance of a raised or lowered text from the text beside it, in sizes."""

_BELOW, _ABOVE = -0.6, 0.75
"""Height of a raised or lowered text above its line, in sizes."""

INITIAL = 1.7
"""Size of an initial that reaches over several lines, in sizes of the text."""

_HEIGHT = 0.85
"""Height of a letter, in sizes."""


class Piece(NamedTuple):
    """The runs of a row without a wide gap, from left to right, with their edges in points."""

    runs: Sequence[Run]
    left: float
    right: float


Row = Sequence[Piece]
"""What stands at one height of a page, from left to right."""


def rows_of(runs: Sequence[Run]) -> list[Row]:
    """Return the rows of a page from top to bottom."""
    rows = _rows(runs, usual_size(runs)) if runs else []
    return [list(_split(row)) for row in _with_shifted(rows)]


def usual_size(runs: Iterable[Run]) -> float:
    """Return the size of most characters, in points."""
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[run.style.size] += len(run.text)
    return max(sizes, key=lambda size: sizes[size])


def height_of(row: Row) -> float:
    """Return the height of the line of a row on its page, in points."""
    return row[0].runs[0].base


def _rows(runs: Sequence[Run], usual: float) -> list[list[Run]]:
    """Return the runs of each height, from top to bottom, in each row from left to right."""
    rows: list[list[Run]] = []
    height = 0.0
    large = Counter(run.base for run in runs if run.style.size > INITIAL * usual)
    bases = ((_base(run, usual) if large[run.base] == 1 else run.base, run) for run in runs)
    for base, run in sorted(bases, key=lambda item: -item[0]):
        if rows and height - base <= _SAME_LINE * max(rows[-1][0].style.size, run.style.size):
            rows[-1].append(run)
        else:
            rows.append([run])
            height = base
    for row in rows:
        row.sort(key=_left)
    return rows


def _left(run: Run) -> float:
    return run.box.left


def _base(run: Run, usual: float) -> float:
    """Return the height of a run, for a large initial that of the first line beside it."""
    size = run.style.size
    if size > INITIAL * usual and len(run.text) == 1:
        return run.base + _HEIGHT * (size - usual)
    return run.base


def _with_shifted(rows: Sequence[list[Run]]) -> list[list[Run]]:
    """Return rows with raised and lowered text in the row that it belongs to, not in its own."""
    sizes = [max(run.style.size for run in row) for row in rows]
    full = [
        [run for run in row if run.style.size >= SMALL * size]
        for row, size in zip(rows, sizes, strict=True)
    ]
    lefts = [list(map(_left, row)) for row in full]
    kept: list[list[Run]] = [[] for _ in rows]
    moved: list[list[Run]] = [[] for _ in rows]
    for place, row in enumerate(rows):
        near = range(max(0, place - 2), min(len(rows), place + 3))
        small = SMALL * max(sizes[one] for one in near)
        for run in row:
            to = place
            if run.style.size < small and len(run.text) <= _MAX_SHIFTED:
                shifts = ((_shift(run, full[one], lefts[one]), one) for one in near)
                found = [(abs(shift), one) for shift, one in shifts if shift is not None]
                to = min(found, default=(0.0, place))[1]
            (kept if to == place else moved)[to].append(run)
    both = zip(kept, moved, strict=True)
    return [sorted([*row, *more], key=_left) if more else row for row, more in both if row or more]


def _shift(run: Run, row: Sequence[Run], lefts: Sequence[float]) -> float | None:
    """Return how far a small run is above the line of a row that it stands in, in sizes."""
    after = bisect(lefts, run.box.left)
    for beside in row[max(0, after - 1) : after + 1]:
        size = beside.style.size
        shift = (run.base - beside.base) / size
        gap = max(run.box.left - beside.box.right, beside.box.left - run.box.right)
        if (
            run.style.size < SMALL * size
            and _BELOW < shift < _ABOVE
            and _BEFORE * size < gap < _AFTER * size
        ):
            return shift
    return None


def _split(row: Iterable[Run]) -> Iterator[Piece]:
    """Yield the pieces of a row."""
    runs: list[Run] = []
    right = 0.0
    for run in row:
        if runs and run.box.left - right > GAP * min(runs[-1].style.size, run.style.size):
            yield Piece(runs, runs[0].box.left, right)
            runs, right = [], 0.0
        right = max(right, run.box.right) if runs else run.box.right
        runs.append(run)
    if runs:
        yield Piece(runs, runs[0].box.left, right)
