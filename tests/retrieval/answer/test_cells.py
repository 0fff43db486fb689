"""The units in the heads of a table."""

from __future__ import annotations

import pytest

from retrieval.answer.cells import sentence_with_units, with_units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "食物 | 温度(℃) | 时间 (分钟)\n鸡翅 | 180 | 18-22",
            "食物 | 温度(℃) | 时间 (分钟)\n鸡翅 | 180℃ | 18-22分钟",
        ),
        (
            "说明。\n物 | 价(元) | 注\n伞 | 80 | 红\n完。",
            "说明。\n物 | 价(元) | 注\n伞 | 80元 | 红\n完。",
        ),
        ("物 | 价(元) | 注\n修 | 免费", "物 | 价(元) | 注\n修 | 免费"),
        ("物 | 价(元) | 注\n伞 | 80", "物 | 价(元) | 注\n伞 | 80元"),
        ("物 | 价(元) | 注\n伞 | 80 | 1 | 2", "物 | 价(元) | 注\n伞 | 80元 | 1 | 2"),
        ("| 温(℃) | 时(分钟)\n翅 | 180 | 20", "| 温(℃) | 时(分钟)\n翅 | 180℃ | 20分钟"),
        ("物 | 费(人均) | 注\n饭 | 80 | 无", "物 | 费(人均) | 注\n饭 | 80 | 无"),
        ("物 | 价(元)\n伞 | 80", "物 | 价(元)\n伞 | 80"),
        ("身高(cm) | 180 | 体重 | 75\n身高(cm) | 170 | 体重 | 60",) * 2,
        ("价(元/把) | 80\n寿命(年) | 6-8", "价(元/把) | 80元\n寿命(年) | 6-8年"),
        ("项 | 雨伞 | 阳伞\n价(元) | 80 | 120", "项 | 雨伞 | 阳伞\n价(元) | 80元 | 120元"),
        ("项(元) | 伞(年) | 帽\n价(元) | 3 | 4", "项(元) | 伞(年) | 帽\n价(元) | 3年 | 4元"),
        (
            "甲 | 温(℃) | 注\n一 | 9 | 无\n\n乙 | 价 | 注\n二 | 8 | 无",
            "甲 | 温(℃) | 注\n一 | 9℃ | 无\n\n乙 | 价 | 注\n二 | 8 | 无",
        ),
    ],
)
def test_numbers_get_the_units_above_them(text: str, expected: str) -> None:
    """A number that ends a cell gets the unit at the end of the head of its column or row."""
    assert expected == with_units(text)


def test_a_row_gets_the_units_of_its_table() -> None:
    """A part of a text has the units of the table around it, or in it."""
    text = "说明。\n物 | 价(元) | 注\n伞 | 80 | 红"

    assert "伞 | 80元 | 红" == sentence_with_units(text, text.index("伞"), len(text))
    assert "说明。\n" == sentence_with_units(text, 0, text.index("物"))
    assert with_units(text) == sentence_with_units(text, 0, len(text))
