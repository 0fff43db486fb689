"""Questions of an operator's monitoring to the journal's database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.journal.database import Database
from bot.journal.inbox import Inbox, State, StoredUpdate
from bot.journal.probes import backlog, is_writable


def test_a_database_in_memory() -> None:
    """A database in memory can always be written."""
    assert is_writable("sqlite+aiosqlite:///:memory:")


async def test_a_write_reaches_the_file(tmp_path: Path) -> None:
    """The probe writes to the file, whatever its folder's name, and changes nothing in it."""
    folder = tmp_path / "数据 100%#"
    folder.mkdir()
    file = folder / "journal.sqlite3"
    async with Database(f"sqlite+aiosqlite:///{file}"):
        log = file.with_name("journal.sqlite3-wal")
        before = log.read_bytes()
        with closing(sqlite3.connect(file)) as connection:
            rows = connection.execute("SELECT * FROM sqlite_master").fetchall()

            assert is_writable(f"sqlite+aiosqlite:///{file}")
            assert before != log.read_bytes()
            assert rows == connection.execute("SELECT * FROM sqlite_master").fetchall()


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """A file that is not there cannot be written, and is not made."""
    assert not is_writable(f"sqlite+aiosqlite:///{tmp_path / 'none.sqlite3'}")
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A file that is damaged cannot be written."""
    file = tmp_path / "journal.sqlite3"
    file.write_bytes(b"no database" * 1000)

    assert not is_writable(f"sqlite+aiosqlite:///{file}")


async def test_a_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that another program keeps locked cannot be written."""
    monkeypatch.setattr("bot.journal.probes._BUSY_SECONDS", 0)
    file = tmp_path / "journal.sqlite3"
    async with Database(f"sqlite+aiosqlite:///{file}"):
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            assert not is_writable(f"sqlite+aiosqlite:///{file}")


async def test_the_backlog_is_that_of_one_bot(tmp_path: Path) -> None:
    """Only updates of the bot that asks are counted, and none that are done."""
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'journal.sqlite3'}") as database:
        one, other = Inbox(database, 1), Inbox(database, 2)
        await one.store([StoredUpdate(1, "{}"), StoredUpdate(2, "{}")])
        await other.store([StoredUpdate(3, "{}")])
        await one.finish(1)
        await other.set_aside(3)
        found = await backlog(database, 1)

    assert found
    assert {State.WAITING: 1, State.SET_ASIDE: 0} == found.counts
    assert found.oldest


async def test_an_empty_backlog(tmp_path: Path) -> None:
    """Where nothing waits, there is no oldest update."""
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'journal.sqlite3'}") as database:
        found = await backlog(database, 1)

    assert found
    assert {State.WAITING: 0, State.SET_ASIDE: 0} == found.counts
    assert found.oldest is None
