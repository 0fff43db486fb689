"""Programs that share a journal keep what they had through an outage of its server."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Self

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from bot.journal import claims
from bot.journal.inbox import MAX_AGE
from bot.journal.opening import make_database
from bot.journal.schema import inbox, replicas
from bot.journal.shared_inbox import SharedInbox
from tests.bot.journal.test_claims import beat_for, taken, updates
from tests.postgresql import PostgresqlServer


async def test_after_an_outage(own_pg: PostgresqlServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an outage that is longer than a lease, each program still has what it had."""
    monkeypatch.setattr(claims, "LEASE", 1.0)
    monkeypatch.setattr(claims, "_MARGIN", 0.1)
    server, url = own_pg, own_pg.new_database()
    async with make_database(url) as one, make_database(url) as other:
        first, second = SharedInbox(one, 1), SharedInbox(other, 1)
        await first.store(updates(1, 2))
        assert [[], []] == [await taken(first), await taken(second)]
        server.kill()
        await asyncio.sleep(1.5)
        assert not await first.may_begin(1)
        assert first.claims.is_leader  # It tells the admins of the outage.
        await asyncio.to_thread(server.start)
        assert [] == await taken(second)

        assert [1] == await taken(first)  # What it has not begun, it takes up again.
        assert await first.may_begin(2)
        assert [] == await taken(second)


async def test_many_that_wait(journal_url: str) -> None:
    """A beat outlasts no limit while thousands wait, with statistics from calm times."""
    async with make_database(journal_url) as one, make_database(journal_url) as other:
        first, second = SharedInbox(one, 1), SharedInbox(other, 1)
        await first.claims.beat()
        insert = "INSERT INTO inbox (bot_id, update_id, received_at, state, attempts, owner) "
        done = "SELECT 1, n, now(), 'done', 0, NULL FROM generate_series(1, 30000) n"
        waiting = "SELECT 1, -n, now(), 'waiting', 0, id FROM generate_series(1, 4000) n, replicas"
        for statement in (insert + done, "ANALYZE", insert + waiting):
            async with one.begin() as connection:
                await connection.execute(text(statement))

        assert not await second.claims.beat()
        await first.claims.leave()
        assert await second.claims.beat()
        assert 4000 == len(second.claims.found)


async def test_two_that_claim_at_once(journal_url: str) -> None:
    """Updates that another program is about to claim are not claimed behind it."""
    async with make_database(journal_url) as one, make_database(journal_url) as other:
        first, second = SharedInbox(one, 1), SharedInbox(other, 1)
        await first.claims.beat()
        await SharedInbox(one, 1).store(updates(1))
        async with one.begin() as connection:
            others = delete(replicas).where(replicas.c.id != first.claims.name)
            await connection.execute(others)
        async with one.begin() as connection:
            await connection.execute(update(inbox).values(owner=first.claims.name))
            beating = asyncio.create_task(second.claims.beat())
            await asyncio.sleep(0.3)

        assert not await beating
        assert await first.claims.beat()
        assert frozenset({1}) == first.claims.found


async def test_one_that_vanishes_in_a_transaction(
    journal_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a machine holds that has vanished within a transaction is free after some seconds."""
    monkeypatch.setattr("bot.journal.postgresql._ANSWER_SECONDS", 1)
    async with make_database(journal_url) as one, make_database(journal_url) as other:
        first, second = SharedInbox(one, 1), SharedInbox(other, 1)
        await first.store(updates(1))
        with suppress(OSError, SQLAlchemyError):
            async with one.begin() as connection:
                await connection.run_sync(first.claims.renew)
                await connection.run_sync(partial(first.insert, updates=updates(2)))
                assert {2} == await second.store(updates(2))
                await connection.execute(text("SELECT 1"))

        assert {2} == await second.known([2])


async def test_a_lease_that_is_held(journal_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that another transaction holds keeps nobody from renewing a lease."""
    monkeypatch.setattr(claims, "LEASE", 0.6)
    monkeypatch.setattr(claims, "_MARGIN", 0.1)
    async with make_database(journal_url) as one, make_database(journal_url) as other:
        first, second = SharedInbox(one, 1), SharedInbox(other, 1)
        await first.claims.beat()
        async with one.begin() as connection:
            await connection.run_sync(first.claims.renew)
            assert [] == await beat_for(second, 3)
            async with other.connect() as reading:
                assert 2 == (await reading.execute(text("SELECT count(*) FROM replicas"))).scalar()


async def test_clocks_that_differ(journal_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program whose clock is ahead holds no fresh update to be old."""

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            """Return the time more than an update's longest age from now."""
            return super().now(tz) + MAX_AGE + timedelta(minutes=5)

    async with make_database(journal_url) as one, make_database(journal_url) as other:
        first, second = SharedInbox(one, 1), SharedInbox(other, 1)
        await first.store(updates(1))
        await first.claims.leave()
        monkeypatch.setattr("bot.journal.inbox.datetime", Ahead)
        await second.store(updates(2))

        assert [1] == await taken(second)
        monkeypatch.undo()
        received = select(inbox.c.received_at).order_by(inbox.c.update_id)
        async with other.connect() as connection:
            earlier, later = (await connection.execute(received)).scalars()
        assert later - earlier < MAX_AGE


def test_a_machine_that_was_suspended() -> None:
    """The time in which the machine is suspended counts for the end of a lease."""
    suspended = ["unshare", "--user", "--map-root-user", "--time", "--boottime", "1000000"]
    if subprocess.run([*suspended, "true"], check=False, capture_output=True).returncode:
        pytest.skip("the kernel lets nobody set the clock of a namespace")
    words = "from bot.journal import claims; print(claims._now())"
    outputs = [
        subprocess.check_output([*before, sys.executable, "-c", words])
        for before in ([], suspended)
    ]
    awake, later = map(float, outputs)

    assert later - awake >= 1_000_000
