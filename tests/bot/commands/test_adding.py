"""`yinju corpus add`: articles from files, folders and the web."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.bot.conftest import Run

pytestmark = pytest.mark.usefixtures("environment")

TEXT = "我的文章\n作者：王小明\n正文说了一句话，就没有再说下去了。"


class Quiet(SimpleHTTPRequestHandler):
    """A web server over a folder, without a log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Write no log."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The URL of a page on a local web server."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "a.html").write_text("<html><h1>网上的文章</h1><p>一段话。</p></html>", "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/a.html"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of the operator's own collection, which does not exist yet."""
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data/articles"


def test_the_packaged_collection_is_copied_first(
    run: Run, tmp_path: Path, own: Path, packaged: Path
) -> None:
    """The first article is added to a copy of the packaged collection, which stays unchanged."""
    before = sorted(packaged.iterdir())
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    first = run("corpus", "add", str(tmp_path / "a.txt"))
    again = run("corpus", "add", str(tmp_path / "a.txt"))

    assert (0, 0) == (first.status, again.status)
    for part in ("added", "我的文章", "author 王小明", "0 headings, 1 passage\n"):
        assert part in first.out
    assert "unchanged" in again.out
    assert 6 == len(list(own.iterdir()))
    assert before == sorted(packaged.iterdir())
    assert "我的文章" in run("corpus", "list").out


def test_folders_and_files_into_a_named_collection(run: Run, tmp_path: Path) -> None:
    """Every article of a folder is copied; unreadable files are reported, with status 1."""
    (tmp_path / "from").mkdir()
    (tmp_path / "from/a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "from/b.txt").write_bytes(b"\xff\xff\xff")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "to").mkdir()
    ran = run(
        *("corpus", "add", "--corpus", str(tmp_path / "to"), str(tmp_path / "from")),
        *(str(tmp_path / "picture.png"), str(tmp_path / "gone.txt")),
    )

    assert 1 == ran.status
    assert str(tmp_path / "to") in ran.out.replace("\n", "")
    assert ["a.txt"] == [path.name for path in (tmp_path / "to").iterdir()]
    printed = ran.out.replace("\n", "")
    for part in ("b.txt", "save it as UTF-8", "unsupported format", "no such file"):
        assert part in printed


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("C.UTF-8", "warning again.txt: has the same text as {file}; remove one of the two"),
        ("zh_CN.UTF-8", "警告 again.txt：内容与 {file} 相同；请删除其中一个"),
        ("zh_TW.UTF-8", "警告 again.txt：內容與 {file} 相同；請刪除其中一個"),
    ],
)
def test_a_repeated_article(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, words: str
) -> None:
    """An article whose text is in the collection already is added, and warned of, once.

    The warning names a file of an earlier run, and one that was added beside it.
    """
    monkeypatch.setenv("LANG", locale)
    text = "退潮以后人们提着篮子去捡贝壳和海菜，一直捡到涨潮，再挑到镇上去卖。"
    for name, title in (("first", "赶海"), ("again", "又去赶海"), ("other", "别的")):
        said = text if name != "other" else "别的事情说了一句话，就没有再说下去，也没有人问起过。"
        (tmp_path / f"{name}.txt").write_text(f"{title}\n\n{said}", "utf-8")
    add = ("corpus", "add", "--corpus", str(tmp_path / "to"))
    both = run(
        *add[:3], str(tmp_path / "beside"), *(f"{tmp_path}/{n}.txt" for n in ("again", "first"))
    )
    alone = run(*add, f"{tmp_path}/first.txt")
    repeated = run(*add, f"{tmp_path}/again.txt")
    other = run(*add, f"{tmp_path}/other.txt", f"{tmp_path}/again.txt")

    assert [0] * 4 == [one.status for one in (both, alone, repeated, other)]
    assert words.format(file="first.txt") in repeated.out
    assert 1 == both.out.count(words.partition("{")[0].partition("again")[0])
    assert "again.txt" not in alone.out
    assert words.partition("{")[0] not in other.out


def test_a_repeated_article_as_json(run: Run, tmp_path: Path) -> None:
    """The warning is among the problems of the article that repeats, and of that alone."""
    text = "退潮以后人们提着篮子去捡贝壳和海菜，一直捡到涨潮，再挑到镇上去卖。"
    (tmp_path / "to").mkdir()
    (tmp_path / "to/first.txt").write_text(f"赶海\n\n{text}", "utf-8")
    (tmp_path / "again.txt").write_text(f"又去赶海\n\n{text}", "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    ran = run(
        *("corpus", "add", "--json", "--corpus", f"{tmp_path}/to"),
        *(f"{tmp_path}/again.txt", f"{tmp_path}/a.txt"),
    )
    repeated, other = json.loads(ran.out)

    (problem,) = repeated["problems"]
    assert ("warning", "again.txt") == (problem["severity"], problem["path"])
    assert "first.txt" in problem["message"]
    assert [] == other["problems"]


def test_a_place_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """A mistyped path and an address of another kind are told; no collection is named then."""
    ran = run("corpus", "add", "--corpus", str(tmp_path), "gone.txt", "ftp://example.org/a.txt")
    printed = ran.out.replace("\n", " ")

    assert 1 == ran.status
    assert "gone.txt: there is no such file or folder" in printed
    assert "only addresses that begin with https:// or http://" in printed
    assert str(tmp_path) not in printed


def test_a_page_of_the_web(
    run: Run, site: str, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is fetched and keeps its URL; private addresses need BOT_FETCH_PRIVATE."""
    refused = run("corpus", "add", site)
    monkeypatch.setenv("BOT_FETCH_PRIVATE", "true")
    added = run("corpus", "add", site)
    again = run("corpus", "add", site)
    missing = run("corpus", "add", f"{site}.not")

    assert [1, 0, 0, 1] == [ran.status for ran in (refused, added, again, missing)]
    assert "BOT_FETCH_PRIVATE" in refused.out.replace("\n", " ")
    assert "网上的文章" in added.out
    assert site in added.out.replace("\n", "")
    assert "unchanged" in again.out
    assert "404" in missing.out


def test_a_data_folder_that_cannot_be_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An unwritable data folder is reported in one line that names the setting, with status 2."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    monkeypatch.setenv("BOT_DATA_DIR", "/dev/null/data")
    ran = run("corpus", "add", "a.txt")

    assert (2, "", 1) == (ran.status, ran.out, len(ran.err.splitlines()))
    assert "BOT_DATA_DIR" in ran.err


def test_a_collection_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """A missing folder is created; if that is impossible, one line reports it."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    ran = run("corpus", "add", "--corpus", str(tmp_path / "new/own"), "a.txt")
    assert (0, ["a.txt"]) == (ran.status, [path.name for path in (tmp_path / "new/own").iterdir()])

    ran = run("corpus", "add", "--corpus", str(tmp_path / "a.txt"), "a.txt")
    assert (2, True) == (ran.status, "is not a folder" in ran.err)
