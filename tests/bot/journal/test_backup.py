"""Copies of the journal are whole, private, and overwrite nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.journal import BackupError
from bot.journal.backup import back_up
from bot.journal.database import Database
from bot.journal.journal import Journal, NewQuestion
from bot.journal.opening import make_database
from retrieval.answer.answer import Abstention
from retrieval.answer.declining import Reason
from tests.bot.conftest import Run

DECLINED = Abstention("问", Reason.NOT_COVERED)


def url_of(file: Path) -> str:
    """Return the URL of a database."""
    return f"sqlite+aiosqlite:///{file}"


async def record(database: Database, numbers: range) -> None:
    """Record questions."""
    for number in numbers:
        asked = NewQuestion(f"问{number}", 1, "private", 1, number, "en")
        await Journal(database).record(asked, DECLINED, 1.0)


async def test_a_copy_is_made_while_others_write(tmp_path: Path) -> None:
    """A copy has what was committed before it, opens as a journal, and nobody else can read it."""
    copy = tmp_path / "copy.sqlite3"
    async with make_database(url_of(tmp_path / "journal.sqlite3")) as database:
        await record(database, range(20))
        writing = asyncio.create_task(record(database, range(20, 60)))
        number = await asyncio.to_thread(back_up, tmp_path / "journal.sqlite3", copy)
        await writing
        assert 60 == (await Journal(database).statistics())["questions"]

    assert 20 <= number <= 60
    assert 0o600 == copy.stat().st_mode & 0o777
    assert {"copy.sqlite3", "journal.sqlite3"} == {path.name for path in tmp_path.iterdir()}
    async with make_database(url_of(copy)) as database:
        assert number == (await Journal(database).statistics())["questions"]


async def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A file of the copy's name stays as it is, and is named."""
    async with make_database(url_of(tmp_path / "journal.sqlite3")):
        pass
    (tmp_path / "copy").write_text("我的", "utf-8")

    with pytest.raises(BackupError, match="copy exists already"):
        back_up(tmp_path / "journal.sqlite3", tmp_path / "copy")
    assert "我的" == (tmp_path / "copy").read_text("utf-8")


async def test_a_damaged_journal_makes_no_copy(tmp_path: Path) -> None:
    """A copy that SQLite finds fault with is not kept."""
    journal = tmp_path / "journal.sqlite3"
    async with make_database(url_of(journal)) as database:
        await record(database, range(200))
    with closing(sqlite3.connect(journal)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name='questions_by_time'"
        ).fetchone()
    with journal.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xaa" * 2000)

    with pytest.raises(BackupError, match="cannot be copied"):
        back_up(journal, tmp_path / "copy")
    assert [journal] == list(tmp_path.iterdir())


def test_on_the_command_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`yinju journal backup` says what it made, and in one line why it made nothing."""
    monkeypatch.setenv("BOT_DATABASE_URL", url_of(tmp_path / "journal.sqlite3"))
    copy = str(tmp_path / "copy")
    absent = run("journal", "backup", copy)
    run("journal", "stats")
    made, again = run("journal", "backup", copy), run("journal", "backup", copy)
    nowhere = run("journal", "backup", str(tmp_path / "no/copy"))

    assert (2, True) == (absent.status, "There is no journal" in absent.err)
    assert (0, f"{copy} holds the journal, with 0 questions.\n") == (made.status, made.out)
    assert (2, True) == (again.status, "overwrites nothing" in again.err)
    assert (2, True) == (nowhere.status, "no such file or folder" in nowhere.err)


def test_in_chinese(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a Chinese terminal the reason is told in Chinese."""
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    monkeypatch.setenv("BOT_DATABASE_URL", url_of(tmp_path / "journal.sqlite3"))

    assert "還沒有紀錄庫" in run("journal", "backup", str(tmp_path / "copy")).err
