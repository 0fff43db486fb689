"""Tables in the text of passages."""

from __future__ import annotations

import pytest

from corpus.rows import cells_of, head_above, tables

TABLE = "食物 | 温度 | 时间\n鸡翅 | 180 | 20\n蛋挞 | 170 | 12"
HEAD = "食物 | 温度 | 时间"


@pytest.mark.parametrize(
    ("text", "row", "head"),
    [
        (TABLE, "鸡翅", HEAD),
        (TABLE, "蛋挞", HEAD),
        (TABLE, "170", HEAD),
        (TABLE, "食物", None),
        (f"说明在下面。\n{TABLE}\n烤好了。", "蛋挞", HEAD),
        (f"{TABLE}\n烤好了。", "烤", None),
        (f"{TABLE}\n\n甲 | 乙 | 丙\n丁 | 戊 | 己", "丁", "甲 | 乙 | 丙"),
        ("| 温度 | 时间\n鸡翅 | 180 | 20", "鸡翅", "| 温度 | 时间"),
        ("馆名 | 江边博物馆\n电话 | 5551234", "电话", None),
        ("写法 A | B | C 表示选一个。\n下一句。", "下", None),
    ],
)
def test_the_head_of_a_table(text: str, row: str, head: str | None) -> None:
    """The first of several rows is above each further one, if there are three columns."""
    assert head == head_above(text, text.index(row))


def test_the_place_of_a_table() -> None:
    """A table has the rows between other lines, with their line breaks."""
    text = f"说明。\n{TABLE}\n烤好了。"
    (table,) = tables(text)

    assert f"{TABLE}\n" == text[table.start : table.end]
    assert TABLE == "\n".join(table.rows)
    (whole,) = tables(TABLE)
    assert (0, len(TABLE)) == (whole.start, whole.end)


def test_a_first_cell_may_be_empty() -> None:
    """The columns of a row stay apart where its first cell is empty."""
    assert ["", "温度", "时间"] == cells_of("| 温度 | 时间")
    assert ["鸡翅", "180"] == cells_of("鸡翅 | 180")
