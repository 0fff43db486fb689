"""A journal, and the inbox of a bot in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.journal.database import Database
from bot.journal.inbox import Inbox, Recovered, StoredUpdate
from bot.journal.opening import make_database
from bot.journal.schema import inbox as table


@pytest.fixture
async def database(journal_url: str) -> AsyncIterator[Database]:
    """A new journal."""
    async with make_database(journal_url) as database:
        yield database


@pytest.fixture
def inbox(database: Database) -> Inbox:
    """The inbox of the bot with the id 1."""
    return Inbox(database, 1)


def updates(*numbers: int) -> list[StoredUpdate]:
    """Return updates with these ids."""
    return [StoredUpdate(number, f"payload {number}", 5, 6) for number in numbers]


async def recovered(inbox: Inbox, now: datetime | None = None) -> Recovered:
    """Return what an earlier run left undone."""
    found = await inbox.recover(now)
    assert found
    return found


async def waiting(inbox: Inbox) -> list[int]:
    """Return the ids of the updates that a new start would handle."""
    return [one.update_id for one in (await recovered(inbox)).updates]


async def store_at(inbox: Inbox, number: int, at: datetime) -> None:
    """Store an update that came at another time."""
    await inbox.store(updates(number))
    statement = table.update().where(table.c.update_id == number).values(received_at=at)
    async with inbox.database.begin() as connection:
        await connection.execute(statement)
