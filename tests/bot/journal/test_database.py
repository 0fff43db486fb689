"""The journal's database where its file is missing, kept by others, full, damaged or read-only."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.journal import JournalError
from bot.journal.chat_store import ChatStore
from bot.journal.inbox import Inbox, StoredUpdate
from bot.journal.sqlite_database import SqliteDatabase
from bot.journal.transactions import ClosedError


def url_of(file: Path) -> str:
    """Return the URL of a database."""
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a database that does not exist yet, in a folder that does not exist either."""
    return tmp_path / "new" / "er" / "journal.sqlite3"


def modes(folder: Path) -> dict[str, int]:
    """Return the permissions of a folder and of what is in it."""
    return {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())}


async def test_only_the_owner_reads_it(file: Path) -> None:
    """Database, write-ahead log and index of it are for their owner, as are new folders."""
    before = os.umask(0)
    try:
        async with SqliteDatabase(url_of(file)) as database:
            await ChatStore(database).note(5, "group", "member")
            found = modes(file.parent)
    finally:
        os.umask(before)

    assert {
        "er": 0o700,
        **dict.fromkeys((f"{file.name}{s}" for s in ("", "-wal", "-shm")), 0o600),
    } == found
    assert 0o700 == file.parent.parent.stat().st_mode & 0o777


async def test_an_existing_folder_keeps_its_mode(tmp_path: Path) -> None:
    """A folder that is there keeps its permissions; a file of an earlier version does not."""
    (folder := tmp_path / "ours").mkdir(mode=0o755)
    folder.chmod(0o755)
    (folder / "journal.sqlite3").touch(mode=0o644)
    async with SqliteDatabase(url_of(folder / "journal.sqlite3")):
        pass

    assert {"ours": 0o755, "journal.sqlite3": 0o600} == modes(folder)


async def test_a_link_to_a_file_that_is_missing(file: Path, tmp_path: Path) -> None:
    """A journal that is a link makes the file that it leads to."""
    (link := tmp_path / "journal").symlink_to(file)
    async with SqliteDatabase(url_of(link)) as database:
        assert database.problem is None

    assert 0o600 == file.stat().st_mode & 0o777


async def test_the_settings_are_those_that_are_durable(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """On a local disk SQLite takes every setting, and nothing is said of them."""
    async with SqliteDatabase(url_of(file)) as database, database.connect() as connection:
        found = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]

    assert ["wal", 2, 1, 1] == found
    assert [] == caplog.messages


async def test_a_file_system_without_shared_memory(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Where SQLite refuses a write-ahead log, one line says so, and syncs are the strictest."""
    url = f"sqlite+aiosqlite:///file:{file}?vfs=unix-dotfile&uri=true"
    async with SqliteDatabase(url) as database, database.connect() as connection:
        synced = (await connection.exec_driver_sql("PRAGMA synchronous")).scalar()

    (line,) = caplog.messages
    assert "journal_mode=delete" in line
    assert "BOT_DATABASE_URL" in line
    assert 3 == synced


@pytest.mark.parametrize("is_moved", [True, False])
async def test_a_file_that_vanishes(
    file: Path, caplog: pytest.LogCaptureFixture, *, is_moved: bool
) -> None:
    """After the file was moved or deleted, the next write begins a new one, which the log says."""
    async with SqliteDatabase(url_of(file)) as database:
        await ChatStore(database).note(5, "group", "member")
        if is_moved:
            file.rename(file.with_name("elsewhere"))
        else:
            shutil.rmtree(file.parent)
        await ChatStore(database).note(6, "group", "member")
        statuses = [await ChatStore(database).status(chat) for chat in (5, 6)]

    assert [None, "member"] == statuses
    assert 0 == database.lost
    assert 1 == sum("moved, deleted or replaced" in line for line in caplog.messages)
    async with SqliteDatabase(url_of(file)) as database:
        assert "member" == await ChatStore(database).status(6)


async def test_reading_makes_no_file(file: Path) -> None:
    """After the file was deleted, no reader makes another one, which all could read."""
    async with SqliteDatabase(url_of(file)) as database:
        file.unlink()
        with pytest.raises(OperationalError):
            async with database.connect(), database.connect():
                pass
        assert not file.exists()
        await ChatStore(database).note(6, "group", "member")

        assert 0o600 == modes(file.parent)[file.name]


@pytest.mark.parametrize("is_replaced", [True, False])
async def test_what_waits_goes_into_the_new_file(file: Path, *, is_replaced: bool) -> None:
    """Updates that wait when the file vanishes wait in the next one; what is done is gone."""
    async with SqliteDatabase(url_of(file)) as database:
        inbox = Inbox(database, 1)
        await inbox.store([StoredUpdate(1, "done"), StoredUpdate(2, "waits")])
        await inbox.finish(1)
        file.unlink()
        if is_replaced:
            file.mkdir()
            assert await inbox.store([StoredUpdate(3, "late")]) is None
            assert await inbox.waiting([1, 2, 3]) is None
            file.rmdir()
            assert await database.reopen()
        else:
            await inbox.store([StoredUpdate(3, "late")])
        found = await inbox.waiting([1, 2, 3])

    assert ["waits", *["late"] * (not is_replaced)] == [one.payload for one in found or ()]


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keep a database from all other writers."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def make(file: Path) -> None:
    """Make an empty journal."""
    async with SqliteDatabase(url_of(file)):
        pass


async def spoil(file: Path, kind: str) -> str:
    """Spoil a journal, and return the URL to open it by."""
    await make(file)
    if kind == "damaged":
        with file.open("r+b") as opened:
            opened.seek(100)
            opened.write(b"\xff" * 4000)
    elif kind == "not a journal":
        file.write_text("购物清单：米，油，盐。" * 20, "utf-8")
    elif kind == "newer version":
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num='9999'")
    elif kind == "not written":
        return f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true"
    return url_of(file)


KINDS = ("damaged", "not a journal", "newer version", "not written")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_journal_that_is_no_use(file: Path, kind: str) -> None:
    """What is wrong is told in a sentence that names file and setting; nothing is raised."""
    url = await spoil(file, kind)
    before = file.read_bytes()
    async with SqliteDatabase(url, is_required=False) as database:
        assert database.problem
        assert kind in str(database.problem)
        assert str(file) in str(database.problem)
        assert "BOT_DATABASE_URL" in str(database.problem)
        await ChatStore(database).note(5, "group", "member")
        assert 1 == database.lost
        assert database.is_open == (kind == "not written")

    assert before == file.read_bytes()


@pytest.mark.parametrize("kind", KINDS[:3])
async def test_a_journal_that_is_needed(file: Path, kind: str) -> None:
    """A command that is about the journal ends with the same sentence."""
    with pytest.raises(JournalError, match=kind):
        async with SqliteDatabase(await spoil(file, kind)):
            pass


async def test_a_folder_that_cannot_be_made() -> None:
    """A path that leads nowhere is a wrong setting, which ends the program."""
    with pytest.raises(JournalError, match="BOT_DATABASE_URL"):
        async with SqliteDatabase("sqlite+aiosqlite:////dev/null/x/y.sqlite3", is_required=False):
            pass


async def test_a_journal_that_is_mended(file: Path) -> None:
    """A journal that could not be opened is opened when it can be."""
    url = await spoil(file, "not a journal")
    async with SqliteDatabase(url, is_required=False) as database:
        assert not await database.reopen()
        file.unlink()
        assert await database.reopen()
        await ChatStore(database).note(5, "group", "member")

        assert "member" == await ChatStore(database).status(5)
        assert 0 == database.lost


async def test_a_journal_that_is_locked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal that another program keeps is told apart, and opened when it is free."""
    monkeypatch.setattr("bot.journal.sqlite_database._BUSY_ATTEMPT", 0.1)
    monkeypatch.setattr("bot.journal.sqlite_database._BUSY_BEGIN", 0.1)
    await make(file)
    with locked(file):
        async with SqliteDatabase(url_of(file), is_required=False) as database:
            assert "locked by another program" in str(database.problem)
            assert not await database.can_be_opened()
    async with SqliteDatabase(url_of(file), is_required=False) as database:
        assert database.problem is None


async def test_a_disk_that_is_full(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What does not fit on the disk is counted as lost, in one line a minute; reading goes on."""
    await make(file)
    database = SqliteDatabase(url_of(file))

    def fill(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA max_page_count=1")

    event.listen(database._threads, "connect", fill)
    async with database:
        for chat in range(300):
            await ChatStore(database).note(chat, "group", "member")
        assert database.lost
        assert "member" == await ChatStore(database).status(0)

    assert 1 == sum("database or disk is full" in line for line in caplog.messages)


async def test_closing_does_not_wait_for_readers(file: Path) -> None:
    """A file that vanishes while somebody reads it holds up the next write a second at most."""
    async with SqliteDatabase(url_of(file)) as database:
        reading = asyncio.Event()

        async def read() -> None:
            async with database.connect():
                reading.set()
                await asyncio.sleep(0.05)

        task = asyncio.create_task(read())
        await reading.wait()
        file.unlink()
        await ChatStore(database).note(6, "group", "member")
        assert task.done()
        assert "member" == await ChatStore(database).status(6)


async def test_a_backup_in_the_place_of_the_journal(tmp_path: Path) -> None:
    """The last writes to a journal do not come into a file that is put in its place."""
    file, backup = tmp_path / "journal.sqlite3", tmp_path / "backup.sqlite3"

    async def note(database: SqliteDatabase, numbers: range) -> None:
        rows = [(number, "x" * 300) for number in numbers]
        statement = "INSERT INTO chats VALUES (?, ?, 'member', '2026-01-01', NULL)"
        assert await database.write(lambda one: one.exec_driver_sql(statement, rows))

    async with SqliteDatabase(f"sqlite+aiosqlite:///{file}") as database:
        await note(database, range(100))
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("VACUUM INTO ?", (str(backup),))
        await note(database, range(100, 400))
        backup.replace(file)
        with pytest.raises(ClosedError):  # With the log of the file before.
            await ChatStore(database).status(1)
        await note(database, range(1000, 1001))
    with closing(sqlite3.connect(file)) as connection:
        assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
        count, last = connection.execute("SELECT count(*), max(id) FROM chats").fetchone()

    assert (101, 1000) == (count, last)
