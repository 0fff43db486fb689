"""Bars and lines of a site around a text are neither quoted nor shown as headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.loading import load
from corpus.model import Article
from retrieval.text.analysis import Analyzer

TITLE = "桥头的豆腐坊"
TEXT = (
    "豆腐坊的灯每天三点就亮了，推磨的声音隔着两条巷子也能听见，街上的人都说那是钟。",
    "后来有了电磨，一个钟头磨完一天的豆子，师傅还是三点起来，坐在门口等天亮。",
)


def read(folder: Path, analyzer: Analyzer, *lines: str, apart: str = "\n") -> Article:
    """Return the article of a file of plain lines, the first of which is the title."""
    (folder / "a.txt").write_text(apart.join(lines), "utf-8")
    (article,) = load(folder, analyzer.frequency).corpus.articles
    return article


@pytest.mark.parametrize("apart", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "line",
    [
        "口腔科 > 口腔颌面外科 > 阻生牙   浏览 15203",
        "耕友社区 › 种菜 › 阳台菜园",
        "39问医生  首页 找医院 找医生 查疾病 用药 问诊",
        "跑友说 | 关注 | 2025-10-11 07:30 | 来自安徽",
        "T大字 T小字  打开客户端 体验更佳",
        "【字号 大 中 小】 打印 关闭 我要投稿",
        "楼主 绿手指 发表于 2023-4-16 08:22 | 只看该作者 | 倒序浏览",
    ],
)
def test_a_line_between_the_title_and_the_text(
    tmp_path: Path, analyzer: Analyzer, line: str, apart: str
) -> None:
    """It goes, though the title above it is a line like any other."""
    article = read(tmp_path, analyzer, TITLE, line, *TEXT, apart=apart)

    assert (TITLE, ()) == (article.title, article.headings)
    assert article.author is None
    assert [*TEXT] == "\n".join(one.text for one in article.passages).split("\n")


@pytest.mark.parametrize(
    "line",
    [
        "往期：炮为什么要有炮架｜记谱法一学就会",
        "相关链接：豆腐坊一览",
        "收藏　转发　评论(58)",
        "在 Facebook 上追蹤我們 | 更多語言 | 隱私政策",
    ],
)
def test_a_line_below_the_text(tmp_path: Path, analyzer: Analyzer, line: str) -> None:
    """It goes where nothing but such lines stands below it, and is text between paragraphs."""
    below = read(tmp_path, analyzer, TITLE, *TEXT, line, apart="\n\n")

    assert [*TEXT] == [one.text for one in below.passages]


@pytest.mark.parametrize(
    "line", ["时间：周六｜地点：河边", "北京 > 上海 > 广州 > 成都", "1958年5月6日　豆腐坊开张"]
)
def test_lines_of_the_text_stay(tmp_path: Path, analyzer: Analyzer, line: str) -> None:
    """Lines that look alike and say something of the topic are kept at both ends."""
    article = read(tmp_path, analyzer, TITLE, line, *TEXT, line.replace("5", "6"), apart="\n\n")

    found = "\n".join([*article.headings, *(one.text for one in article.passages)])
    assert line in found
    assert line.replace("5", "6") in found


def test_headings_of_a_file_that_marks_none(tmp_path: Path, analyzer: Analyzer) -> None:
    """A bar may stand in a heading, but no count of a site."""
    lines = (TEXT[0], "01 | 起源", TEXT[1], "豆腐 浏览 203", TEXT[0])
    article = read(tmp_path, analyzer, TITLE, *lines, apart="\n\n")

    assert ("01 | 起源",) == article.headings


PROGRAMME = ("2024年5月6日 19:30 | 茶馆 | 票价 80 元", "2024年5月7日 19:30 | 雷雨 | 票价 60 元")


@pytest.mark.parametrize(
    "lines",
    [
        PROGRAMME,
        ("大 120 80 60", "中 110 70 50", "小 100 60 40"),
        ("微信：138-0013-8000",),
        ("其他费用：停车 10 元｜水电 5 元",),
        ("小红 | 支持 | 反对", "小明 | 反对 | 支持"),
        ("播种 >> 育苗 >> 移栽 >> 收获",),
        ("举报电话 | 12345",),
    ],
)
def test_data_at_both_ends_of_a_text(
    tmp_path: Path, analyzer: Analyzer, lines: tuple[str, ...]
) -> None:
    """Programmes, sizes, prices and contacts are the author's."""
    for place, whole in enumerate(((*lines, *TEXT), (*TEXT, *lines))):
        folder = tmp_path / str(place)
        folder.mkdir()
        article = read(folder, analyzer, TITLE, *whole, apart="\n\n")
        found = "\n".join([*article.headings, *(one.text for one in article.passages)])
        assert all(line in found for line in lines)
