"""Removed files leave the collection, and nothing is lost."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from corpus.changes import ChangeLog, ChangesError
from corpus.model import Article
from corpus.removing import remove as remove_article
from corpus.source_entries import with_metadata, with_missing

OTHERS = b'# Kept.\n[[source]]\nmatch = "*"\nauthor = "b"\n\n[[source]]\nmatch = "/b.txt"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection with an article in a subfolder."""
    folder = tmp_path / "articles"
    (folder / "2021").mkdir(parents=True)
    (folder / "2021/a.txt").write_text("一段话", "utf-8")
    return folder


def log_of(folder: Path) -> ChangeLog:
    """Return the log of the collection's changes."""
    return ChangeLog(folder, folder.parent / "changes")


def remove(folder: Path, name: str, kept: Path) -> Path:
    """Remove the article in a file."""
    return remove_article(log_of(folder), Article("a", name, "题目"), kept, "shell:root")


def test_a_file_is_moved(folder: Path, tmp_path: Path) -> None:
    """A file is kept under its name, with its bytes and its time."""
    before = (folder / "2021/a.txt").stat().st_mtime_ns
    place = remove(folder, "2021/a.txt", tmp_path / "removed")

    assert tmp_path / "removed/2021/a.txt" == place
    assert ("一段话", before) == (place.read_text("utf-8"), place.stat().st_mtime_ns)
    assert not (folder / "2021/a.txt").exists()


def test_an_earlier_file_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    """A second file of the same name gets a number."""
    remove(folder, "2021/a.txt", tmp_path / "removed")
    (folder / "2021/a.txt").write_text("另一段话", "utf-8")
    place = remove(folder, "2021/a.txt", tmp_path / "removed")

    assert "a-2.txt" == place.name
    assert "一段话" == (tmp_path / "removed/2021/a.txt").read_text("utf-8")
    assert "另一段话" == place.read_text("utf-8")


def test_the_file_behind_a_link(folder: Path, tmp_path: Path) -> None:
    """Of a link, its file is kept, and the link is removed."""
    (folder / ".store").mkdir()
    (folder / "2021/a.txt").rename(folder / ".store/a")
    (folder / "b.txt").symlink_to(".store/a")
    place = remove(folder, "b.txt", tmp_path / "removed")

    assert "一段话" == place.read_text("utf-8")
    assert not place.is_symlink()
    assert not (folder / "b.txt").is_symlink()
    assert (folder / ".store/a").exists()


def test_a_file_that_cannot_be_kept_stays(folder: Path) -> None:
    """If the file cannot be kept elsewhere, it stays in the collection."""
    with pytest.raises(OSError, match="Not a directory"):
        remove(folder, "2021/a.txt", Path("/dev/null/removed"))

    assert "一段话" == (folder / "2021/a.txt").read_text("utf-8")


def test_a_removed_file_returns(folder: Path, tmp_path: Path) -> None:
    """The removal is recorded with the article's title, and undoing it brings the file back."""
    place = remove(folder, "2021/a.txt", tmp_path / "removed")
    (change,) = log_of(folder).changes()
    log_of(folder).undo(change.number, "shell:root")

    assert ("remove", "题目", "shell:root") == (change.kind, change.subject, change.by)
    assert "一段话" == (folder / "2021/a.txt").read_text("utf-8")
    assert place.is_file()


def test_a_removal_that_cannot_be_recorded(folder: Path, tmp_path: Path) -> None:
    """Without a record nothing is removed, and no copy is kept."""
    (tmp_path / "changes").write_text("no folder")
    with pytest.raises(ChangesError):
        remove(folder, "2021/a.txt", tmp_path / "removed")

    assert (folder / "2021/a.txt").is_file()
    assert [] == [path for path in (tmp_path / "removed").rglob("*") if path.is_file()]


def test_what_was_noted_of_a_file_goes_with_it(folder: Path, tmp_path: Path) -> None:
    """Entries that were written about this file alone go and come back with it, no others."""
    noted = with_missing(OTHERS, "2021/a.txt", {"url": "https://example.org/a#b"})
    stated = with_metadata(noted, "2021/a.txt", {"author": "张师傅"}, ["2021/a.txt"])
    (folder / "sources.toml").write_bytes(stated)
    remove(folder, "2021/a.txt", tmp_path / "removed")
    left = (folder / "sources.toml").read_bytes()
    added = with_missing(left, "c.txt", {"author": "李师傅"})
    (folder / "sources.toml").write_bytes(added)
    log_of(folder).undo(1, "shell:root")

    assert 2 == stated.count(b"2021/a.txt")
    assert left == OTHERS
    text = (folder / "sources.toml").read_text("utf-8")
    assert 2 == text.count("2021/a.txt")
    assert {"张师傅", "李师傅"} == {
        row["author"] for row in tomllib.loads(text)["source"] if "师傅" in row.get("author", "")
    }


@pytest.mark.parametrize(
    "content",
    [
        b"[[source]\n",
        b'[[source]]\nmatch = "a.txt"\nauthor = "b"\n',
        b'# Kept.\n[[source]]\nmatch = "2021/a.txt"\nauthor = "b"\n',
        b'[[source]]\nmatch = "2021/a.txt"\nsite = "b"\n',
        b'source = [{match = "2021/a.txt", author = "b"}]\n',
    ],
)
def test_what_people_wrote_of_a_file_stays(folder: Path, tmp_path: Path, content: bytes) -> None:
    """An entry that somebody wrote, and a file that is not understood, stay as they are."""
    (folder / "sources.toml").write_bytes(content)
    remove(folder, "2021/a.txt", tmp_path / "removed")

    assert content == (folder / "sources.toml").read_bytes()
    assert not (folder / "2021/a.txt").exists()
