"""Lines that sites of many kinds write around and into articles are no text, and look-alikes are."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.loading import load
from corpus.model import Article

FIRST = "晒谷场的尽头有一间磨面的小屋，驴子绕着石磨走了一辈子，地上踏出一圈发亮的土。"
SECOND = "磨面的老人耳朵不好，来人只管把口袋放下，他掂一掂分量，便知道要磨几遍。"
THIRD = "通电以后石磨换成了机器，半袋麦子一会儿就磨完，老人反倒不知道该坐在哪里了。"
TITLE = "磨面的小屋"
PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def article_of(folder: Path, markup: str, name: str = "a.html") -> Article:
    """Return the article of one file."""
    (folder / name).write_text(markup, "utf-8")
    (article,) = load(folder, lambda _: 0).corpus.articles
    return article


def page_of(*lines: str, title: str = TITLE, heading: str = TITLE) -> str:
    """Return a page with these lines behind its first paragraph."""
    within = "".join(f"<p>{line}</p>" for line in lines)
    heading = f"<h1>{heading}</h1>" if heading else ""
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><article>{heading}"
        f"<p>{FIRST}</p>{within}<p>{SECOND}</p><p>{THIRD}</p></article></body></html>"
    )


def text_of(article: Article) -> str:
    """Return the headings and the text of an article, without breaks."""
    parts = ["".join((*passage.heading, passage.text)) for passage in article.passages]
    return "".join(parts).replace("\n", "")


WITHIN = (
    "炒股就看老磨坊分析师研报，专业，及时，陪您看清每一次起落！",
    "海量资讯、精准解读，尽在磨坊财经APP",
    "点击查看更多",
    "点击进入专题",
    "更多精彩内容，请下载磨坊新闻客户端",
)


@pytest.mark.parametrize("line", WITHIN)
def test_an_advertisement_within_an_article(tmp_path: Path, line: str) -> None:
    """A line in which a portal advertises is neither text nor a heading, wherever it stands."""
    assert text_of(article_of(tmp_path, page_of(line))) == FIRST + SECOND + THIRD


def test_the_same_words_in_a_sentence(tmp_path: Path) -> None:
    """A sentence with the words of an advertisement is text."""
    line = "炒股就看今天的脸色，磨坊主人这样说，旁边的人都笑。"

    assert line in text_of(article_of(tmp_path, page_of(line)))


BELOW = (
    ("fb﹕老磨坊", "IG：oldmill"),
    ("電郵：mill@example.org", "Facebook: facebook.com/oldmill"),
    ("[開眼看山村]",),
    ("撰文：周明遠", "編輯：李小禾", "fb：老磨坊"),
    ("相關新聞", "山路加寬 車隊進村", "水輪重修 遊人圍觀"),
)


@pytest.mark.parametrize("lines", BELOW, ids=lambda lines: lines[0])
def test_what_papers_of_hong_kong_write_below(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """Accounts, columns, people and other news below an article are no text of it."""
    markup = page_of().replace("</article>", "".join(f"<p>{line}</p>" for line in lines))

    assert text_of(article_of(tmp_path, markup)) == FIRST + SECOND + THIRD


WARNINGS = ("这篇影评可能有剧透", "这篇书评可能有关键情节透露", "這篇影評可能有劇透")


@pytest.mark.parametrize("line", WARNINGS)
def test_the_warning_above_a_review(tmp_path: Path, line: str) -> None:
    """The line that warns of what a review tells is neither text nor a heading."""
    markup = page_of().replace("<p>", f"<p>{line}</p><p>", 1)

    assert text_of(article_of(tmp_path, markup)) == FIRST + SECOND + THIRD


HATNOTES = (
    "关于同名的小说，请见“磨面的小屋 (小说)”。",
    "主条目：石磨的历史",
    "此条目没有列出任何参考或来源。(2019年5月6日)",
    "本页面最后修订于2021年3月4日 (星期四) 08:15。",
)


@pytest.mark.parametrize("line", HATNOTES)
def test_notices_of_an_encyclopedia(tmp_path: Path, line: str) -> None:
    """What an encyclopedia says about its page, and of pages like it, is no text."""
    assert text_of(article_of(tmp_path, page_of(line))) == FIRST + SECOND + THIRD
