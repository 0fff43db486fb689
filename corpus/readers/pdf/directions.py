"""The runs of a page by the direction in which they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpus.readers.pdf.runs import MIDDLE, OBLIQUE, VERTICAL, Box, Run, turned

_MAX_SIZE = 5000.0
"""Maximum size of a letter in points."""

_FAR = 1e6
"""Limit of places in points; a page of PDF has at most 14,400."""

_MIN_VERTICAL = 0.5
"""Minimum share of the characters of a page that stand below another, in vertical writing."""

_ASIDE = 0.5
"""Maximum distance of characters that stand at the same place, in sizes."""

_MAX_UPRIGHT = 1.5
"""Maximum width of characters, such as digits, side by side in vertical writing, in sizes."""


class Part(NamedTuple):
    """The runs of a page that are written in one direction, and the page's bottom and top."""

    runs: tuple[Run, ...]
    bottom: float
    top: float


def parts_of(runs: Iterable[Run], edges: Sequence[float]) -> list[Part]:
    """Return the runs of each direction, the most frequent one first.

    A headline above vertical writing is the first.

    Args:
        runs: The runs of a page.
        edges: The left, lower, right and upper edge of the page.
    """
    kept = [run for run in runs if _is_near(run)]
    is_vertical = _is_vertical(kept)
    low = min((run.box.bottom for run in kept if run.is_below), default=0.0)
    high = max((run.box.top + 2 * run.style.size for run in kept if run.is_below), default=0.0)
    groups: dict[int, list[Run]] = {}
    for run in kept:
        is_within = low < run.box.top < high
        if is_vertical and is_within and run.style.turn == 0 and _is_upright(run):
            group = groups.setdefault(VERTICAL, [])
            group.append(_downwards(run, group[-1] if group else None))
        else:
            groups.setdefault(run.style.turn, []).append(run)
    if len(groups) > 1:
        groups.pop(OBLIQUE, None)
    parts = {turn: _part(group, edges, turn) for turn, group in groups.items()}
    if is_vertical and 0 in parts and _is_headline(parts[0], parts[VERTICAL]):
        return [parts.pop(0), *parts.values()]
    return sorted(parts.values(), key=lambda part: -sum(len(run.text) for run in part.runs))


def _part(runs: Sequence[Run], edges: Sequence[float], turn: int) -> Part:
    box = turned(Box(*edges), turn)
    return Part(tuple(runs), box.bottom, box.top)


def _is_near(run: Run) -> bool:
    """Return True if a run is of a size and at a place that a page can have."""
    left, bottom, right, top = run.box
    return (
        0 < run.style.size < _MAX_SIZE
        and -_FAR < left < _FAR
        and -_FAR < bottom < _FAR
        and -_FAR < right < _FAR
        and -_FAR < top < _FAR
        and -_FAR < run.base < _FAR
    )


def _is_vertical(runs: Iterable[Run]) -> bool:
    """Return True if most of a page is in vertical writing."""
    upright = below = 0
    for run in runs:
        below += len(run.text) if run.is_below else 0
        upright += len(run.text) if run.style.turn == 0 or run.is_below else 0
    return below > _MIN_VERTICAL * upright


def _is_upright(run: Run) -> bool:
    return run.box.right - run.box.left <= _MAX_UPRIGHT * run.style.size


def _downwards(run: Run, before: Run | None) -> Run:
    """Return a character of vertical writing as part of a line, behind the one before.

    A mark that stands aside in its square, such as a comma, may be drawn higher up.
    """
    box = turned(run.box, VERTICAL)
    size = run.style.size
    base = (run.box.left + run.box.right) / 2 - MIDDLE * size
    if (
        before is not None
        and before.text != run.text
        and abs(before.base - base) < _ASIDE * size
        and abs(before.box.left - box.left) < _ASIDE * size
    ):
        box = box._replace(left=before.box.right, right=before.box.right + size)
    return Run(run.text, [box.left] * len(run.text), box, base, run.style)


def _is_headline(lines: Part, columns: Part) -> bool:
    """Return True if lines stand above vertical writing."""
    return min(run.base for run in lines.runs) >= -min(run.box.left for run in columns.runs)
