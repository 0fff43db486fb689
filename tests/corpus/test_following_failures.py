"""Feeds and pages that are away, have moved or are something else, and when each is fetched."""

from __future__ import annotations

import pytest

from corpus.changes import ChangesError
from corpus.feed_store import FeedStoreError
from corpus.limits import FetchLimits
from tests.feed_server import Site, article_page, item, rss
from tests.followed import Collection, reasons, titles


def test_what_is_not_due_is_not_fetched(site: Site, collection: Collection) -> None:
    """An address is fetched once in so many hours."""
    collection.follow(site.put("/feed.xml", rss(), "text/xml"))

    collection.run(is_forced=False)
    collection.run(is_forced=False)

    assert ["/feed.xml"] == site.requests
    (state,) = collection.store.states().values()
    assert 6 * 3600 == pytest.approx(state.due - state.checked)


def test_a_failure_is_told_once_and_tried_less_often(site: Site, collection: Collection) -> None:
    """A feed that stays away is told once; the wait doubles, and ends when the feed is back."""
    url = f"{site.root}/feed.xml"
    collection.follow(url)
    told, waits = [], []

    for _ in range(7):
        told += reasons(collection.run())
        state = collection.store.states()[url]
        waits.append(round((state.due - state.checked) / 3600))
    site.put("/feed.xml", rss(), "text/xml")
    collection.run()

    assert ["the server answers 404 Not Found; check the address"] == told
    assert [6, 12, 24, 48, 96, 168, 168] == waits
    assert 0 == collection.store.states()[url].failures


def test_a_server_may_ask_to_wait(site: Site, collection: Collection) -> None:
    """Retry-After counts if it is longer than what we would wait."""
    site.put("/feed.xml", "", status=429, headers={"Retry-After": "90000"})
    collection.follow(f"{site.root}/feed.xml")

    collection.run()

    (state,) = collection.store.states().values()
    assert 90_000 == pytest.approx(state.due - state.checked)


def test_a_feed_that_has_moved_is_read_and_told_of(site: Site, collection: Collection) -> None:
    """A permanent redirect is followed, and told once; links start at the new place."""
    site.put_article("/new/1.html", "修表")
    new = site.put("/new/feed.xml", rss(item("1.html")), "text/xml")
    site.put("/feed.xml", "", status=301, headers={"Location": new})
    collection.follow(f"{site.root}/feed.xml")

    first, second = collection.run(), collection.run()

    assert ["修表"] == titles(first)
    assert [f"it has moved to {new}; change the address in sources.toml"] == reasons(first)
    assert [] == reasons(second)


def test_what_cannot_be_added_is_not_fetched_all_the_time(
    site: Site, collection: Collection
) -> None:
    """Where articles cannot be added, servers are asked as often as else; later they are added."""
    site.put_article("/1.html", "修表")
    feed = site.put("/feed.xml", rss(item("/1.html")), "text/xml", headers={"ETag": '"1"'})
    collection.follow(feed)
    no_folder = collection.folder.parent / "changes"
    no_folder.touch()

    with pytest.raises(ChangesError):
        collection.run(is_forced=False)
    collection.run(is_forced=False)
    asked = list(site.requests)
    no_folder.unlink()
    report = collection.run()

    assert ["/feed.xml", "/1.html"] == asked
    assert ["修表"] == titles(report)


def test_without_a_record_nothing_is_fetched(site: Site, collection: Collection) -> None:
    """Where it cannot be recorded that an address was fetched, it is not fetched."""
    collection.follow(site.put("/feed.xml", rss(), "text/xml"))
    (collection.folder.parent / "feeds").touch()

    with pytest.raises(FeedStoreError):
        collection.run()

    assert [] == site.requests


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (article_page("首页"), "text/html", "it is not a feed"),
        (b"\x89PNG", "image/png", "it is image/png, not a feed"),
        (b"", "text/xml", "it is not a feed"),
    ],
)
def test_what_is_no_feed_is_told(
    site: Site, collection: Collection, body: str | bytes, content_type: str, reason: str
) -> None:
    """A page or a picture in place of a feed is told, and adds nothing."""
    collection.follow(site.put("/feed.xml", body, content_type))

    report = collection.run()

    assert [reason] == [one[: len(reason)] for one in reasons(report)]
    assert {} == collection.articles


def test_the_guards_of_adding_hold(site: Site, collection: Collection) -> None:
    """Without BOT_FETCH_PRIVATE, nothing of this machine's network is fetched."""
    collection.limits = FetchLimits(seconds=5)
    collection.follow(site.put("/feed.xml", rss(), "text/xml"))

    (reason,) = reasons(collection.run())

    assert "BOT_FETCH_PRIVATE" in reason
    assert [] == site.requests
