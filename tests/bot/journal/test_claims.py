"""Of several programs that answer for one bot from one database, one has each update."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import delete, select

from bot.journal import claims
from bot.journal.handling import Handling, handling
from bot.journal.inbox import StoredUpdate
from bot.journal.journal import Journal, NewQuestion
from bot.journal.opening import make_database
from bot.journal.personal_data import PersonalData
from bot.journal.schema import replicas
from bot.journal.shared_inbox import SharedInbox
from retrieval.answer.answer import Abstention
from retrieval.answer.declining import Reason

Three = tuple[SharedInbox, SharedInbox, SharedInbox]
"""The inboxes of three programs."""


@pytest.fixture
async def inboxes(journal_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Three]:
    """The inboxes of three programs, whose leases are short."""
    monkeypatch.setattr(claims, "LEASE", 0.6)
    monkeypatch.setattr(claims, "_MARGIN", 0.1)
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(make_database(journal_url)) for _ in range(3)]
        first, second, third = (SharedInbox(one, 1) for one in opened)
        yield first, second, third


async def taken(inbox: SharedInbox) -> list[int]:
    """Return the updates that a program finds to have been left by others."""
    if not await inbox.claims.beat():
        return []
    found = await inbox.take_over()
    assert found
    return [one.update_id for one in found.updates]


def updates(*numbers: int) -> list[StoredUpdate]:
    """Return updates with these ids."""
    return [StoredUpdate(number, "{}", 5, 6) for number in numbers]


async def beat_for(inbox: SharedInbox, seconds: float) -> list[int]:
    """Renew the lease of a program for some time, and return what it takes over."""
    found = []
    for _ in range(int(seconds / 0.1)):
        found += await taken(inbox)
        await asyncio.sleep(0.1)
    return found


async def test_each_update_is_new_to_one(
    inboxes: Three,
) -> None:
    """Updates that come to all at the same time are new to one program each."""
    stored = await asyncio.gather(*(one.store(updates(*range(200))) for one in inboxes))
    ids = [number for some in stored for number in some or ()]

    assert list(range(200)) == sorted(ids)


async def test_what_is_left_is_claimed_once(
    inboxes: Three,
) -> None:
    """Updates that a program leaves are claimed at once, by one of the others."""
    first, *others = inboxes
    await first.store(updates(1, 2, 3))
    await first.finish(3)
    assert [[], []] == [await taken(one) for one in others]
    await first.claims.leave()
    found = await asyncio.gather(*(taken(one) for one in others))

    assert [1, 2] == sorted(number for some in found for number in some)


async def test_what_a_dead_one_had_is_claimed(
    inboxes: Three,
) -> None:
    """A program that says nothing for the time of a lease has ended; others claim what it had."""
    first, second, third = inboxes
    await first.store(updates(1, 2))
    found = await asyncio.gather(beat_for(second, 3), beat_for(third, 3))

    assert [1, 2] == sorted(number for some in found for number in some)


async def test_one_that_was_held_to_be_dead(
    inboxes: Three,
) -> None:
    """A program that was silent for too long begins nothing that another one has."""
    first, second, _ = inboxes
    await first.store(updates(1, 2))
    assert await first.may_begin(1)
    assert [1, 2] == await beat_for(second, 3)

    assert not await first.may_begin(2)
    assert await second.may_begin(2)
    assert {3} == await first.store(updates(2, 3))
    assert await first.may_begin(3)
    assert [] == await taken(second)


async def test_renewals_at_once(inboxes: Three) -> None:
    """A program whose name was deleted takes one other name, however it renews its lease."""
    first, second, _ = inboxes
    await asyncio.gather(*(first.claims.beat() for _ in range(4)))  # Opens the connections.
    async with second.database.begin() as connection:
        await connection.execute(delete(replicas))
    await asyncio.gather(*(first.claims.beat() for _ in range(4)))
    async with second.database.connect() as connection:
        names = (await connection.execute(select(replicas.c.id))).scalars().all()

    assert [first.claims.name] == names


async def test_one_that_has_left(inboxes: Three) -> None:
    """A program neither claims nor begins what it has given up, or what comes afterwards."""
    first, second, _ = inboxes
    await first.store(updates(1))
    await first.claims.leave()

    assert await first.store(updates(2)) is None
    assert await first.claims.try_to_beat() is None
    assert not await first.may_begin(1)
    assert [1] == await taken(second)
    assert {2} == await second.store(updates(2))


async def test_what_ended_meanwhile_is_not_begun(
    inboxes: Three,
) -> None:
    """An update that was taken over is not begun if it has ended, or is another's."""
    first, second, _ = inboxes
    await first.store(updates(1, 2))
    await first.claims.leave()
    assert [1, 2] == await taken(second)
    await first.finish(1)

    assert (False, True) == (await second.begin_again(1), await second.begin_again(2))


async def test_one_leads(inboxes: Three) -> None:
    """One program leads: the first one, and when that leaves the next."""
    for one in (*inboxes, *inboxes):
        await one.claims.beat()
    assert [True, False, False] == [one.claims.is_leader for one in inboxes]
    await inboxes[0].claims.leave()
    for one in inboxes[1:]:
        await one.claims.beat()

    assert [False, True, False] == [one.claims.is_leader for one in inboxes]
    assert [1, 1, 0] == [one.claims.term for one in inboxes]


async def test_replaying(inboxes: Three) -> None:
    """An update for which another attempt is asked for is handed to one program."""
    first, *_ = inboxes
    await first.store(updates(1))
    await first.set_aside(1)
    assert await first.replay(1)
    found = await asyncio.gather(*(one.take_replayed() for one in inboxes))

    assert [1] == [one.update_id for some in found for one in some]


async def test_forgetting_in_another_program(
    inboxes: Three,
) -> None:
    """A question whose person uses /forget in another program meanwhile is not recorded."""
    first, second, _ = inboxes
    await first.store(updates(1))
    await PersonalData(second.database).forget(6)
    handling.set(Handling(first, 1))
    question = NewQuestion("流量", 6, "private", 6, 1, "zh-Hans")
    await Journal(first.database).record(question, Abstention("问", Reason.NOT_COVERED), 1.0)

    assert 0 == (await Journal(second.database).statistics())["questions"]
    assert {} == await PersonalData(second.database).rows_about(6)
