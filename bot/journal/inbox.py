"""The inbox: updates that Telegram has handed over, stored until they are handled.

Its invariants:

1. An update is stored, and the disk has it, before Telegram is told that it arrived; except what a
   group says among itself, and what is polled while the database cannot be written.
2. An update is done only after its handler has ended; a question's entry in the journal and the
   end of its update are one transaction.
3. What is not done at the start of the program is handled then, unless it is too old.
4. An update that was stored once is not handled again, for two days.

So each update that is stored is handled, and none twice, unless the program ends after a reply
was sent and before that was written down.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Update, delete, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal import cause_of
from bot.journal.database import Database, to_its_end
from bot.journal.schema import inbox

MAX_AGE = timedelta(hours=1)
"""Age from which an update that was not handled is dropped at the start, and time for which an
answer is tried again that Telegram cannot be reached for."""

MAX_ATTEMPTS = 3
"""Number of times that a handler may fail before its update is set aside."""

MAX_STARTS = 10
"""Number of starts at which an update is handled again before it is set aside, as it may be what
ends the program; more than MAX_ATTEMPTS, as the program may end for other reasons meanwhile."""

REMEMBERED = timedelta(hours=48)
"""Time for which the ids of updates are kept; Telegram keeps updates for 24 hours."""

_LOGGER = logging.getLogger(__name__)


class State(StrEnum):
    """The state of an update in the inbox."""

    WAITING = "waiting"
    DONE = "done"
    EXPIRED = "expired"
    SET_ASIDE = "aside"
    REPLAYED = "replayed"


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update as JSON, with the chat and the person that it is about, if any."""

    update_id: int
    payload: str
    chat_id: int | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Recovered:
    """The updates that an earlier run of the program left undone.

    Attributes:
        updates: The updates to handle now, oldest first.
        expired: Number of updates that are too old.
        set_aside: Ids of updates that have been tried too often.
    """

    updates: tuple[StoredUpdate, ...] = ()
    expired: int = 0
    set_aside: tuple[int, ...] = ()


@dataclass(slots=True)
class Handling:
    """The update that a task handles.

    Attributes:
        is_done: True once the journal has ended it.
        attempt: Number of the attempt, from 1.
        has_replied: True once a message has gone out; another attempt would send it again.
        has_failed: True if the handler failed in this attempt, for a reason that is not known.
        is_postponed: True if this attempt failed because Telegram could not be reached.
        at_end: Functions to call when the update is done, or has failed.
    """

    inbox: Inbox
    update_id: int
    is_done: bool = False
    attempt: int = 1
    has_replied: bool = False
    has_failed: bool = False
    is_postponed: bool = False
    at_end: list[Callable[[], None]] = field(default_factory=list)

    @property
    def is_last_attempt(self) -> bool:
        """True if nothing is tried again after this attempt."""
        return self.is_done or self.has_replied or self.attempt == MAX_ATTEMPTS


handling: ContextVar[Handling | None] = ContextVar("handling", default=None)
"""The update that the current task handles."""


class Inbox:
    """The updates of one bot that are stored until they are handled.

    Args:
        database: The journal's database.
        bot_id: Telegram's id of the bot; ids of updates are unique for one bot only.
    """

    def __init__(self, database: Database, bot_id: int) -> None:
        self.database = database
        self._bot_id = bot_id
        self._finished: set[int] = set()
        self._finishing = asyncio.Lock()

    async def store(self, updates: Sequence[StoredUpdate]) -> set[int] | None:
        """Store updates and return the ids of those that are new; None if storing fails."""
        now = datetime.now(UTC)
        rows = [
            {
                "bot_id": self._bot_id,
                "update_id": one.update_id,
                "received_at": now,
                "chat_id": one.chat_id,
                "user_id": one.user_id,
                "state": State.WAITING,
                "attempts": 0,
                "payload": one.payload,
            }
            for one in updates
        ]
        statement = sqlite.insert(inbox).values(rows).on_conflict_do_nothing()

        async def insert() -> set[int]:
            async with self.database.begin() as connection:
                found = await connection.execute(statement.returning(inbox.c.update_id))
                return set(found.scalars())

        try:
            return await to_its_end(insert())
        except (OSError, SQLAlchemyError) as error:
            _LOGGER.error(  # noqa: TRY400 - one line is enough
                "%d updates not stored, a crash would lose them: %s", len(rows), cause_of(error)
            )
            return None

    async def begin_again(self, update_id: int) -> None:
        """Count another attempt at an update that an earlier run left undone."""
        statement = self._changed(inbox.c.update_id == update_id)
        counted = statement.values(attempts=inbox.c.attempts + 1)
        await self.database.write(lambda connection: connection.execute(counted))

    async def finish(self, update_id: int) -> None:
        """Mark an update as done and delete its content.

        Calls that come while one is written are written together. What cannot be written is
        written with the next one.
        """
        self._finished.add(update_id)
        async with self._finishing:
            if update_id in self._finished:
                await self._write_finished()

    async def finish_rest(self) -> None:
        """Write what could not be written so far; for the end of the program."""
        async with self._finishing:
            if self._finished:
                await self._write_finished()

    async def _write_finished(self) -> None:
        finished, self._finished = self._finished, set()
        ended = self._done(inbox.c.update_id.in_(finished))
        is_written = False
        try:
            is_written = await self.database.write(lambda connection: connection.execute(ended))
        finally:  # The task may be cancelled, and writes for others as well.
            if not is_written:
                self._finished |= finished

    async def finish_with(self, connection: AsyncConnection, update_id: int) -> None:
        """Mark an update as done in a transaction of the caller."""
        await connection.execute(self._done(inbox.c.update_id == update_id))

    async def set_aside(self, update_id: int) -> None:
        """Mark an update that cannot be handled; its content is kept."""
        statement = self._changed(inbox.c.update_id == update_id).values(state=State.SET_ASIDE)
        await self.database.write(lambda connection: connection.execute(statement))

    async def set_aside_ids(self) -> tuple[int, ...]:
        """Return the ids of the updates that are set aside."""
        async with self.database.connect() as connection:
            found = await self._updates_in(connection, State.SET_ASIDE)
        return tuple(one.update_id for one in found)

    async def replay(self, update_id: int) -> bool:
        """Ask for another attempt at an update; return False if it is not set aside."""
        is_aside = inbox.c.state == State.SET_ASIDE
        statement = self._changed(is_aside & (inbox.c.update_id == update_id))
        async with self.database.begin() as connection:
            replayed = await connection.execute(statement.values(state=State.REPLAYED))
        return bool(replayed.rowcount)

    async def take_replayed(self) -> tuple[StoredUpdate, ...]:
        """Return the updates for which another attempt was asked for; each is returned once."""
        values = {"state": State.WAITING, "attempts": 0, "received_at": datetime.now(UTC)}
        async with self.database.connect() as connection:
            found = await self._updates_in(connection, State.REPLAYED)
        if not found:
            return ()
        again = self._changed(inbox.c.update_id.in_([one.update_id for one in found]))
        statement = again.values(values)
        is_taken = await self.database.write(lambda connection: connection.execute(statement))
        return found if is_taken else ()

    async def recover(self, now: datetime | None = None) -> Recovered:
        """Return what an earlier run left undone; what was tried too often is set aside."""
        oldest = (now or datetime.now(UTC)) - MAX_AGE
        columns = inbox.c
        is_waiting = columns.state == State.WAITING
        try:
            async with self.database.begin() as connection:
                is_old = is_waiting & (columns.received_at < oldest)
                expired = await connection.execute(self._ended(is_old, State.EXPIRED))
                is_bad = is_waiting & (columns.attempts >= MAX_STARTS)
                await connection.execute(self._changed(is_bad).values(state=State.SET_ASIDE))
                aside = await self._updates_in(connection, State.SET_ASIDE)
                return Recovered(
                    await self._updates_in(connection, State.WAITING),
                    expired.rowcount,
                    tuple(one.update_id for one in aside),
                )
        except (OSError, SQLAlchemyError) as error:
            _LOGGER.error("inbox not read: %s", cause_of(error))  # noqa: TRY400 - one line
            return Recovered()

    async def forget_old(self, now: datetime | None = None) -> None:
        """Delete the ids of updates that Telegram cannot hand over again."""
        oldest = (now or datetime.now(UTC)) - REMEMBERED
        is_over = inbox.c.state.in_((State.DONE, State.EXPIRED))
        statement = delete(inbox).where(is_over, inbox.c.received_at < oldest)
        await self.database.write(lambda connection: connection.execute(statement))

    def _changed(self, condition: ColumnElement[bool]) -> Update:
        return update(inbox).where(inbox.c.bot_id == self._bot_id, condition)

    def _done(self, condition: ColumnElement[bool]) -> Update:
        return self._ended(condition, State.DONE)

    def _ended(self, condition: ColumnElement[bool], state: State) -> Update:
        """Return the statement that ends updates, and deletes all that is about a person."""
        values = {"state": state, "payload": None, "chat_id": None, "user_id": None}
        return self._changed(condition).values(values)

    async def _updates_in(
        self, connection: AsyncConnection, state: State
    ) -> tuple[StoredUpdate, ...]:
        columns = inbox.c
        query = (
            select(columns.update_id, columns.payload, columns.chat_id, columns.user_id)
            .where(columns.bot_id == self._bot_id, columns.state == state)
            .order_by(columns.update_id)
        )
        return tuple(StoredUpdate(*row) for row in await connection.execute(query))
