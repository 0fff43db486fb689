"""Feeds that are followed while the bot runs: what admins are told, and what readers get."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.messages import Language, Messages, messages
from bot.playground.standin.model import Message
from bot.service.feeds import Feeds
from bot.views.feeds import feeds_report
from bot.views.markup import RichText
from corpus import pace, visits
from corpus.feeds import read_feed
from corpus.following import FollowReport, FoundArticle
from corpus.model import Article
from tests.bot.scenes.conftest import PATIENCE, OpenScene, Scene
from tests.bot.scenes.shown import addresses, quotations
from tests.feed_server import LONG, Site, item, rss, serving

WITH_FEEDS = {"with_tasks": True, "fetch_private": True, "admin_has_written": True}
"""Options of a scene whose bot may fetch feeds from this machine, and tell its admin."""

REPORTS = {
    "C.UTF-8": ("New from feeds and pages: 1\n· 修表", "Problems: 1"),
    "zh_CN.UTF-8": ("订阅来的新文章：1 篇\n· 修表", "有问题：1"),
    "zh_TW.UTF-8": ("訂閱來的新文章：1 篇\n· 修表", "有問題：1"),
}
"""The beginnings of the two parts of a report, by the locale of the bot."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server with a feed of two articles, one of which is gone."""
    monkeypatch.setattr(pace, "PAUSE", 0)
    with serving() as site:
        site.put_article("/1.html", "修表")
        site.put("/feed.xml", rss(item("/1.html"), item("/gone.html")), "text/xml")
        yield site


@pytest.fixture
def folder(tmp_path: Path, site: Site) -> Path:
    """A collection with one article, which follows the feed."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "salt.txt").write_text("盐\n一段话，说的是盐田。", "utf-8")
    follow(folder, f"{site.root}/feed.xml")
    return folder


def follow(folder: Path, url: str) -> None:
    """Write a sources.toml that follows a feed."""
    (folder / "sources.toml").write_text(f'[[feeds]]\nurl = "{url}"\n', "utf-8")


def feeds_of(scene: Scene, told: list[RichText]) -> Feeds:
    """Return what follows the collections of a scene, and keeps its reports in English."""

    async def tell(render: Callable[[Messages], RichText]) -> None:
        told.append(render(messages(Language.ENGLISH)))

    frequency = scene.services.answerer.analyzer.frequency
    return Feeds(scene.settings, scene.services.library, frequency, tell)


async def report_to(scene: Scene) -> Message:
    """Wait for the one report to the admin, and return it."""
    async with asyncio.timeout(PATIENCE):
        while not scene.admin.private.visible:
            await asyncio.sleep(0.01)
    (report,) = scene.admin.private.visible
    return report


@pytest.mark.parametrize("locale", REPORTS)
async def test_a_new_article_is_reported_and_quoted(
    open_scene: OpenScene,
    folder: Path,
    site: Site,
    locale: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The admin gets one message in their language, and a reader the article's own words."""
    monkeypatch.setenv("LC_ALL", locale)
    async with open_scene(folder, **WITH_FEEDS) as scene:
        report = await report_to(scene)
        found = await scene.ask(scene.client(), "老张的修表铺开了多少年")

    new, failed = REPORTS[locale]
    assert report.text.startswith(new)
    assert failed in report.text
    assert "/gone.html" in report.text
    assert "404" in report.text
    assert [f"{site.root}/1.html"] == addresses(report)
    assert any(LONG[:20] in one for one in quotations(found))


async def test_questions_are_answered_while_a_feed_is_fetched(
    open_scene: OpenScene, folder: Path, site: Site
) -> None:
    """A server that does not answer makes nobody wait, nor the end of the program."""
    is_free = threading.Event()
    site.hold = is_free
    try:
        async with open_scene(folder, **WITH_FEEDS) as scene:
            async with asyncio.timeout(PATIENCE):
                while not site.requests:
                    await asyncio.sleep(0.01)
            found = await scene.ask(scene.client(), "盐田")
        assert not is_free.is_set()
    finally:
        is_free.set()

    assert ["一段话，说的是盐田。"] == quotations(found)


async def test_a_lasting_failure_is_told_once(
    open_scene: OpenScene, folder: Path, site: Site
) -> None:
    """A feed that is away is told at its first failure alone."""
    follow(folder, f"{site.root}/away.xml")
    told: list[RichText] = []
    async with open_scene(folder, fetch_private=True, feeds_hours=1e-9) as scene:
        feeds = feeds_of(scene, told)
        for _ in range(3):
            await feeds.run()

    assert 3 == site.requests.count("/away.xml")
    (report,) = told
    assert "404" in report.shown


async def test_each_collection_follows_its_own(
    open_scene: OpenScene, tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one collection follows is added to that one alone; one message is for all."""
    monkeypatch.setattr(visits, "read_feed_apart", read_feed)
    site.put_article("/2.html", "补锅", LONG.replace("表", "锅"))
    site.put("/other.xml", rss(item("/2.html")), "text/xml")
    for name, path in (("one", "/feed.xml"), ("two", "/other.xml")):
        folder = tmp_path / "several" / name
        folder.mkdir(parents=True)
        (folder / "collection.toml").touch()
        follow(folder, f"{site.root}{path}")
    told: list[RichText] = []

    async with open_scene(tmp_path / "several", fetch_private=True) as scene:
        assert 2 == await feeds_of(scene, told).run()
        titles = {
            one.info.key: [article.title for article in one.library.current.corpus.articles]
            for one in scene.services.library.served
        }

    assert {"one": ["修表"], "two": ["补锅"]} == titles
    (report,) = told
    first, second = (report.shown.index(f"Collection: {name}") for name in ("one", "two"))
    assert first < report.shown.index("修表") < second < report.shown.index("补锅")
    assert "collection that is chosen by /settings" in report.shown


ADVICE = {
    Language.SIMPLIFIED: ("只撤一篇新文章，用 /remove", "想全部撤掉，用 /undo。"),
    Language.TRADITIONAL: ("只撤一篇新文章，用 /remove", "想全部撤掉，用 /undo。"),
    Language.ENGLISH: ("/remove one new article.", "/undo takes all of this back."),
}
"""How to take back new articles, and newer copies alone."""


@pytest.mark.parametrize("language", ADVICE)
def test_how_to_take_it_back(language: Language) -> None:
    """/remove would take an article away whose newer copy came, so only /undo is named then."""
    article = Article("a", "a.html", "修表")
    new, newer = (FoundArticle(article, "https://x.org/a", is_new=one) for one in (True, False))
    texts = messages(language)
    of_both = feeds_report(texts, [(None, FollowReport((newer, new)))]).shown
    of_copies = feeds_report(texts, [(None, FollowReport((newer,)))]).shown

    assert of_both.endswith(ADVICE[language][0] + "。" * (language != Language.ENGLISH))
    assert of_copies.endswith(ADVICE[language][1])
    assert "/remove" not in of_copies
    assert "/settings" not in of_both


async def test_an_article_of_the_same_name_elsewhere(
    open_scene: OpenScene, tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article that is not served yet is told of, though another collection has its like."""
    monkeypatch.setattr(visits, "read_feed_apart", read_feed)
    one, two = (tmp_path / "several" / name for name in ("one", "two"))
    for folder in (one, two):
        folder.mkdir(parents=True)
        (folder / "collection.toml").touch()
    follow(one, f"{site.root}/feed.xml")
    told: list[RichText] = []

    async with open_scene(tmp_path / "several", fetch_private=True) as scene:
        feeds = feeds_of(scene, told)
        await feeds.run()
        follow(two, f"{site.root}/feed.xml")
        (two / "aliases.toml").write_text("no TOML", "utf-8")
        assert 1 == await feeds.run()

    assert "The new version is not in use" not in told[0].shown
    assert "The new version is not in use" in told[1].shown


async def test_without_hours_nothing_is_fetched(
    open_scene: OpenScene, folder: Path, site: Site
) -> None:
    """BOT_FEEDS_HOURS=0 leaves the feeds to the shell."""
    async with open_scene(folder, **WITH_FEEDS, feeds_hours=0) as scene:
        await scene.ask(scene.client(), "盐田")

    assert [] == site.requests


async def test_a_record_that_cannot_be_written_is_told_once(
    open_scene: OpenScene, folder: Path, site: Site
) -> None:
    """A collection that cannot be followed is named with the reason, once."""
    told: list[RichText] = []
    async with open_scene(folder, fetch_private=True) as scene:
        (scene.settings.data_dir / "feeds").write_text("no folder", "utf-8")
        feeds = feeds_of(scene, told)
        await feeds.run()
        await feeds.run()

    (report,) = told
    assert "cannot be written" in report.shown
