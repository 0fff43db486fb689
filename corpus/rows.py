"""Rows of tables in the text of passages, a line each: 鸡翅 | 180."""

from __future__ import annotations

CELL = " | "
"""What stands between the cells of a row."""


def head_above(text: str, offset: int) -> str | None:
    """Return the first row of the table that goes on at an offset of a text.

    None if no row stands there, or the first one.
    """
    before, line = text[:offset].split("\n"), text[offset:].partition("\n")[0]
    if before.pop().strip() or CELL not in line:
        return None
    head = None
    while before and CELL in before[-1]:
        head = before.pop()
    return head
