"""Rows of tables in the text of passages."""

from __future__ import annotations

import pytest

from corpus.rows import head_above

TABLE = "食物 | 温度\n鸡翅 | 180\n蛋挞 | 170"


@pytest.mark.parametrize(
    ("text", "row", "head"),
    [
        (TABLE, "鸡翅", "食物 | 温度"),
        (TABLE, "蛋挞", "食物 | 温度"),
        (TABLE, "食物", None),
        (f"说明在下面。\n{TABLE}", "蛋挞", "食物 | 温度"),
        (f"{TABLE}\n烤好了。\n甲 | 乙", "甲", None),
        (f"{TABLE}\n烤好了。", "烤", None),
        (TABLE, "温度", None),
        (TABLE, "180", None),
    ],
)
def test_the_head_of_a_table(text: str, row: str, head: str | None) -> None:
    """The first row of the table is above each further row, and above nothing else."""
    assert head == head_above(text, text.index(row))
