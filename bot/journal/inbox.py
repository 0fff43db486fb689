"""The inbox: updates that Telegram has handed over, stored until they are handled.

Its invariants:

1. An update is stored, and the disk has it, before Telegram is told that it arrived; except what a
   group says among itself, what is polled while the database cannot be written, and what comes
   while it cannot be opened. Where it can
   only be written after a while, an update is handled meanwhile, but confirmed afterwards.
2. An update is done only after its handler has ended; a question's entry in the journal and the
   end of its update are one transaction.
3. What is not done at the start of the program is handled then, unless it is too old.
4. An update that was stored once is not handled again, for two days.
5. If the journal's file is moved, deleted or replaced, what is not done goes into the next one.

So each update that is stored is handled, and none twice, unless the program ends after a reply
was sent and before that was written down.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Update,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql import ClauseElement

from bot.journal.claims import Claims
from bot.journal.database import Database
from bot.journal.schema import State, inbox
from bot.journal.statements import POSTGRESQL, Statement, insert_into, time_on
from bot.journal.transactions import END_PATIENCE, Work, patiently

MAX_AGE = timedelta(hours=1)
"""Age from which an update that was not handled is dropped at the start, and time for which an
answer is tried again that Telegram cannot be reached for."""

MAX_STARTS = 10
"""Number of starts at which an update is handled again before it is set aside, as it may be what
ends the program; more than MAX_ATTEMPTS, as the program may end for other reasons meanwhile."""

LONGEST_BREAK = timedelta(days=30)
"""Time since the newest update from which the clock is held to be wrong, not the program to have
been down: what waits is then handled, however old it seems."""

REMEMBERED = timedelta(hours=48)
"""Time for which the ids of updates are kept; Telegram keeps updates for 24 hours."""


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


_NOTHING: dict[str, None] = {"payload": None, "chat_id": None, "user_id": None}
"""What is left of the content of an update that has ended."""


def _insert(kind: str) -> ClauseElement:
    statement = insert_into(inbox, kind).on_conflict_do_nothing()
    if kind != POSTGRESQL:
        return statement
    # Whoever takes an update over may have another clock than who stored it.
    return statement.values(received_at=func.clock_timestamp())


# Built once, as building a statement takes longer than running it.
_INSERT = Statement(_insert)
_KNOWN = select(inbox.c.update_id).where(
    inbox.c.bot_id == bindparam("bot"), inbox.c.update_id.in_(bindparam("ids", expanding=True))
)
_IS_ONE = (inbox.c.bot_id == bindparam("bot")) & (inbox.c.update_id == bindparam("update"))
_FINISH = Statement(update(inbox).where(_IS_ONE).values({"state": State.DONE.value, **_NOTHING}))
_SET_ASIDE = Statement(update(inbox).where(_IS_ONE).values(state=State.SET_ASIDE.value))


class Inbox:
    """The updates of one bot that are stored until they are handled.

    Attributes:
        claims: The claims of this program, where others answer for the same bot.

    Args:
        database: The journal's database.
        bot_id: Telegram's id of the bot; ids of updates are unique for one bot only.
    """

    claims: Claims | None = None

    def __init__(self, database: Database, bot_id: int) -> None:
        self.database = database
        self._bot_id = bot_id
        self._ended: dict[int, State] = {}
        self._ending: asyncio.Task[None] | None = None
        self._writing: set[asyncio.Task[bool]] = set()
        database.kept[inbox] = inbox.c.state == State.WAITING

    async def store(self, updates: Sequence[StoredUpdate]) -> set[int] | None:
        """Store updates and return the ids of those that are new; None if storing fails."""
        try:
            return await self._store(updates)
        except (OSError, SQLAlchemyError) as error:
            self.database.report("updates not stored, a crash would lose them", error)
            return None

    async def _store(self, updates: Sequence[StoredUpdate]) -> set[int]:
        return await self.database.writer.run(partial(self.insert, updates=updates))

    def insert(
        self, connection: Connection, owner: str | None = None, *, updates: Sequence[StoredUpdate]
    ) -> set[int]:
        """Insert updates in a transaction of the caller, and return the ids of those that are new.

        Args:
            connection: The connection.
            owner: The name of the program that claims them, where there are several.
            updates: The updates.
        """
        now = datetime.now(UTC)
        rows = {
            one.update_id: {
                "bot_id": self._bot_id,
                "update_id": one.update_id,
                "received_at": now,
                "chat_id": one.chat_id,
                "user_id": one.user_id,
                "state": State.WAITING.value,
                "attempts": 0,
                "payload": one.payload,
                "owner": owner,
            }
            for one in updates
        }
        return {number for number, row in rows.items() if _INSERT.change(connection, **row)}

    async def may_begin(self, update_id: int) -> bool:  # noqa: ARG002 - for several programs
        """Return False for an update that another program has claimed meanwhile, or may have."""
        return True

    async def known(self, ids: Sequence[int]) -> set[int] | None:
        """Return those of some ids that are stored, None if the database cannot be read."""
        try:
            return await self.database.reader.run(partial(self._known_on, ids=ids))
        except (OSError, SQLAlchemyError) as error:
            self.database.report("inbox not read", error)
            return None

    async def waiting(self, ids: Sequence[int]) -> tuple[StoredUpdate, ...] | None:
        """Return those of some updates that are stored and not done, oldest first.

        None if the database cannot be read.
        """
        condition = inbox.c.update_id.in_(ids) & (inbox.c.state == State.WAITING)
        try:
            return await self.database.reader.run(partial(_updates, self._content(condition)))
        except (OSError, SQLAlchemyError) as error:
            self.database.report("updates wait until the inbox can be read", error)
            return None

    async def begin_again(self, update_id: int) -> bool:
        """Count another attempt at an update that an earlier run left undone.

        Return False if it is not to be handled any more.
        """
        counted = self.counted(inbox.c.update_id == update_id)
        await self._written_in_time(lambda connection: connection.execute(counted))
        return True

    def counted(self, condition: ColumnElement[bool]) -> Update:
        """Return the statement that counts another attempt at updates."""
        return self._changed(condition).values(attempts=inbox.c.attempts + 1)

    async def finish(self, update_id: int) -> None:
        """Mark an update as done and delete its content, without waiting long for that.

        What cannot be written is written with the next one.
        """
        await patiently(self._end(update_id, State.DONE), END_PATIENCE)

    async def set_aside(self, update_id: int) -> None:
        """Mark an update that cannot be handled, as `finish` does; its content is kept."""
        await patiently(self._end(update_id, State.SET_ASIDE), END_PATIENCE)

    def begin_set_aside(self, update_id: int) -> None:
        """Set an update aside without waiting."""
        self._end(update_id, State.SET_ASIDE)

    async def finish_rest(self) -> None:
        """Write what could not be written so far; for the end of the program."""
        if self._ending:
            await asyncio.wait({self._ending})
        if self._ended:
            await self._write_ended()

    def _end(self, update_id: int, state: State) -> asyncio.Task[None]:
        """Return the task that writes that an update has ended, with all that end meanwhile."""
        self._ended[update_id] = state
        if self._ending is None or self._ending.done():
            self._ending = asyncio.create_task(self._write_ended())
        return self._ending

    async def _write_ended(self) -> None:
        """Write what has ended, until all is written, or something cannot be."""
        while ended := dict(self._ended):
            done = [number for number, state in ended.items() if state is State.DONE]
            aside = [number for number, state in ended.items() if state is State.SET_ASIDE]

            def write(
                connection: Connection, done: list[int] = done, aside: list[int] = aside
            ) -> None:
                for number in done:
                    self.finish_with(connection, number)
                for number in aside:
                    _SET_ASIDE.change(connection, **self._key(number))

            try:
                await self.database.writer.run(write)
            except (OSError, SQLAlchemyError) as error:
                self.database.note_lost(error)
                return
            for number in ended:
                self._ended.pop(number, None)
            self.release(ended)

    def finish_with(self, connection: Connection, update_id: int) -> bool:
        """Mark an update as done in a transaction of the caller, and return True if it is there.

        One that was stored is not if its person has used /forget meanwhile.
        """
        return bool(_FINISH.change(connection, **self._key(update_id)))

    def release(self, update_ids: Iterable[int]) -> None:
        """Note that it is written that updates have ended, or that they are gone."""

    def is_claimed(self, update_id: int) -> bool:  # noqa: ARG002 - for several programs
        """Return True if an update was stored where several programs answer."""
        return False

    def _key(self, update_id: int) -> dict[str, int]:
        return {"bot": self._bot_id, "update": update_id}

    def _known_on(self, connection: Connection, ids: Sequence[int]) -> set[int]:
        return set(connection.execute(_KNOWN, {"bot": self._bot_id, "ids": ids}).scalars())

    async def set_aside_ids(self) -> tuple[int, ...]:
        """Return the ids of the updates that are set aside."""
        found = await self.database.reader.run(self._updates_in(State.SET_ASIDE))
        return tuple(one.update_id for one in found)

    async def replay(self, update_id: int) -> bool:
        """Ask for another attempt at an update; return False if it is not set aside."""
        is_aside = inbox.c.state == State.SET_ASIDE
        statement = self._changed(is_aside & (inbox.c.update_id == update_id))
        again = statement.values(state=State.REPLAYED)
        return await self.database.writer.run(lambda one: bool(one.execute(again).rowcount))

    async def take_replayed(self) -> tuple[StoredUpdate, ...]:
        """Return the updates for which another attempt was asked for; each is returned once."""
        if not self.database.is_open:
            return ()
        values = {"state": State.WAITING, "attempts": 0, "received_at": datetime.now(UTC)}
        found = await self.database.reader.run(self._updates_in(State.REPLAYED))
        if not found:
            return ()
        return await self._take(found, values)

    async def _take(
        self, found: tuple[StoredUpdate, ...], values: dict[str, Any]
    ) -> tuple[StoredUpdate, ...]:
        """Give updates some values, and return those that are taken by that."""
        ids = [one.update_id for one in found]
        statement = self._changed(inbox.c.update_id.in_(ids)).values(values)
        is_taken = await self.database.write(lambda connection: connection.execute(statement))
        return found if is_taken else ()

    async def recover(self, now: datetime | None = None) -> Recovered | None:
        """Return what an earlier run left undone; what was tried too often is set aside.

        Nothing waits for that to be written: the next start would do the same. None if the
        database cannot be read.
        """
        is_waiting = inbox.c.state == State.WAITING
        return await self._recover(is_waiting, inbox.c.state == State.SET_ASIDE, now)

    async def _recover(
        self,
        is_waiting: ColumnElement[bool],
        is_aside: ColumnElement[bool],
        now: datetime | None = None,
    ) -> Recovered | None:
        columns = inbox.c

        def read(connection: Connection) -> tuple[Recovered, datetime]:
            oldest = self._plausible(connection, now, LONGEST_BREAK) - MAX_AGE
            is_old = is_waiting & (columns.received_at < oldest)
            is_bad = is_waiting & ~is_old & (columns.attempts >= MAX_STARTS)
            expired, aside, waiting = (
                _updates(self._content(condition), connection)
                for condition in (is_old, is_aside | is_bad, is_waiting & ~is_old & ~is_bad)
            )
            ids = tuple(one.update_id for one in aside)
            return Recovered(waiting, len(expired), ids), oldest

        def sort(connection: Connection) -> None:
            is_old = is_waiting & (columns.received_at < oldest)
            is_bad = is_waiting & ~is_old & (columns.attempts >= MAX_STARTS)
            connection.execute(self._changed(is_bad).values(state=State.SET_ASIDE))
            connection.execute(self._ended_as(is_old, State.EXPIRED))

        try:
            recovered, oldest = await self.database.reader.run(read)
        except (OSError, SQLAlchemyError) as error:
            self.database.report("inbox not read", error)
            return None
        await self._written_in_time(sort)
        return recovered

    async def forget_old(self, now: datetime | None = None) -> None:
        """Delete the ids of updates that Telegram cannot hand over again.

        Age counts from the newest one, whatever the clock says.
        """
        is_over = inbox.c.state.in_((State.DONE, State.EXPIRED))

        def delete_old(connection: Connection) -> None:
            oldest = self._plausible(connection, now, timedelta()) - REMEMBERED
            connection.execute(delete(inbox).where(is_over, inbox.c.received_at < oldest))

        await self.database.write(delete_old)

    def _plausible(
        self, connection: Connection, now: datetime | None, longest: timedelta
    ) -> datetime:
        """Return the time, but at most *longest* after the newest update if it is later.

        A clock that is far ahead would make everything old.
        """
        query = select(func.max(inbox.c.received_at)).where(inbox.c.bot_id == self._bot_id)
        now = now or time_on(connection)
        if newest := connection.execute(query).scalar():
            newest = newest.replace(tzinfo=UTC)
            return newest if now - newest > longest else now
        return now

    async def _written_in_time(self, work: Work[object]) -> None:
        """Write, but do not wait long for that."""
        writing = asyncio.create_task(self.database.write(work))
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
        await patiently(writing)

    def _changed(self, condition: ColumnElement[bool]) -> Update:
        return update(inbox).where(inbox.c.bot_id == self._bot_id, condition)

    def _ended_as(self, condition: ColumnElement[bool], state: State) -> Update:
        """Return the statement that ends updates, and deletes all that is about a person."""
        return self._changed(condition).values({"state": state, **_NOTHING})

    def _content(self, condition: ColumnElement[bool]) -> Select[Any]:
        columns = inbox.c
        return (
            select(columns.update_id, columns.payload, columns.chat_id, columns.user_id)
            .where(columns.bot_id == self._bot_id, condition)
            .order_by(columns.update_id)
        )

    def _updates_in(self, state: State) -> Callable[[Connection], tuple[StoredUpdate, ...]]:
        """Return the function that reads all updates of a state."""
        return partial(_updates, self._content(inbox.c.state == state))


def _updates(query: Select[Any], connection: Connection) -> tuple[StoredUpdate, ...]:
    return tuple(StoredUpdate(*row) for row in connection.execute(query))
