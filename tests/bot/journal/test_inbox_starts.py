"""A start hands over updates by their age and by the starts before."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.journal.database import Database
from bot.journal.inbox import LONGEST_BREAK, MAX_AGE, MAX_STARTS, REMEMBERED, Inbox, Recovered
from bot.journal.schema import inbox as table
from tests.bot.journal.conftest import recovered, store_at, updates, waiting


async def test_old_updates_expire(inbox: Inbox) -> None:
    """Updates older than an hour are dropped and counted, once."""
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


async def test_starts_are_counted_for_each_update_of_each_bot(
    database: Database, inbox: Inbox
) -> None:
    """Only the update that was begun again is set aside in the end."""
    other = Inbox(database, 2)
    await inbox.store(updates(1, 2))
    await other.store(updates(1))
    for _ in range(MAX_STARTS):
        await inbox.begin_again(1)
    found = await recovered(inbox)

    assert ((2,), (1,)) == (tuple(one.update_id for one in found.updates), found.set_aside)
    assert [1] == await waiting(other)
    assert () == await other.set_aside_ids()


async def test_what_was_set_aside_is_named_at_each_start(inbox: Inbox) -> None:
    """An update that is set aside is named as such by each later start, and keeps its content."""
    await inbox.store(updates(2, 1))
    await inbox.set_aside(2)
    inbox.begin_set_aside(1)
    await inbox.finish_rest()

    assert Recovered((), 0, (1, 2)) == await recovered(inbox)
    assert Recovered((), 0, (1, 2)) == await recovered(inbox)
    assert (True, True) == (await inbox.replay(2), await inbox.replay(1))
    assert tuple(updates(1, 2)) == await inbox.take_replayed()


async def test_what_is_asked_for_again_begins_anew(inbox: Inbox) -> None:
    """A replayed update is as new: neither too old at the next start, nor tried too often."""
    await store_at(inbox, 1, datetime.now(UTC) - timedelta(days=1))
    for _ in range(MAX_STARTS):
        await inbox.begin_again(1)
    await inbox.set_aside(1)
    await inbox.replay(1)
    await inbox.take_replayed()
    for _ in range(MAX_STARTS - 1):
        await inbox.begin_again(1)

    assert Recovered(tuple(updates(1)), 0, ()) == await recovered(inbox)


@pytest.fixture
def far_west(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run in a time zone whose clocks are many hours behind UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Pacific/Honolulu")
        time.tzset()
        yield
    time.tzset()


async def test_ages_count_in_any_time_zone(inbox: Inbox, far_west: None) -> None:
    """An update that has just come, or is asked for again, is new in each time zone."""
    await inbox.store(updates(1, 2))
    await inbox.set_aside(1)
    await inbox.replay(1)
    await inbox.take_replayed()

    assert Recovered(tuple(updates(1, 2)), 0, ()) == await recovered(inbox)


@pytest.mark.parametrize(("late", "expired"), [(timedelta(), 0), (timedelta(microseconds=1), 1)])
async def test_updates_expire_after_an_hour(inbox: Inbox, late: timedelta, expired: int) -> None:
    """An update that is an hour old is handled, at each start, and one that is older is not."""
    at = datetime(2026, 1, 2, 3, 4, 5, 6, UTC)
    await store_at(inbox, 1, at)
    found = await recovered(inbox, at + MAX_AGE + late)

    assert (1 - expired, expired) == (len(found.updates), found.expired)
    again = await recovered(inbox, at + MAX_AGE + late)
    assert (found.updates, 0) == (again.updates, again.expired)


async def test_what_is_too_old_is_not_set_aside(inbox: Inbox) -> None:
    """An update that is too old is dropped, however often it was tried, and done."""
    at = datetime(2026, 1, 2, tzinfo=UTC)
    await store_at(inbox, 1, at)
    await store_at(inbox, 2, at + timedelta(minutes=50))
    for _ in range(MAX_STARTS):
        await inbox.begin_again(1)
    later = at + timedelta(minutes=90)

    assert Recovered(tuple(updates(2)), 1, ()) == await recovered(inbox, later)
    assert Recovered(tuple(updates(2)), 0, ()) == await recovered(inbox, later)
    assert () == await inbox.set_aside_ids()


async def test_nothing_about_people_is_kept_of_what_expires(
    database: Database, inbox: Inbox
) -> None:
    """An update that is too old keeps its id only."""
    await inbox.store(updates(1))
    await inbox.recover(datetime.now(UTC) + timedelta(days=1))
    query = select(table.c.payload, table.c.chat_id, table.c.user_id)
    async with database.connect() as connection:
        (row,) = await connection.execute(query)

    assert (None, None, None) == tuple(row)


@pytest.mark.parametrize(("longer", "expired"), [(timedelta(), 1), (timedelta(microseconds=1), 0)])
async def test_a_break_of_a_month_is_believed(
    inbox: Inbox, longer: timedelta, expired: int
) -> None:
    """A clock that is more than thirty days ahead of the newest update makes nothing old."""
    at = datetime(2026, 1, 2, tzinfo=UTC)
    await store_at(inbox, 1, at)
    found = await recovered(inbox, at + LONGEST_BREAK + longer)

    assert (1 - expired, expired) == (len(found.updates), found.expired)


async def test_the_newest_update_of_another_bot_says_nothing(
    database: Database, inbox: Inbox
) -> None:
    """The clock is believed or not by the bot's own updates."""
    at = datetime(2026, 1, 2, tzinfo=UTC)
    later = at + timedelta(days=100)
    await store_at(inbox, 1, at)
    await store_at(Inbox(database, 2), 2, later)

    assert tuple(updates(1)) == (await recovered(inbox, later)).updates


@pytest.mark.parametrize(
    ("age", "is_forgotten"), [(REMEMBERED, False), (REMEMBERED + timedelta(microseconds=1), True)]
)
async def test_ids_are_kept_for_two_days(
    inbox: Inbox, age: timedelta, *, is_forgotten: bool
) -> None:
    """The id of a handled update is kept until it is more than two days older than the newest."""
    at = datetime(2026, 1, 2, tzinfo=UTC)
    await store_at(inbox, 1, at)
    await store_at(inbox, 2, at + age)
    await inbox.finish(1)
    await inbox.forget_old(at + age)

    assert is_forgotten == (await inbox.known([1]) == set())


async def test_ids_of_what_expired_are_forgotten_too(inbox: Inbox) -> None:
    """The id of an update that was too old is kept as long as one that was handled."""
    at = datetime(2026, 1, 2, tzinfo=UTC)
    await store_at(inbox, 1, at)
    await inbox.recover(at + timedelta(days=1))
    await inbox.forget_old(at + timedelta(days=1))
    assert {1} == await inbox.known([1])
    await store_at(inbox, 2, at + timedelta(days=3))
    await inbox.forget_old(at + timedelta(days=3))

    assert {2} == await inbox.known([1, 2])


async def test_ten_starts_are_allowed(inbox: Inbox) -> None:
    """An update is handled again after nine starts with it, and no more after ten."""
    await inbox.store(updates(1))
    for _ in range(MAX_STARTS - 1):
        await inbox.begin_again(1)
    assert [1] == await waiting(inbox)
    await inbox.begin_again(1)

    assert [] == await waiting(inbox)
