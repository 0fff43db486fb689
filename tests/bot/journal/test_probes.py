"""The backlog that an operator's monitoring sees."""

from __future__ import annotations

from bot.journal.inbox import Inbox, StoredUpdate
from bot.journal.opening import make_database
from bot.journal.probes import backlog
from bot.journal.schema import State


async def test_the_backlog_is_that_of_one_bot(journal_url: str) -> None:
    """Only updates of the bot that asks are counted, and none that are done."""
    async with make_database(journal_url) as database:
        one, other = Inbox(database, 1), Inbox(database, 2)
        await one.store([StoredUpdate(1, "{}"), StoredUpdate(2, "{}")])
        await other.store([StoredUpdate(3, "{}")])
        await one.finish(1)
        await other.set_aside(3)
        found = await backlog(database, 1)

    assert found
    assert {State.WAITING: 1, State.SET_ASIDE: 0} == found.counts
    assert found.oldest


async def test_an_empty_backlog(journal_url: str) -> None:
    """Where nothing waits, there is no oldest update."""
    async with make_database(journal_url) as database:
        found = await backlog(database, 1)

    assert found
    assert {State.WAITING: 0, State.SET_ASIDE: 0} == found.counts
    assert found.oldest is None
