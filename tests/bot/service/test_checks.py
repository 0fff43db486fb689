"""The checks of `yinju doctor`: each finds what is wrong, and changes nothing."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot import __version__
from bot.journal.opening import make_database
from bot.service.checks import Finding, State
from bot.service.checks.collection import CollectionChecks
from bot.service.checks.database import check_database
from bot.service.checks.folders import check_folders
from bot.service.checks.versions import check_versions
from bot.settings import read_settings
from tests.bot.conftest import Run

USER = 12345
"""The number of a user who has no name here."""


@pytest.fixture
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder for one test, closed to others."""
    folder = tmp_path_factory.mktemp("data")
    folder.chmod(0o700)
    return folder


@pytest.fixture
def journal(environment: None, data_dir: Path) -> Path:
    """A journal without a question, which no program has open."""
    file = data_dir / "journal.sqlite3"

    async def make() -> None:
        async with make_database(f"sqlite+aiosqlite:///{file}"):
            pass

    asyncio.run(make())
    return file


@contextmanager
def an_ordinary_user(folder: Path, *, is_owner: bool = True) -> Iterator[None]:
    """Own a folder, unless told otherwise, as a user whom modes bind, which root becomes."""
    if os.geteuid() != 0:
        yield
        return
    if is_owner:
        os.chown(folder, USER, USER)
    modes = {path: path.stat().st_mode for path in folder.parents}
    closed = {path: mode for path, mode in modes.items() if mode & 0o011 != 0o011}
    for path, mode in closed.items():  # pytest closes its folders to others.
        path.chmod(mode | 0o011)
    os.seteuid(USER)
    try:
        yield
    finally:
        os.seteuid(0)
        for path, mode in closed.items():
            path.chmod(mode)


def told(findings: Iterable[Finding]) -> list[tuple[State, str]]:
    """Return the states and the sentences of findings."""
    return [(one.state, str(one.message)) for one in findings]


def of_database() -> tuple[State, str]:
    """Return what is found of the journal in the settings."""
    (found,) = told(check_database(read_settings()))
    return found


def of_articles() -> tuple[State, str]:
    """Return what is found of the collection in the settings."""
    (found,) = told(CollectionChecks(read_settings()).check_articles())
    return found


def of_index() -> tuple[State, str]:
    """Return what is found of the index of the collection in the settings."""
    checks = CollectionChecks(read_settings())
    assert list(checks.check_articles())
    (found,) = told(checks.check_index())
    return found


def test_versions_as_they_were_tested(environment: None) -> None:
    """The packages of this environment are those of constraints.txt."""
    ((state, words),) = told(check_versions())

    assert State.RIGHT == state
    assert f"Yinju {__version__} on Python" in words


def test_a_package_of_another_version(
    environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that is not as tested is named, with both versions and the command."""
    (folder := tmp_path / "packages/Click-0.1.dist-info").mkdir(parents=True)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: click\nVersion: 0.1\n", "utf-8")
    monkeypatch.syspath_prepend(str(folder.parent))
    ((state, words),) = told(check_versions())

    assert State.WARNING == state
    assert f"click 0.1 ({version_pinned('click')})" in words
    assert "pip install --constraint" in words


def test_a_package_that_is_missing(
    environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that the program needs and that is not installed is an error."""
    (folder := tmp_path / "packages/yinju-9.dist-info").mkdir(parents=True)
    (folder / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: yinju\nVersion: 9\n"
        "Requires-Dist: click>=8\nRequires-Dist: no-such_package>=1\n"
        "Requires-Dist: no-extra; extra == 'play'\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(str(folder.parent))
    ((state, words),) = told(check_versions())

    assert State.ERROR == state
    assert "packages are missing: no-such-package;" in words


def version_pinned(name: str) -> str:
    """Return the version of a package in constraints.txt."""
    lines = (Path(__file__).parents[3] / "constraints.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if "==" in line)[name]


def test_a_broken_journal(journal: Path) -> None:
    """A damaged journal, and a file that is none, are told with the remedy."""
    data = bytearray(journal.read_bytes())
    data[4096 * 2 : 4096 * 3] = bytes(4096)
    for content in (bytes(data), b"no database at all" * 100):
        journal.write_bytes(content)
        state, words = of_database()
        assert State.ERROR == state
        assert "is damaged, or not a journal; put a backup in its place" in words


def test_a_newer_and_an_older_journal(journal: Path) -> None:
    """A journal of a later version is an error, one of an earlier is told, and neither changes."""
    found = []
    for version in ("9999", "0010"):
        with closing(sqlite3.connect(journal)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
        before = journal.read_bytes()
        found.append(of_database())
        assert before == journal.read_bytes()
        assert [journal] == [*journal.parent.glob("journal*")]

    assert [State.ERROR, State.RIGHT] == [state for state, _ in found]
    assert "A newer version of Yinju has written the journal" in found[0][1]
    assert "the next start migrates it, so back it up first" in found[1][1]


def test_an_absent_and_an_empty_journal(environment: None, data_dir: Path) -> None:
    """Where there is no journal yet none is made, and an empty file is to be filled."""
    absent = of_database()
    (journal := data_dir / "journal.sqlite3").touch()
    empty = of_database()

    assert State.RIGHT == absent[0]
    assert "there is no journal yet" in absent[1]
    assert "has no write-ahead log; the next start turns it on" in empty[1]
    assert [journal] == [*data_dir.iterdir()]
    assert 0 == journal.stat().st_size


def test_a_journal_that_may_not_be_read(journal: Path) -> None:
    """A journal of somebody else is an error with the system's reason."""
    journal.chmod(0)
    settings = read_settings()
    with an_ordinary_user(journal.parent):
        ((state, words),) = told(check_database(settings))

    assert State.ERROR == state
    assert "permission is denied" in words


def test_a_journal_in_memory(environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal that ends with the program is a warning."""
    monkeypatch.setenv("BOT_DATABASE_URL", "sqlite+aiosqlite:///:memory:")

    assert State.WARNING == of_database()[0]


def test_rows_that_refer_to_nothing(journal: Path) -> None:
    """Rows whose question is gone are counted."""
    with closing(sqlite3.connect(journal)) as connection, connection:
        connection.execute("INSERT INTO citations VALUES (7, 1, 'one', NULL, 1.0)")
    state, words = of_database()

    assert State.WARNING == state
    assert "1 row of" in words


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (shutil.rmtree, "is not a folder"),
        (lambda folder: (folder / "a.md").unlink(), "has no articles; add some"),
        (lambda folder: (folder / "b.txt").write_bytes(b"\xff\xff\xff"), "1 file in"),
        (lambda folder: (folder / "aliases.toml").write_text("groups = ["), "aliases.toml cannot"),
    ],
)
def test_a_collection_that_is_wrong(
    environment: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], object],
    words: str,
) -> None:
    """A collection that is gone, empty, or has a file that cannot be used is an error."""
    (folder := tmp_path / "ours").mkdir()
    (folder / "a.md").write_text("# 题目\n\n一段话，说的是春天。\n", "utf-8")
    monkeypatch.setenv("BOT_CORPUS_DIR", str(folder))
    sound = of_articles()
    damage(folder)
    state, found = of_articles()

    assert State.RIGHT == sound[0]
    assert State.ERROR == state
    assert words in found


def test_problems_are_counted(
    environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warning of `corpus check` is a warning, with the number of problems."""
    (folder := tmp_path / "ours").mkdir()
    (folder / "c.md").write_text("---\n[\n---\n正文说的是春天。", "utf-8")
    monkeypatch.setenv("BOT_CORPUS_DIR", str(folder))
    state, words = of_articles()

    assert State.WARNING == state
    assert "can be served, with 1 problem; yinju corpus check" in words


def test_several_collections(
    environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of several collections is looked at; one that is wrong hides no other."""
    for key in ("plays", "poems"):
        (folder := tmp_path / "all" / key).mkdir(parents=True)
        (folder / "collection.toml").write_text(f'name = "{key}"\n', "utf-8")
        (folder / "one.md").write_text("# 茶\n\n茶是山里的人种的。\n", "utf-8")
    (tmp_path / "all/plays/aliases.toml").write_text("groups = [", "utf-8")
    monkeypatch.setenv("BOT_CORPUS_DIR", str(tmp_path / "all"))
    checks = CollectionChecks(read_settings())

    assert [State.ERROR, State.RIGHT] == [state for state, _ in told(checks.check_articles())]
    assert 1 == len(list(checks.check_index()))


def test_an_index(run: Run, data_dir: Path) -> None:
    """An index that is behind is told, and one with a byte changed, which is no error either."""
    (folder := data_dir / "articles").mkdir()
    article = folder / "a.md"
    article.write_text("# 题目\n\n一段话，说的是春天。\n", "utf-8")
    missing = of_index()
    assert 0 == run("corpus", "reindex").status
    article.write_text("# 题目\n\n一段话，说的是夏天。\n", "utf-8")
    behind = of_index()
    (stored,) = data_dir.glob("index/*/terms/*-marks.npy")
    data = bytearray(stored.read_bytes())
    data[-1] ^= 1
    stored.write_bytes(data)
    damaged = of_index()
    stored.unlink()

    assert [State.RIGHT, State.RIGHT, State.WARNING] == [
        state for state, _ in (missing, behind, damaged)
    ]
    assert "there is no index" in missing[1]
    assert "1 file has changed since" in behind[1]
    assert "is damaged; the next start builds it again" in damaged[1]
    assert damaged == of_index()


def test_an_index_for_other_limits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that was made with other settings counts as one to be made anew."""
    assert 0 == run("corpus", "reindex").status
    monkeypatch.setenv("BOT_PASSAGE_LONGEST", "200")
    state, words = of_index()

    assert State.RIGHT == state
    assert "by another version, or for other limits" in words


def test_folders(environment: None, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that others may look into, or that is a file, is told with the remedy."""
    data_dir.chmod(0o755)
    opened = told(check_folders(read_settings()))
    monkeypatch.setenv("BOT_DATA_DIR", str(data_dir / "not/yet"))
    absent = told(check_folders(read_settings()))
    (data_dir / "file").touch()
    monkeypatch.setenv("BOT_DATA_DIR", str(data_dir / "file"))
    a_file = told(check_folders(read_settings()))

    assert [State.WARNING, State.RIGHT, State.ERROR] == [
        state for ((state, _),) in (opened, absent, a_file)
    ]
    assert f"chmod 700 {data_dir}" in opened[0][1]
    assert "will be created at the first start" in absent[0][1]
    assert "is a file, where there should be a folder" in a_file[0][1]
    assert not (data_dir / "not").exists()


def test_a_folder_that_cannot_be_written(environment: None, data_dir: Path) -> None:
    """A folder that our user may not write is an error, with the command that mends it."""
    settings = read_settings()
    data_dir.chmod(0o500)
    with an_ordinary_user(data_dir):
        ((state, words),) = told(check_folders(settings))

    assert State.ERROR == state
    assert f"cannot be written by {USER}" in words or os.geteuid() != 0
    assert f"{data_dir}" in words.partition("as root: chown ")[2]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_files_of_another_user(environment: None, data_dir: Path) -> None:
    """Files that root left in the folder of the bot's user are an error, with the command."""
    os.chown(data_dir, USER, USER)
    (data_dir / "journal.sqlite3-wal").touch()
    (owner, files) = told(check_folders(read_settings()))

    assert (State.WARNING, State.ERROR) == (owner[0], files[0])
    assert f"run yinju as {USER}" in owner[1]
    assert f"chown -R {USER} {data_dir}" in files[1]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_volume_of_root(environment: None, data_dir: Path) -> None:
    """A folder of root's in which the bot's user may write, as volumes are, is no fault."""
    settings = read_settings()
    with an_ordinary_user(data_dir):
        (data_dir / "journal.sqlite3").touch()
        (data_dir / "lost+found").mkdir()
    os.chown(data_dir, 0, USER)
    os.chown(data_dir / "lost+found", 0, 0)
    data_dir.chmod(0o777)
    with an_ordinary_user(data_dir, is_owner=False):
        found = told(check_folders(settings))

    assert [State.WARNING] == [state for state, _ in found]
    assert "others on this machine can look into" in found[0][1]
