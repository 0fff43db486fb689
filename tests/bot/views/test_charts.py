"""Charts are drawn whole: with Chinese, without boxes for what no font has."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from bot.views import charts
from bot.views.charts import Chart, draw

pytest.importorskip("matplotlib")

CHART = Chart(
    language="zh-Hans",
    title="近 7 天 · 全部聊天",
    subtitle="2026-11-22 – 2026-11-28 · Asia/Shanghai",
    numbers=[("12", "提问"), ("3", "人"), ("75%", "已回答"), ("–", "觉得有用")],
    legend=("已回答", "未回答"),
    labels=["11/22", "", "11/24", "", "11/26", "", "11/28"],
    answered=[1, 2, 3, 0, 1, 1, 1],
    declined=[0, 0, 1, 0, 1, 1, 0],
    hours_title="一天中的提问",
    hours=[0] * 23 + [12],
    names_title="引用最多",
    names=[("流量思維與$力量$ 🐜", 9), ("\U000e0001", 1)],
)


@pytest.fixture
def font() -> str:
    """The name of the font of the pictures, where this machine has one."""
    charts._add_fonts()
    try:
        return charts._font("zh-Hans")
    except LookupError:
        pytest.skip("no Chinese font is installed")


def test_a_chart(font: str) -> None:
    """A chart is a PNG that a phone shows whole; a missing character would be a warning."""
    picture = draw(CHART)

    assert (1080, 1350) == struct.unpack(">II", picture[16:24])
    assert font


def test_a_chart_of_nothing(font: str) -> None:
    """A chart without questions and names has axes all the same."""
    empty = replace(CHART, labels=[], answered=[], declined=[], hours=[0] * 24, names=[])

    assert draw(empty).startswith(b"\x89PNG")
    assert font


def test_a_chart_between_processes() -> None:
    """A chart is the same after its way to the process that draws it."""
    read = Chart.from_json(CHART.as_json())

    assert CHART.title == read.title
    assert CHART.names == [tuple(one) for one in read.names]


def test_without_a_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no font has Chinese characters, there is no picture."""
    monkeypatch.setattr(charts, "FONTS", {})
    monkeypatch.setattr(charts, "OTHER_FONTS", ())

    with pytest.raises(LookupError):
        draw(CHART)
