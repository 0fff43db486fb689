"""Feeds in their formats: addresses, titles, authors, days and whole texts of their entries."""

from __future__ import annotations

from datetime import date

import pytest

from corpus import feed_process
from corpus.feed_process import read_feed_apart
from corpus.feeds import MAX_BYTES, FeedEntry, FeedError, read_feed
from tests.feed_server import LONG, item, rss

URL = "https://example.org/blog/feed.xml"

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>巷口</title><entry>
<title>修表</title><link rel="enclosure" href="https://example.org/1.mp3"/>
<link rel="alternate" href="/1.html"/><author><name>张三</name></author>
<author><name>李四</name></author><published>2021-04-05T10:00:00+08:00</published>
<summary>铺子的事</summary></entry></feed>"""

RDF = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org/">
<title>巷口</title></channel><item rdf:about="https://example.org/1.html"><title>修表</title>
<link>https://example.org/1.html</link><dc:creator>张三</dc:creator><dc:date>2021-04-05</dc:date>
</item></rdf:RDF>"""


def only(feed: str | bytes, content_type: str = "") -> FeedEntry:
    """Return the one entry of a feed."""
    data = feed if isinstance(feed, bytes) else feed.encode()
    (entry,) = read_feed(data, URL, content_type)
    return entry


def test_rss() -> None:
    """An entry of RSS has its address, title, author and day."""
    feed = rss(item("/1.html", "修表", author="a@example.org (张三)", pubDate="2021-04-05"))

    assert FeedEntry("https://example.org/1.html", "修表", "张三", date(2021, 4, 5)) == only(feed)


def test_atom() -> None:
    """An entry of Atom has all its authors, and the address of its page, not of its sound."""
    expected = FeedEntry("https://example.org/1.html", "修表", "张三、李四", date(2021, 4, 5))

    assert expected == only(ATOM)


def test_rdf() -> None:
    """An entry of RSS 1.0, which is RDF, is read as well."""
    expected = FeedEntry("https://example.org/1.html", "修表", "张三", date(2021, 4, 5))

    assert expected == only(RDF)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021年04月06日", date(2021, 4, 6)),
        ("2021/04/06 08:30", date(2021, 4, 6)),
        ("二〇二一年四月六日", date(2021, 4, 6)),
        ("Tue, 06 Apr 2021 01:30:00 CST", date(2021, 4, 6)),
        ("Tue, 06 Apr 2021 23:30:00 +0800", date(2021, 4, 6)),
        ("Mon, 05 Apr 2021 17:30:00 +0000", date(2021, 4, 6)),
        ("Mon, 05 Apr 2021 17:30:00 GMT", date(2021, 4, 6)),
        ("2021-04-05T17:30:00Z", date(2021, 4, 6)),
        ("1617642000", date(2021, 4, 6)),
        ("1617642000000", date(2021, 4, 6)),
        ("9999-12-31T23:59:59Z", date(9999, 12, 31)),
        ("昨天", None),
    ],
)
def test_days(written: str, day: date | None) -> None:
    """A day is as it is written, or that of a moment in China; never one of another month."""
    assert day == only(rss(item("/1", "修表", pubDate=written))).date


def test_titles_keep_their_brackets() -> None:
    """A word in angle brackets is no markup; a tag is."""
    assert "读<三体>有感" == only(rss(item("/1", "读<三体>有感"))).title
    assert (
        "读三体有感"
        == only(
            ATOM.replace("修表", "读&lt;b&gt;三体&lt;/b&gt;有感").replace(
                "<title>读", '<title type="html">读'
            )
        ).title
    )


@pytest.mark.parametrize("content_type", ["text/xml", "text/xml; charset=gb2312", ""])
def test_gb2312(content_type: str) -> None:
    """A feed that calls itself GB2312 may have characters that only GB18030 has."""
    head = '<?xml version="1.0" encoding="gb2312"?>'
    feed = rss(item("/1", "朱镕基与啰嗦"), head=head).encode("gb18030")

    assert "朱镕基与啰嗦" == only(feed, content_type).title


@pytest.mark.parametrize("name", ["admin", "a@example.org", "匿名", "编辑部"])
def test_placeholders_are_no_authors(name: str) -> None:
    """What stands in place of a name, such as an e-mail address, names nobody."""
    assert only(rss(item("/1", "修表", author=name))).author is None


@pytest.mark.parametrize("link", ["", "123", "mailto:a@example.org", "http://[1/", "javascript:1"])
def test_entries_without_an_address_are_left_out(link: str) -> None:
    """An entry whose link leads to no page is none."""
    assert () == read_feed(rss(item(link, "修表")).encode(), URL)


def test_the_newest_comes_first() -> None:
    """Entries are sorted by their days; each address comes once."""
    days = {"/1": "2021-04-05", "/2": "2021-04-07", "/3": "2021-04-06"}
    items = [item(url, pubDate=day) for url, day in days.items()]

    found = read_feed(rss(*items, items[0]).encode(), URL)

    assert ["/2", "/3", "/1"] == [entry.url.removeprefix("https://example.org") for entry in found]


def test_a_whole_text_is_kept_with_its_readings() -> None:
    """A long text is the article's, and its markup stays as it was."""
    body = f"<p>{LONG * 5}</p><p><ruby>镊<rt>niè</rt></ruby>子</p>"

    assert body == only(rss(item("/1", "修表", body=body, description="短"))).body


@pytest.mark.parametrize(
    "end", ["……", "...", "[…]", "阅读全文 »", "（点击阅读原文）", "Continue reading 修表 →"]
)
def test_a_text_that_is_cut_is_not_whole(end: str) -> None:
    """A text that says that it goes on elsewhere is not taken for the article."""
    whole = f"<p>{LONG * 5}</p>"

    assert whole == only(rss(item("/1", "修表", body=whole))).body
    assert "" == only(rss(item("/1", "修表", body=f"<p>{LONG * 5}{end}</p>"))).body


@pytest.mark.parametrize(
    "trailer",
    [
        '<p>The post <a href="/1">修表</a> appeared first on <a href="/">巷口</a>.</p>',
        '<p class="more"><a href="/1">修表</a>最先出现在<a href="/">巷口</a>。</p>',
        '<p>〈<a href="/1">修表</a>〉這篇文章最早發佈於《<a href="/">巷口</a>》。</p>\n',
    ],
)
def test_the_last_word_of_the_site_is_left_out(trailer: str) -> None:
    """A last paragraph that says where the article appeared is none of the author's."""
    whole = f"<p>{LONG * 5}</p>"

    assert whole == only(rss(item("/1", "修表", body=whole + trailer))).body


def test_an_author_may_say_where_it_appeared() -> None:
    """The same words within a long paragraph are the author's."""
    whole = f"<p>{LONG}</p><p>{LONG * 6}这段话最先出现在他的日记里。</p>"

    assert whole == only(rss(item("/1", "修表", body=whole))).body


def test_a_short_text_is_not_whole() -> None:
    """A sentence or two are a summary."""
    assert "" == only(rss(item("/1", "修表", description=LONG))).body


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is not a feed"),
        (b"\0\xff\xfe", "it is not a feed"),
        ("<html><body><p>首页</p></body></html>".encode(), "it is not a feed"),
        (b"{}", "it is not a feed"),
        (b" " * (MAX_BYTES + 1), "more than"),
        (
            b'<html><link rel="alternate" type="application/atom+xml" href="atom.xml"></html>',
            "its feed is https://example.org/blog/atom.xml",
        ),
    ],
)
def test_what_is_no_feed(data: bytes, reason: str) -> None:
    """A file that is no feed is refused with the reason, and the feed that it names."""
    with pytest.raises(FeedError, match=reason):
        read_feed(data, URL)


def test_a_feed_is_read_apart() -> None:
    """A process of its own gives the same entries, and the same reason for none."""
    assert read_feed(ATOM.encode(), URL) == read_feed_apart(ATOM.encode(), URL)
    with pytest.raises(FeedError, match="it is not a feed"):
        read_feed_apart(b"{}", URL)


def test_a_feed_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is limited, and that is the reason told."""
    monkeypatch.setattr(feed_process, "SECONDS", 0)

    with pytest.raises(FeedError, match="takes too long"):
        read_feed_apart(ATOM.encode(), URL)
