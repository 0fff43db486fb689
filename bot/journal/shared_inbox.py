"""The inbox of a bot for which several programs answer, from one database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, false
from sqlalchemy.exc import SQLAlchemyError

from bot.journal.claims import Claims
from bot.journal.database import Database
from bot.journal.inbox import Inbox, Recovered, StoredUpdate
from bot.journal.schema import State, inbox
from bot.journal.statements import time_on

_MAX_FOUND = 10_000
"""Number of updates that are taken up at once; the next beat finds the others."""


class SharedInbox(Inbox):
    """The updates of one bot, of which each program handles those that it has claimed."""

    claims: Claims

    def __init__(self, database: Database, bot_id: int) -> None:
        super().__init__(database, bot_id)
        self.claims = Claims(database, bot_id)

    async def may_begin(self, update_id: int) -> bool:
        """Return False for an update that another program has claimed meanwhile, or may have."""
        return await self.claims.may_begin(update_id)

    async def begin_again(self, update_id: int) -> bool:
        """Count another attempt at an update that another program or run left undone.

        Return False if it has ended meanwhile, or another program has claimed it.
        """
        is_own = (inbox.c.state == State.WAITING) & (inbox.c.owner == self.claims.name)
        counted = self.counted(is_own & (inbox.c.update_id == update_id))
        try:
            return await self.database.writer.run(lambda one: bool(one.execute(counted).rowcount))
        except (OSError, SQLAlchemyError) as error:
            self.database.report("an update waits until the inbox can be written", error)
            return False

    async def take_over(self) -> Recovered | None:
        """Return what the last beat has found that no program handles, as `recover` does."""
        found = sorted(self.claims.found)[:_MAX_FOUND]
        is_found = (inbox.c.state == State.WAITING) & inbox.c.update_id.in_(found)
        recovered = await self._recover(is_found & (inbox.c.owner == self.claims.name), false())
        if recovered:
            self.claims.hold(one.update_id for one in recovered.updates)
        return recovered

    def release(self, update_ids: Iterable[int]) -> None:
        """Note that it is written that updates have ended, or that they are gone."""
        self.claims.release(update_ids)

    def is_claimed(self, update_id: int) -> bool:
        """Return True if an update was stored in the name of this program."""
        return self.claims.holds(update_id)

    async def _store(self, updates: Sequence[StoredUpdate]) -> set[int]:
        ids = [one.update_id for one in updates]
        store = partial(self.insert, updates=updates)
        return await self.claims.claim(ids, store, self.database.writer)

    async def _take(
        self, found: tuple[StoredUpdate, ...], values: dict[str, Any]
    ) -> tuple[StoredUpdate, ...]:
        """Give updates some values, and return those that no other program takes."""
        ids = [one.update_id for one in found]

        def take(connection: Connection, owner: str) -> set[int]:
            is_asked_for = inbox.c.update_id.in_(ids) & (inbox.c.state == State.REPLAYED)
            own = {"owner": owner, "received_at": time_on(connection)}
            statement = self._changed(is_asked_for).values(values | own)
            taken = connection.execute(statement.returning(inbox.c.update_id))
            return set(taken.scalars())

        try:
            taken = await self.claims.claim(ids, take, self.database.writer)
        except (OSError, SQLAlchemyError) as error:
            self.database.note_lost(error)
            return ()
        return tuple(one for one in found if one.update_id in taken)


def make_inbox(database: Database, bot_id: int) -> Inbox:
    """Return the inbox of a bot; of a database that programs share, one that claims updates."""
    return SharedInbox(database, bot_id) if database.is_shared else Inbox(database, bot_id)
