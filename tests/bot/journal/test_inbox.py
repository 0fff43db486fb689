"""The inbox keeps each update until it is handled, and hands each over once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.journal.database import Database
from bot.journal.inbox import Inbox
from bot.journal.opening import make_database
from bot.journal.personal_data import PersonalData
from bot.journal.schema import State
from bot.journal.schema import inbox as table
from bot.journal.transactions import BUSY_SECONDS
from tests.bot.journal.conftest import recovered, store_at, updates, waiting


async def states(database: Database) -> dict[int, tuple[str, int]]:
    """Return the state and the number of starts of each update."""
    query = select(table.c.update_id, table.c.state, table.c.attempts)
    async with database.connect() as connection:
        return {row[0]: (row[1], row[2]) for row in await connection.execute(query)}


async def test_each_update_is_new_once(inbox: Inbox) -> None:
    """An update that was stored, or handled, is not new again."""
    assert {1, 2} == await inbox.store(updates(1, 2))
    await inbox.finish(1)

    assert {3} == await inbox.store(updates(1, 2, 3))


async def test_bots_do_not_mix(database: Database, inbox: Inbox) -> None:
    """One id means another update for another bot."""
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


async def test_replaying(inbox: Inbox) -> None:
    """An update that is set aside is handed over again where that is asked for, once."""
    await inbox.store(updates(1, 2))
    await inbox.set_aside(1)

    assert (True, False) == (await inbox.replay(1), await inbox.replay(2))
    assert updates(1) == list(await inbox.take_replayed())
    assert () == await inbox.take_replayed()
    assert [1, 2] == await waiting(inbox)


@pytest.mark.sqlite
async def test_without_a_table(
    database: Database, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Where nothing can be stored or read, that is said, and nothing is raised."""
    async with database.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE inbox")

    assert await inbox.store(updates(1)) is None
    assert await inbox.recover() is None
    await inbox.finish(1)
    assert 1 == database.lost
    assert "journal write failed (1 entries lost so far): no such table: inbox" in caplog.messages


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
    """The end of the program writes what could not be written."""
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
    """Updates set aside, and all content, are deleted with questions of their age; ids stay."""
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


async def test_ids_that_are_stored_are_known(database: Database, inbox: Inbox) -> None:
    """An update is known whatever became of it, and unknown to another bot."""
    await inbox.store(updates(1, 2, 3))
    await inbox.finish(1)
    await inbox.set_aside(2)

    assert {1, 2, 3} == await inbox.known([1, 2, 3, 4])
    assert {3} == await inbox.known([3])
    assert set() == await Inbox(database, 2).known([1, 2, 3])


async def test_updates_that_wait_are_read_by_their_ids(database: Database, inbox: Inbox) -> None:
    """Of some updates, those that are not done are returned in order, with their content."""
    await inbox.store(updates(4, 3, 2, 1))
    await inbox.finish(1)
    await inbox.set_aside(2)

    assert tuple(updates(3, 4)) == await inbox.waiting([1, 2, 4, 3, 5])
    assert tuple(updates(4)) == await inbox.waiting([4])
    assert () == await Inbox(database, 2).waiting([3, 4])


async def test_one_bot_takes_nothing_of_another(database: Database, inbox: Inbox) -> None:
    """An update that is set aside or asked for again stays with its bot."""
    other = Inbox(database, 2)
    await inbox.store(updates(1))
    await other.store(updates(1))
    await inbox.set_aside(1)

    assert not await other.replay(1)
    assert () == await other.set_aside_ids()
    assert await inbox.replay(1)
    assert () == await other.take_replayed()
    assert tuple(updates(1)) == await inbox.take_replayed()


@pytest.mark.sqlite
async def test_a_journal_that_cannot_be_read_names_nothing(
    database: Database, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """An inbox that cannot be read or written is logged with the reason, and nothing is raised."""
    async with database.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE inbox")

    assert await inbox.known([1]) is None
    assert await inbox.waiting([1]) is None
    assert await inbox.recover() is None
    assert await inbox.store(updates(1)) is None
    assert [
        "inbox not read",
        "updates wait until the inbox can be read",
        "updates not stored, a crash would lose them",
    ] == [record.getMessage().partition(" (0 ")[0] for record in caplog.records]
    assert all("no such table: inbox" in record.getMessage() for record in caplog.records)


async def test_a_closed_journal_replays_nothing(journal_url: str) -> None:
    """While the journal is not open, nothing is handed over again, and nothing is raised."""
    async with make_database(journal_url) as database:
        inbox = Inbox(database, 1)

    assert () == await inbox.take_replayed()
    assert 0 == database.lost


async def test_the_end_of_the_program_waits_for_what_is_being_written(
    database: Database, inbox: Inbox
) -> None:
    """A write that is under way when the program ends is finished before it does."""
    await inbox.store(updates(1))
    inbox.begin_set_aside(1)
    await inbox.finish_rest()

    assert (1,) == await inbox.set_aside_ids()
    assert 0 == database.lost


@pytest.mark.sqlite
async def test_what_waits_goes_into_the_next_journal(
    tmp_path: Path, database: Database, inbox: Inbox
) -> None:
    """If the journal is deleted, the next one has what was not done, and nothing else."""
    await inbox.store(updates(1, 2, 3))
    await inbox.finish(1)
    await inbox.set_aside(2)
    for path in tmp_path.glob("journal.sqlite3*"):
        path.unlink()
    await inbox.store(updates(4))

    assert [3, 4] == await waiting(inbox)
    assert {3, 4} == await inbox.known([1, 2, 3, 4])


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("change", "becomes"),
    [
        (Inbox.finish, (State.DONE, 0)),
        (Inbox.set_aside, (State.SET_ASIDE, 0)),
        (Inbox.begin_again, (State.WAITING, 1)),
    ],
)
async def test_another_writer_keeps_nobody_waiting(
    database: Database,
    inbox: Inbox,
    change: Callable[[Inbox, int], Awaitable[None]],
    becomes: tuple[State, int],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """While another program writes, nobody waits until it is done; all is written then."""
    await inbox.store(updates(1))
    async with database.begin():
        await change(inbox, 1)
        assert {1: (State.WAITING, 0)} == await states(database)
    await inbox.store(updates(2))  # Written after what waited before it.

    assert {1: becomes, 2: (State.WAITING, 0)} == await states(database)
    assert 0 == database.lost
    assert [] == caplog.records
