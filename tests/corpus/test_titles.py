"""Titles of texts whose files do not state one."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.loading import load
from corpus.model import Article

LETTER = "渡船一天走八班，冬天减为六班，大雾的日子停开。\n\n票价两元，小孩一元，自行车另收一元。"


def article_of(folder: Path, text: str, name: str = "a.md") -> Article:
    """Return the only article of a folder with one file."""
    (folder / name).write_text(text, "utf-8")
    (article,) = load(folder, lambda _: 0).corpus.articles
    return article


@pytest.mark.parametrize("title", ["《渡口的三代人》", "【渡口的三代人】", "Title: 渡口的三代人"])
def test_a_title_in_brackets(tmp_path: Path, title: str) -> None:
    """The name of a work on the first line is the title, without its brackets."""
    article = article_of(tmp_path, f"{title}\n何以安 著\n{LETTER}", "a.txt")

    assert ("渡口的三代人", "何以安") == (article.title, article.author)
    assert title not in "".join(passage.text for passage in article.passages)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("> 本文由 [某某](https://example.org/) 转码， 原文地址 example.org\n\n# 渡口", "渡口"),
        ("旧文一则\n\n# 渡口", "渡口"),
        ("渡口\n\n# 一\n\n过河要等。\n\n# 二", "渡口"),
        ("渡口\n\n## 一", "渡口"),
    ],
)
def test_a_line_above_a_heading(tmp_path: Path, lines: str, title: str) -> None:
    """Of a first line and the only first-level heading, right below it, that one is the title."""
    assert title == article_of(tmp_path, f"{lines}\n\n{LETTER}").title


def test_a_word_in_brackets_below_a_known_title(tmp_path: Path) -> None:
    """A first line in brackets is no title where the file states one."""
    article = article_of(
        tmp_path, f"---\ntitle: 渡口\ndate: 2024-05-06\n---\n【导读】\n\n{LETTER}"
    )

    assert "渡口" == article.title


def test_numbered_headings_below_a_colon(tmp_path: Path) -> None:
    """The first of numbered headings is one as well, below a line that announces them."""
    prose = LETTER.replace("\n\n", "")
    lines = ("渡口停航的通知", "有关事项如下：", "一、停航的条件", prose, "二、恢复的时间", prose)

    headings = article_of(tmp_path, "\n".join(lines), "a.txt").headings
    assert ("一、停航的条件", "二、恢复的时间") == headings


def test_a_caption_is_no_heading(tmp_path: Path) -> None:
    """The words below a picture do not head what follows, though they end like no sentence."""
    first, second = LETTER.split("\n\n")
    figure = "<figure><img src=a.jpg><figcaption>渡口旧照，摄于2019年</figcaption></figure>"
    page = f"<!doctype html><h1>渡口</h1><p>{first}</p>{figure}<p>{second}</p><p>{first}</p>"

    article = article_of(tmp_path, page, "a.html")
    assert () == article.headings
    assert "渡口旧照，摄于2019年" in "".join(passage.text for passage in article.passages)
