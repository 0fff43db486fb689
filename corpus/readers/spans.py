"""Cells that span rows or columns of a table, written out so that each value is below its head."""

from __future__ import annotations

from copy import deepcopy

from lxml import html

_MAX_SPAN = 50
"""Number of rows or columns from which a span is taken for a mistake."""

_MAX_ADDED = 2000
"""Maximum number of cells that are added to one table."""


def write_out_spans(table: html.HtmlElement) -> None:
    """Repeat cells in the rows that they span, and add empty ones for the columns."""
    below: dict[int, tuple[int, html.HtmlElement]] = {}
    added = 0
    for row in list(table.iterdescendants("tr")):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        width, column, queue = len(cells), 0, list(cells)
        while queue or column in below:
            if column in below:
                left, cell = below.pop(column)
                row.insert(_place(row, column), copy := deepcopy(cell))
                copy.tail, added = None, added + 1
                if left > 1:
                    below[column] = left - 1, cell
                column += 1
                continue
            cell = queue.pop(0)
            if (rows := _span(cell, "rowspan")) > 1:
                below[column] = rows - 1, cell
            column += 1
            for _ in range(_span(cell, "colspan") - 1 if width > 1 else 0):
                row.insert(_place(row, column), html.Element(cell.tag))
                column, added = column + 1, added + 1
            if added > _MAX_ADDED:
                return


def _place(row: html.HtmlElement, column: int) -> int:
    """Return the index at which a cell of a column is inserted among a row's children."""
    places = [place for place, cell in enumerate(row) if cell.tag in {"td", "th"}]
    return places[column] if column < len(places) else len(row)


def _span(cell: html.HtmlElement, name: str) -> int:
    """Return how many rows or columns a cell takes; a strange number is 1."""
    stated = cell.get(name, "1").strip()
    number = int(stated) if stated.isdecimal() and len(stated) < 4 else 1
    return number if 0 < number <= _MAX_SPAN else 1
