"""`yinju corpus feeds`: what is followed, listed and fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import pace, visits
from corpus.feeds import read_feed
from tests.bot.conftest import Run
from tests.feed_server import Site, article_page, item, rss, serving

pytestmark = pytest.mark.usefixtures("environment")

NOTHING = {
    "C.UTF-8": (
        "Nothing is followed; to follow something, add [[feeds]] or [[pages]] to sources.toml.\n"
    ),
    "zh_CN.UTF-8": "还没有订阅任何来源；在 sources.toml 里写 [[feeds]] 或 [[pages]] 就能订阅。\n",
    "zh_TW.UTF-8": "還沒有訂閱任何來源；在 sources.toml 裡寫 [[feeds]] 或 [[pages]] 就能訂閱。\n",
}

HEADS = {
    "C.UTF-8": ["address", "last", "fetched", "next", "articles", "problem"],
    "zh_CN.UTF-8": ["网址", "上次读取", "下次", "文章", "问题"],
    "zh_TW.UTF-8": ["網址", "上次讀取", "下次", "文章", "問題"],
}


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server with a feed of one article, which is read in this process."""
    monkeypatch.setattr(pace, "PAUSE", 0)
    monkeypatch.setattr(visits, "read_feed_apart", read_feed)
    monkeypatch.setenv("BOT_FETCH_PRIVATE", "true")
    with serving() as site:
        site.put_article("/1.html", "修表")
        site.put("/feed.xml", rss(item("/1.html")), "text/xml")
        yield site


@pytest.fixture
def folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An empty collection, with a data folder of its own."""
    folder = tmp_path / "articles"
    folder.mkdir()
    monkeypatch.setenv("BOT_CORPUS_DIR", str(folder))
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path_factory.mktemp("own")))
    return folder


@pytest.fixture
def following(folder: Path, site: Site) -> Path:
    """The collection, which follows the feed and a page that is gone."""
    entries = (
        f'[[feeds]]\nurl = "{site.root}/feed.xml"\n\n[[pages]]\naddresses = ["{site.root}/x"]\n'
    )
    (folder / "sources.toml").write_text(entries, "utf-8")
    return folder


@pytest.mark.parametrize("locale", NOTHING)
def test_nothing_is_followed(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    """Without entries, the list and the fetch say how to write one, and write nothing."""
    monkeypatch.setenv("LC_ALL", locale)

    assert NOTHING[locale] == run("corpus", "feeds").out == run("corpus", "feeds", "fetch").out
    assert [] == list(folder.iterdir())


@pytest.mark.parametrize("locale", HEADS)
def test_what_is_followed_is_listed(
    run: Run, following: Path, site: Site, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    """Each address has its times, the number of its articles, and its problem."""
    run("corpus", "feeds", "fetch")
    monkeypatch.setenv("LC_ALL", locale)

    head, feed, page = run("corpus", "feeds").out.splitlines()

    assert HEADS[locale] == head.split()
    assert [f"{site.root}/feed.xml", "1"] == [feed.split()[0], feed.split()[-1]]
    assert f"{site.root}/x" == page.split()[0]
    assert "404 Not Found" in page


def test_the_list_in_json(run: Run, following: Path, site: Site) -> None:
    """Before the first fetch there are no times; after it there are."""
    before = json.loads(run("corpus", "feeds", "--json").out)
    run("corpus", "feeds", "fetch")
    feed, page = json.loads(run("corpus", "feeds", "--json").out)

    assert [(None, 0), (None, 0)] == [(one["checked"], one["articles"]) for one in before]
    assert ("feed", 1, 0, None) == (
        *(feed["kind"], feed["articles"], feed["failures"], feed["problem"]),
    )
    assert feed["checked"] < feed["due"]
    assert ("page", 0, 1) == (page["kind"], page["articles"], page["failures"])
    assert "404" in page["problem"]


def test_what_is_new_is_added(run: Run, following: Path, site: Site) -> None:
    """A fetch prints what it added and what failed, and fails if anything did."""
    ran = run("corpus", "feeds", "fetch")
    again = json.loads(run("corpus", "feeds", "fetch", "--json").out)
    (article,) = json.loads(run("corpus", "list", "--json").out)
    (change,) = json.loads(run("corpus", "history", "--json").out)

    assert 1 == ran.status
    assert "added" in ran.out.splitlines()[0]
    assert "修表" in ran.out
    assert "/x: the server answers 404" in ran.out
    assert ([], [False]) == (again["articles"], [one["new"] for one in again["failures"]])
    assert ("修表", f"{site.root}/1.html") == (article["title"], article["url"])
    assert ("add", "feed", "修表") == (change["kind"], change["by"], change["subject"])


def test_a_fetch_in_json(run: Run, folder: Path, site: Site) -> None:
    """A fetch lists what it added, with the address where it was found."""
    url = site.put("/2.html", article_page("补锅"))
    (folder / "sources.toml").write_text(f'[[pages]]\naddresses = ["{url}"]\n', "utf-8")

    ran = run("corpus", "feeds", "fetch", "--json")

    (article,) = json.loads(ran.out)["articles"]
    assert 0 == ran.status
    assert ("added", url, "补锅") == (article["state"], article["url"], article["title"])
    assert "Nothing is new.\n" == run("corpus", "feeds", "fetch").out


def test_a_faulty_entry_is_told_by_check(run: Run, folder: Path) -> None:
    """The check names the line of an entry that follows nothing."""
    (folder / "sources.toml").write_text("# 来源\n[[feeds]]\nlink = 'x'\n", "utf-8")

    (problem,) = json.loads(run("corpus", "check", "--json").out)["problems"]

    assert ("sources.toml", 2) == (problem["path"], problem["line"])
    assert "unknown key link; the keys are author, url" in problem["message"]


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("C.UTF-8", "warning sources.toml:1: entry 1 of [[pages]] is ignored: unknown key url"),
        ("zh_CN.UTF-8", "警告 sources.toml:1：[[pages]] 的第 1 条被忽略：未知的键 url"),
        ("zh_TW.UTF-8", "警告 sources.toml:1：[[pages]] 的第 1 條已忽略：未知的鍵 url"),
    ],
)
def test_a_faulty_entry_is_told_by_the_list(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, locale: str, words: str
) -> None:
    """Who lists what is followed is told of the entry that is not, and why."""
    monkeypatch.setenv("LC_ALL", locale)
    (folder / "sources.toml").write_text('[[pages]]\nurl = "https://example.org/a"\n', "utf-8")
    listed = run("corpus", "feeds")

    assert 0 == listed.status
    assert words in listed.out
    assert [] == json.loads(run("corpus", "feeds", "--json").out)


def test_a_new_collection_shows_how_to_follow(run: Run, folder: Path) -> None:
    """The example of a new sources.toml follows a feed once its comment marks are gone."""
    run("corpus", "init", str(folder))
    lines = (folder / "sources.toml").read_text("utf-8").splitlines()
    place = lines.index("# [[feeds]]")
    (folder / "sources.toml").write_text("\n".join(one[2:] for one in lines[place:]), "utf-8")

    (feed,) = json.loads(run("corpus", "feeds", "--json").out)

    assert "https://example.org/feed.xml" == feed["url"]
