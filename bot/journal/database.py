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
from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot import metrics
from bot.journal import JournalError, cause_of

_LOGGER = logging.getLogger(__name__)

Result = TypeVar("Result")

BUSY_SECONDS = 10
"""Seconds that a writer waits for another one before it gives up."""


class Database:
    """A SQLite database that several stores share; entering the context opens and migrates it.

    Whoever enters the context owns the database. Stores receive it open and never close it.

    Attributes:
        lost: Number of writes through `write` that have failed so far.

    Args:
        url: A SQLAlchemy URL; the folder of a file is created if it is missing.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._engine = create_async_engine(
            self._url,
            connect_args={"timeout": BUSY_SECONDS},
            # Errors are logged, and must not contain what people ask.
            hide_parameters=True,
        )
        event.listen(self._engine.sync_engine, "connect", _configure)
        event.listen(self._engine.sync_engine, "handle_error", _count_error)
        self.lost = 0
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
        """Close every connection."""
        await self._engine.dispose()

    def connect(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a connection for reading."""
        return self._engine.connect()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction: committed at the end of the context, rolled back on an error.

        Writers of this program wait for each other here, in the order in which they come.
        """
        async with self._writing, self._engine.begin() as connection:
            yield connection

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
            self.lost += 1
            _LOGGER.error(  # noqa: TRY400 - one line is enough
                "journal write failed (%d entries lost so far): %s", self.lost, cause_of(error)
            )
            return False
        return True

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


def _make_folder(file: str | None) -> None:
    if file and file != ":memory:":
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


def _count_error(_: object) -> None:
    metrics.JOURNAL_ERRORS.inc()


def _migrate(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(files("bot").joinpath("journal/migrations")))
    command.upgrade(config, "head")
