"""The units in the head of a table."""

from __future__ import annotations

import pytest

from retrieval.answer.cells import head_of, with_units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "食物 | 温度(℃) | 时间 (分钟)\n鸡翅 | 180 | 18-22",
            "食物 | 温度(℃) | 时间 (分钟)\n鸡翅 | 180℃ | 18-22分钟",
        ),
        ("说明。\n物 | 价(元)\n伞 | 80\n修 | 免费", "说明。\n物 | 价(元)\n伞 | 80元\n修 | 免费"),
        ("物 | 价(元)\n伞", "物 | 价(元)\n伞"),
        ("物 | 价(元) | 注\n伞 | 80", "物 | 价(元) | 注\n伞 | 80元"),
        ("物 | 价(元)\n伞 | 80 | 红", "物 | 价(元)\n伞 | 80元 | 红"),
        ("物 | 价\n伞 | 80", "物 | 价\n伞 | 80"),
        ("价(元)：80", "价(元)：80"),
    ],
)
def test_numbers_get_the_units_above_them(text: str, expected: str) -> None:
    """A number that ends a cell gets the unit in brackets at the end of the head of its column."""
    assert expected == with_units(text)


def test_rows_get_the_units_of_a_head_elsewhere() -> None:
    """Rows without their head get its units, too."""
    assert "伞 | 80元" == with_units("伞 | 80", head_of("物 | 价(元)\n伞 | 80"))
    assert head_of("一句话。") is None
