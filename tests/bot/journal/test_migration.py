"""Migrations keep every row, happen wholly or not at all, and leave later schemas alone."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, DateTime, MetaData, String, create_engine, insert
from sqlalchemy.engine import Engine

from bot.journal import JournalError
from bot.journal.journal import Journal
from bot.journal.migration import SCRIPTS, BrokenReferencesError, migrate
from bot.journal.opening import make_database

ROWS = 3


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for the journal."""
    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", SCRIPTS)
    return made


VERSIONS = [one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()]


def engine_of(file: Path) -> Engine:
    """Return an engine with foreign keys enforced and transactions left to the statements."""
    engine = create_engine(f"sqlite:///{file}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    return engine


def value(column: Column[Any], number: int) -> object:
    """Return a value for a column; rows of one number refer to each other."""
    if isinstance(column.type, DateTime):
        return datetime(2026, 1, number, tzinfo=UTC)
    return f"q{number}" if isinstance(column.type, String) else number


def fill(connection: Connection) -> dict[str, int]:
    """Write rows to each table, and return the number of all rows by table."""
    tables = MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        if table.name != "alembic_version":
            rows = [
                {column.name: value(column, n) for column in table.c} for n in range(1, ROWS + 1)
            ]
            connection.execute(insert(table), rows)
    return counts(connection)


def counts(connection: Connection) -> dict[str, int]:
    """Return the number of rows of each table."""
    tables = MetaData()
    tables.reflect(connection)
    return {
        name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()  # noqa: S608
        for name in tables.tables
        if name != "alembic_version"
    }


def full_journal(file: Path, version: str) -> dict[str, int]:
    """Make a journal of an earlier version with rows in each table, and return their numbers."""
    engine = engine_of(file)
    with engine.connect() as connection:
        command.upgrade(config(connection), version)
        made = fill(connection)
    engine.dispose()
    return made


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_row_of_every_version_is_kept(tmp_path: Path, version: str) -> None:
    """A full journal of each version has all its rows after the migration, in every table."""
    file = tmp_path / "journal.sqlite3"
    before = full_journal(file, version)
    assert set(before.values()) == {ROWS}

    async with make_database(f"sqlite+aiosqlite:///{file}") as database:
        async with database.connect() as connection:
            after = await connection.run_sync(counts)
            broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
        stored = (await Journal(database).conversation(1, 1)).asked

    assert before == {name: after[name] for name in before}
    assert [] == broken
    assert stored is not None
    assert "q1" == stored.text


REPLACES_QUESTIONS = '''"""Another table of questions."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("questions", recreate="always") as table:
        table.alter_column("outcome", type_=sa.Text(), nullable=False)
    {more}
'''


def with_migration(folder: Path, more: str = "") -> str:
    """Return a folder of the migrations and one that replaces the table of questions."""
    shutil.copytree(SCRIPTS, folder)
    head = ScriptDirectory.from_config(config()).get_current_head()
    added = REPLACES_QUESTIONS.format(head=head, more=more)
    (folder / "versions/9999_replaced.py").write_text(added, "utf-8")
    return str(folder)


def test_a_table_that_others_refer_to_is_replaced(tmp_path: Path) -> None:
    """Where a migration replaces `questions`, citations and feedback stay, and refer to it."""
    file = tmp_path / "journal.sqlite3"
    before = full_journal(file, "head")
    engine = engine_of(file)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        migrate(connection, with_migration(tmp_path / "scripts"))

        assert before == counts(connection)
        assert 1 == connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
        connection.exec_driver_sql("DELETE FROM questions")
        assert {0} == {counts(connection)[name] for name in ("questions", "citations", "feedback")}
    engine.dispose()


def test_a_migration_that_breaks_references_changes_nothing(tmp_path: Path) -> None:
    """Where rows would refer to nothing afterwards, the database stays as it was."""
    file = tmp_path / "journal.sqlite3"
    before = full_journal(file, "head")
    scripts = with_migration(tmp_path / "scripts", 'op.execute("DELETE FROM questions")')
    engine = engine_of(file)
    with engine.connect() as connection:
        with pytest.raises(BrokenReferencesError, match="citations, feedback"):
            migrate(connection, scripts)

        assert before == counts(connection)
    engine.dispose()


def test_references_that_were_broken_before_stop_no_migration(tmp_path: Path) -> None:
    """What was broken by other programs does not keep the journal from being migrated."""
    file = tmp_path / "journal.sqlite3"
    full_journal(file, "head")
    engine = engine_of(file)
    with engine.connect() as connection:
        connection.exec_driver_sql("INSERT INTO citations VALUES ('nothing', 1, 'a', 'p', 1.0)")
        migrate(connection, with_migration(tmp_path / "scripts"))

        assert ROWS + 1 == counts(connection)["citations"]
    engine.dispose()


KILLED = """
import asyncio, os, shutil, sys
from sqlalchemy import event
from bot.journal.opening import make_database

source, folder = sys.argv[1:]

async def open_and_die(file, statement):
    database, run = make_database(f"sqlite+aiosqlite:///{file}"), 0
    @event.listens_for(database._engine.sync_engine, "before_cursor_execute")
    def count(*_):
        nonlocal run
        run += 1
        if run == statement:
            os._exit(9)
    async with database:
        pass

statement = died = 1
while died:
    file = f"{folder}/{statement}.sqlite3"
    shutil.copyfile(source, file)
    if not (child := os.fork()):
        asyncio.run(open_and_die(file, statement))
        os._exit(0)
    died = os.waitpid(child, 0)[1]
    statement += 5
"""


async def test_a_migration_that_is_killed(tmp_path: Path) -> None:
    """Killed between two statements, a migration leaves a journal that starts, and whole."""
    source = tmp_path / "source"
    before = full_journal(source, VERSIONS[-1])
    (folder := tmp_path / "killed").mkdir()
    command = (sys.executable, "-W", "ignore", "-c", KILLED, str(source), str(folder))
    root = Path(__file__).parents[3]
    await asyncio.to_thread(subprocess.run, command, cwd=root, check=True, timeout=60)
    files = sorted(folder.glob("*.sqlite3"))
    assert len(files) > 5

    for file in files:
        engine = engine_of(file)
        with engine.connect() as connection:
            tables = set(counts(connection))
        engine.dispose()
        added = {"feedback", "policies", "inbox", "access", "reports", "alarms", "replicas"}
        assert tables in (set(before), {*before, *added})
        async with (
            make_database(f"sqlite+aiosqlite:///{file}") as database,
            database.connect() as now,
        ):
            after = await now.run_sync(counts)
            intact = (await now.exec_driver_sql("PRAGMA integrity_check")).scalar()
        assert before == {name: after[name] for name in before}
        assert "ok" == intact


async def test_a_journal_of_a_later_version(tmp_path: Path) -> None:
    """A journal that a later version has migrated is reported as such, and left as it is."""
    file = tmp_path / "journal.sqlite3"
    full_journal(file, "head")
    engine = engine_of(file)
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num='9999'")
    engine.dispose()

    with pytest.raises(JournalError, match="newer version of Yinju"):
        async with make_database(f"sqlite+aiosqlite:///{file}"):
            pass
