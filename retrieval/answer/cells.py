"""The values of a table whose units stand in its heads: 温度（℃） above 180, or before it."""

from __future__ import annotations

import re

from corpus.rows import CELL, cells_of, head_above, tables
from retrieval.question.question import Question

_UNIT = re.compile(
    r"\(\s*(°c?|[℃%度元块人次个天日周月年秒升米克斤岁瓦分]|[万亿美]元|分[钟贝]|小时|个月|千?克|公斤"
    r"|[千毫]升|[厘毫千]米|公里|平方米|㎡|千瓦|[千大]卡|[km]?g|[cmk]?m|ml|l|w|kw|db|kcal|kj|mah)\s*(?:/[^()]{1,6})?\)\s*$"
)
_NUMBER = re.compile(r"\d\s*$")
_WORD = re.compile(r"[㐀-鿿]{2}")


def with_units(folded: str) -> str:
    """Return a folded text with the units in heads of its tables behind their numbers."""
    parts, place = [], 0
    for table in tables(folded):
        first = [table.head] if table.head else []
        rows = (_with_units(row, table.head) for row in table.rows[len(first) :])
        parts += [folded[place : table.start], "\n".join((*first, *rows))]
        place = table.start + len("\n".join(table.rows))
    return "".join((*parts, folded[place:]))


def gives_value(question: Question, folded: str) -> bool:
    """Return True if a folded text gives the value asked for, with the units of its tables."""
    return question.is_answered_by(with_units(folded))


def sentence_with_units(folded: str, start: int, end: int) -> str:
    """Return a part of a folded text, such as a row, with the units of the table around it."""
    part = folded[start:end]
    head = head_above(folded, start)
    if not head:
        return with_units(part)
    return "\n".join(_with_units(row, head) for row in part.split("\n"))


def _with_units(row: str, head: str | None) -> str:
    """Return a row with the unit of its column behind each number.

    Where a column has none, that of the first cell counts, if only numbers stand behind it.
    """
    cells = cells_of(row)
    is_of_numbers = not any(_WORD.search(cell) for cell in cells[1:])
    of_row = _UNIT.search(cells[0]) if is_of_numbers else None
    units = [_UNIT.search(cell) or of_row for cell in cells_of(head)] if head else []
    units += [of_row] * (len(cells) - len(units))
    filled = (
        f"{cell.rstrip()}{unit[1]}" if unit and _NUMBER.search(cell) else cell
        for cell, unit in zip(cells, units, strict=False)
    )
    return CELL.join(filled)
