"""Whole web pages: the article is found, and nothing else is quoted."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from corpus.document import Document
from corpus.furniture import mark_furniture
from corpus.readers import read_document
from tests.pages import PAGES, Page


def read_html(html: str) -> Document:
    """Read a page without a dictionary, as no text here is damaged."""
    return read_document(html.encode(), PurePosixPath("a.html"), lambda _: 0)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_article_is_found(page: Page) -> None:
    """All paragraphs, items and rows of the article are read in order, and nothing else is."""
    document = read_html(page.html)
    blocks = mark_furniture(document.blocks)
    kept = [block.text for block in blocks if not block.is_furniture]
    title, *body = page.article

    assert body == [text for text in kept if text != title]
    assert title == document.metadata["title"]


ARTICLE = (
    "<p>平台要靠深度服务产业才能找到新的增长，而不是再去收割流量，这一点已经没有疑问。</p>" * 4
)


def metadata_of(head: str, body: str = "") -> dict[str, object]:
    """Return the metadata of a page with this head."""
    page = (
        f"<!doctype html><html><head>{head}</head><body>{body}<article>{ARTICLE}</article></body>"
    )
    return dict(read_html(page).metadata)


HEADS: dict[str, dict[str, str]] = {
    """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "网"},
    {"headline": "题目", "author": [{"name": "甲"}, "乙"], "datePublished": "2021-12-28",
    "url": "https://example.org/a"}]}</script>""": {
        "title": "题目",
        "author": "甲、乙",
        "date": "2021-12-28",
        "url": "https://example.org/a",
    },
    """<meta property="og:title" content="题目 - 某某网"><meta name="Author" content="甲">
    <meta property="og:site_name" content="某某网"><link rel="Canonical"
    href="https://example.org/b"><meta property="article:published_time"
    content="2021-12-28T08:00:00+08:00">""": {
        "title": "题目",
        "author": "甲",
        "date": "2021-12-28T08:00:00+08:00",
        "url": "https://example.org/b",
        "site": "某某网",
    },
    "<title>一个很长的题目_频道_某某网</title>": {"title": "一个很长的题目"},
    "<title>A-B 测试</title>": {"title": "A-B 测试"},
    '<link rel=canonical href="https://example.org/"><link rel=canonical href="/a">': {},
    '<script type="application/ld+json">{"headline": </script>': {},
    '<script type="application/ld+json">[[1, null], {"headline": 3}]</script>': {},
    "<!-- saved from url=(0021)https://example.org/c -->": {"url": "https://example.org/c"},
    "<!--\n Page saved with SingleFile \n url: https://example.org/d \n-->": {
        "url": "https://example.org/d"
    },
}


@pytest.mark.parametrize(("head", "expected"), HEADS.items())
def test_metadata_of_the_head(head: str, expected: dict[str, str]) -> None:
    """JSON-LD, Open Graph, meta elements, links and the address that a browser noted are read."""
    assert expected == metadata_of(head)


def test_the_headline_is_the_title() -> None:
    """The title is the heading that the page's title repeats; the site's name is not."""
    repeated = metadata_of("<title>回来的人 - 某某网</title>", "<h1>某某网</h1><h1>回来的人</h1>")
    partial = metadata_of("<title>新闻发布会的一天</title>", "<h1>新闻</h1>")

    assert "回来的人" == repeated["title"]
    assert "新闻发布会的一天" == partial["title"]


@pytest.mark.parametrize(
    "markup",
    [
        '<div data-post-id="5265839">',
        '</p><article id="post-5265839">',
    ],
)
def test_the_number_of_a_post(markup: str) -> None:
    """The site's own id of an article is read, from pages and from fragments."""
    assert "5265839" == metadata_of("", markup)["post_id"]
    assert "5265839" == read_html(f"{markup}<p>正文。</p>").metadata["post_id"]


LINES = (
    "村里的老人说，这条河以前是走船的，后来上游修了水库，水一年比一年浅，船也就没有了。",
    "“回来吧。”",
    "他没有说话。",
    "二十年前离开的年轻人，现在陆续回来了一些；他们在河边开了民宿，也把自己种的茶卖到了网上。",
    "他说：",
    "“真正留下来的，是那些把手艺做成了生意、又把生意做成了生活的人。”",
)
SHAPES = {
    "paragraphs": "<p>{}</p>",
    "spans": '<p><span style="color:red"><font>{}</font></span></p>',
    "boxes": "<div>{}</div>",
    "items": "<li>{}</li>",
    "sections": "<section><section><p><span>{}</span></p></section></section>",
    "quotations": "<blockquote><p>{}</p></blockquote>",
    "lines": "{}<br><br>",
    "bare": "{}<p></p>",
    "linked": '<p>{}<a href="/k"><b>〔注〕</b></a></p>',
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("around", ["<article>{}</article>", '<div id="content">{}</div>'])
def test_no_line_is_lost(shape: str, around: str) -> None:
    """Every line of an article is kept, the shortest too, whatever the markup."""
    links = "".join(f"<li><a href=/{n}>相关的一篇文章，第{n}篇</a></li>" for n in range(9))
    body = around.format("".join(SHAPES[shape].format(line) for line in LINES))
    page = f"<html><body><ul>{links}</ul>{body}<ul>{links}</ul></body></html>"
    kept = [block.text for block in read_html(page).blocks if not block.is_furniture]

    assert list(LINES) == [text.removeprefix("• ").removesuffix("〔注〕") for text in kept]


def test_a_page_of_many_elements_is_read_completely() -> None:
    """A page of 20,000 paragraphs is read as a whole."""
    document = read_html("<html><body>" + "<p>一段话。</p>" * 20_000)

    assert 20_000 == len([block for block in document.blocks if not block.is_furniture])
