"""The values of a table whose units stand in its head: 温度（℃） above 180."""

from __future__ import annotations

import re

from corpus.rows import CELL

_UNIT = re.compile(r"\(\s*([^\W\d_]{1,4}|°c?|[℃%])\s*\)\s*$")
_NUMBER = re.compile(r"\d\s*$")


def with_units(folded: str, head: str | None = None) -> str:
    """Return a folded text with the units of a table's head behind the numbers below them.

    Args:
        folded: A passage, or some rows of its table.
        head: The head of the table; None if it is the first row in the text.
    """
    lines = folded.split("\n")
    head = head or head_of(folded)
    units = [_UNIT.search(cell) for cell in head.split(CELL)] if head else []
    if not any(units):
        return folded
    return "\n".join(line if line == head else _row(line, units) for line in lines)


def head_of(folded: str) -> str | None:
    """Return the first row of the table in a folded text; None if there is no table."""
    return next((line for line in folded.split("\n") if CELL in line), None)


def _row(line: str, units: list[re.Match[str] | None]) -> str:
    cells = line.split(CELL)
    if len(cells) == 1:
        return line
    filled = [
        f"{cell.rstrip()}{unit[1]}" if unit and _NUMBER.search(cell) else cell
        for cell, unit in zip(cells, units, strict=False)
    ]
    return CELL.join([*filled, *cells[len(filled) :]])
