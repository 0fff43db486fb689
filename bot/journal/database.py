"""The journal's SQLite database: opened, configured, migrated and closed in one place."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Self, TypeVar

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, QueuePool

from bot.journal import JournalError, cause_of
from bot.journal.transactions import BUSY_SECONDS, Reader, Writer

_LOGGER = logging.getLogger(__name__)

Result = TypeVar("Result")

_BUSY_ATTEMPT = 1.0
"""Seconds of BUSY_SECONDS for which the writer cannot be stopped."""

_IN_MEMORY = (None, "", ":memory:")


class Database:
    """A SQLite database that several stores share; entering the context opens and migrates it.

    Whoever enters the context owns the database. Stores receive it open and never close it.

    Attributes:
        lost: Number of writes that have failed so far.
        changes: Number of transactions through `begin` so far; what is read from tables that only
            those change may be kept until the next one.
        reader: What reads on the way to an answer.
        writer: What writes on the way of an update.

    Args:
        url: A SQLAlchemy URL; the folder of a file is created if it is missing.
    """

    def __init__(self, url: str) -> None:
        self._url = _shared(make_url(url), f"journal-{id(self)}")
        self._engine = create_async_engine(
            self._url,
            connect_args={"timeout": BUSY_SECONDS},
            poolclass=AsyncAdaptedQueuePool,
            # Errors are logged, and must not contain what people ask.
            hide_parameters=True,
        )
        plain = self._url.set(drivername="sqlite")
        threads = create_engine(
            plain,
            connect_args={"timeout": _BUSY_ATTEMPT, "check_same_thread": False},
            poolclass=QueuePool,
            hide_parameters=True,
        )
        for engine in (self._engine.sync_engine, threads):
            event.listen(engine, "connect", _configure)
        self._threads = threads
        self.reader, self.writer = Reader(threads), Writer(threads)
        self.lost = self.changes = 0
        self._writing = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Open the database and migrate it to the schema of this version.

        Raises:
            JournalError: The database cannot be opened or migrated.
        """
        try:
            await asyncio.to_thread(_make_folder, self._url.database)
            async with self.begin() as connection:
                await connection.run_sync(_migrate)
        except (OSError, SQLAlchemyError, CommandError) as error:
            await self._engine.dispose()
            raise JournalError(self._url.database, error) from error
        return self

    async def __aexit__(self, *_: object) -> None:
        """Write what waits, and close every connection."""
        await self.writer.close()
        self.reader.close()
        self._threads.dispose()
        await self._engine.dispose()

    def connect(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a connection for reading."""
        return self._engine.connect()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction: committed at the end of the context, rolled back on an error.

        Writers of this program wait for each other here, in the order in which they come.
        """
        try:
            async with self._writing, self._engine.begin() as connection:
                yield connection
        finally:
            self.changes += 1

    async def write(self, work: Callable[[AsyncConnection], Awaitable[object]]) -> bool:
        """Run *work* in a transaction and return True if it is written.

        A failure is logged and counted in `lost`, not raised.
        """

        async def transact() -> None:
            async with self.begin() as connection:
                await work(connection)

        try:
            await to_its_end(transact())
        except (OSError, SQLAlchemyError) as error:
            self.note_lost(error)
            return False
        return True

    def note_lost(self, error: Exception) -> None:
        """Log and count a write that has failed."""
        self.lost += 1
        _LOGGER.error(
            "journal write failed (%d entries lost so far): %s", self.lost, cause_of(error)
        )

    async def truncate_wal(self) -> None:
        """Empty the write-ahead log, which still holds deleted rows."""
        async with self.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            result = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, *_ = result.one()
        if is_busy:
            _LOGGER.warning(
                "write-ahead log not emptied, as another program is reading the journal; "
                "deleted rows remain in it until the next deletion or until the bot stops"
            )


async def to_its_end(work: Coroutine[Any, Any, Result]) -> Result:
    """Wait for *work*, and if the caller is cancelled, too, before that is raised.

    A transaction that is cancelled keeps SQLite's lock for some time, and other writers out.
    """
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


def _shared(url: URL, name: str) -> URL:
    """Return the URL of a database, of one in memory such that all connections share it."""
    if url.database not in _IN_MEMORY:
        return url
    query = {"mode": "memory", "cache": "shared", "uri": "true"}
    return url.set(database=f"file:{name}", query=query)


def _make_folder(file: str | None) -> None:
    if file and not file.startswith("file:"):
        Path(file).parent.mkdir(parents=True, exist_ok=True)


def _configure(connection: Any, _: Any) -> None:
    """Let readers go on during a write, enforce foreign keys and overwrite deleted rows.

    With FULL, what is committed to the write-ahead log is on the disk.
    """
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _migrate(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(files("bot").joinpath("journal/migrations")))
    command.upgrade(config, "head")
