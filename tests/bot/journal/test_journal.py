"""The journal's database: created, migrated, shared by its stores."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.schema import SchemaItem

from bot.journal import JournalError
from bot.journal.chat_store import ChatStore
from bot.journal.journal import Journal, NewQuestion
from bot.journal.opening import make_database
from bot.journal.schema import metadata
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.declining import Reason
from tests.bot.conftest import Run


def url_in(folder: Path) -> str:
    """Return the URL of a database in a folder that does not exist yet."""
    return f"sqlite+aiosqlite:///{folder / 'new' / 'journal.sqlite3'}"


async def test_migrations_make_the_schema(journal_url: str) -> None:
    """Migrating an empty database gives the tables that queries are written against."""

    def difference(connection: Connection) -> list[object]:
        kind = connection.dialect.name

        def is_meant(item: SchemaItem, *_: object) -> bool:
            """Leave out what only the other kind of database has."""
            return bool(item.info.get("dialect", kind) == kind)

        context = MigrationContext.configure(connection, opts={"include_object": is_meant})
        found: list[object] = compare_metadata(context, metadata)
        return found

    async with make_database(journal_url) as database, database.connect() as connection:
        assert [] == await connection.run_sync(difference)
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())

    assert set(metadata.tables) <= set(names)


async def test_opening_twice_changes_nothing(journal_url: str) -> None:
    """A database that is up to date is left as it is, rows included."""
    for _ in range(2):
        async with make_database(journal_url) as database:
            await ChatStore(database).note(5, "group", "member")

    async with make_database(journal_url) as database:
        assert "member" == await ChatStore(database).status(5)
        assert await ChatStore(database).status(6) is None


async def test_many_write_at_once(journal_url: str) -> None:
    """Questions that are recorded at the same time are all stored."""
    asked = [NewQuestion(f"问{n}", 1, "private", 1, n, "en") for n in range(50)]
    declined = Abstention("问", Reason.NOT_COVERED)

    async with make_database(journal_url) as database:
        journal = Journal(database)
        await asyncio.gather(*(journal.record(one, declined, 1.0) for one in asked))

        assert 50 == (await journal.statistics())["questions"]
        assert 0 == journal.lost


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A file that is no database is reported by its name and by the setting that names it."""
    (tmp_path / "new").mkdir()
    (tmp_path / "new/journal.sqlite3").write_text(
        "this is no database, whatever it is called", "utf-8"
    )

    with pytest.raises(JournalError, match=r"journal\.sqlite3.*BOT_DATABASE_URL"):
        async with make_database(url_in(tmp_path)):
            pass


def test_statistics_on_the_command_line(
    run: Run, journal_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`yinju journal stats` prints counts, as a table and as JSON."""
    monkeypatch.setenv("BOT_DATABASE_URL", journal_url)
    assert 0 == json.loads(run("journal", "stats", "--json").out)["messages"]

    async def write() -> None:
        async with make_database(journal_url) as database:
            journal = Journal(database)
            await journal.record(
                NewQuestion("问", 1, "private", 1, 1, "zh-Hans"), Answer("问", ()), 2.0
            )
            await journal.record(
                NewQuestion("问", 1, "group", 1, 2, "en"), Answer("问", (), doubtful=True), 4.0
            )

    asyncio.run(write())
    figures = json.loads(run("journal", "stats", "--json").out)

    assert (2, 3.0) == (figures["messages"], figures["mean_ms"])
    assert {"answered": 1, "doubtful": 1} == figures["outcomes"]
    assert {"en": 1, "zh-Hans": 1} == figures["languages"]
    assert "answered" in run("journal", "stats").out


async def test_the_settings_of_a_connection(tmp_path: Path) -> None:
    """Readers go on during a write, and a citation is deleted with its question."""
    async with make_database(url_in(tmp_path)) as database, database.connect() as connection:
        assert "wal" == (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar()
        assert 1 == (await connection.exec_driver_sql("PRAGMA foreign_keys")).scalar()
