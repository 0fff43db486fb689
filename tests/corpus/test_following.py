"""Following feeds and pages of a server on the loopback interface."""

from __future__ import annotations

import time

import pytest

from corpus import pace, visits
from corpus.following import FollowReport
from tests.feed_server import LONG, Site, article_page, item, rss
from tests.followed import Collection, reasons, titles

WALL = article_page("安全验证", "请完成下方的验证后继续访问，您的访问过于频繁。")


def test_a_new_article_is_read_from_its_page(site: Site, collection: Collection) -> None:
    """The page counts; what it does not state, the feed does."""
    url = site.put_article("/1.html", "修表")
    feed = site.put(
        "/feed.xml", rss(item(url, "标题", author="张三", pubDate="2021年04月06日")), "text/xml"
    )
    collection.follow(feed)

    report = collection.run()

    (article,) = collection.articles.values()
    assert ["修表"] == titles(report)
    assert ("张三", "2021-04-06", url) == (article.author, str(article.date), article.url)
    assert [LONG] == [passage.text for passage in article.passages]
    assert ("add", "feed", "修表") == (
        (change := collection.log.changes()[0]).kind,
        change.by,
        change.subject,
    )


def test_the_author_of_a_feed_is_stated_where_it_names_none(
    site: Site, collection: Collection
) -> None:
    """The author in sources.toml is that of articles and pages without one."""
    site.put("/feed.xml", rss(item(site.put_article("/1.html", "修表"))), "text/xml")
    page = site.put_article("/2.html", "补锅", LONG.replace("表", "锅"))
    collection.follow(f"{site.root}/feed.xml", pages=(page,), author="李四")

    collection.run()

    assert {"修表": "李四", "补锅": "李四"} == {
        title: one.author for title, one in collection.articles.items()
    }


@pytest.mark.parametrize("page", [None, WALL, "<html><body></body></html>"])
def test_a_page_that_cannot_be_read_gives_way_to_the_whole_text(
    site: Site, collection: Collection, page: str | None
) -> None:
    """What the feed has is added in place of a page that is gone, a wall or empty."""
    if page:
        site.put("/1.html", page)
    body = "".join(
        f"<p>{LONG.replace('三十', years)}</p>"
        for years in ("三十", "四十", "五十", "六十", "七十")
    )
    entry = item(f"{site.root}/1.html", "修表", body=body, pubDate="2021-04-06")
    collection.follow(site.put("/feed.xml", rss(entry), "text/xml"))

    report = collection.run()

    (article,) = collection.articles.values()
    assert ["修表"] == titles(report)
    assert () == report.failures
    assert LONG == article.lead
    assert ("2021-04-06", f"{site.root}/1.html") == (str(article.date), article.url)


def test_an_unreadable_article_is_reported_once(site: Site, collection: Collection) -> None:
    """A wall without the text in the feed is a failure, which is told once and not tried again."""
    site.put("/1.html", WALL)
    collection.follow(site.put("/feed.xml", rss(item("/1.html", "修表")), "text/xml"))

    first, second = collection.run(), collection.run()

    assert [f"{site.root}/1.html"] == [one.url for one in first.failures]
    assert () == second.failures
    assert 1 == site.requests.count("/1.html")
    assert {} == collection.articles


def test_an_article_is_tried_again_while_its_server_is_down(
    site: Site, collection: Collection
) -> None:
    """A page that its server could not send is fetched again, though the feed is as it was."""
    site.put("/1.html", "", status=503)
    feed = site.put("/feed.xml", rss(item("/1.html", "修表")), "text/xml", headers={"ETag": '"1"'})
    collection.follow(feed)

    first, second = collection.run(), collection.run()
    site.put_article("/1.html", "修表")
    third = collection.run()

    assert ["the server answers 503 Service Unavailable; check the address"] == reasons(first)
    assert [] == reasons(second)
    assert ["修表"] == titles(third)


def test_it_is_not_tried_for_ever(site: Site, collection: Collection) -> None:
    """After three runs a page is given up."""
    site.put("/1.html", "", status=503)
    collection.follow(site.put("/feed.xml", rss(item("/1.html", "修表")), "text/xml"))

    for _ in range(5):
        collection.run()

    assert 3 == site.requests.count("/1.html")


def test_nothing_is_added_twice(site: Site, collection: Collection) -> None:
    """Neither a second run nor another address of the same text adds an article again."""
    site.put_article("/1.html", "修表")
    site.put_article("/copy.html", "修表（转载）")
    entries = rss(item("/1.html"), item("/copy.html"))
    collection.follow(site.put("/feed.xml", entries, "text/xml"))

    first, second = collection.run(), collection.run()

    assert ["修表"] == titles(first)
    assert [] == titles(second)
    assert 1 == site.requests.count("/copy.html")


def test_an_article_that_the_collection_has_is_not_fetched(
    site: Site, collection: Collection
) -> None:
    """An article with the address of an entry is there already, whatever its file is called."""
    url = site.put_article("/1.html", "修表")
    text = f"---\ntitle: 旧的修表\nurl: {url}\n---\n{LONG}"
    (collection.folder / "old.md").write_text(text, "utf-8")
    collection.follow(site.put("/feed.xml", rss(item(url)), "text/xml"))

    assert [] == titles(collection.run())
    assert ["/feed.xml"] == site.requests


@pytest.mark.parametrize("is_feed", [True, False])
def test_what_was_removed_does_not_come_back(
    site: Site,
    collection: Collection,
    is_feed: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """An article that an admin has removed, or whose addition was undone, stays away."""
    url = site.put_article("/1.html", "修表")
    if is_feed:
        collection.follow(site.put("/feed.xml", rss(item(url)), "text/xml"))
    else:
        collection.follow(pages=(url,))
    collection.run()
    collection.log.undo(1, "telegram:7")

    assert [] == titles(collection.run())
    assert {} == collection.articles


def test_a_new_feed_gives_its_newest_articles(
    site: Site, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a feed seen for the first time, the older articles are left out for good."""
    monkeypatch.setattr(visits, "MAX_NEW", 2)
    entries = []
    for day in range(1, 5):
        site.put_article(f"/{day}.html", f"第{day}天", LONG.replace("三十", f"{day}"))
        entries.append(item(f"/{day}.html", pubDate=f"2021-04-0{day}"))
    collection.follow(site.put("/feed.xml", rss(*entries), "text/xml"))

    first, second = collection.run(), collection.run()

    assert ["第4天", "第3天"] == titles(first)
    assert [] == titles(second)


def test_many_new_articles_take_several_runs(
    site: Site, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run takes a limited number; the next one takes the rest, though the feed is the same."""
    monkeypatch.setattr(visits, "MAX_NEW", 2)
    feed = site.put("/feed.xml", rss(), "text/xml")
    collection.follow(feed)
    collection.run()
    entries = []
    for day in range(1, 4):
        site.put_article(f"/{day}.html", f"第{day}天", LONG.replace("三十", f"{day}"))
        entries.append(item(f"/{day}.html", pubDate=f"2021-04-0{day}"))
    site.put("/feed.xml", rss(*entries), "text/xml", headers={"ETag": '"2"'})

    found = [titles(collection.run()) for _ in range(3)]

    assert [["第3天", "第2天"], ["第1天"], []] == found


def test_a_run_ends_when_it_has_fetched_enough(
    site: Site, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond a number of bytes a run makes no request; the next one goes on."""
    monkeypatch.setattr(pace, "MAX_BYTES", 1)
    site.put_article("/1.html", "修表")
    collection.follow(site.put("/feed.xml", rss(item("/1.html")), "text/xml"))

    first = collection.run()
    monkeypatch.setattr(pace, "MAX_BYTES", 1 << 20)

    assert [] == titles(first)
    assert ["修表"] == titles(collection.run())


def test_requests_to_one_host_are_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two requests to one host there is a pause, whatever their paths."""
    monkeypatch.setattr(pace, "PAUSE", 0.1)
    run, start = pace.Pace(), time.monotonic()

    run.wait("https://example.org/feed.xml")
    run.wait("https://EXAMPLE.org/1.html")

    assert 0.1 <= time.monotonic() - start


def test_a_stopped_run_makes_no_request(site: Site, collection: Collection) -> None:
    """A run that is stopped leaves everything to the next one."""
    collection.follow(site.put("/feed.xml", rss(), "text/xml"))
    follower = collection.follower()

    follower.stop()

    assert FollowReport() == follower.run(6)
    assert [] == site.requests


def test_a_feed_that_has_not_changed_is_not_sent_again(site: Site, collection: Collection) -> None:
    """A feed is asked for with the ETag of the version that was read."""
    site.put_article("/1.html", "修表")
    feed = rss(item("/1.html"))
    collection.follow(site.put("/feed.xml", feed, "text/xml", headers={"ETag": '"1"'}))
    collection.run()
    site.put("/feed.xml", "<broken", "text/xml", headers={"ETag": '"1"'})

    assert FollowReport() == collection.run()


def test_a_page_is_replaced_when_its_text_changes(site: Site, collection: Collection) -> None:
    """A page is read again; only another text is a newer copy."""
    url = site.put_article("/1.html", "修表")
    collection.follow(pages=(url,))
    collection.run()
    site.put_article("/1.html", "修表", head="<script>1</script>")
    same = collection.run()
    site.put_article("/1.html", "修表", LONG.replace("三十", "四十"))
    changed = collection.run()

    assert FollowReport() == same
    assert [False] == [one.is_new for one in changed.articles]
    assert "四十" in collection.articles["修表"].lead
    assert "replace" == collection.log.changes()[0].kind


def test_a_run_is_one_change(site: Site, collection: Collection) -> None:
    """One undo takes back all that a run has added, with its entries in sources.toml."""
    site.put_article("/1.html", "修表")
    site.put_article("/2.html", "补锅", LONG.replace("表", "锅"))
    collection.follow(site.put("/feed.xml", rss(item("/1.html"), item("/2.html")), "text/xml"))
    before = (collection.folder / "sources.toml").read_bytes()

    collection.run()
    assert 2 == len(collection.articles)
    collection.log.undo(1, "telegram:7")

    assert before == (collection.folder / "sources.toml").read_bytes()
    assert {} == collection.articles
