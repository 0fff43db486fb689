"""The programs that answer for one bot from one database, the replicas, and what each has claimed.

A replica stores an update in its own name, and others leave it alone as long as that is in the
table of replicas. The invariants:

1. A replica renews its lease while it runs. A name whose lease is over is deleted by another one,
   which has renewed its own for as long as a lease without a break: after an outage of the
   database each has the time to come back.
2. What waits in a name that is gone is claimed by one replica, in one transaction.
3. A replica whose name was deleted takes another one, and handles nothing that was claimed in the
   name before. One that cannot renew its lease in time begins nothing.

So an update is answered once, except one whose answer was under way when its replica ended, or was
held to have ended.
"""

from __future__ import annotations

import asyncio
import math
import secrets
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    DateTime,
    Float,
    delete,
    exists,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.journal.database import Database
from bot.journal.schema import State, inbox, replicas
from bot.journal.statements import put
from bot.journal.transactions import END_PATIENCE, ClosedError, Writer, patiently

Found = TypeVar("Found", bound=Collection[int])

LEASE = 20.0
"""Seconds for which a replica that says nothing is held to run."""

BEAT = 5.0
"""Seconds after which a lease is renewed, and after which it is seen what waits for nobody."""

_MARGIN = 2.0
"""Seconds before the end of its lease from which a replica begins nothing."""

_IS_WAITING = inbox.c.state == literal_column(f"'{State.WAITING.value}'")
"""The condition that an update waits, word for word that of the index of owners."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """A lease that was renewed, in force once its transaction is committed.

    Attributes:
        name: The name of the replica.
        at: The moment before which it was renewed, by a monotonic clock.
    """

    name: str
    at: float


@dataclass(frozen=True, slots=True)
class _Seen:
    leader: str | None
    waiting: frozenset[int]


class _Clock(FunctionElement[datetime]):
    """The time by the database's clock, some seconds from now."""

    type = DateTime(timezone=True)
    inherit_cache = True

    def __init__(self, seconds: float) -> None:
        super().__init__(literal(seconds, Float))


@compiles(_Clock, "postgresql")
def _on_server(element: _Clock, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    return f"clock_timestamp() + make_interval(secs => {seconds})"


@compiles(_Clock, "sqlite")
def _in_file(element: _Clock, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    return f"strftime('%Y-%m-%d %H:%M:%f', 'now', {seconds} || ' seconds')"


class Claims:
    """The claims of a replica.

    Attributes:
        name: The name in which it claims updates now.
        term: Number of times that it has become the leader.
        found: The updates that the last beat has found to wait in its name, and in no memory.

    Args:
        database: The database that the replicas share.
        bot_id: Telegram's id of the bot.
    """

    def __init__(self, database: Database, bot_id: int) -> None:
        self.name = self._next = _new_name()
        self.term = 0
        self.found: frozenset[int] = frozenset()
        self._database = database
        self._bot_id = bot_id
        self._held: dict[int, str] = {}
        self._is_leader = self._has_left = False
        self._valid_until = self._steady_since = -math.inf
        self._beating: asyncio.Task[None] | None = None
        self._renewing: asyncio.Task[bool | None] | None = None

    @property
    def is_leader(self) -> bool:
        """True for one of the replicas, the one that has run for longest, also in an outage."""
        return self._is_leader

    @property
    def _is_valid(self) -> bool:
        return _now() < self._valid_until

    @property
    def is_to_be_renewed(self) -> bool:
        """True if what is claimed now is to be stored together with a renewal."""
        return _now() > self._valid_until - LEASE / 2

    def start(self, after: Callable[[bool], Awaitable[None]]) -> None:
        """Renew the lease from now on, and call *after* with what each beat returns."""
        self._beating = asyncio.create_task(self._beat_on(after))

    async def leave(self) -> None:
        """Give up the name, so that another replica handles at once what still waits."""
        if self._beating:
            self._beating.cancel()
            await asyncio.gather(self._beating, return_exceptions=True)
        self._has_left = True
        self._valid_until, self._is_leader = -math.inf, False
        given_up = delete(replicas).where(replicas.c.id == self.name)
        # By the writer, behind the ends of what was answered; else the lease ends by itself.
        with suppress(OSError, SQLAlchemyError):
            leaving = self._database.writer.run(lambda one: one.execute(given_up).rowcount)
            await patiently(leaving, END_PATIENCE)

    async def beat(self) -> bool:
        """Renew the lease, claim what waits for nobody, and return True if there is any.

        Raises:
            SQLAlchemyError: The database cannot be written.
            OSError: It cannot be reached.
        """
        held = frozenset(self._held)  # Before it is read what waits, which may end meanwhile.
        # By itself, so that nothing that takes long, or waits for others, costs the lease.
        async with self._database.begin() as connection:
            renewal = await connection.run_sync(self.renew)
        is_steady = self.renewed(renewal)
        async with self._database.begin() as connection:
            look = partial(self._look, name=renewal.name, is_steady=is_steady)
            seen = await connection.run_sync(look)
        is_leader = seen.leader == renewal.name
        self.term += is_leader and not self._is_leader
        self._is_leader = is_leader
        self.found = seen.waiting - held
        return bool(self.found)

    async def claim(
        self, update_ids: Sequence[int], store: Callable[[Connection, str], Found], writer: Writer
    ) -> Found:
        """Have *store* claim updates in the name of this replica, and return those it returns.

        Args:
            update_ids: The updates; while they are stored, they are taken for claimed.
            store: Stores them in a transaction, in a name.
            writer: What writes.

        Raises:
            SQLAlchemyError: They cannot be stored.
            OSError: The database cannot be reached.
        """

        def work(connection: Connection) -> tuple[Renewal | None, str, Found]:
            renewal = self.renew(connection) if self.is_to_be_renewed else None
            name = renewal.name if renewal else self.name  # Which may be another one soon.
            return renewal, name, store(connection, name)

        before = [number for number in update_ids if number not in self._held]
        self.hold(before)
        try:
            renewal, name, found = await writer.run(work)
        except BaseException:
            self.release(before)
            raise
        if renewal:
            self.renewed(renewal)
        self.release(number for number in before if number not in found)
        self.hold(found, name)
        return found

    def hold(self, update_ids: Iterable[int], name: str | None = None) -> None:
        """Note that updates are claimed, and in the memory of this program."""
        self._held |= dict.fromkeys(update_ids, name or self.name)

    def release(self, update_ids: Iterable[int]) -> None:
        """Note that updates have ended, or are no longer in memory."""
        for number in update_ids:
            self._held.pop(number, None)

    def holds(self, update_id: int) -> bool:
        """Return True for an update that was claimed, and is in the memory of this program."""
        return update_id in self._held

    async def may_begin(self, update_id: int) -> bool:
        """Return True if an update may be handled: it is still claimed, or never was stored."""
        if update_id in self._held and not self._is_valid:
            if self._renewing is None or self._renewing.done():
                self._renewing = asyncio.create_task(self.try_to_beat())
            await asyncio.shield(self._renewing)
        name = self._held.get(update_id)
        if name is None or (self._is_valid and name == self.name):
            return True
        self.release([update_id])
        return False

    def renew(self, connection: Connection) -> Renewal:
        """Renew the lease in a transaction of the caller, in another name if it was deleted.

        Raises:
            ClosedError: The name was given up.
        """
        at, until = _now(), _Clock(LEASE)
        # The other name is that of all renewals until one is committed, so that none differs.
        name, other = self.name, self._next
        own = update(replicas).where(replicas.c.id == name)
        if connection.execute(own.values(alive_until=until)).rowcount:
            return Renewal(name, at)
        if self._has_left:
            raise ClosedError
        row = {"bot_id": self._bot_id, "alive_until": until, "began_at": _Clock(0)}
        put(connection, replicas, {"id": other}, row, ["alive_until"])
        return Renewal(other, at)

    def renewed(self, renewal: Renewal) -> bool:
        """Note that a renewal is committed, and return True if none has been late for a lease."""
        if self._has_left:
            return False
        if renewal.at > self._valid_until or renewal.name != self.name:
            self._steady_since = renewal.at
        self.name = renewal.name
        if self._next == renewal.name:
            self._next = _new_name()
        self._valid_until = max(self._valid_until, renewal.at + LEASE - _MARGIN)
        return renewal.at - self._steady_since > LEASE

    def _look(self, connection: Connection, *, name: str, is_steady: bool) -> _Seen:
        of_bot = replicas.c.bot_id == self._bot_id
        if is_steady:
            # Not one that another transaction holds, which may renew it, or delete it too.
            over = select(replicas.c.id).where(of_bot, replicas.c.alive_until < _Clock(0))
            names = connection.execute(over.with_for_update(skip_locked=True)).scalars().all()
            connection.execute(delete(replicas).where(replicas.c.id.in_(names)))
        # A name that is gone never comes back, and no update is stored in it any more.
        is_waiting = (inbox.c.bot_id == self._bot_id) & _IS_WAITING
        is_claimed = exists().where(replicas.c.id == inbox.c.owner)
        gone = connection.execute(
            select(inbox.c.owner).distinct().where(is_waiting, ~is_claimed)
        ).scalars()
        if owners := list(gone):
            # A condition on the row itself, which the server reads again behind another claim.
            is_free = inbox.c.owner.is_(None) | inbox.c.owner.in_([one for one in owners if one])
            connection.execute(update(inbox).where(is_waiting, is_free).values(owner=name))
        own = select(inbox.c.update_id).where(is_waiting, inbox.c.owner == name)
        first = select(replicas.c.id).where(of_bot).order_by(replicas.c.began_at, replicas.c.id)
        return _Seen(
            connection.execute(first.limit(1)).scalar_one_or_none(),
            frozenset(connection.execute(own).scalars()),
        )

    async def try_to_beat(self) -> bool | None:
        """Do as `beat` does, or log why that is not possible, and return None."""
        if self._has_left:
            return None
        try:
            return await self.beat()
        except (OSError, SQLAlchemyError) as error:
            self._database.report("claims not renewed, what waits is not begun", error)
            return None

    async def _beat_on(self, after: Callable[[bool], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(BEAT)
            found = await self.try_to_beat()
            if found is None:
                continue
            try:
                await after(found)
            except Exception as error:  # noqa: BLE001 - the lease must be renewed all the same
                self._database.report("what others have left waits", error)


def _now() -> float:
    """Return seconds by a clock that also counts the time in which the machine is suspended."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # That of Linux; others have none, or do count.
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def _new_name() -> str:
    return secrets.token_hex(8)
