"""The inbox keeps each update until it is handled, and hands each over once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.journal.database import Database
from bot.journal.inbox import MAX_AGE, MAX_STARTS, REMEMBERED, Inbox, Recovered, StoredUpdate
from bot.journal.opening import make_database
from bot.journal.personal_data import PersonalData
from bot.journal.schema import inbox as table
from bot.journal.transactions import BUSY_SECONDS


@pytest.fixture
async def database(journal_url: str) -> AsyncIterator[Database]:
    """A new journal in a file."""
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


async def test_each_update_is_new_once(inbox: Inbox) -> None:
    """An update that was stored, or handled, is not new again."""
    assert {1, 2} == await inbox.store(updates(1, 2))
    await inbox.finish(1)

    assert {3} == await inbox.store(updates(1, 2, 3))


async def test_bots_do_not_mix(database: Database, inbox: Inbox) -> None:
    """The same id is another update for another bot."""
    other = Inbox(database, 2)
    await inbox.store(updates(1))

    assert {1} == await other.store(updates(1))
    await other.finish(1)
    assert [1] == await waiting(inbox)


async def test_what_is_not_finished_waits(inbox: Inbox) -> None:
    """A new start hands over what was not finished, in order, with its content."""
    await inbox.store(updates(3, 1, 2))
    await inbox.finish(2)

    assert updates(1, 3) == list((await recovered(inbox)).updates)


async def test_nothing_about_people_is_kept_of_what_is_done(
    database: Database, inbox: Inbox
) -> None:
    """A finished update keeps its id only."""
    await inbox.store(updates(1))
    await inbox.finish(1)
    query = select(table.c.payload, table.c.chat_id, table.c.user_id)
    async with database.connect() as connection:
        (row,) = await connection.execute(query)

    assert (None, None, None) == tuple(row)


async def test_old_updates_expire(inbox: Inbox) -> None:
    """What is older than an hour is dropped and counted, once."""
    await inbox.store(updates(1, 2))
    later = datetime.now(UTC) + MAX_AGE + timedelta(seconds=1)

    assert 2 == (await recovered(inbox, later)).expired
    assert 0 == (await recovered(inbox, later)).expired
    assert set() == await inbox.store(updates(1, 2))


async def test_what_ends_the_program_is_set_aside(inbox: Inbox) -> None:
    """An update that is never finished is handed over some times, then set aside."""
    await inbox.store(updates(1))
    for _ in range(MAX_STARTS):
        assert [1] == await waiting(inbox)
        await inbox.begin_again(1)
    found = await recovered(inbox)

    assert ((), (1,)) == (found.updates, found.set_aside)
    assert (1,) == await inbox.set_aside_ids()


async def test_replaying(inbox: Inbox) -> None:
    """An update that is set aside is handed over again where that is asked for, once."""
    await inbox.store(updates(1, 2))
    await inbox.set_aside(1)

    assert (True, False) == (await inbox.replay(1), await inbox.replay(2))
    assert updates(1) == list(await inbox.take_replayed())
    assert () == await inbox.take_replayed()
    assert [1, 2] == await waiting(inbox)


async def test_ids_are_forgotten_in_the_end(inbox: Inbox) -> None:
    """After two days the ids of handled updates are deleted; what waits or is set aside stays."""
    await inbox.store(updates(1, 2, 3))
    await inbox.finish(1)
    await inbox.set_aside(2)
    await inbox.forget_old(datetime.now(UTC) + REMEMBERED + timedelta(days=3_000))
    assert set() == await inbox.store(updates(1, 2, 3))  # A clock far ahead makes none old.

    await store_at(inbox, 4, datetime.now(UTC) + REMEMBERED + timedelta(seconds=1))
    await inbox.forget_old(datetime.now(UTC) + REMEMBERED + timedelta(seconds=2))
    assert {1} == await inbox.store(updates(1, 2, 3))


async def test_a_clock_far_ahead_drops_nothing(inbox: Inbox) -> None:
    """After a break that is too long to be one, what waits is handled all the same."""
    await inbox.store(updates(1, 2))
    found = await recovered(inbox, datetime.now(UTC) + timedelta(days=3_000))

    assert (updates(1, 2), 0) == (list(found.updates), found.expired)


async def store_at(inbox: Inbox, number: int, at: datetime) -> None:
    """Store an update that came at another time."""
    await inbox.store(updates(number))
    statement = table.update().where(table.c.update_id == number).values(received_at=at)
    async with inbox.database.begin() as connection:
        await connection.execute(statement)


async def test_without_a_table(database: Database, inbox: Inbox) -> None:
    """Where nothing can be stored or read, that is said, and nothing is raised."""
    async with database.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE inbox")

    assert await inbox.store(updates(1)) is None
    assert await inbox.recover() is None
    await inbox.finish(1)
    assert 1 == database.lost


async def test_cancelled_writes_keep_nobody_waiting(inbox: Inbox) -> None:
    """A write whose task is cancelled, at whatever moment, leaves no lock behind."""
    begun = time.monotonic()
    for number in range(1, 41):
        storing = asyncio.create_task(inbox.store(updates(number)))
        await asyncio.sleep(number / 10_000)
        storing.cancel()
        await asyncio.gather(storing, return_exceptions=True)

    assert {99} == await inbox.store(updates(99))
    assert time.monotonic() - begun < BUSY_SECONDS / 2


async def test_a_cancelled_write_takes_no_other_with_it(database: Database, inbox: Inbox) -> None:
    """Where a task that writes for several is cancelled, the updates of the others are done."""
    await inbox.store(updates(1, 2))
    async with database.begin():
        first = asyncio.create_task(inbox.finish(1))
        await asyncio.sleep(0)
        second = asyncio.create_task(inbox.finish(2))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
    await asyncio.gather(first, second, return_exceptions=True)

    assert [] == await waiting(inbox)


async def test_the_rest_is_written_at_the_end(database: Database, inbox: Inbox) -> None:
    """What could not be written is written when the program ends."""
    await inbox.store(updates(1))
    async with database.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO away")
    await inbox.finish(1)
    async with database.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO inbox")
    await inbox.finish_rest()

    assert [] == await waiting(inbox)


@pytest.mark.sqlite
async def test_what_cannot_be_marked_is_not_replayed(database: Database, inbox: Inbox) -> None:
    """While the database takes no writes, a replay is not handed over, as it would be for ever."""
    await inbox.store(updates(1))
    await inbox.set_aside(1)
    await inbox.replay(1)
    async with database.begin() as connection:
        await connection.exec_driver_sql(
            "CREATE TRIGGER readonly BEFORE UPDATE ON inbox BEGIN SELECT RAISE(ABORT, 'full'); END"
        )

    assert () == await inbox.take_replayed()


async def test_content_that_is_set_aside_expires(database: Database, inbox: Inbox) -> None:
    """What was set aside, and all content, is deleted with questions of its age; ids stay."""
    await inbox.store(updates(1, 2))
    await inbox.set_aside(1)
    await inbox.finish(2)
    people = PersonalData(database)
    await people.expire(1)
    assert (1,) == await inbox.set_aside_ids()
    later = datetime.now(UTC) + timedelta(days=1, seconds=1)
    await store_at(inbox, 3, later)
    await inbox.finish(3)
    await people.expire(1, later)

    assert () == await inbox.set_aside_ids()
    assert {1} == await inbox.store(updates(1, 2))
