"""Transactions in threads of their own: each is one round trip, however many statements it has."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.journal.statements import BEGIN, COMMIT, ROLLBACK, count_error, uncounted

Result = TypeVar("Result")
Work = Callable[[Connection], Result]
"""Statements to run on a connection."""

BUSY_SECONDS = 10.0
"""Seconds that a writer waits for another program before it gives up."""

PATIENCE = 0.25
"""Seconds that an answer waits for a write."""

END_PATIENCE = 1.0
"""Seconds after an answer that the next question of its chat waits for its entry, and those that
the end of the program waits for another one."""

MAX_QUEUED = 1000
"""Number of writes that wait at most; who wants to add another one waits."""

_MAX_TOGETHER = 100
"""Maximum number of writes in one transaction."""

_BUSY = ("database is locked", "database table is locked")


class ClosedError(OSError):
    """The database is not open, for a reason that has been told."""

    def __init__(self) -> None:
        super().__init__("the journal is not open")


class Reader:
    """Threads that read; in write-ahead mode they never wait for a writer.

    Args:
        engine: The database.
        check: Called before each reading; raises an error if there is no database.
        threads: Number of threads.
    """

    def __init__(self, engine: Engine, check: Callable[[], None], threads: int = 2) -> None:
        self._engine = engine
        self._check = check
        self._executor = ThreadPoolExecutor(threads, "journal-reader")

    async def run(self, work: Work[Result]) -> Result:
        """Return what *work* reads.

        Raises:
            SQLAlchemyError: The database cannot be read.
            ClosedError: It is not open.
        """
        self._check()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._read, work)

    def close(self) -> None:
        """End the threads."""
        self._executor.shutdown(wait=False)

    def _read(self, work: Work[Result]) -> Result:
        with self._engine.connect() as connection:
            return work(connection)


@dataclass(frozen=True, slots=True)
class _Write:
    work: Work[Any]
    outcome: asyncio.Future[Any]


class Writer:
    """The one task that writes, by a thread of its own and a bounded queue.

    Writes that wait together are committed together. If one fails, all are undone and run again,
    each under a savepoint, so that it takes no other with it. They are written in the order in
    which they came, and none is cancelled with the task that wants it.

    Args:
        engine: The database.
        check: Awaited before each transaction; raises an error if there is no database.
    """

    def __init__(self, engine: Engine, check: Callable[[], Awaitable[None]]) -> None:
        self._engine = engine
        self._check = check
        self._executor = ThreadPoolExecutor(1, "journal-writer")
        self._waiting: deque[_Write] = deque()
        self._room = asyncio.Semaphore(MAX_QUEUED)
        self._task: asyncio.Task[None] | None = None
        self._is_closed = False
        self._end = math.inf
        self._hopeless: Exception | None = None

    @property
    def depth(self) -> int:
        """Number of writes that wait."""
        return len(self._waiting)

    async def run(self, work: Work[Result]) -> Result:
        """Return the result of *work* once it is committed, and the disk has it.

        Raises:
            SQLAlchemyError: It cannot be written.
            ClosedError: The database is not open.
        """
        if self._is_closed:
            raise ClosedError
        await self._room.acquire()
        outcome: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Write(work, outcome))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_all())
        return await asyncio.shield(outcome)

    async def close(self) -> None:
        """Write what waits, with little patience for other programs, and end the thread."""
        self._end = monotonic() + END_PATIENCE
        if self._task:
            await asyncio.wait({self._task})
        self._is_closed = True
        self._executor.shutdown(wait=False)

    async def _write_all(self) -> None:
        while self._waiting:
            count = min(len(self._waiting), _MAX_TOGETHER)
            writes = [self._waiting.popleft() for _ in range(count)]
            outcomes = await self._attempt([one.work for one in writes])
            for one, outcome in zip(writes, outcomes, strict=True):
                self._room.release()
                if one.outcome.done():
                    continue
                if isinstance(outcome, Exception):
                    one.outcome.set_exception(outcome)
                    one.outcome.exception()  # Nobody may wait for it any more.
                else:
                    one.outcome.set_result(outcome)

    async def _attempt(self, works: list[Work[Any]]) -> list[Any]:
        """Return the result or the error of each, after some patience for another writer.

        At the end of the program, patience is over for all that waits at once.
        """
        loop = asyncio.get_running_loop()
        end = monotonic() + BUSY_SECONDS
        while self._hopeless is None:
            try:
                await self._check()
                return await loop.run_in_executor(self._executor, self._commit, works)
            except Exception as error:  # noqa: BLE001 - handed to whoever waits for it
                if is_busy(error) and monotonic() > self._end:
                    self._hopeless = error
                elif not is_busy(error) or monotonic() > end:
                    return [error] * len(works)
        return [self._hopeless] * len(works)

    def _commit(self, works: list[Work[Any]]) -> list[Any]:
        with self._engine.connect() as connection:
            BEGIN.change(connection)
            try:
                with uncounted():
                    results = [work(connection) for work in works]
            except Exception as error:
                if not _in_transaction(connection):
                    if isinstance(error, DBAPIError):
                        count_error(error)
                    raise
                ROLLBACK.change(connection)
                BEGIN.change(connection)
                results = [_under_savepoint(connection, work) for work in works]
            COMMIT.change(connection)
            return results


def _under_savepoint(connection: Connection, work: Work[Any]) -> Any:
    """Return the result of a write, or its error if it fails and has changed nothing."""
    connection.exec_driver_sql("SAVEPOINT one")
    try:
        result = work(connection)
    except Exception as error:
        if not _in_transaction(connection):
            raise
        connection.exec_driver_sql("ROLLBACK TO one")
        result = error
    connection.exec_driver_sql("RELEASE one")
    return result


def _in_transaction(connection: Connection) -> bool:
    """Return False if SQLite has rolled back everything by itself, as on a full disk."""
    driver = connection.connection.driver_connection
    return driver is not None and bool(driver.in_transaction)


def is_busy(error: Exception) -> bool:
    """Return True for an error that another program's writing causes."""
    return isinstance(error, OperationalError) and str(error.orig).startswith(_BUSY)


async def patiently(work: Awaitable[Any], patience: float = PATIENCE) -> None:
    """Wait for *work*, but not long: it goes on by itself."""
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            await asyncio.shield(work)
