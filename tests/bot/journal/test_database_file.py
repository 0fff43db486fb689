"""The probe of the journal's file, which writes to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.journal.database_file import file_of_url, is_writable
from bot.journal.opening import make_database


def test_a_database_in_memory() -> None:
    """A database in memory can always be written."""
    assert is_writable(file_of_url("sqlite+aiosqlite:///:memory:"))


async def test_a_write_reaches_the_file(tmp_path: Path) -> None:
    """The probe writes to the file, whatever its folder's name, and changes nothing in it."""
    folder = tmp_path / "数据 100%#"
    folder.mkdir()
    file = folder / "journal.sqlite3"
    async with make_database(f"sqlite+aiosqlite:///{file}"):
        log = file.with_name("journal.sqlite3-wal")
        before = log.read_bytes()
        with closing(sqlite3.connect(file)) as connection:
            rows = connection.execute("SELECT * FROM sqlite_master").fetchall()

            assert is_writable(file)
            assert before != log.read_bytes()
            assert rows == connection.execute("SELECT * FROM sqlite_master").fetchall()


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """A file that is not there cannot be written, and is not made."""
    assert not is_writable(tmp_path / "none.sqlite3")
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A file that is damaged cannot be written."""
    file = tmp_path / "journal.sqlite3"
    file.write_bytes(b"no database" * 1000)

    assert not is_writable(file)


async def test_a_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that another program keeps locked cannot be written."""
    monkeypatch.setattr("bot.journal.database_file._BUSY_SECONDS", 0)
    file = tmp_path / "journal.sqlite3"
    async with make_database(f"sqlite+aiosqlite:///{file}"):
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            assert not is_writable(file)
