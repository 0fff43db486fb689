"""The journal's database, as its stores use it: in a SQLite file, or on a PostgreSQL server."""

from __future__ import annotations

import logging
import math
import time
from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from typing import Any, Self

from sqlalchemy import ColumnElement, ExceptionContext, Table
from sqlalchemy.exc import DatabaseError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal import JournalError, cause_of
from bot.journal.statements import count_error
from bot.journal.transactions import ClosedError, Reader, Work, Writer

_LOGGER = logging.getLogger(__name__)

REPORT_SECONDS = 60
"""Seconds for which the same failure is not logged again."""


def is_journal_failure(error: BaseException | None) -> bool:
    """Return True for an error that comes from the state of the database, not from the program."""
    # A server's errors without a class of their own, as of its end, are of the base class.
    return isinstance(error, ClosedError | DatabaseError) or type(error) is DBAPIError


class Database(ABC):
    """A database that several stores share; entering the context opens and migrates it.

    Whoever enters the context owns the database. Stores receive it open and never close it.

    Attributes:
        lost: Number of writes that have failed so far.
        reader: What reads on the way to an answer.
        long_reader: What reads for as long as it takes, one after another.
        writer: What writes on the way of an update.
        problem: The reason why the database cannot be written, or not even read.
        forgotten: For each person whose rows were deleted, the id of the update that asked for it:
            what they asked before must not be recorded when its turn comes.
        kept: By table the rows, as a condition, that go with the program into a new file, where
            the database is one.
        is_open: False if it cannot be read either; every access raises an OSError then.

    Args:
        is_required: False to go on without a database that cannot be opened or written.
    """

    reader: Reader
    long_reader: Reader
    writer: Writer

    def __init__(self, *, is_required: bool = True) -> None:
        self.lost = 0
        self.problem: JournalError | None = None
        self.forgotten: dict[int, int] = {}
        self.kept: dict[Table, ColumnElement[bool]] = {}
        self.is_open = False
        self._is_required = is_required
        self._reported: dict[str, float] = {}

    async def __aenter__(self) -> Self:
        """Open the database and migrate it to the schema of this version.

        Raises:
            JournalError: The database cannot be opened or migrated, and is required; or the
                setting must be wrong.
        """
        await self._open()
        if self.problem and (self._is_required or not await self._may_appear()):
            raise self.problem
        return self

    async def __aexit__(self, *_: object) -> None:
        """Write what waits, and close every connection."""
        await self.writer.close()
        self.reader.close()
        self.long_reader.close()
        self.is_open = False
        await self._disconnect()

    @property
    @abstractmethod
    def is_shared(self) -> bool:
        """True if several programs may answer from it at the same time."""

    @property
    @abstractmethod
    def changes(self) -> int:
        """A number that is another one after a transaction through `begin`.

        What is read from tables that only those change may be kept until then.
        """

    @property
    def is_to_be_opened(self) -> bool:
        """True if it could not be opened, or not be written, when that was last tried."""
        return self.problem is not None or not self.is_open

    @abstractmethod
    async def can_be_opened(self) -> bool:
        """Return True if an attempt to open it may succeed; wait a second at most."""

    @abstractmethod
    async def reopen(self) -> bool:
        """Try again to open a database that has a problem, and return True if it has none now."""

    @abstractmethod
    async def is_writable(self) -> bool:
        """Write to the database without changing it, and return True if it is written."""

    @abstractmethod
    async def size(self) -> int | None:
        """Return its size in bytes, None if that is not known."""

    @abstractmethod
    def connect(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a connection for reading."""

    @abstractmethod
    def begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a transaction: committed at the end of the context, rolled back on an error.

        Raises:
            SQLAlchemyError: It cannot be written.
            ClosedError: It is not open.
        """

    async def write(self, work: Work[object]) -> bool:
        """Have the writer run *work*, and return True if it is written.

        A failure is logged and counted in `lost`, not raised.
        """
        try:
            await self.writer.run(work)
        except (OSError, SQLAlchemyError) as error:
            self.note_lost(error)
            return False
        return True

    def note_lost(self, error: Exception) -> None:
        """Count and log a write that has failed."""
        self.lost += 1
        self.report("journal write failed", error)

    def report(self, what: str, error: Exception) -> None:
        """Log a failure in one line, the same one once a minute at most."""
        cause, now = cause_of(error), time.monotonic()
        # While it is not open, everything fails for a reason that has been told.
        key = cause if type(error) is ClosedError else f"{what}: {cause}"
        if now - self._reported.get(key, -math.inf) >= REPORT_SECONDS:
            self._reported[key] = now
            _LOGGER.error("%s (%d entries lost so far): %s", what, self.lost, cause)

    @abstractmethod
    async def erase_deleted(self) -> None:
        """Leave no deleted row where the program can see to it."""

    @abstractmethod
    async def _open(self) -> None:
        """Open and migrate the database; what prevents it is in `problem` afterwards."""

    @abstractmethod
    async def _may_appear(self) -> bool:
        """Return False if a database that is missing can never be there by this setting."""

    @abstractmethod
    async def _disconnect(self) -> None:
        """Close every connection."""

    def _check_open(self) -> None:
        if not self.is_open:
            raise ClosedError


def count_failure(context: ExceptionContext) -> None:
    """Count an error that SQLAlchemy hands to its listeners."""
    count_error(context.original_exception)


Rows = dict[Table, list[dict[str, Any]]]
"""Rows by table."""
