"""Lines that credit an article give its author and its day, and are not quoted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.credits import read_credits
from corpus.loading import load
from corpus.model import Article
from retrieval.text.analysis import Analyzer

TITLE = "河湾的磨坊"
TEXT = (
    "磨坊停了以后，村里的人把麦子送到二十里外的镇上去磨，来回要走一整天的山路。",
    "水轮是祖父那一辈人做的，木头换过三次，轴还是当年的那一根，用到现在也没有断过。",
    "如今来看水轮的人比来磨面的人多，村里便在旁边修了一间小屋，卖茶，也卖新磨的面。",
)
DAY = date(2019, 5, 6)


def article_of(folder: Path, analyzer: Analyzer, text: str, name: str) -> Article:
    """Return the only article of a folder with one file."""
    (folder / name).write_text(text, "utf-8")
    (article,) = load(folder, analyzer.frequency).corpus.articles
    return article


def paragraphs(tag: str, *lines: str) -> str:
    """Return lines as elements."""
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def written(form: str, lines: tuple[str, ...]) -> tuple[str, str]:
    """Return a text with lines below its title in one form, and the name of its file."""
    head = f"<!doctype html><html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
    return {
        "text": ("\n".join((TITLE, *lines, *TEXT)), "a.txt"),
        "markdown": ("\n\n".join((f"# {TITLE}", *lines, *TEXT)), "a.md"),
        "page": (
            f"{head}{paragraphs('div', *lines)}<div>{paragraphs('p', *TEXT)}</div></body></html>",
            "a.html",
        ),
        "within": (f"{head}<div>{paragraphs('p', *lines, *TEXT)}</div></body></html>", "a.html"),
        "fragment": (
            f"<h1>{TITLE}</h1>{paragraphs('h4', *lines)}{paragraphs('p', *TEXT)}",
            "a.html",
        ),
    }[form]


CREDITS: dict[str, tuple[str | None, date | None]] = {
    "作者：周明远　来源：某某报　2019-05-06": ("周明远", DAY),
    "2019年5月6日　周明远": ("周明远", DAY),
    "来源：某某晚报　本报记者　周明远": ("周明远", None),
    "撰稿：周明远　　日期：2019-05-06": ("周明远", DAY),
    "文/周明远 图/何以安": ("周明远", None),
    "文 周明远 图 何以安": ("周明远", None),
    "周明远/文": ("周明远", None),
    "作者：何晴": ("何晴", None),
    "2019-05-06 作者：周雨晴": ("周雨晴", DAY),
    "文/林多云": ("林多云", None),
    "原创： 周明远编译 某某观察": ("周明远", None),
    "图/文：周明远": ("周明远", None),
    "文字：周明远 摄影：何以安 编辑：李四": ("周明远", None),
    "作者：周明远，茶艺师": ("周明远", None),
    "作者：周明远（某大学教授，博士生导师）": ("周明远", None),
    "作者：周明远 某某大学教授": ("周明远", None),
    "作者：周明远、何以安，均为某某中学教师": ("周明远、何以安", None),
    "作者 | 周明远　　编辑 | 李四": ("周明远", None),
    "作者丨周明远　来源丨某某观察（ID：mmgc）": ("周明远", None),
    "作者：周明远（公众号：某某观察）": ("周明远", None),
    "作者：[美]约翰·史密斯 译者：周明远": ("约翰·史密斯", None),
    "2019-05-06 10:20 某某晚报 周明远": ("周明远", DAY),
    "某某晚报记者 周明远 2019年05月06日": ("周明远", DAY),
    "周明远 发表于 2019-05-06 10:20": ("周明远", DAY),
    "周明远 | 2019.05.06 | 随笔": ("周明远", DAY),
    "原创 周明远 某某观察 2019-05-06": ("周明远", DAY),
    "作者:周明远 发布时间:2019-05-06 浏览次数:23": ("周明远", DAY),
    "日期：2019-05-06 作者：周明远 来源：办公室 阅读：次": ("周明远", DAY),
    "时间：2019-05-06 来源：某某日报 作者：周明远 字号：大 中 小": ("周明远", DAY),
    "稿件来源：宣传部 撰稿人：周明远 审核人：李四 发布时间：2019-05-06": ("周明远", DAY),
    "来源：某某网　作者：周明远　责任编辑：李四　日期：2019-05-06": ("周明远", DAY),
    "[作者] 周明远 [日期] 2019-05-06": ("周明远", DAY),
    "作　者：周明远": ("周明远", None),
    "◎周明远": ("周明远", None),
    "□本报记者 周明远 通讯员 何以安": ("周明远", None),
    "本报记者周明远": ("周明远", None),
    "特约撰稿人 周明远": ("周明远", None),
    "通讯员：周明远 何以安": ("周明远、何以安", None),
    "供稿：历史系 周明远 审稿：李四": ("周明远", None),
    "Posted by 周明远 on 2019-05-06": ("周明远", DAY),
    "By 周明远 | May 6, 2019 | 3 条评论": ("周明远", DAY),
    "周明远（某某大学）": ("周明远", None),
    "2019-5-6 星期一 晴 周明远": ("周明远", DAY),
    "周明远1，何以安2": ("周明远、何以安", None),
    "周明远　何以安": ("周明远、何以安", None),
    "某某報 記者周明遠／某地報導": ("周明遠", None),
    "posted @ 2019-05-06 10:20 周明远 阅读(123) 评论(2) 编辑 收藏": ("周明远", DAY),
    "出版：2019-05-06 10:20": (None, DAY),
    "2019 05/06 10:20:11 来源：某某网": (None, DAY),
    "2019年5月6日上午10:20 来源：某某网": (None, DAY),
    "2019-05-06（周一） 10:20": (None, DAY),
    "2019-05-06 10:20 某地 举报": (None, DAY),
    "中華民國108年5月6日": (None, DAY),
    "周明远于2019-05-06发布": ("周明远", DAY),
    "2019年05月06日　第05版：副刊　作者：周明远": ("周明远", DAY),
    "小编：李四 作者：周明远": ("周明远", None),
    "文｜某某观察 周明远": ("周明远", None),
    "作者：周明远等": ("周明远", None),
    "作者：@小城旧事": ("小城旧事", None),
    "二〇一九年五月六日": (None, DAY),
    "周明远　二○一九年五月六日": ("周明远", DAY),
    "（2019年5月6日）": (None, DAY),
    "[2019-05-06]": (None, DAY),
    "2019-05-06 10:20 阅读 1203 评论 3": (None, DAY),
    "小城旧事 2019-05-06": (None, DAY),
    "发布日期：2019-05-06 信息来源：某某市人民政府办公室 浏览量：203": (None, DAY),
    "2019年05月06日08:15 | 来源：某某网－某某日报": (None, DAY),
    "更新时间：2020-01-02　发布时间：2019-05-06": (None, DAY),
    "发表时间：2019-05-06　最后修改：2020-01-02": (None, DAY),
    "更新时间：2019-05-06 10:20": (None, DAY),
    "编辑于 2019-05-06 12:00": (None, DAY),
    "发布于 2019-05-06 12:00・某地": (None, DAY),
    "3天前 来源：某某网": (None, None),
    "作者：周明远 昨天 08:30": ("周明远", None),
    "作者：简书用户": (None, None),
    "作者：用户1234567 2019-05-06": (None, DAY),
    "作者：匿名用户": (None, None),
}


@pytest.mark.parametrize("form", ["text", "markdown", "page", "within", "fragment"])
def test_a_line_of_credits(tmp_path: Path, analyzer: Analyzer, form: str) -> None:
    """Author and day are read from a line below the title of any shape, in any format."""
    for line, (author, day) in CREDITS.items():
        article = article_of(tmp_path, analyzer, *written(form, (line,)))

        assert (TITLE, author, day, ()) == (
            article.title,
            article.author,
            article.date,
            article.headings,
        ), line
        assert TEXT == tuple("\n".join(p.text for p in article.passages).split("\n")), line


@pytest.mark.parametrize("form", ["text", "markdown", "page", "within"])
@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (("来源：某某晚报", "作者：周明远", "2019-05-06 10:20"), "周明远"),
        (("更新时间：2020-01-02", "发布时间：2019-05-06"), None),
        (("周明远", "2019-05-06"), "周明远"),
        (("作者：", "周明远", "时间：", "2019-05-06"), "周明远"),
        (("作者", "周明远", "发布时间", "2019-05-06 10:20"), "周明远"),
    ],
)
def test_credits_on_several_lines(
    tmp_path: Path, analyzer: Analyzer, form: str, lines: tuple[str, ...], author: str | None
) -> None:
    """A value may stand below its label; the day of publication goes before that of a change."""
    article = article_of(tmp_path, analyzer, *written(form, lines))

    assert (author, DAY, ()) == (article.author, article.date, article.headings)
    assert TEXT == tuple("\n".join(p.text for p in article.passages).split("\n"))


NOTES = {
    "（作者周明远系某某大学教授）": "周明远",
    "（作者系某某大学教授）": None,
    "（作者单位：某某大学历史系）": None,
    "（本文发表于《某某》2019年第5期）": None,
    "（作者：周明远，系某某大学教授）": "周明远",
    "本文作者：周明远，某某大学教授。": "周明远",
    "版权声明：本文为某某博主「周明远」的原创文章，转载请附上原文出处链接及本声明。": "周明远",
}


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("is_page", [True, False])
def test_a_note_on_the_author_below_the_text(
    tmp_path: Path, analyzer: Analyzer, note: str, *, is_page: bool
) -> None:
    """A note on who the author is stands below a text."""
    page = f"<!doctype html><html><body><h1>{TITLE}</h1>{paragraphs('p', *TEXT, note)}"
    text = "\n".join((TITLE, *TEXT, note))
    article = article_of(tmp_path, analyzer, *((page, "a.html") if is_page else (text, "a.txt")))

    assert NOTES[note] == article.author
    assert TEXT == tuple("\n".join(p.text for p in article.passages).split("\n"))


HEADINGS = [
    *("作者", "来源", "时间", "标签", "作者的话", "记者手记", "编辑部的故事", "原创的价值"),
    *("摄影：光与影的艺术", "插图：三十幅", "译：信达雅", "评论：三种声音", "部门：水务局"),
    *("专栏：一个人的书房", "口述：一条街的历史", "责任：三个问题", "时间：周六下午"),
    *("文 武之道", "原文：春眠不觉晓", "编辑：一个正在消失的职业", "评论 三种声音"),
    *("2015-2016 年度", "2015年：转折", "2015年3月4日 大风", "1. 来源", "分享 3 个故事"),
    *("By the river", "Source of truth", "Comments", "Updated rules"),
]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_heading_is_no_line_of_credits(tmp_path: Path, analyzer: Analyzer, form: str) -> None:
    """A heading with a word that also labels an author or a source stays, and names nobody."""
    for line in HEADINGS:
        lines = {
            "text": "\n".join((TITLE, TEXT[0], line, *TEXT[1:])),
            "markdown": "\n\n".join((f"# {TITLE}", f"## {line}", *TEXT)),
        }
        name = "a.md" if form == "markdown" else "a.txt"
        article = article_of(tmp_path, analyzer, lines[form], name)

        assert (None, None) == (article.author, article.date), line
        assert line in article.headings, line


def test_the_places_where_authors_work(tmp_path: Path, analyzer: Analyzer) -> None:
    """Below the authors of a paper, the line with their universities is no text."""
    places = "（1.某某大学 历史系，某地 100000；2.某某学院，某地 200000）"
    text = "\n".join((TITLE, "周明远1，何以安2", places, *TEXT))
    article = article_of(tmp_path, analyzer, text, "a.txt")

    assert "周明远、何以安" == article.author
    assert TEXT == tuple("\n".join(p.text for p in article.passages).split("\n"))


@pytest.mark.parametrize(
    "start",
    [
        "编者按：本文来自微信公众号“某某观察”（ID：mmgc），作者：周明远，经授权发布。",
        "本文原载《某某》杂志第三期，作者：周明远，略有删节。",
        "本文作者为周明远，曾在磨坊住过三年。",
    ],
)
def test_the_author_of_what_is_reprinted(tmp_path: Path, analyzer: Analyzer, start: str) -> None:
    """A note on where a text is from names its author."""
    text = "\n\n".join((f"# {TITLE}", start, *TEXT))

    assert "周明远" == article_of(tmp_path, analyzer, text, "a.md").author


def test_the_days_of_a_diary_are_headings(tmp_path: Path, analyzer: Analyzer) -> None:
    """Days above the parts of a text stay, though a name or the weather stands beside them."""
    days = ("2015年3月4日 大风", "2015年3月5日 周明远", "2015-03-06 晴")
    text = "\n\n".join(
        (f"# {TITLE}", *(f"## {day}\n\n{line}" for day, line in zip(days, TEXT, strict=True)))
    )
    article = article_of(tmp_path, analyzer, text, "a.md")

    assert (None, days) == (article.author, article.headings)


@pytest.mark.parametrize(
    "line",
    [
        "本文链接：https://example.org/a/12.html",
        "原文链接：https://example.org/a/12.html",
        "- 本文链接：https://example.org/a/12.html",
        "来源：https://example.org/a/12.html",
        "原文地址: <https://example.org/a/12.html>",
    ],
)
@pytest.mark.parametrize("is_above", [True, False])
def test_the_address_in_a_line(
    tmp_path: Path, analyzer: Analyzer, line: str, *, is_above: bool
) -> None:
    """A line that states where the article is gives its address, above the text and below."""
    lines = (f"# {TITLE}", line, *TEXT) if is_above else (f"# {TITLE}", *TEXT, line)
    article = article_of(tmp_path, analyzer, "\n\n".join(lines), "a.md")

    assert "https://example.org/a/12.html" == article.url
    assert TEXT == tuple("\n".join(p.text for p in article.passages).split("\n"))


def test_the_address_that_a_file_states_counts_more(tmp_path: Path, analyzer: Analyzer) -> None:
    """A line's address is none if the file's own fields have one."""
    text = f"---\ntitle: {TITLE}\nurl: https://example.org/1\n---\n{TEXT[0]}\n\n来源：https://example.org/2"

    assert "https://example.org/1" == article_of(tmp_path, analyzer, text, "a.md").url


def test_hostile_lines_are_read_quickly() -> None:
    """Lines made of what fields begin with are refused without backtracking."""
    for part in (
        "作者",
        "作者：",
        "2019-",
        "阅读1",
        "记者 ",
        "发布于",
        "(",
        "【作者】",
        "May 1 ",
        "前",
    ):
        for length in (40, 160):
            read_credits((part * length)[:length])
    assert None is read_credits("作者：" * 10_000)


def test_who_takes_pictures_is_no_author(tmp_path: Path, analyzer: Analyzer) -> None:
    """Those named below a picture, in the middle of a text, have not written it."""
    text = "\n".join((TITLE, TEXT[0], "▲某某日报图片记者周明远、何以安摄", *TEXT[1:]))

    assert article_of(tmp_path, analyzer, text, "a.txt").author is None


def test_readers_of_a_notice_are_text(tmp_path: Path, analyzer: Analyzer) -> None:
    """Those to whom a notice is written are named in it, though the last word may be a label."""
    text = "\n".join((TITLE, "各乡镇人民政府，县政府各部门：", *TEXT))

    first = article_of(tmp_path, analyzer, text, "a.txt").passages[0].text
    assert first.startswith("各乡镇人民政府，县政府各部门：")


def test_counts_name_nobody(tmp_path: Path, analyzer: Analyzer) -> None:
    """A word that begins like a family name, beside a count, is no author."""
    lines = ("关注者 125 被浏览 89,012",)
    text, name = written("page", lines)

    assert article_of(tmp_path, analyzer, text, name).author is None


def test_the_address_of_another_text(tmp_path: Path, analyzer: Analyzer) -> None:
    """The address of a paper that a text is about is not the text's own, and stays."""
    link = "论文链接：https://doi.org/10.9999/mill"
    article = article_of(tmp_path, analyzer, "\n".join((TITLE, *TEXT, link)), "a.txt")

    assert article.url is None
    assert link in article.passages[-1].text


@pytest.mark.parametrize(
    "lines",
    [
        ("人生识字忧患始，姓名粗记可以休。", "——汪曾祺"),
        ("（全文完）",),
        ("（石板路）",),
        ("作者", "二〇一九年五月"),
        ("作者系农民",),
    ],
)
def test_the_end_of_a_text_names_nobody(
    tmp_path: Path, analyzer: Analyzer, lines: tuple[str, ...]
) -> None:
    """Whoever is quoted last, a word in brackets and a month are no author of the text."""
    article = article_of(tmp_path, analyzer, "\n".join((TITLE, *TEXT, *lines)), "a.txt")

    assert article.author is None


@pytest.mark.parametrize("days", [("昨天", "今天"), ("30年前", "20年前"), ("5月6日", "5月7日")])
def test_days_that_head_parts(tmp_path: Path, analyzer: Analyzer, days: tuple[str, str]) -> None:
    """The first of several headings is one also if it says when something was."""
    lines = (TITLE, days[0], TEXT[0], days[1], *TEXT[1:])

    assert days == article_of(tmp_path, analyzer, "\n".join(lines), "a.txt").headings
