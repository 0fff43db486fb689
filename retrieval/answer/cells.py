"""The values of a table whose units stand in its head: 温度（℃） above 180."""

from __future__ import annotations

import re

from corpus.rows import CELL, cells_of, head_above, tables
from retrieval.question.question import Question

_UNIT = re.compile(
    r"\(\s*(°c?|[℃%度元块人次个天日周月年秒升米克斤岁瓦分]|[万亿美]元|分[钟贝]|小时|个月|千?克|公斤"
    r"|[千毫]升|[厘毫千]米|公里|平方米|㎡|千瓦|[千大]卡|[km]?g|[cmk]?m|ml|l|w|kw|db|kcal|kj|mah)\s*\)\s*$"
)
_NUMBER = re.compile(r"\d\s*$")


def with_units(folded: str) -> str:
    """Return a folded text with the units in heads of its tables behind the numbers below them."""
    parts, place = [], 0
    for table in tables(folded):
        if table.head:
            rows = (_with_units(row, table.head) for row in table.rows[1:])
            parts += [folded[place : table.start], "\n".join((table.head, *rows))]
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


def _with_units(row: str, head: str) -> str:
    units = [_UNIT.search(cell) for cell in cells_of(head)]
    cells = cells_of(row)
    filled = [
        f"{cell.rstrip()}{unit[1]}" if unit and _NUMBER.search(cell) else cell
        for cell, unit in zip(cells, units, strict=False)
    ]
    return CELL.join([*filled, *cells[len(filled) :]])
