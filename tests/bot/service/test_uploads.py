"""Names for files that admins send, and the folder where they wait."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from bot.service import uploads
from bot.service.uploads import LIFETIME_SECONDS, MAX_NAME_BYTES, Upload, UploadStore, article_name
from corpus.document import UnreadableError
from corpus.files import list_files
from corpus.limits import DEFAULT_LIMITS

NAMES = (
    ("report.docx", None, "report.docx"),
    ("../../etc/passwd.txt", None, "passwd.txt"),
    ("C:\\文稿\\春耕.md", None, "春耕.md"),
    (".hidden.md", None, "hidden.md"),
    ("~$春耕.docx", None, "春耕.docx"),
    ("春\u202e耕\n.txt", None, "春耕.txt"),
    (None, "application/pdf", "article.pdf"),
    ("", "text/plain", "article.txt"),
)
"""Names that clients state, their media types, and the names in the collection."""


@pytest.mark.parametrize(("given", "media_type", "name"), NAMES)
def test_names(given: str | None, media_type: str | None, name: str, tmp_path: Path) -> None:
    """A file is named as it was sent, in the collection's own folder, where it is listed."""
    (tmp_path / article_name(given, media_type)).write_bytes(b"x")

    assert [tmp_path / name] == list(list_files(tmp_path, DEFAULT_LIMITS).paths)


def test_a_long_name_is_shortened() -> None:
    """A long name keeps its suffix and whole characters."""
    name = article_name("长" * 300 + ".html", None)

    assert name.endswith("长.html")
    assert MAX_NAME_BYTES - 3 < len(name.encode()) <= MAX_NAME_BYTES


@pytest.mark.parametrize(
    ("given", "media_type", "words"),
    [
        ("a.zip", None, "unsupported format; supported are"),
        ("a.odt", None, "save it as .docx"),
        ("noname", "text/plain", "unsupported"),
        (None, "image/png", "unsupported"),
        (".pdf", None, "unsupported"),
    ],
)
def test_names_of_other_files(given: str | None, media_type: str | None, words: str) -> None:
    """A file that no reader supports is refused with a way out."""
    with pytest.raises(UnreadableError, match=words):
        article_name(given, media_type)


class Clock:
    """A clock that a test sets forward."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return the time in seconds since the epoch."""
        return self.now


def test_files_are_stored_for_their_owner_alone(tmp_path: Path) -> None:
    """A file comes back as it was, also from another store, and nobody else can read it."""
    upload = Upload("春耕.md", b"a\nb\n", "https://example.org/a")
    key = UploadStore(tmp_path / "uploads").put(upload)

    assert upload == UploadStore(tmp_path / "uploads").get(key)
    assert 0o700 == stat.S_IMODE((tmp_path / "uploads").stat().st_mode)
    assert 0o600 == stat.S_IMODE((tmp_path / "uploads" / key).stat().st_mode)


def test_the_twin_of_a_file(tmp_path: Path) -> None:
    """A file has the oldest one with equal bytes that was stored before it as its twin."""
    store = UploadStore(tmp_path)
    names = ("a.md", "other.md", "b.md", "c.md")
    keys = [store.put(Upload(n, b"b" if n == "other.md" else b"a\n\n")) for n in names]

    def twins() -> list[str | None]:
        return [twin.name if twin else None for twin in map(store.twin, keys)]

    assert [None, None, "a.md", "a.md"] == twins()
    store.drop(keys[0])
    assert [None, None, None, "b.md"] == twins()


def test_what_has_expired_is_no_twin(tmp_path: Path) -> None:
    """A file that has expired is the twin of none."""
    store = UploadStore(tmp_path)
    old, new = store.put(Upload("a.md", b"a")), store.put(Upload("b.md", b"a"))
    assert store.twin(new)
    clock = Clock((tmp_path / old).stat().st_mtime + LIFETIME_SECONDS + 1)
    os.utime(tmp_path / new, (clock.now, clock.now))

    assert UploadStore(tmp_path, clock).get(new)
    assert None is UploadStore(tmp_path, clock).twin(new)


def test_files_expire(tmp_path: Path) -> None:
    """After a day a file is gone, and deleted by the next expiry; later ones stay."""
    store = UploadStore(tmp_path)
    old, new = store.put(Upload("a.md", b"a")), store.put(Upload("b.md", b"b"))
    clock = Clock((tmp_path / old).stat().st_mtime + LIFETIME_SECONDS + 1)
    os.utime(tmp_path / new, (clock.now, clock.now))
    later = UploadStore(tmp_path, clock)

    assert later.get(old) is None
    assert store.get(old)
    later.expire()
    assert [new] == [path.name for path in tmp_path.iterdir()]


def test_nothing_expires_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Before the first file is stored, an expiry does nothing."""
    UploadStore(tmp_path / "uploads").expire()

    assert [] == list(tmp_path.iterdir())


def test_the_store_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many files, or too large ones, the oldest are deleted."""
    monkeypatch.setattr(uploads, "MAX_UPLOADS", 3)
    monkeypatch.setattr(uploads, "MAX_BYTES", 1000)
    store = UploadStore(tmp_path)
    for number in range(5):
        store.put(Upload(f"{number}.md", b"a"))
    assert 3 == len(list(tmp_path.iterdir()))

    last = store.put(Upload("large.md", bytes(990)))
    assert [last] == [path.name for path in tmp_path.iterdir()]


def test_a_dropped_file_is_gone(tmp_path: Path) -> None:
    """A file that was dropped is gone, and dropping it again does nothing."""
    store = UploadStore(tmp_path)
    key = store.put(Upload("a.md", b"a"))
    store.drop(key)
    store.drop(key)

    assert store.get(key) is None
