"""A file that has not changed is not read again, and one that has is."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import catalogue
from corpus.artifacts import ArtifactStore
from corpus.catalogue import CatalogueEntry, FileStamp, ParsedFile, open_catalogue, save_catalogue
from corpus.loading import LoadResult, load
from corpus.model import Article, Passage, Problem, Repair


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("一", "二", "三"):
        write(folder / f"{name}.txt", f"这是第{name}篇文章，它说的是别的文章没有说过的话。")
    return folder


def write(path: Path, text: str) -> None:
    """Write a file; its text has the length that it has."""
    path.write_text(text, encoding="utf-8")


def read_again(folder: Path, before: LoadResult) -> LoadResult:
    """Load once more; what is known must come out as if nothing had been."""
    loaded = load(folder, lambda _: 0, known=before.catalogue)
    assert load(folder, lambda _: 0) == loaded
    return loaded


def test_what_has_not_changed_is_not_read(folder: Path) -> None:
    """The first loading reads every file, the next one none."""
    first = load(folder, lambda _: 0)

    assert 3 == first.files_read
    assert 0 == read_again(folder, first).files_read


def test_what_is_settled_is_not_even_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a file's times tell of any further change, they are all that is looked at."""
    monkeypatch.setattr(catalogue, "_SETTLED", 0)
    first = load(folder, lambda _: 0)
    second = read_again(folder, first)

    assert all(entry.stamp for entry in first.catalogue.values())
    assert all(second.catalogue[name] is entry for name, entry in first.catalogue.items())


def test_what_has_changed_is_read(folder: Path) -> None:
    """Of a new, a changed and a removed file, two are read."""
    first = load(folder, lambda _: 0)
    write(folder / "一.txt", "这一篇文章现在说的是另外一件事情了。")
    write(folder / "四.txt", "这是后来才写的一篇文章，说的又是别的。")
    (folder / "三.txt").unlink()

    assert 2 == read_again(folder, first).files_read


@pytest.mark.parametrize("settled", [0, 10**12])
def test_a_change_that_hides(folder: Path, monkeypatch: pytest.MonkeyPatch, settled: int) -> None:
    """Equal size and equal time of writing do not hide a change, however soon it comes."""
    monkeypatch.setattr(catalogue, "_SETTLED", settled)
    path = folder / "一.txt"
    first = load(folder, lambda _: 0)
    before = path.stat()
    write(path, path.read_text("utf-8").replace("没有", "早就"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert (before.st_size, before.st_mtime_ns) == (path.stat().st_size, path.stat().st_mtime_ns)
    assert 1 == read_again(folder, first).files_read


def test_a_file_that_was_only_touched(folder: Path) -> None:
    """Another time and the same bytes: the article is known."""
    first = load(folder, lambda _: 0)
    os.utime(folder / "一.txt", ns=(0, 0))

    assert 0 == read_again(folder, first).files_read


def test_what_the_operator_says_counts(folder: Path) -> None:
    """A new entry in sources.toml has the files read that it is about, and no others."""
    first = load(folder, lambda _: 0)
    write(folder / "sources.toml", '[[source]]\nmatch = "一.txt"\nauthor = "王小明"\n')
    second = read_again(folder, first)

    assert 1 == second.files_read
    assert ["王小明"] == [a.author for a in second.corpus.articles if a.author]
    (folder / "sources.toml").unlink()
    assert 1 == read_again(folder, second).files_read


def test_what_could_not_be_read_is_tried_again(folder: Path) -> None:
    """A file without an article is read again: an extra may have been installed meanwhile."""
    write(folder / "空.txt", "")
    first = load(folder, lambda _: 0)

    assert 1 == read_again(folder, first).files_read


NAMES = st.text(max_size=8)
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
    repairs=st.lists(st.builds(Repair, NAMES, NAMES, NAMES), max_size=2).map(tuple),
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
                NAMES,
            ),
            max_size=2,
        ).map(tuple),
    ),
)


@given(entries=st.lists(ENTRIES, max_size=3, unique_by=lambda entry: entry.name))
def test_what_is_kept_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, entries: list[CatalogueEntry]
) -> None:
    """Every article outlives the end of the program, whatever it holds."""
    shelf = ArtifactStore(tmp_path_factory.mktemp("shelf"), "a")
    save_catalogue(shelf, entries)

    assert {entry.name: entry for entry in entries} == open_catalogue(shelf)


def test_text_that_is_no_unicode_is_read_again(tmp_path: Path) -> None:
    """Half a character cannot be kept; the other articles can."""
    shelf = ArtifactStore(tmp_path, "a")
    articles = [Article("a", "a", "题\ud83d"), Article("b", "b", "题", date=dt.date(2021, 1, 1))]
    save_catalogue(
        shelf, [CatalogueEntry(a.id, "", None, "", ParsedFile(a, ())) for a in articles]
    )

    assert ["b"] == list(open_catalogue(shelf))


@pytest.mark.parametrize("line", [b"{}\n", b"[1, 2\n", b"\xff\n", b'{"name": 1}\n'])
def test_lines_that_are_no_entries(tmp_path: Path, line: bytes) -> None:
    """A catalogue with one strange line is none."""
    shelf = ArtifactStore(tmp_path, "a")
    shelf.save({"articles.jsonl": lambda file: file.write(line)})

    assert {} == open_catalogue(shelf)
