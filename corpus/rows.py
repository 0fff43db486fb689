"""Tables in the text of passages, a row a line: 鸡翅 | 180."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

CELL = " | "
"""What stands between the cells of a row."""

_EMPTY = "| "
"""The beginning of a row whose first cell is empty."""

_MIN_COLUMNS = 3
"""Number of columns from which the first row of a table says what these are; one of two columns
may as well list the facts of one thing: 电话 | 5551234."""


@dataclass(frozen=True, slots=True)
class Table:
    """Two or more adjacent rows.

    Attributes:
        start: The offset of the first row.
        end: The offset behind the last one, with its line break.
        rows: The rows.
    """

    start: int
    end: int
    rows: tuple[str, ...]

    @property
    def head(self) -> str | None:
        """The first row, if it says what the columns are."""
        first = self.rows[0]
        return first if len(cells_of(first)) >= _MIN_COLUMNS else None


def cells_of(row: str) -> list[str]:
    """Return the cells of a row."""
    return (f" {row}" if row.startswith(_EMPTY) else row).split(CELL)


def tables(text: str) -> Iterator[Table]:
    """Yield the tables of a text."""
    if CELL not in text:
        return
    start = 0
    for is_table, lines in groupby(text.split("\n"), _is_row):
        rows = tuple(lines)
        end = start + sum(map(len, rows)) + len(rows)
        if is_table and len(rows) > 1:
            yield Table(start, min(end, len(text)), rows)
        start = end


def head_above(text: str, offset: int) -> str | None:
    """Return the head of the table that goes on at an offset; None without one."""
    found = (one for one in tables(text) if one.start + len(one.rows[0]) < offset < one.end)
    return next((one.head for one in found), None)


def _is_row(line: str) -> bool:
    return CELL in line or line.startswith(_EMPTY)
