"""A file that has not changed is not read again, and one that has is."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.artifacts import ArtifactStore
from corpus.catalogue import CatalogueEntry, FileStamp, ParsedFile, open_catalogue, save_catalogue
from corpus.loading import LoadResult, load
from corpus.message import Message
from corpus.model import Article, Passage, Problem, Repair


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three articles, written just now."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("一", "二", "三"):
        write(folder / f"{name}.txt", f"这是第{name}篇文章，它说的是别的文章没有说过的话。")
    return folder


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock an hour ahead, so that any further change would show in a file's times."""
    in_an_hour = time.time_ns() + 3600 * 10**9
    monkeypatch.setattr("corpus.catalogue.time.time_ns", lambda: in_an_hour)


def write(path: Path, text: str) -> None:
    """Write a text file."""
    path.write_text(text, encoding="utf-8")


def read_again(folder: Path, before: LoadResult) -> LoadResult:
    """Load once more with the earlier catalogue; the result must be that of a first loading."""
    loaded = load(folder, lambda _: 0, known=before.catalogue)
    assert load(folder, lambda _: 0) == loaded
    return loaded


def test_unchanged_files_are_not_read(folder: Path) -> None:
    """The first loading reads every file, the next one none."""
    first = load(folder, lambda _: 0)

    assert 3 == first.files_read
    assert 0 == read_again(folder, first).files_read


@pytest.mark.usefixtures("later")
def test_files_with_known_times_are_not_opened(folder: Path) -> None:
    """Once any further change would show in a file's times, only its times are checked."""
    first = load(folder, lambda _: 0)
    second = read_again(folder, first)

    assert all(entry.stamp for entry in first.catalogue.values())
    assert all(second.catalogue[name] is entry for name, entry in first.catalogue.items())


def test_changed_files_are_read(folder: Path) -> None:
    """Of a new, a changed and a removed file, two are read."""
    first = load(folder, lambda _: 0)
    write(folder / "一.txt", "这一篇文章现在说的是另外一件事情了。")
    write(folder / "四.txt", "这是后来才写的一篇文章，说的又是别的。")
    (folder / "三.txt").unlink()

    assert 2 == read_again(folder, first).files_read


def change_secretly(folder: Path) -> None:
    """Change a file and set back its time of writing; its size stays the same."""
    path = folder / "一.txt"
    before = path.stat()
    write(path, path.read_text("utf-8").replace("没有", "早就"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (before.st_size, before.st_mtime_ns) == (path.stat().st_size, path.stat().st_mtime_ns)


def test_a_secret_change_at_once(folder: Path) -> None:
    """A change of equal size and time is found, even right after the file was read."""
    first = load(folder, lambda _: 0)
    change_secretly(folder)

    assert 1 == read_again(folder, first).files_read


@pytest.mark.usefixtures("later")
def test_a_secret_change_later(folder: Path) -> None:
    """A change of equal size and time of writing is found by the time of the status change."""
    first = load(folder, lambda _: 0)
    change_secretly(folder)

    assert 1 == read_again(folder, first).files_read


def test_a_file_that_was_only_touched(folder: Path) -> None:
    """A file with a new time and the same bytes is not parsed again."""
    first = load(folder, lambda _: 0)
    os.utime(folder / "一.txt", ns=(0, 0))

    assert 0 == read_again(folder, first).files_read


def test_entries_of_sources_toml_count(folder: Path) -> None:
    """After a new entry in sources.toml, the files that it applies to are read, and no others."""
    first = load(folder, lambda _: 0)
    write(folder / "sources.toml", '[[source]]\nmatch = "一.txt"\nauthor = "王小明"\n')
    second = read_again(folder, first)

    assert 1 == second.files_read
    assert ["王小明"] == [a.author for a in second.corpus.articles if a.author]
    (folder / "sources.toml").unlink()
    assert 1 == read_again(folder, second).files_read


def test_files_without_an_article_are_read_again(folder: Path) -> None:
    """A file without an article is read again: an extra may have been installed meanwhile."""
    write(folder / "空.txt", "")
    first = load(folder, lambda _: 0)

    assert 1 == read_again(folder, first).files_read


NAMES = st.text(max_size=8)
PLAIN = st.builds(Message, NAMES, st.none() | NAMES, count=st.integers(0, 1 << 40), name=NAMES)
MESSAGES = PLAIN | st.builds(Message, NAMES, reason=PLAIN)
ARTICLES = st.builds(
    Article,
    id=NAMES,
    path=NAMES,
    title=NAMES,
    author=st.none() | NAMES,
    date=st.none() | st.dates(),
    url=st.none() | NAMES,
    headings=st.lists(NAMES, max_size=2).map(tuple),
    passages=st.lists(
        st.builds(Passage, NAMES, NAMES, NAMES, st.lists(NAMES, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    repairs=st.lists(st.builds(Repair, NAMES, NAMES, MESSAGES), max_size=2).map(tuple),
    annotations=st.integers(0, 9),
)
ENTRIES = st.builds(
    CatalogueEntry,
    name=NAMES,
    override=NAMES,
    stamp=st.none() | st.builds(FileStamp, *(st.integers(0, 1 << 62) for _ in range(3))),
    digest=NAMES,
    file=st.builds(
        ParsedFile,
        ARTICLES,
        st.lists(
            st.builds(
                Problem,
                st.sampled_from(("error", "warning")),
                NAMES,
                st.none() | st.integers(0, 9),
                MESSAGES,
            ),
            max_size=2,
        ).map(tuple),
    ),
)


@given(entries=st.lists(ENTRIES, max_size=3, unique_by=lambda entry: entry.name))
def test_a_stored_catalogue_is_loaded_unchanged(
    tmp_path_factory: pytest.TempPathFactory, entries: list[CatalogueEntry]
) -> None:
    """Any catalogue that is stored is loaded with the same entries."""
    store = ArtifactStore(tmp_path_factory.mktemp("store"), "a")
    save_catalogue(store, entries)

    assert {entry.name: entry for entry in entries} == open_catalogue(store)


def test_text_that_cannot_be_encoded_is_left_out(tmp_path: Path) -> None:
    """An article with half a surrogate pair is not stored; the other articles are."""
    store = ArtifactStore(tmp_path, "a")
    articles = [Article("a", "a", "题\ud83d"), Article("b", "b", "题", date=dt.date(2021, 1, 1))]
    save_catalogue(
        store, [CatalogueEntry(a.id, "", None, "", ParsedFile(a, ())) for a in articles]
    )

    assert ["b"] == list(open_catalogue(store))


@pytest.mark.parametrize("line", [b"{}\n", b"[1, 2\n", b"\xff\n", b'{"name": 1}\n'])
def test_invalid_lines(tmp_path: Path, line: bytes) -> None:
    """A catalogue with one invalid line counts as empty."""
    store = ArtifactStore(tmp_path, "a")
    store.save({"articles.jsonl": lambda file: file.write(line)})

    assert {} == open_catalogue(store)
