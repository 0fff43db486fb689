"""Programs that share a journal keep what they had through an outage of its server."""

from __future__ import annotations

import asyncio

import pytest

from bot.journal import claims
from bot.journal.opening import make_database
from bot.journal.shared_inbox import SharedInbox
from tests.bot.journal.test_claims import taken, updates
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
