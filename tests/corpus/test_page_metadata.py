"""Title, author and day of pages as sites of many kinds state and print them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.loading import load
from corpus.model import Article

TEXT = (
    "<p>磨坊停了以后，村里的人把麦子送到二十里外的镇上去磨，来回要走一整天的山路。</p>"
    "<p>水轮是祖父那一辈人做的，木头换过三次，轴还是当年的那一根，用到现在也没有断过。</p>"
    "<p>如今来看水轮的人比来磨面的人多，村里便在旁边修了一间小屋，卖茶，也卖新磨的面。</p>"
)
TITLE = "河湾的磨坊"
DAY = date(2019, 5, 6)


def article_of(folder: Path, body: str, head: str = "") -> Article:
    """Return the article of a page with this body and head."""
    markup = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    (folder / "a.html").write_text(markup, "utf-8")
    (article,) = load(folder, lambda _: 0).corpus.articles
    return article


TITLES = {
    ("青瓷_百科", "青瓷"): "青瓷",
    ("青瓷（瓷器的一种）_百度百科", "青瓷"): "青瓷",
    ("青瓷（瓷器的一种）_百度百科", ""): "青瓷（瓷器的一种）",
    ("青瓷_百度百科", ""): "青瓷",
    ("青瓷 - 维基百科，自由的百科全书", ""): "青瓷",
    ("河湾的磨坊 - 某某网 - 生活频道", ""): TITLE,
    ("河湾的磨坊--某某频道--某某网", ""): TITLE,
    ("河湾的磨坊_周明远的博客-CSDN博客", ""): TITLE,
    ("河湾的磨坊_某某号_某某新闻-The Paper", ""): TITLE,
    ("河湾的磨坊 « 某某观察", ""): TITLE,
    ("某某网 - 河湾的磨坊", ""): TITLE,
    ("【人物】河湾的磨坊_某某网", TITLE): TITLE,
    ("【人物】河湾的磨坊_某某网", f"【人物】{TITLE}"): f"【人物】{TITLE}",
    ("某某市人民政府 通知公告 河湾的磨坊", TITLE): TITLE,
    ("河湾的磨…_某某网", TITLE): TITLE,
    ("河湾的磨坊 - 某某网", f"{TITLE}：一个村子的七十年"): f"{TITLE}：一个村子的七十年",
    ("首页", TITLE): TITLE,
    ("新闻详情_某某集团", TITLE): TITLE,
    ("某某网", TITLE): TITLE,
    ("", TITLE): TITLE,
    (TITLE, "某某网"): TITLE,
    (f"{TITLE} - 某某网", "<a href='/'>周明远的本子</a>"): TITLE,
    (f"{TITLE} - 周明远的本子", "<a href='https://example.org/'>周明远的本子</a>"): TITLE,
    (f"{TITLE}：一个村子的七十年", "某某</h1><h1>通知公告"): f"{TITLE}：一个村子的七十年",
    ("一个人的图书馆", ""): "一个人的图书馆",
}


@pytest.mark.parametrize(("title", "heading"), TITLES)
def test_the_title_beside_a_heading(tmp_path: Path, title: str, heading: str) -> None:
    """A first-level heading is the title if the head has it with names of sites around."""
    above = f"<h1>{heading}</h1>" if heading else ""
    article = article_of(tmp_path, f"{above}<div>{TEXT}</div>", f"<title>{title}</title>")

    assert TITLES[title, heading] == article.title


PROFILE = (
    '<div itemProp="author" itemscope itemtype="http://schema.org/Person">'
    '<meta itemProp="name" content="小城旧事"/><meta itemProp="url" content="https://example.org/u"/>'
    "<div class=badge>爱走路的人</div></div>"
)


@pytest.mark.parametrize(
    "above",
    [
        PROFILE,
        '<span itemprop="author">小城旧事</span>',
        '<span itemprop="author" itemscope><a itemprop="name">小城旧事</a></span>',
        '<a class="follow-nickName " href="/u">小城旧事</a>',
        '<a class="UserLink-link" href="/u">小城旧事</a>',
        '<span class="author-name">作者：小城旧事</span>',
        '<a rel="author" href="/u">小城旧事</a>',
        '<span class="rich_media_meta rich_media_meta_text">小城旧事</span>',
        "<div class=info><a class=author href=/u>小城旧事</a><span>2019-05-06</span></div>",
    ],
)
@pytest.mark.parametrize("stated", ["", "CSDN", "admin"])
def test_an_author_who_is_marked_as_one(tmp_path: Path, above: str, stated: str) -> None:
    """The element that is marked as the author names the author, if the head names nobody."""
    head = f'<meta name="author" content="{stated}">'
    article = article_of(tmp_path, f"<h1>{TITLE}</h1>{above}<div>{TEXT}</div>", head)

    assert "小城旧事" == article.author


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{TITLE}</h1><div>{TEXT}</div><div class=list><a class=author>小城旧事</a></div>",
        f"<a class=author>小城旧事</a><h1>{TITLE}</h1><div>{TEXT}</div>",
        f"<h1>{TITLE}</h1><div class=hot-rank><a class=author>小城旧事</a></div><div>{TEXT}</div>",
        f"<h1>{TITLE}</h1><div class=author>简书用户</div><div>{TEXT}</div>",
        f"<h1>{TITLE}</h1><div class=author>写了三年，终于写完了。</div><div>{TEXT}</div>",
    ],
)
def test_authors_of_something_else(tmp_path: Path, body: str) -> None:
    """Names in the page's head, in lists and below the text are not those of the author."""
    assert None is article_of(tmp_path, body).author


def test_a_printed_byline_counts_more_than_an_account(tmp_path: Path) -> None:
    """Who is named in a byline wrote what an account published."""
    above = "<a class=author-name>某某观察</a><p>作者：周明远</p>"

    assert "周明远" == article_of(tmp_path, f"<h1>{TITLE}</h1>{above}<div>{TEXT}</div>").author


@pytest.mark.parametrize(
    "line", ["责任编辑：李四", "[ 责编：李四 ]", "（责编：李四）", "编辑 李四"]
)
def test_an_editor_in_the_head_is_no_author(tmp_path: Path, line: str) -> None:
    """Who is stated as the author and printed as the editor did not write the text."""
    head = '<meta name="author" content="李四">'
    body = f"<h1>{TITLE}</h1><div>{TEXT}</div><div>{line}</div>"

    assert None is article_of(tmp_path, body, head).author


def test_a_site_in_the_head_is_no_author(tmp_path: Path) -> None:
    """A site that states itself as the author is none, as the end of the title tells."""
    head = f'<title>{TITLE}_某某网</title><meta name="author" content="某某网">'

    assert None is article_of(tmp_path, f"<h1>{TITLE}</h1><div>{TEXT}</div>", head).author


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("<p>2019年05月06日 10:20</p>", DAY),
        ("<p>发布时间：2019-05-06</p>", DAY),
        ("<h4>2019年5月6日</h4>", DAY),
        ("<p>2019年05月06日 星期一</p>", None),
        ("<p>2019-05-06 10:20</p><p>一</p><p>二</p><p>三</p><p>四</p><p>五</p>", None),
    ],
)
def test_a_day_above_the_headline(tmp_path: Path, above: str, day: date | None) -> None:
    """Right above the headline, a day alone or with its time is that of publication."""
    body = f"<div>{above}</div><h1>{TITLE}</h1><div>{TEXT}</div>"

    assert day == article_of(tmp_path, body).date


def test_an_author_who_is_named_elsewhere(tmp_path: Path) -> None:
    """An author that JSON-LD gives by an id is the object with that id."""
    objects = (
        '{"@type": "WebSite", "name": "某某网"}',
        '{"@id": "#1", "name": "周明远"}',
        f'{{"headline": "{TITLE}", "author": {{"@id": "#1"}}}}',
    )
    graph = f'{{"@graph": [{", ".join(objects)}]}}'
    head = f'<script type="application/ld+json">{graph}</script>'

    assert "周明远" == article_of(tmp_path, f"<h1>{TITLE}</h1>{TEXT}", head).author


def test_the_fields_of_a_newspaper(tmp_path: Path) -> None:
    """The comment in which newspapers state title, author and day is read."""
    body = (
        "<div>2024年01月01日 星期一</div><!--enpproperty <date>2019-05-06 00:00:00:0</date>"
        f"<author>周明远</author><title>{TITLE}</title><x/>/enpproperty--><b>{TITLE}</b>{TEXT}"
    )
    article = article_of(tmp_path, body, "<title>某某日报</title>")

    assert (TITLE, "周明远", DAY) == (article.title, article.author, article.date)


@pytest.mark.parametrize(
    "title", ["<h2>{}</h2>", "<div class=title>{}</div>", "<p id=article_title>{}</p>"]
)
@pytest.mark.parametrize("head", ["", "<title>某某日报</title>", "<title>首页</title>"])
def test_a_title_that_is_marked_as_one(tmp_path: Path, title: str, head: str) -> None:
    """The element that is marked as a title has it if the head names no article."""
    body = f"<div class=logo-title>某某日报</div>{title.format(TITLE)}<div>{TEXT}</div>"

    assert TITLE == article_of(tmp_path, body, head).title


@pytest.mark.parametrize(
    ("head", "below"),
    [
        ('<meta itemprop="dateCreated" content="2019-05-06T04:00:00.000Z">', "编辑于 2020-01-02"),
        ('<meta itemProp="datePublished" content="2019-05-06">', ""),
        ('<meta itemprop="datePublished" content="2019-05-05T18:00:00.000Z">', ""),
        (
            '<i itemprop="dateModified">2020-01-02</i><i itemprop="dateCreated">2019-05-06</i>',
            "",
        ),
        ("", "发布于 2019-05-06 12:00"),
        ("", "编辑于 2019-05-06 12:00"),
        (
            '<script type="application/ld+json">{"title": "", "pubDate": "2019-05-06"}</script>',
            "",
        ),
    ],
)
def test_the_day_in_microdata(tmp_path: Path, head: str, below: str) -> None:
    """The day of publication, as it is in China, is read from microdata and JSON-LD."""
    body = f"<h1>{TITLE}</h1><div>{TEXT}</div><div>{below}</div>"

    assert DAY == article_of(tmp_path, body, head).date


def test_the_day_of_an_answer(tmp_path: Path) -> None:
    """The day on which a question was asked is not that of its answer."""
    body = (
        '<div itemscope itemtype="http://schema.org/Question">'
        '<meta itemprop="dateCreated" content="2012-01-02"><h1>磨坊怎么停的？</h1>'
        '<div itemscope itemtype="http://schema.org/Answer">'
        f'<meta itemprop="dateCreated" content="2019-05-06"><div>{TEXT}</div></div></div>'
    )

    assert DAY == article_of(tmp_path, body).date


ADDRESSES = {
    "https://example.org/xx/201905/t20190506_123.html": DAY,
    "https://example.org/art/2019/5/6/art_12_34.html": DAY,
    "https://example.org/n1/2019/0506/c1001-1.html": DAY,
    "https://example.org/2019-05/06/c_1.htm": DAY,
    "https://example.org/a/20190506A0123": DAY,
    "https://example.org/content_20190506123.html": None,
    "https://example.org/2019/05/1.html": None,
    "https://example.org/art/2019/15/60/1.html": None,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_day_in_an_address(tmp_path: Path, address: str) -> None:
    """A day in the address counts where nothing else states one; numbers of pages do not."""
    head = f'<link rel=canonical href="{address}">'

    assert ADDRESSES[address] == article_of(tmp_path, f"<h1>{TITLE}</h1>{TEXT}", head).date


NOTICE = "某某市人民政府办公室关于调整河湾开放时间的通知"
FIELDS = (
    '<meta name="SiteName" content="某某市人民政府"><meta name="ColumnName" content="通知公告">'
    f'<meta name="ArticleTitle" content="{NOTICE}">'
    '<meta name="PubDate" content="2019-05-06 10:20">'
    '<meta name="ContentSource" content="某某市水务局">'
)


@pytest.mark.parametrize(
    "number",
    [
        "某政办发〔2019〕12号",
        "某政办发[2019]12号",
        "某政办发﹝2019﹞12 号",
        "第12号",
        "（2019年第12号）",
    ],
)
@pytest.mark.parametrize("tag", ["p", "h3", "strong"])
@pytest.mark.parametrize("heading", ["", f"<h1>{NOTICE}</h1>"])
def test_a_notice(tmp_path: Path, number: str, tag: str, heading: str) -> None:
    """The fields of a notice state its title; its number is neither title nor heading."""
    body = f"{heading}<div><{tag}>{number}</{tag}>{TEXT}</div>"
    article = article_of(tmp_path, body, FIELDS)

    assert (NOTICE, "某某市水务局", DAY) == (article.title, article.author, article.date)
    assert () == article.headings
    assert number not in "".join(passage.text for passage in article.passages)


def test_the_number_of_a_notice_in_plain_text(tmp_path: Path) -> None:
    """A number above the title of a plain text is not its title."""
    lines = (
        "某政办发〔2019〕12号",
        NOTICE,
        "自五月八日起，河湾每天八点开放，十八点关闭，请互相转告。",
    )
    (tmp_path / "a.txt").write_text("\n".join((*lines, "周一不开放，节日除外。")), "utf-8")
    (article,) = load(tmp_path, lambda _: 0).corpus.articles

    assert (NOTICE, ()) == (article.title, article.headings)
