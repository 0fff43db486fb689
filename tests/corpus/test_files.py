"""Unsuitable files in a folder are reported, and the rest is served."""

from __future__ import annotations

import itertools
import os
import threading
from pathlib import Path

import pytest

from corpus.document import UnreadableError
from corpus.files import check_format, read_whole
from corpus.limits import Limits
from corpus.loading import LoadResult, load
from corpus.model import Problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection with one valid article."""
    folder = tmp_path / "collection"
    folder.mkdir()
    (folder / "good.txt").write_text("好的一段话。", "utf-8")
    return folder


def load_folder(folder: Path, limits: Limits | None = None) -> LoadResult:
    """Load without a dictionary, as no text here is damaged."""
    return load(folder, lambda _: 0, limits=limits or Limits())


def only_problem(folder: Path, limits: Limits | None = None) -> Problem:
    """Return the only problem of a folder; its valid article must be loaded."""
    loaded = load_folder(folder, limits)
    assert "good" in [article.id for article in loaded.corpus.articles]
    (problem,) = loaded.problems
    return problem


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "is empty"),
        ("empty.md", b"", "is empty; remove it"),
        ("blank.html", b" \n", "is empty; remove it"),
        ("comment.md", b"<!-- nothing -->", "no text"),
        ("no.pdf", b"%PDF-1.7 no more", "is damaged"),
        ("blank.txt", b"\xef\xbb\xbf \r\n\t", "no text"),
        ("furniture.txt", b"THEEND", "no text"),
        ("png.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        ("zip.md", b"PK\x03\x04\0\0\0\0", "ZIP"),
        ("noise.txt", bytes(range(256)) * 9, "is binary data, no text file"),
        ("controls.md", b"\x01\x02\x03\x04" * 9, "binary data"),
        ("nulls.txt", b"\0" * 999, "binary data"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "save it as DOCX"),
        ("book.epub", b"PK\x03\x04", "save it as .html"),
    ],
)
def test_files_without_text_are_reported(folder: Path, name: str, data: bytes, words: str) -> None:
    """For a file without an article, an error names the file and a remedy."""
    (folder / name).write_bytes(data)

    problem = only_problem(folder)

    assert ("error", name) == (problem.severity, problem.path)
    assert words in problem.message


def test_ignored_files(folder: Path) -> None:
    """Hidden files, pictures and the folder that a browser saves with a page are ignored."""
    (folder / ".hidden.txt").write_text("藏。", "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "page.html").write_text("<html><p>页面上的一段话。</p></html>", "utf-8")
    (folder / "page_files").mkdir()
    (folder / "page_files/frame.html").write_text("<html><p>广告。</p></html>", "utf-8")

    loaded = load_folder(folder)

    assert ["good", "page"] == [article.id for article in loaded.corpus.articles]
    assert () == loaded.problems


def test_files_that_editors_leave_are_ignored(folder: Path) -> None:
    """Locks, backups and swap files of Word, LibreOffice, Emacs and Vim are passed over."""
    for name in ("~$书店.docx", "~$书店.txt", ".~lock.书店.docx#", "书店.docx~", "#书店.md#"):
        (folder / name).write_bytes(b"\x05wang" + bytes(150))
    for name in (".#书店.md", ".书店.md.swp", "书店.md.bak", "~WRL0001.tmp"):
        (folder / name).write_text("旧的一份。", "utf-8")
    loaded = load_folder(folder)

    assert ["good"] == [article.id for article in loaded.corpus.articles]
    assert () == loaded.problems


def test_links_out_of_the_collection_are_refused(folder: Path, tmp_path: Path) -> None:
    """A link to a file or a folder elsewhere is reported and not read."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.txt").write_text("不该读到的话。", "utf-8")
    (folder / "file.txt").symlink_to(tmp_path / "outside/secret.txt")
    (folder / "folder").symlink_to(tmp_path / "outside")

    loaded = load_folder(folder)

    assert ["good"] == [article.id for article in loaded.corpus.articles]
    assert ["file.txt", "folder"] == [problem.path for problem in loaded.problems]
    assert all("out of the collection" in problem.message for problem in loaded.problems)


@pytest.mark.parametrize(
    ("name", "target", "words"),
    [
        ("loop", ".", "folder that is already"),
        ("again.txt", "good.txt", "file that is already"),
        ("itself.txt", "itself.txt", "broken link"),
        ("gone.txt", "nothing.txt", "broken link"),
    ],
)
def test_links_within_are_not_followed_twice(
    folder: Path, name: str, target: str, words: str
) -> None:
    """A loop, a second name and a broken link are reported; no article is read twice."""
    (folder / name).symlink_to(target)

    problem = only_problem(folder)

    assert name == problem.path
    assert words in problem.message


def test_links_to_hidden_folders_are_read(folder: Path) -> None:
    """Links into a hidden folder are read, as Kubernetes mounts a collection that way."""
    (folder / "..data").mkdir()
    (folder / "..data/a.txt").write_text("挂载进来的一段话。", "utf-8")
    (folder / "a.txt").symlink_to("..data/a.txt")

    assert ["a", "good"] == [article.id for article in load_folder(folder).corpus.articles]


def test_folders_named_like_articles(folder: Path) -> None:
    """A folder named a.txt is searched; a named pipe is reported, not opened."""
    (folder / "a.txt").mkdir()
    (folder / "a.txt/b.txt").write_text("里面的一段话。", "utf-8")
    os.mkfifo(folder / "pipe.txt")

    loaded = load_folder(folder)

    assert ["b", "good"] == [article.id for article in loaded.corpus.articles]
    assert ["pipe.txt"] == [problem.path for problem in loaded.problems]


def test_names_of_any_bytes(folder: Path) -> None:
    """An article whose file name is not UTF-8 is loaded, and its path can be printed."""
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xb0\xa1.txt"))).write_text("一段话。", "utf-8")

    article = load_folder(folder).corpus.articles[-1]

    assert "��.txt" == article.path.encode().decode()


def test_limits(folder: Path) -> None:
    """A file that exceeds a limit is reported with the setting that raises it."""
    (folder / "long.txt").write_text("长" * 99 + "。", "utf-8")

    assert "BOT_MAX_FILE_BYTES" in only_problem(folder, Limits(file_bytes=99)).message
    assert "BOT_MAX_CHARACTERS" in only_problem(folder, Limits(characters=99)).message
    assert "BOT_MAX_FILES" in only_problem(folder, Limits(files=1)).message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders(folder: Path) -> None:
    """A file or folder without read permission is reported."""
    (folder / "locked.txt").write_text("锁。", "utf-8")
    (folder / "locked.txt").chmod(0)
    (folder / "vault").mkdir(mode=0)

    problems = load_folder(folder).problems

    assert ["locked.txt", "vault"] == [problem.path for problem in problems]


def test_a_removed_file_is_reported(folder: Path) -> None:
    """A file that is removed after it was listed is reported."""
    (folder / "zz.txt").write_text("走。", "utf-8")

    loaded = load(folder, lambda _: 0, lambda *_: (folder / "zz.txt").unlink(missing_ok=True))

    assert [("zz.txt", None)] == [(problem.path, problem.line) for problem in loaded.problems]
    assert ["good"] == [article.id for article in loaded.corpus.articles]


def test_a_file_that_changes_while_read_is_refused(tmp_path: Path) -> None:
    """A file that keeps changing is refused rather than read half old and half new."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * (64 << 20))
    has_begun, is_over = threading.Event(), threading.Event()

    def touch() -> None:
        for second in itertools.count(1):
            if is_over.is_set():
                return
            os.utime(file, (second, second))
            has_begun.set()

    def read_often() -> None:
        for _ in range(50):  # On a busy machine the writer may not run during one reading.
            read_whole(file, 1 << 30)

    writer = threading.Thread(target=touch)
    writer.start()
    has_begun.wait()
    try:
        with pytest.raises(UnreadableError, match="changed while"):
            read_often()
    finally:
        is_over.set()
        writer.join()


def test_formats_that_are_named_as_supported() -> None:
    """Old formats of Office, which can rarely be read, are not named."""
    with pytest.raises(UnreadableError) as raised:
        check_format("a.xyz")

    named = str(raised.value.message).rpartition("supported are ")[2].split()
    assert {".docx", ".md", ".pdf"} <= set(named)
    assert not {".doc", ".wps"} & set(named)
