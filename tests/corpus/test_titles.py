"""Titles of texts whose files do not state one."""

from __future__ import annotations

from datetime import date
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
        ("[跳到正文](#a)\n\n- 要闻\n- 人物\n\n# 渡口", "渡口"),
        ("过河要等，等船来。\n\n渡船的事\n\n# 渡口", "a"),
    ],
)
def test_a_line_above_a_heading(tmp_path: Path, lines: str, title: str) -> None:
    """Of a first line and the only first-level heading, right below it, that one is the title."""
    assert title == article_of(tmp_path, f"{lines}\n\n{LETTER}").title


@pytest.mark.parametrize(
    "place",
    [
        "河边百科 > 渡口与桥 > 摆渡",
        "河口小学 | 学校概况 | 通知公告 | 家校互动",
    ],
)
@pytest.mark.parametrize(
    "title", ["大雾天停不停航", "渡船还开吗？票价涨不涨？", "“开门红”", "渡口（下）"]
)
@pytest.mark.parametrize(
    "below", ["小何  2023-12-08  阅读3.6万  在看417", "采访、摄影：何以安    2023-12-08"]
)
def test_a_place_on_a_site_above_the_title(
    tmp_path: Path, place: str, title: str, below: str
) -> None:
    """Where an article stands on a site is no title, if one follows above a line of the page."""
    article = article_of(tmp_path, f"{place}\n{title}\n{below}\n{LETTER}", "a.txt")

    assert (title, date(2023, 12, 8)) == (article.title, article.date)
    assert LETTER.replace("\n\n", "\n") == "\n".join(one.text for one in article.passages)


@pytest.mark.parametrize("below", ["何以安\n\n2023年12月8日", "文/何以安　2023-12-08"])
def test_the_name_of_a_site_above_its_bars(tmp_path: Path, below: str) -> None:
    """Nor is the name of a site, above a bar and the title."""
    lines = ("河边周刊", "首页　人物　旅行　影像　新闻", "摆渡四十年，他上岸种树", below, LETTER)
    article = article_of(tmp_path, "\n\n".join(lines), "a.txt")

    assert ("摆渡四十年，他上岸种树", "何以安") == (article.title, article.author)
    assert date(2023, 12, 8) == article.date


def test_a_name_below_the_bars_of_a_site(tmp_path: Path) -> None:
    """A short line below the bars is no title: the one above them is."""
    lines = ("摆渡四十年", "首页　人物　旅行　影像　新闻", "何以安", "2023年12月8日", LETTER)
    article = article_of(tmp_path, "\n\n".join(lines), "a.txt")

    assert ("摆渡四十年", "何以安") == (article.title, article.author)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ("河边晚报 · 人物 · 第21期", "摆渡四十年，他上岸以后种了三千棵树"),
            "摆渡四十年，他上岸以后种了三千棵树",
        ),
        (("渡口 · 桥 · 堤", "何以安"), "渡口 · 桥 · 堤"),
        (("春 > 夏 > 秋", "何以安"), "春 > 夏 > 秋"),
        (("渡口_何以安", "一年的渡船"), "渡口_何以安"),
        (("渡口停了", "文 | 何以安", "记河边最后一个摆渡人的四十年"), "渡口停了"),
        (("父亲的船", "作者：何以安", "第一章 河边的那个早晨"), "父亲的船"),
    ],
)
def test_a_title_that_looks_like_the_place_on_a_site(
    tmp_path: Path, lines: tuple[str, ...], title: str
) -> None:
    """Names beside each other, and a name above a byline, are the title, but for a longer one."""
    article = article_of(tmp_path, "\n".join([*lines, "2023年5月6日", LETTER]), "a.txt")

    assert title == article.title


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("渡船冬天为什么减班？", "渡船冬天为什么减班？"),
        ("渡船冬天为什么减班？\n票价是多少？", "a"),
        ("大家早上好！", "a"),
        ("大家最近都还好吗？", "a"),
        ("记者：您为什么要回到河边来？", "a"),
        ("各位乡亲！\n2023年5月6日起渡口停航，请互相转告", "a"),
        ("“船来了！”\n2023年5月6日清晨，有人在河边喊", "a"),
        ("渡船停了。", "a"),
        ("渡口的渡船（冬季）", "渡口的渡船（冬季）"),
        ("（冬季）", "a"),
        ("渡船，停了（冬季）", "a"),
    ],
)
def test_a_first_line_with_a_mark_at_its_end(tmp_path: Path, lines: str, title: str) -> None:
    """The only question on a line, and a name with a note in brackets, are the title.

    One of several questions, a greeting and a sentence are not.
    """
    article = article_of(tmp_path, f"{lines}\n{LETTER}", "a.txt")

    assert title == article.title


@pytest.mark.parametrize("subject", ["渡口的三代人", "=?utf-8?b?5rih5Y+j55qE5LiJ5Luj5Lq6?="])
def test_the_subject_of_a_mail(tmp_path: Path, subject: str) -> None:
    """The head of a mail states the title and the day, and is no text."""
    day = "Sat, 23 Mar 2024 08:00:07 +0800"
    head = f"From: 渡口周报 <a@example.org>\nSubject: {subject}\nDate: {day}\n"
    article = article_of(tmp_path, f"{head}\n{LETTER}", "a.txt")

    assert ("渡口的三代人", date(2024, 3, 23)) == (article.title, article.date)
    assert LETTER.replace("\n\n", "\n") == "\n".join(one.text for one in article.passages)


def test_lines_that_look_like_the_head_of_a_mail(tmp_path: Path) -> None:
    """Lines with colons that have no subject are text."""
    head = "Time: 八点\nPlace: 渡口\nPrice: 两元，小孩一元。\n"
    article = article_of(tmp_path, f"{head}\n{LETTER}", "a.txt")

    assert "Time: 八点" == article.title
    assert "Price: 两元，小孩一元。" in "\n".join(one.text for one in article.passages)


@pytest.mark.parametrize(
    "caption",
    ["渡船靠岸，老人扶着栏杆 何以安 摄", "渡船靠岸（何以安攝）", "渡船靠岸的早晨 资料图"],
)
def test_a_caption_with_a_credit_is_no_heading(tmp_path: Path, caption: str) -> None:
    """The line of a picture does not head the text below it, where no line is marked as one."""
    prose = LETTER.replace("\n\n", "")
    article = article_of(tmp_path, f"渡口\n{prose}\n{caption}\n{prose}\n{prose}", "a.txt")

    assert () == article.headings


def test_an_item_is_no_title(tmp_path: Path) -> None:
    """The first item of a list is none, though it ends in a note in brackets."""
    article = article_of(tmp_path, f"- 渡口的渡船（冬季）\n- 渡口的渡船（夏季）\n\n{LETTER}")

    assert "a" == article.title
    assert "渡口的渡船（冬季）" in article.passages[0].text


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
