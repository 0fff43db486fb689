"""Transactions: each is one round trip for whoever waits, however many statements it has."""

from __future__ import annotations

import asyncio
import math
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

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


class ClosedError(OSError):
    """The database is not open, for a reason that has been told."""

    def __init__(self) -> None:
        super().__init__("the journal is not open")


class UnreachableError(ClosedError):
    """The server of the database cannot be reached, or is silent."""

    def __init__(self, error: OSError) -> None:
        OSError.__init__(self, str(error) or "the journal's server does not answer")


class Reader(ABC):
    """Reads a database."""

    @abstractmethod
    async def run(self, work: Work[Result]) -> Result:
        """Return what *work* reads.

        Raises:
            SQLAlchemyError: The database cannot be read.
            ClosedError: It is not open.
        """

    @abstractmethod
    def close(self) -> None:
        """Read nothing more."""


class Committer(Protocol):
    """Commits writes, one call after another."""

    async def commit(self, works: list[Work[Any]]) -> list[Any]:
        """Commit writes together, and return the result or the error of each."""

    def may_pass(self, error: Exception) -> bool:
        """Return True for an error after which the same commit may succeed."""

    def close(self) -> None:
        """Commit nothing more."""


@dataclass(frozen=True, slots=True)
class _Write:
    work: Work[Any]
    outcome: asyncio.Future[Any]


class Writer:
    """The one task that writes, by a bounded queue.

    Writes that wait together are committed together. If one fails, all are undone and run again,
    each under a savepoint, so that it takes no other with it. They are written in the order in
    which they came, and none is cancelled with the task that wants it.

    Args:
        committer: Commits what is written.
        check: Awaited before each transaction; raises an error if there is no database.
    """

    def __init__(self, committer: Committer, check: Callable[[], Awaitable[None]]) -> None:
        self._committer = committer
        self._check = check
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
        """Write what waits, with little patience for other programs, and take nothing more."""
        self._end = monotonic() + END_PATIENCE
        if self._task:
            await asyncio.wait({self._task})
        self._is_closed = True
        self._committer.close()

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
        end = monotonic() + BUSY_SECONDS
        while self._hopeless is None:
            try:
                await self._check()
                return await self._committer.commit(works)
            except Exception as error:  # noqa: BLE001 - handed to whoever waits for it
                may_pass = self._committer.may_pass(error)
                if may_pass and monotonic() > self._end:
                    self._hopeless = error
                elif not may_pass or monotonic() > end:
                    return [error] * len(works)
        return [self._hopeless] * len(works)


async def patiently(work: Awaitable[Any], patience: float = PATIENCE) -> None:
    """Wait for *work*, but not long: it goes on by itself."""
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            await asyncio.shield(work)
