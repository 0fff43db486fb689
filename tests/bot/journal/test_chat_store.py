"""The move of a group to the id of the supergroup that it became."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from bot.journal.chat_store import ChatStore
from bot.journal.database import Database
from bot.journal.opening import make_database
from bot.journal.policy_store import PolicyStore
from bot.policy import Policy, Trigger
from bot.settings import Settings

OLD, NEW = -5, -1005
POLICY = Policy(Trigger.COMMAND, quotations=1)


@pytest.fixture
async def database(journal_url: str) -> AsyncIterator[Database]:
    """A database with a group that the bot is in, and that has set a policy."""
    async with make_database(journal_url) as database:
        await ChatStore(database).note(OLD, "group", "member")
        await PolicyStore(database).keep(OLD, POLICY)
        yield database


async def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of both tables, without the time of their last change."""
    async with database.connect() as connection:
        chats = await connection.exec_driver_sql("SELECT id, type, status FROM chats ORDER BY id")
        policies = await connection.exec_driver_sql(
            "SELECT chat_id, trigger, quotations FROM policies ORDER BY chat_id"
        )
        return {
            "chats": [tuple(row) for row in chats],
            "policies": [tuple(row) for row in policies],
        }


MOVED = {"chats": [(NEW, "supergroup", "member")], "policies": [(NEW, "command", 1)]}


async def test_a_second_move_changes_nothing(database: Database) -> None:
    """Telegram reports a move in both chats; one report or two leave the same rows."""
    chats = ChatStore(database)

    await chats.move(OLD, NEW)
    assert await rows(database) == MOVED
    await chats.move(OLD, NEW)
    assert await rows(database) == MOVED


@pytest.mark.sqlite
async def test_a_move_that_fails_halfway_changes_nothing(database: Database) -> None:
    """If the membership cannot be moved, the policy stays at the old id, and a retry succeeds."""
    before = await rows(database)
    async with database.begin() as connection:
        await connection.exec_driver_sql(
            "CREATE TRIGGER refuse BEFORE UPDATE ON chats"
            " BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )

    with pytest.raises(IntegrityError, match="refused"):
        await ChatStore(database).move(OLD, NEW)
    assert before == await rows(database)

    async with database.begin() as connection:
        await connection.exec_driver_sql("DROP TRIGGER refuse")
    await ChatStore(database).move(OLD, NEW)
    assert await rows(database) == MOVED


async def test_a_supergroup_that_is_known_already(database: Database) -> None:
    """Rows of the supergroup are kept, and those of the group deleted."""
    await ChatStore(database).note(NEW, "supergroup", "administrator")
    await PolicyStore(database).keep(NEW, Policy(quotations=5))

    await ChatStore(database).move(OLD, NEW)

    assert await rows(database) == {
        "chats": [(NEW, "supergroup", "administrator")],
        "policies": [(NEW, "mention", 5)],
    }


async def test_a_group_that_has_set_nothing(database: Database) -> None:
    """The move of an unknown group stores nothing."""
    before = await rows(database)

    await ChatStore(database).move(-6, -1006)

    assert before == await rows(database)


@pytest.mark.sqlite
async def test_failed_writes_are_counted_and_logged(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """A status that cannot be stored is counted and logged, and raises nothing."""
    async with database.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE chats")

    await ChatStore(database).note(OLD, "group", "left")

    assert 1 == database.lost
    (message,) = (record.message for record in caplog.records)
    assert "journal write failed (1 entries lost so far): no such table: chats" == message


async def test_a_journal_that_cannot_be_opened_any_more(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """If the folder of the database is gone, a status is counted as lost and logged as well."""
    folder = tmp_path / "data"
    async with make_database(Settings(data_dir=folder).journal_url) as database:
        shutil.rmtree(folder)
        folder.touch()
        await ChatStore(database).note(OLD, "group", "left")

        assert 1 == database.lost
    assert "cannot be opened" in caplog.text
