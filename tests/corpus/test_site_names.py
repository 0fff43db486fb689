"""Titles of pages whose `<title>` also has the name of a site, beside short and long headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.loading import load

TEXT = (
    "<p>黄瓜洗净以后要先晾干，用盐抹一遍，放在阴凉的地方等它出水，大约要等上两个钟头。</p>"
    "<p>出的水倒掉，再把晾凉的糖醋汁浇上去，坛口用干净的布扎紧，第二天翻动一次就能吃了。</p>"
)
TITLE = "腌黄瓜"
WAY = "腌黄瓜的做法"
SITE = "小厨房"
LONG_SITE = "老王的小厨房"
DASHED = "上海的弄堂 - 一段回忆"
OG_TITLE = '<meta property="og:title" content="{}">'
OG_SITE = '<meta property="og:site_name" content="{}">'
WEBSITE = f'<script type="application/ld+json">{{"@type": "WebSite", "name": "{SITE}"}}</script>'
APPLICATION = '<meta name="application-name" content="{}">'


def title_of(folder: Path, head: str, body: str) -> str:
    """Return the title of the article of a page."""
    page = f"<!doctype html><html><head>{head}</head><body>{body}<div>{TEXT}</div></body></html>"
    (folder / "a.html").write_text(page, "utf-8")
    (article,) = load(folder, lambda _: 0).corpus.articles
    return article.title


@pytest.mark.parametrize(
    "mark", [" - ", "-", " – ", " — ", "—", "_", " | ", "｜", " · ", " » ", " :: "]
)
@pytest.mark.parametrize("form", [f"{TITLE}{{}}{SITE}", f"{SITE}{{}}{TITLE}"])
@pytest.mark.parametrize("known_by", ["h1", "og:title", "og:site_name", "application-name"])
def test_a_short_title_beside_a_site(tmp_path: Path, mark: str, form: str, known_by: str) -> None:
    """The name of the site is left out on either side, however short the title is."""
    head = {
        "h1": "",
        "og:title": OG_TITLE.format(TITLE),
        "og:site_name": OG_SITE.format(SITE),
        "application-name": APPLICATION.format(SITE),
    }[known_by]
    above = f"<h1>{TITLE}</h1>" if known_by == "h1" else ""

    assert TITLE == title_of(tmp_path, f"<title>{form.format(mark)}</title>{head}", above)


PAGES = {
    # A long name of the site stands first.
    (f"<title>{LONG_SITE} | {WAY}</title>", f"<h1>{WAY}</h1>"): WAY,
    (f"<title>{LONG_SITE} - {TITLE}</title>", f"<p>{LONG_SITE}</p><h1>{TITLE}</h1>"): TITLE,
    # The site is the first-level heading, and the article's title stands below it.
    (f"<title>{TITLE} - {SITE}</title>", f"<h1>{SITE}</h1><h2>{TITLE}</h2>"): TITLE,
    (f"<title>{TITLE} - {SITE}</title>", f"<h1>{SITE}</h1><p>{TITLE}</p>"): TITLE,
    (f"<title>{TITLE} - {SITE}</title>", f"<h1>{SITE}</h1><h1>{TITLE}</h1>"): TITLE,
    (f"<title>{SITE} - {TITLE}</title>", f"<h1>{SITE}</h1><h2>{TITLE}</h2>"): TITLE,
    (f"<title>{TITLE}_家常菜_{SITE}</title>", f"<h1>{SITE}</h1><h2>{TITLE}</h2>"): TITLE,
    # Its name stands below the title, as that of an account.
    (f"<title>{TITLE} - {SITE}</title>", f"<h1>{TITLE}</h1><p>{SITE}</p>"): TITLE,
    (
        f"<title>{SITE} - {TITLE}</title>{OG_SITE.format(SITE)}",
        f"<h1>{TITLE}</h1><p>{SITE}</p>",
    ): TITLE,
    # No first-level heading.
    (f"<title>{TITLE} - {SITE}</title>", f"<h2>{TITLE}</h2>"): TITLE,
    (f"<title>{SITE} - {TITLE}</title>", f"<p>{SITE}</p><h2>{TITLE}</h2>"): TITLE,
    (f"<title>{TITLE} - {SITE}</title>", f"<h2>{TITLE}</h2><p>{SITE}</p>"): TITLE,
    (f"<title>{TITLE} - {SITE}</title>", f"<h1 class=logo>{SITE}</h1><p>{TITLE}</p>"): TITLE,
    # Site and section.
    (f"<title>{TITLE}_家常菜_{SITE}</title>", f"<h1>{TITLE}</h1>"): TITLE,
    (f"<title>{TITLE}_家常菜_{SITE}</title>{OG_TITLE.format(TITLE)}", ""): TITLE,
    # Names of a site with a dash, or in other letters.
    (f"<title>{TITLE} - 味-道</title>{OG_SITE.format('味-道')}", ""): TITLE,
    (f"<title>{TITLE} - MY KITCHEN</title>{OG_SITE.format('My Kitchen')}", ""): TITLE,
    # The title of the article holds a dash or a bar.
    (f"<title>{DASHED}</title>", f"<h1>{DASHED}</h1>"): DASHED,
    (f"<title>{DASHED} - {SITE}</title>", f"<h1>{DASHED}</h1>"): DASHED,
    (f"<title>{DASHED} | {SITE}</title>{OG_TITLE.format(DASHED)}", ""): DASHED,
    (f"<title>{SITE} | {DASHED}</title>", f"<h1>{DASHED}</h1>"): DASHED,
    (f"<title>{DASHED}</title>", f"<h2>{DASHED}</h2>"): DASHED,
    (f"<title>{DASHED} | {SITE}</title>{OG_SITE.format(SITE)}", ""): DASHED,
    ("<title>上海 - 北京</title>", ""): "上海 - 北京",
    (f"<title>上海 - 北京 - {SITE}</title>{OG_SITE.format(SITE)}", ""): "上海 - 北京",
    ("<title>上海—北京的慢车</title>", "<h1>上海—北京的慢车</h1>"): "上海—北京的慢车",
    ("<title>磨坊——一个村子的七十年</title>", "<h1>磨坊</h1>"): "磨坊——一个村子的七十年",
    ("<title>小厨房-大世界</title>", "<h1>小厨房-大世界</h1>"): "小厨房-大世界",
    # What is stated as the site is the title of the article.
    (f"<title>{TITLE}</title>{APPLICATION.format(TITLE)}", f"<h1>{TITLE}</h1>"): TITLE,
    (
        f"<title>{TITLE} - {SITE}</title>{APPLICATION.format(TITLE)}",
        f"<h1>{TITLE}</h1><h2>{SITE}的新菜</h2>",
    ): TITLE,
    (
        f"<title>{WAY} - {SITE}</title>{OG_TITLE.format(WAY)}{APPLICATION.format(WAY)}",
        f"<h1>{SITE}</h1><h1>{WAY}</h1>",
    ): WAY,
    (f"<title>{TITLE} - {SITE}</title>{WEBSITE}", ""): TITLE,
    # The longer heading says more.
    (
        f"<title>{WAY} - {SITE}</title>",
        f"<h1>{WAY}：三步</h1>",
    ): f"{WAY}：三步",
}


@pytest.mark.parametrize(("head", "above"), PAGES)
def test_the_title_among_names(tmp_path: Path, head: str, above: str) -> None:
    """The title is told from sites and sections by what the page prints and states."""
    assert PAGES[head, above] == title_of(tmp_path, head, above)
