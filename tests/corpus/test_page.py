"""Whole web pages: the article is found, and nothing else is quoted."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from corpus.document import Document, UnreadableError
from corpus.furniture import mark_furniture
from corpus.readers import read_document
from corpus.readers.walls import Wall, walls
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


@pytest.mark.parametrize("nested", [False, True])
def test_a_letter_in_tables(*, nested: bool) -> None:
    """Of a newsletter, the sections in all rows are read, whether each is a table or not."""
    open_, close = ("<table><tr><td>", "</td></tr></table>") if nested else ("", "")
    rows = "".join(
        f"<tr><td>{open_}<h2>{number}</h2><p>{line}</p>{close}</td></tr>"
        for number, line in enumerate((LINES[0] + LINES[1], *LINES[2:]))
    )
    read = "".join(kept_of(f"<!doctype html><title>信</title><table>{rows}</table>"))

    assert all(line in read for line in LINES)


@pytest.mark.usefixtures("unmeasured_repetition")
def test_a_page_of_many_elements_is_read_completely() -> None:
    """A page of 20,000 paragraphs is read as a whole."""
    document = read_html("<html><body>" + "<p>一段话。</p>" * 20_000)

    assert 20_000 == len([block for block in document.blocks if not block.is_furniture])


SENTENCES = (
    "海边的这座小镇从前靠盐田过日子，盐价跌了以后，年轻人便坐船去了对岸的城里。",
    "最早回来的是一对开面馆的兄弟，他们把祖屋的天井改成了厨房，雨天也坐满了人。",
    "镇上的老师算过一笔账，学生从二百一十人减到四十三人，又慢慢回到了九十人。",
    "盐田没有恢复，滩涂上养起了蛏子，收成好的时候，一亩地抵得上从前三亩盐。",
    "老人们说，镇子还是那个镇子，只是夜里的灯比从前亮得久了一些。",
)
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
MENU = "<ul>" + "".join(f"<li><a href=/{n}>栏目{n}</a></li>" for n in range(8)) + "</ul>"
FOOT = "<div class=bottom><p>版权所有 某某网 地址：某市某路一号 电话：000-0000000</p></div>"


def kept_of(page: str) -> list[str]:
    """Return the texts that are quoted of a page, apart from its title."""
    document = read_html(page)
    blocks = mark_furniture(document.blocks)
    title = document.metadata.get("title")
    return [block.text for block in blocks if not block.is_furniture and block.text != title]


def page_of(body: str, attributes: str = "") -> str:
    """Return a page with this body."""
    head = "<!doctype html><html><head><title>盐田以后</title></head>"
    return f"{head}<body {attributes}>{body}</body></html>"


def spread(element: str) -> str:
    """Return the sentences, each in such an element."""
    return "".join(element.format(sentence) for sentence in SENTENCES)


FRAMES = {
    "form around all": page_of(
        f"<form id=aspnetForm>{MENU}<h1>盐田以后</h1><div>{PARAGRAPHS}</div>{FOOT}</form>"
    ),
    "form in a table": page_of(
        f"<form action=/><table><tr><td>{MENU}</td><td><div>{PARAGRAPHS}</div></td></tr>"
        f"</table></form>"
    ),
    "form of a site builder": page_of(
        f"{MENU}<form name=_newscontent_fromname><h2>盐田以后</h2>"
        f"<div id=vsb_content>{PARAGRAPHS}</div></form>{FOOT}"
    ),
    "account": page_of(
        "<div id=js_article><h1>盐田以后</h1><div id=js_content style='visibility: hidden'>"
        + spread("<section><span leaf=''>{}</span></section>")
        + "</div></div><div class=qr><p>微信扫一扫关注该公众号</p></div>"
        "<p>这里是页面底部的一段提示，和文章没有关系，但它是页面上唯一的段落。</p>"
    ),
    "account of nested sections": page_of(
        "<div class=rich_media_content id=js_content><section><section>"
        + spread("<section style='margin:0 8px'><section><span>{}</span></section></section>")
        + "</section></section></div>"
    ),
    "account of one span": page_of(
        f"<div id=js_content><section><span>{'<br>'.join(SENTENCES)}</span></section></div>"
    ),
    "share on the body": page_of(f"{MENU}<div>{PARAGRAPHS}</div>", "class='share-page support'"),
    "sidebar on the body": page_of(
        f"{MENU}<div>{PARAGRAPHS}</div>", "class='has-sidebar comments-open'"
    ),
    "hidden on the body": page_of(f"<div>{PARAGRAPHS}</div>", "style='opacity:0'"),
    "tip on the article": page_of(f"{MENU}<article class='post tip'>{PARAGRAPHS}</article>"),
    "support on the content": page_of(f"{MENU}<div id=support-content>{PARAGRAPHS}</div>"),
    "recommend on the article": page_of(f"<div class='recommend-detail'>{PARAGRAPHS}</div>"),
    "related in the content": page_of(
        f"<div class=related-article-wrap><div class=content>{PARAGRAPHS}</div></div>{MENU}"
    ),
    "header around all": page_of(
        f"<header class=header><h1>盐田以后</h1>{PARAGRAPHS}</header>{FOOT}"
    ),
    "aside around all": page_of(f"<aside>{PARAGRAPHS}</aside>"),
    "attributes": page_of(
        f"<div {' '.join(f'data-x{n}={n}' for n in range(3000))}>{PARAGRAPHS}</div>"
    ),
    "early end": page_of(f"<div>{MENU}</div>").replace("</html>", "")
    + f"</html><div id=content>{PARAGRAPHS}</div>",
    "two pages in one": page_of(MENU) + page_of(f"<div>{PARAGRAPHS}</div>"),
    "items": page_of(f"{MENU}<ul class=list-unstyled><li><h1>盐田以后</h1>{PARAGRAPHS}</li></ul>"),
    "parts in boxes": page_of(
        "<div class=story>"
        + "".join(f"<div class=part>{p}</div>" for p in spread("<p>{}</p>|").split("|"))
        + f"</div>{MENU}"
    ),
    "parts in articles": page_of(
        "<main>" + spread("<article><p>{}</p></article>") + f"</main>{MENU}"
    ),
    "bare sections": page_of(
        f"<div><p>{SENTENCES[0]}</p>"
        + "".join(f"<section>{s}</section>" for s in SENTENCES[1:])
        + "</div>"
    ),
    "bare text": page_of(
        f"<div><p>{SENTENCES[0]}</p>{SENTENCES[1]}<br>{'<br><br>'.join(SENTENCES[2:])}</div>".replace(
            "<br>海", ""
        )
    ),
    "overflow at the end": page_of(
        f"<div><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><p>{SENTENCES[2]}</p>"
        f"<section>{SENTENCES[3]}</section><p style='overflow:hidden'>{SENTENCES[4]}</p>"
        f"</div>{FOOT}"
    ),
    "overflow around the end": page_of(
        f"<div><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><div style='overflow:hidden'>"
        f"{''.join(f'<p>{s}</p>' for s in SENTENCES[2:])}</div></div>{FOOT}"
    ),
    "advertisement between": page_of(
        f"<div><div><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></div><div class=ad-box>"
        f"<a href=/x>限时特惠，点击领取红包</a></div>"
        f"<div>{''.join(f'<p>{s}</p>' for s in SENTENCES[2:])}</div></div>"
    ),
    "line between": page_of(
        f"{MENU}<div><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></div><div>{SENTENCES[2]}</div>"
        f"<div><p>{SENTENCES[3]}</p><p>{SENTENCES[4]}</p></div>"
    ),
    "name on a headline": page_of(
        "<div><div class='article content'>"
        "<p>海边的小镇：盐田没了以后人们靠什么留下来</p></div></div>"
        f"<div><div><div><div><p>{'<br>'.join(SENTENCES)}</p></div></div></div></div>"
    ).replace("盐田以后</title>", "海边的小镇：盐田没了以后人们靠什么留下来</title>"),
    "noscript": page_of(f"<noscript>请打开脚本</noscript><div>{PARAGRAPHS}</div>"),
    "details": page_of(
        f"<div><p>{SENTENCES[0]}</p><details><summary>{SENTENCES[1]}</summary><p>{SENTENCES[2]}</p></details><p>{SENTENCES[3]}</p><p>{SENTENCES[4]}</p></div>"
    ),
    "centre": page_of(f"<center>{spread('<font size=2>{}</font><br><br>')}</center>"),
    "cells": page_of(f"<table><tr><td>{MENU}</td><td>{spread('<p>{}</p>')}</td></tr></table>"),
    "linked words": page_of(
        f"<div>{PARAGRAPHS.replace('盐田', '<a href=/k>盐田</a>')}</div>{MENU}"
    ),
}


@pytest.mark.parametrize(
    "name", ["has-sidebar", "no-comments", "with-share", "without_pagination"]
)
def test_what_an_element_holds_is_not_what_it_is(name: str) -> None:
    """A class that tells what stands within or beside an element does not make it furniture."""
    comments = "<div id=comments>" + "<p>写得真好，我也是那边长大的，看了心里不是滋味。</p>" * 12

    assert list(SENTENCES) == kept_of(page_of(f"<div class='{name}'>{PARAGRAPHS}</div>{comments}"))


@pytest.mark.parametrize("frame", FRAMES)
def test_no_frame_hides_the_article(frame: str) -> None:
    """Every sentence of the article is read, whatever the elements around it are or are called."""
    kept = "\n".join(kept_of(FRAMES[frame]))

    assert list(SENTENCES) == [one for one in kept.split("\n") if one in SENTENCES]


@pytest.mark.parametrize("frame", FRAMES)
def test_nothing_but_the_article(frame: str) -> None:
    """Nothing around the article is read with it."""
    assert not {*"\n".join(kept_of(FRAMES[frame])).split("\n")} - {*SENTENCES}


BITS = {
    "hidden": "<div style='display:none'>这段话读者看不见，是给搜索引擎看的一串关键词。</div>",
    "hidden by an attribute": "<p hidden>这段话读者看不见，是给搜索引擎看的一串关键词。</p>",
    "jammer": "<p><font class=jammer>8z#网%络</font><span style='display:none'>r4 $ t6</span></p>",
    "screen reader": "<p class=visually-hidden>跳到正文，或者跳到页脚。</p>",
    "share bar": "<div class=share><a>微信</a><a>微博</a><a>复制链接</a></div>",
    "login": "<div class=login-box><p>登录后可以收藏这篇文章</p></div>",
    "card of the account": "<div class=profile_inner><strong>某某笔记</strong>"
    "<p>记录海边的人和事。</p></div>",
    "related": "<div class=related><h3>相关阅读</h3><ul><li><a href=/1>另一座小镇的故事"
    "</a> 2023-05-06</li>"
    "<li><a href=/2>滩涂上的新行当</a> 12评论</li></ul></div>",
    "related without a name": "<div><h3>延伸阅读</h3><ul><li><a href=/1>另一座小镇的故事</a></li>"
    "<li><a href=/2>滩涂上的新行当</a></li></ul></div>",
    "teasers with their age": "<ul><li><a href=/1>另一座海边小镇的故事</a> 三天前</li>"
    "<li><a href=/2>滩涂上的几种新行当</a> 五天前</li></ul>",
    "aside": "<aside><p>编辑部欢迎读者来信，来信请寄海边路三号。</p></aside>",
    "footer": "<footer><p>编辑部欢迎读者来信，来信请寄海边路三号。</p></footer>",
    "comments": "<div id=comments><p>写得真好，我也是那边长大的，看了心里不是滋味。</p></div>",
    "neighbours": "<p>上一篇：<a href=/1>另一座小镇的故事</a></p><p>下一篇：没有了</p>",
    "editor": "<p>（责任编辑：王小明）</p>",
    "statement": "<div>"
    "<p>特别声明：以上内容由自媒体平台用户上传并发布，本平台仅提供信息存储服务。</p></div>",
    "breadcrumbs": "<div>当前位置：<a href=/>首页</a> &gt; <a href=/n>新闻</a> &gt; 正文</div>",
    "lone marks": "<p>•</p><p>1</p><p>——</p><p>* * *</p>",
    "size": "<p>字号：大 中 小</p><p>【打印】【关闭】</p>",
    "counts": "<p>阅读 1234</p><p>56条评论</p>",
    "player": "<p>您的浏览器暂时无法播放此视频。</p>",
    "button": "<p>展开全文</p><button>收藏</button>",
    "navigation": "<nav><a href=/1>首页</a><a href=/2>要闻</a></nav>",
    "script": "<script>var 河 = '不是正文。'</script><style>.河{color:red}</style>",
    "credit": "<figure><img src=a.jpg><figcaption>某某 摄</figcaption></figure>",
    "drawing": "<svg><title>图标</title><text>示意</text></svg>",
    "scan": "<p>长按识别二维码，关注我们</p>",
}


@pytest.mark.parametrize("bit", BITS)
@pytest.mark.parametrize("place", ["between", "after"])
def test_furniture_within_the_article(bit: str, place: str) -> None:
    """Furniture within an article's element is not read with it, nor does it end the article."""
    first, second = (
        "".join(f"<p>{s}</p>" for s in SENTENCES[:3]),
        "".join(f"<p>{s}</p>" for s in SENTENCES[3:]),
    )
    body = f"{first}{BITS[bit]}{second}" if place == "between" else f"{first}{second}{BITS[bit]}"

    assert list(SENTENCES) == kept_of(page_of(f"<article>{body}</article>"))


PARTS = {
    "a link of its own": ("<h2><a href='#p'>第二章 滩涂</a></h2>", "第二章 滩涂"),
    "a heading with a link": ("<h3><a href='/mud'>滩涂</a>的来历</h3>", "滩涂的来历"),
    "a caption": (
        (
            "<figure><img src=a.jpg><figcaption>退潮以后，滩涂上留下一行一行的蛏子洞。"
            "</figcaption></figure>"
        ),
        "退潮以后，滩涂上留下一行一行的蛏子洞。",
    ),
    "a caption about pictures": (
        "<figure><img src=a.jpg><figcaption>拍摄渡口的人，多半没有坐过船</figcaption></figure>",
        "拍摄渡口的人，多半没有坐过船",
    ),
    "a quotation": ("<blockquote>盐是海水的骨头。</blockquote>", "盐是海水的骨头。"),
    "a pull quote": ("<div class='pull-quote'><p>盐是海水的骨头。</p></div>", "盐是海水的骨头。"),
    "a tip in prose": (
        f"<div class=tip><p>{'买蛏子要看壳是不是闭紧的，闭不紧的不要。' * 6}</p></div>",
        "买蛏子要看壳是不是闭紧的，闭不紧的不要。" * 6,
    ),
    "a statement by the author": (
        f"<div class=statement><p>{'文中的人名都换过，地名没有换。' * 8}</p></div>",
        "文中的人名都换过，地名没有换。" * 8,
    ),
    "a table": (
        "<table><tr><td>年</td><td>亩</td></tr><tr><td>2022</td><td>300</td></tr></table>",
        "年 | 亩\n2022 | 300",
    ),
    "a question": ("<p>盐田还会回来吗？</p>", "盐田还会回来吗？"),
    "a short line": ("<p>没有。</p>", "没有。"),
    "an item": ("<ul><li>蛏子苗每斤二十元。</li></ul>", "• 蛏子苗每斤二十元。"),
    "an item with a link": (
        "<ul><li>蛏子苗见<a href=/k>价目</a>，每斤二十元。</li></ul>",
        "• 蛏子苗见价目，每斤二十元。",
    ),
    "a definition": (
        "<dl><dt>蛏子</dt><dd>一种海贝，穴居在滩涂里。</dd></dl>",
        "一种海贝，穴居在滩涂里。",
    ),
    "an address": ("<address>某市某镇海边路三号</address>", "某市某镇海边路三号"),
    "a menu item's name": ("<p class='hot-spring'>镇外有一口温泉。</p>", "镇外有一口温泉。"),
    "a word in the class": (
        "<p class='shared-memory'>盐田是共同的记忆。</p>",
        "盐田是共同的记忆。",
    ),
}


@pytest.mark.parametrize("part", PARTS)
def test_parts_of_an_article(part: str) -> None:
    """Linked headings, captions, boxes and lists of an article are read in their place."""
    markup, text = PARTS[part]
    first, second = (
        "".join(f"<p>{s}</p>" for s in SENTENCES[:3]),
        "".join(f"<p>{s}</p>" for s in SENTENCES[3:]),
    )
    kept = kept_of(page_of(f"{MENU}<article>{first}{markup}{second}</article>{FOOT}"))

    assert text in kept[3:-2]
    assert list(SENTENCES) == [one for one in kept if one in SENTENCES]


LEADS = {
    "class": "<div class=summary>本文写的是一座海边小镇：盐田没了以后，人们靠什么留下来。</div>",
    "pinyin": "<p class=daodu>本文写的是一座海边小镇：盐田没了以后，人们靠什么留下来。</p>",
    "subtitle": "<h2 class=standfirst>本文写的是一座海边小镇：盐田没了以后，人们靠什么留下来。"
    "</h2>",
}


@pytest.mark.parametrize("lead", LEADS)
def test_a_lead_above_the_article(lead: str) -> None:
    """A lead that stands outside the element of the article is read with it."""
    page = page_of(
        f"{MENU}<div class=left><h1>盐田以后</h1><div>{LEADS[lead]}</div>"
        f"<div class=article>{PARAGRAPHS}</div></div>{FOOT}"
    )

    assert ["本文写的是一座海边小镇：盐田没了以后，人们靠什么留下来。", *SENTENCES] == kept_of(
        page
    )


STATED = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "盐田以后",'
    ' "articleBody": "%s"}</script>'
)


@pytest.mark.parametrize("join", ["\\n", "\\n\\n", "<br>", "</p><p>"])
def test_an_article_drawn_by_a_script(join: str) -> None:
    """The text that a page states as data is read where the page itself shows little."""
    page = page_of("<div id=app><p>加载中，请稍候再看这一页。</p></div>").replace(
        "</head>", STATED % join.join(SENTENCES) + "</head>"
    )

    assert list(SENTENCES) == "\n".join(kept_of(page)).split("\n")


def test_a_stated_text_does_not_replace_the_shown_one() -> None:
    """A page that shows its article is read as shown, with its headings, whatever it states."""
    page = page_of(
        f"<article>{PARAGRAPHS}<h2>后来</h2><p>后来的事没有人记。</p></article>"
    ).replace("</head>", STATED % "".join(SENTENCES) + "</head>")

    assert [*SENTENCES, "后来", "后来的事没有人记。"] == kept_of(page)


WALLS = {
    "verification": [
        "<h1>环境异常</h1><p>当前环境异常，完成验证后即可继续访问。</p><a>去验证</a>",
        "<div><p>请拖动滑块完成拼图</p></div>",
        "<title>Just a moment...</title><p>Checking your browser.</p>",
        "<p>您的访问过于频繁，请稍后再试。</p>",
    ],
    "gone": [
        "<p>该内容已被发布者删除</p>",
        "<h1>404</h1><p>您访问的页面不存在或已被删除。</p>",
        "<p>此内容因违规无法查看</p>",
        "<h2>文章已下架</h2>",
        "<p>The page you requested was not found.</p>",
    ],
    "login": [
        "<p>请登录后查看全文</p><form><input></form>",
        "<p>登录后继续阅读</p>",
        "<p>Log in to continue</p>",
        "<h1>登录/注册</h1>",
        "<p>这篇文章要登录之后才能阅读全文。</p><p>请先登录。</p>",
        "<h1>统一身份认证</h1><p>工号</p><form><input type=password></form>",
        "<h1>Member area</h1><form>Sign in <input type=password></form>",
    ],
    "who may read": [
        "<p>您暂无查看权限，请联系管理员。</p>",
        "<p>這篇日誌僅好友可見</p>",
        "<p>本文已加密</p><p>请输入密码后查看</p><form><input type=password></form>",
    ],
    "leads to another": [
        "<p>页面跳转中，请稍候……</p>",
        "<p>如果页面没有自动跳转，请点击<a href=b.html>这里</a></p>",
    ],
    "did not show": [
        "<p>请启用JavaScript后重试</p>",
        "<h1>403 Forbidden</h1><p>nginx</p>",
        "<p>您的浏览器版本过低，请升级后访问。</p>",
    ],
}


@pytest.mark.parametrize("wall", walls(), ids=lambda wall: wall.name)
def test_each_wall_is_recognized_by_its_words_only(wall: Wall) -> None:
    """Every wall has examples that it matches and look-alikes that no wall matches."""
    assert wall.examples
    assert all(wall.pattern.search(text) for text in wall.examples)
    assert not [t for t in wall.counterexamples if any(one.pattern.search(t) for one in walls())]


@pytest.mark.parametrize(
    ("reason", "body"), [(reason, body) for reason, bodies in WALLS.items() for body in bodies]
)
def test_a_page_in_place_of_an_article(reason: str, body: str) -> None:
    """A check for robots, a note of deletion and a login are refused with what they are."""
    with pytest.raises(UnreadableError, match=reason):
        read_html(f"<html><head></head><body>{body}</body></html>")


@pytest.mark.parametrize(
    "line",
    [
        "他删除了那篇文章，第二天又写了一遍。",
        "登录以后，他发现账号还在，只是名字变了。",
        "验证一个想法，最好的办法是做一遍。",
        "他在登录界面前坐了一夜，密码一个字也没有想起来。",
        "三秒后他跳转了话题，没有人再提起权限的事。",
    ],
)
def test_a_short_article_is_no_wall(line: str) -> None:
    """An article of a few sentences is read, though it speaks of deleting or logging in."""
    assert line in kept_of(page_of(f"<h1>盐田以后</h1><p>{line}</p><p>{SENTENCES[0]}</p>"))


def test_a_long_article_is_no_wall() -> None:
    """An article that quotes a wall is read."""
    assert "该内容已被发布者删除" in kept_of(
        page_of(f"<article>{PARAGRAPHS * 2}<p>该内容已被发布者删除</p></article>")
    )


def test_a_login_beside_a_short_article_is_no_wall() -> None:
    """A page that has a form for a login beside its article is read."""
    form = "<div class=login-popup><p>登录</p><input type=password></div>"
    page = page_of(f"<h1>盐田以后</h1>{form}<article><p>{SENTENCES[0]}</p></article>")
    assert SENTENCES[0] in kept_of(page)


@pytest.mark.parametrize(
    "note",
    ["登录后阅读全文", "剩余 62% 内容未读", "以下为付费内容", "Log in to read the full story"],
)
def test_a_part_of_an_article_is_reported(note: str) -> None:
    """A page that shows the beginning of an article is read; a warning quotes its note on that."""
    document = read_html(page_of(f"<article>{PARAGRAPHS * 2}<p>{note}</p></article>"))

    ((_, message),) = document.warnings
    assert f"says “{note}”" in message
    assert note not in [block.text for block in document.blocks if not block.is_furniture]


def test_a_small_part_is_reported() -> None:
    """A warning states how much prose a page shows and how much is kept, if that is little."""
    sections = "".join(
        f"<div class=c{n}><div><h3>其{n}</h3><ul><li>{SENTENCES[n] * 3}</li></ul></div></div>"
        for n in range(5)
    )
    other = f"<div class=comments>{sections}</div>"
    document = read_html(
        page_of(f"<article><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></article>{other * 3}")
    )

    ((line, message),) = document.warnings
    assert line is None
    kept = sum(len(block.text) for block in document.blocks if not block.is_furniture)
    shown = sum(len(block.text) for block in document.blocks if len(block.text) >= 40)
    assert f"shows {shown} characters" in message
    assert f"found has {kept}" in message


def test_a_page_read_well_is_not_reported() -> None:
    """A page whose article is most of its prose has no warning, though it hides text."""
    hidden = f"<div style='display:none'>{PARAGRAPHS * 2}</div>"

    assert not read_html(page_of(f"<article>{PARAGRAPHS * 3}</article>{hidden}{MENU}")).warnings


def test_a_page_of_few_letters() -> None:
    """A page whose markup is a thousand times its text is read."""
    page = page_of(
        f"<style>{'.a{color:red}' * 9000}</style><div><p>明天停水，请提前储水。</p></div>"
    )

    assert ["明天停水，请提前储水。"] == kept_of(page)


THREAD = f"""
<h1>阳台朝北能种什么？</h1>
<div><p>青苔 发表于 2021-3-4 08:15 | 只看该作者</p><p>{SENTENCES[0]}</p><p>回复 举报</p></div>
<div><p>2楼 老园丁 发表于 2021-3-4 21:40</p><p>{SENTENCES[1]}</p><p>支持(3) 反对</p></div>
<div><p>山月　发表于 3 天前</p><p>老园丁 发表于 2021-3-4 21:40<br>最早回来的是</p>
<p>{SENTENCES[2]}</p></div>
"""


def test_posts_of_a_thread_stand_under_their_posters() -> None:
    """In a thread, each post has its poster as its heading; buttons and repeated words go."""
    document = read_html(page_of(THREAD))
    blocks = [block for block in mark_furniture(document.blocks) if not block.is_furniture]

    assert [("heading", "青苔"), ("paragraph", SENTENCES[0])] == [
        (block.kind, block.text) for block in blocks if block.text in {"青苔", SENTENCES[0]}
    ]
    assert ["青苔", SENTENCES[0], "老园丁", SENTENCES[1], "山月", SENTENCES[2]] == [
        block.text for block in blocks if block.kind == "paragraph" or block.level == 2
    ]


def test_one_poster_makes_no_thread() -> None:
    """The line of a page's only poster is furniture, and no heading."""
    line = "青苔 发表于 2021-3-4 08:15"
    page = page_of(f"<h1>盐田以后</h1><p>{line}</p>{PARAGRAPHS}")
    assert kept_of(page) == list(SENTENCES)


SPANS = {
    "rows": (
        "<tr><th>笋<th>始<th>终<tr><td>春笋<td>三月<td rowspan=2>五月<tr><td>雷笋<td>二月",
        "笋 | 始 | 终\n春笋 | 三月 | 五月\n雷笋 | 二月 | 五月",
    ),
    "columns": (
        (
            "<tr><th rowspan=2>笋<th colspan=2>时令<th rowspan=2>吃法<tr><th>始<th>终"
            "<tr><td>春笋<td>三月<td>五月<td>焖"
        ),
        "笋 | 时令 | | 吃法\n笋 | 始 | 终 | 吃法\n春笋 | 三月 | 五月 | 焖",
    ),
    "a title": ("<tr><th colspan=2>时令<tr><td>春笋<td>三月", "时令\n春笋 | 三月"),
    "a strange number": ("<tr><td rowspan=x>甲<td>乙<tr><td>丙<td>丁", "甲 | 乙\n丙 | 丁"),
}


@pytest.mark.parametrize("name", SPANS)
def test_cells_that_span(name: str) -> None:
    """A value that spans rows stands in each of them, so that values are below their heads."""
    rows, expected = SPANS[name]
    page = page_of(f"<article>{PARAGRAPHS}<table>{rows}</table>{PARAGRAPHS}</article>")
    assert expected in kept_of(page)


def test_code_in_a_box_with_a_toolbar() -> None:
    """Code that a script has put into a box with buttons is read, the buttons are not."""
    buttons = "<div class=toolbar>Copy</div>"
    box = f"<div class=code-toolbar><pre><code>du -sh .</code></pre>{buttons}</div>"
    kept = kept_of(page_of(f"<article>{PARAGRAPHS}{box}{PARAGRAPHS}</article>"))

    assert "du -sh ." in kept
    assert "Copy" not in kept


def test_text_outside_of_the_window_is_hidden() -> None:
    """A style that moves words out of the window hides them."""
    moved = '只剪<span style="position:absolute;left:-9999px">乱码</span>透明的尖端，剩下的不要。'
    kept = kept_of(page_of(f"<article>{PARAGRAPHS}<p>{moved}</p></article>"))
    assert "只剪透明的尖端，剩下的不要。" in kept
