"""Following feeds and pages of a server on the loopback interface."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus import feed_store, pace, visits
from corpus.changes import ChangeLog
from corpus.feed_store import FeedStore, SeenArticle, SourceState
from corpus.feeds import read_feed
from corpus.following import Follower, FollowReport
from corpus.limits import FetchLimits
from corpus.loading import FileReader, load
from corpus.message import Message, counted
from corpus.model import Article
from corpus.sources import read_sources
from tests.feed_server import LONG, Site, article_page, item, rss, serving

LIMITS = FetchLimits(private=True, seconds=5)
WALL = article_page("安全验证", "请完成下方的验证后继续访问，您的访问过于频繁。")


@dataclass
class Collection:
    """A collection that follows what its sources.toml names."""

    folder: Path
    limits: FetchLimits = LIMITS

    @property
    def log(self) -> ChangeLog:
        """The log of its changes."""
        return ChangeLog(self.folder, self.folder.parent / "changes")

    @property
    def store(self) -> FeedStore:
        """The record of what has been fetched."""
        return FeedStore(self.folder.parent / "feeds")

    @property
    def articles(self) -> dict[str, Article]:
        """Its articles, by title."""
        corpus = load(self.folder, lambda _: 0).corpus
        return {one.title: one for one in corpus.articles}

    def follow(self, *feeds: str, pages: tuple[str, ...] = (), author: str = "") -> None:
        """Write a sources.toml that follows feeds and pages."""
        stated = f'author = "{author}"\n' if author else ""
        entries = [f'[[feeds]]\nurl = "{url}"\n{stated}' for url in feeds]
        if pages:
            entries.append(f"[[pages]]\naddresses = {list(pages)}\n{stated}")
        (self.folder / "sources.toml").write_text("\n".join(entries), "utf-8")

    def run(self, *, is_forced: bool = True) -> FollowReport:
        """Fetch what is followed, and add what is new."""
        return self.follower().run(6, is_forced=is_forced)

    def follower(self) -> Follower:
        """Return what follows for one run."""
        reader = FileReader(self.folder, lambda _: 0, sources=read_sources(self.folder))
        articles = load(self.folder, lambda _: 0).corpus.articles
        return Follower(reader, self.log, self.store, self.limits, lambda: articles)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server, between whose requests there is no pause; its feeds are read in this process."""
    monkeypatch.setattr(pace, "PAUSE", 0)
    monkeypatch.setattr(visits, "read_feed_apart", read_feed)
    with serving() as site:
        yield site


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """An empty collection."""
    (tmp_path / "articles").mkdir()
    return Collection(tmp_path / "articles")


def titles(report: FollowReport) -> list[str]:
    """Return the titles of the articles that were added."""
    return [one.article.title for one in report.articles]


def reasons(report: FollowReport) -> list[str]:
    """Return the reasons of failures that nobody was told of before."""
    return [str(one.reason) for one in report.failures if one.is_new]


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


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (article_page("首页"), "text/html", "it is no feed"),
        (b"\x89PNG", "image/png", "it is image/png, not a feed"),
        (b"", "text/xml", "it is no feed"),
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


def test_addresses_are_forgotten_beyond_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store keeps the addresses seen last."""
    monkeypatch.setattr(feed_store, "MAX_SEEN", 3)
    store = FeedStore(tmp_path)
    for now, number in enumerate((1, 2, 3, 1, 4, 5)):
        seen = SeenArticle(f"https://example.org/{number}")
        store.save(SourceState("https://example.org/"), [seen], now)

    left = store.seen(f"https://example.org/{number}" for number in range(6))

    assert ["1", "4", "5"] == sorted(url[-1] for url in left)


@pytest.mark.parametrize(
    "message",
    [
        Message("it is no feed"),
        Message("cannot be read: {reason}", reason=Message("the {place} is full", place="disk")),
        counted("{count} page of {limit}", "{count} pages of {limit}", count=2, limit=3),
    ],
)
def test_problems_are_stored_for_every_language(tmp_path: Path, message: Message) -> None:
    """A problem is stored with its template and values."""
    FeedStore(tmp_path).save(SourceState("https://example.org/", problem=message), (), 1)

    assert message == FeedStore(tmp_path).states()["https://example.org/"].problem


@pytest.mark.parametrize(
    ("entry", "fault", "line"),
    [
        ("[[feeds]]\nurl = 1\n", "url must be the address of a feed, in quotes", 3),
        ("[[feeds]]\nurl = 'ftp://example.org/'\n", "ftp://example.org/ is no address", 3),
        ("[[feeds]]\nurl = 'https://a:b@example.org/'\n", "https://a:b@example.org/ is no", 3),
        ("[[feeds]]\nurl = 'https://example.org/'\nevery = 1\n", "unknown key every", 3),
        ("[[feeds]]\nurl = 'https://example.org/'\nauthor = ''\n", "author must be a name", 3),
        ("[[ pages ]]\naddresses = 'https://example.org/'\n", "addresses must be a list", 3),
        ("[[pages]]\naddresses = [1]\n", "1 is no address", 3),
        ("feeds = [1]\n", "it must begin with [[feeds]]", None),
        ("[feeds]\n", "url must be the address of a feed", None),
        (
            "[[feeds]]\nurl = 'https://example.org/'\n[[feeds]]\nurl = 'https://example.org/'\n",
            "https://example.org/ is followed already",
            5,
        ),
    ],
)
def test_a_faulty_entry_is_a_problem(
    tmp_path: Path, entry: str, fault: str, line: int | None
) -> None:
    """A faulty entry is ignored and told with its line; the others count."""
    good = "[[pages]]\naddresses = ['https://example.org/1']\n"
    (tmp_path / "sources.toml").write_text(f"# 来源\n\n{entry}\n{good}", "utf-8")

    sources = read_sources(tmp_path)

    (problem,) = sources.problems
    assert fault in str(problem.message)
    assert line == problem.line
    assert "https://example.org/1" in [one.url for one in sources.followed]
