"""The writer and the readers of the journal's database."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from bot.journal.inbox import Inbox, StoredUpdate
from bot.journal.journal import Journal, NewQuestion
from bot.journal.policy_store import PolicyStore
from bot.journal.sqlite_database import SqliteDatabase
from bot.journal.transactions import BUSY_SECONDS, MAX_QUEUED, Work
from bot.policy import Policy
from retrieval.answer.answer import Abstention
from retrieval.answer.declining import Reason


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    """An empty database."""
    async with SqliteDatabase(f"sqlite+aiosqlite:///{tmp_path / 'journal.sqlite3'}") as database:
        yield database


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep the database in a folder from being written, as another program does."""
    other = sqlite3.connect(folder / "journal.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


def insert(number: int) -> Work[None]:
    """Return a write of one row."""

    def work(connection: Connection) -> None:
        connection.exec_driver_sql(
            "INSERT INTO chats VALUES (?, 'group', 'member', '2026-01-01', NULL)", (number,)
        )

    return work


async def count(database: SqliteDatabase) -> int:
    """Return the number of rows."""
    query = "SELECT count(*) FROM chats"
    return int(await database.reader.run(lambda one: one.exec_driver_sql(query).scalar_one()))


async def test_writes_that_wait_are_all_written(database: SqliteDatabase) -> None:
    """More writes than may wait are written, and in the order in which they came."""
    numbers = range(1, MAX_QUEUED + 200)
    await asyncio.gather(*(database.writer.run(insert(number)) for number in numbers))
    query = "SELECT id FROM chats ORDER BY rowid"
    written = await database.reader.run(lambda one: one.exec_driver_sql(query).scalars().all())

    assert list(numbers) == written


async def test_a_write_that_fails_takes_no_other_with_it(database: SqliteDatabase) -> None:
    """Of writes in one transaction, the one that fails is undone, and the others stay."""

    def fails(connection: Connection) -> None:
        insert(2)(connection)
        raise ValueError("here")

    outcomes = await asyncio.gather(
        *(database.writer.run(work) for work in (insert(1), fails, insert(3))),
        return_exceptions=True,
    )

    assert ["None", "here", "None"] == [str(one) for one in outcomes]
    assert 2 == await count(database)


async def test_a_locked_journal_delays_no_answer(database: SqliteDatabase, tmp_path: Path) -> None:
    """While another program writes, an entry is not waited for, and written later."""
    journal = Journal(database)
    asked = NewQuestion("问", 1, "private", 1, 7, "en")
    with locked(tmp_path):
        begun = time.monotonic()
        await journal.record(asked, Abstention("问", Reason.NOT_COVERED), 1.0)
        taken = time.monotonic() - begun

    assert taken < BUSY_SECONDS / 2
    assert await journal.question(asked.id)


async def test_a_locked_inbox_can_be_read(database: SqliteDatabase, tmp_path: Path) -> None:
    """While another program writes, it is still known which updates are stored."""
    inbox = Inbox(database, 1)
    await inbox.store([StoredUpdate(5, "{}")])
    with locked(tmp_path):
        assert {5} == await inbox.known([4, 5])


async def test_an_end_that_is_not_written_is_written_with_the_next(
    database: SqliteDatabase,
) -> None:
    """An update that could not be set aside is set aside with the next write."""
    inbox = Inbox(database, 1)
    await inbox.store([StoredUpdate(1, "{}"), StoredUpdate(2, "{}")])
    rename = "ALTER TABLE {} RENAME TO {}"
    await database.writer.run(lambda one: one.exec_driver_sql(rename.format("inbox", "away")))
    await inbox.set_aside(1)
    await database.writer.run(lambda one: one.exec_driver_sql(rename.format("away", "inbox")))
    await inbox.finish(2)

    assert (1,) == await inbox.set_aside_ids()
    assert () == await inbox.waiting([1, 2])


async def test_at_the_end_a_lock_is_given_up_once(
    database: SqliteDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many writes wait when the program ends, the patience for another is the same."""
    monkeypatch.setattr("bot.journal.transactions.END_PATIENCE", 0)
    attempts: list[str] = []
    with locked(tmp_path):
        writes = [asyncio.create_task(database.write(insert(n))) for n in range(500)]
        await asyncio.sleep(0)
        event.listen(
            *(database._threads, "checkout"),
            lambda one, *_: one.set_trace_callback(attempts.append),
        )
        await database.writer.close()

    assert [False] * 500 == await asyncio.gather(*writes)
    assert attempts.count("BEGIN IMMEDIATE") in {1, 2}


async def test_policies_are_read_once(database: SqliteDatabase) -> None:
    """A policy that is known is not read again, until one is changed."""
    store = PolicyStore(database)
    await store.in_force(1, 2)
    drop = "ALTER TABLE policies RENAME TO away"
    await database.writer.run(lambda one: one.exec_driver_sql(drop))
    assert Policy() == await store.of(1)
    back = "ALTER TABLE away RENAME TO policies"
    await database.writer.run(lambda one: one.exec_driver_sql(back))
    await store.keep(1, Policy(quotations=5))

    assert 5 == (await store.of(1)).quotations


async def test_a_database_in_memory() -> None:
    """All connections to a database in memory see the same one."""
    async with SqliteDatabase("sqlite+aiosqlite://") as database:
        await database.writer.run(insert(1))

        assert 1 == await count(database)
