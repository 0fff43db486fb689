"""The journal in a SQLite file: opened, configured, migrated and closed in one place."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from alembic.util import CommandError
from sqlalchemy import (
    ColumnElement,
    Engine,
    Table,
    create_engine,
    event,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, QueuePool

from bot.journal import NewerSchemaError, code_of, journal_error
from bot.journal.database import Database, Rows, count_failure
from bot.journal.database_file import (
    FileId,
    file_id,
    file_of_url,
    is_writable,
    make_private,
    shared_url,
    size_of,
)
from bot.journal.migration import BrokenReferencesError, migrate
from bot.journal.sqlite_settings import configure, refused_settings
from bot.journal.sqlite_threads import ThreadCommitter, ThreadReader, is_busy
from bot.journal.transactions import ClosedError, Writer

_LOGGER = logging.getLogger(__name__)

_BUSY_ATTEMPT = 0.25
"""Seconds of those that a transaction waits for another program, for which nothing stops it."""

_BUSY_BEGIN = 3.0
"""Seconds that `begin`, opening or emptying the log waits for another program."""

_READER_SECONDS = 1
"""Seconds for which a new file waits for those who still read the old one."""

_MIGRATION_ERRORS = (CommandError, NewerSchemaError, BrokenReferencesError)


class SqliteDatabase(Database):
    """A SQLite file; if it is moved or deleted meanwhile, the next write begins a new one.

    The rows in `kept` are read from the file that was moved or deleted, which stays open until
    then. The long reader has one thread.

    Args:
        url: A SQLAlchemy URL; a file, and its folder, that is missing is created, for its owner
            alone.
        is_required: False to go on without a database that cannot be opened or written.
    """

    def __init__(self, url: str, *, is_required: bool = True) -> None:
        super().__init__(is_required=is_required)
        self._url = shared_url(make_url(url), f"journal-{id(self)}")
        self._engine = create_async_engine(
            self._url,
            connect_args={"timeout": _BUSY_ATTEMPT},
            poolclass=AsyncAdaptedQueuePool,
            # Errors are logged, and must not contain what people ask.
            hide_parameters=True,
        )
        self._threads = create_engine(
            self._url.set(drivername="sqlite"),
            connect_args={"timeout": _BUSY_ATTEMPT, "check_same_thread": False},
            poolclass=QueuePool,
            hide_parameters=True,
        )
        for engine in (self._engine.sync_engine, self._threads):
            event.listen(engine, "connect", configure)
            event.listen(engine, "handle_error", count_failure)
        self.reader = ThreadReader(self._threads, self._check_readable)
        self.long_reader = ThreadReader(self._threads, self._check_readable, threads=1)
        self.writer = Writer(ThreadCommitter(self._threads), self._be_current)
        self._changes = 0
        self._file = file_of_url(self._url)
        self._opened: FileId | None = None
        self._writing = asyncio.Lock()
        self._taken: Rows = {}

    @property
    def is_shared(self) -> bool:
        """False, as a file belongs to one program."""
        return False

    @property
    def changes(self) -> int:
        """Number of transactions through `begin` so far."""
        return self._changes

    async def can_be_opened(self) -> bool:
        """Return True if the database can be written, or begun; wait a second at most."""
        if file_id(self._file) is None:
            return True
        return await asyncio.to_thread(is_writable, self._file)

    async def is_writable(self) -> bool:
        """Write to the file without changing it, and return True if the disk has it."""
        return await asyncio.to_thread(is_writable, self._file)

    async def size(self) -> int | None:
        """Return the size of its files, None if there are none."""
        return await asyncio.to_thread(size_of, self._file)

    async def reopen(self) -> bool:
        """Try again to open a database that has a problem, and return True if it has none now."""
        async with self._writing:
            if self.is_to_be_opened:
                await self._open()
            return self.problem is None

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection for reading."""
        self._check_readable()
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction: committed at the end of the context, rolled back on an error.

        Writers of this program wait for each other here, in the order in which they come.

        Raises:
            SQLAlchemyError: It cannot be written, or another program writes for too long.
            ClosedError: It is not open.
        """
        try:
            async with self._writing:
                await self._follow_file()
                self._check_open()
                async with self._engine.connect() as connection:
                    await _begin(connection)
                    yield connection
                    await connection.commit()
        finally:
            self._changes += 1

    async def _be_current(self) -> None:
        """Begin anew if the file is no longer the one that was opened, before the next write.

        Raises:
            ClosedError: The database is not open.
        """
        if self._opened != file_id(self._file):
            async with self._writing:
                await self._follow_file()
        self._check_open()

    async def _disconnect(self) -> None:
        await self._engine.dispose()
        self._threads.dispose()

    async def _may_appear(self) -> bool:
        """Return False if the file's folder could not be made."""
        return not self._file or await asyncio.to_thread(self._file.parent.is_dir)

    def _check_readable(self) -> None:
        """Raise an error also for another file in the journal's place, until the next write.

        It would be read with the write-ahead log of the file before. One that is gone stays open.
        """
        self._check_open()
        if file_id(self._file) not in {None, self._opened}:
            raise ClosedError

    async def _follow_file(self) -> None:
        """Begin anew if the file is no longer the one that was opened.

        SQLite would go on writing to a file that nobody can find any more.
        """
        if not self.is_open or self._opened == file_id(self._file):
            return
        self.is_open = False
        # What the old file's write-ahead log holds must not be read into the new file.
        with suppress(TimeoutError):
            async with asyncio.timeout(_READER_SECONDS):
                while any(map(_in_use, (self._engine.sync_engine, self._threads))):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)  # A pool has no event.
        with suppress(SQLAlchemyError):
            await asyncio.to_thread(_empty_wal, self._threads)
        with suppress(SQLAlchemyError):
            self._taken |= await asyncio.to_thread(_rows, self._threads, self.kept)
        await self._open()
        follow = f"it is not open: {self.problem}" if self.problem else "it is opened anew"
        _LOGGER.error("the journal %s was moved, deleted or replaced; %s", self._file, follow)

    async def _open(self) -> None:
        """Open and migrate the database; what prevents it is in `problem` afterwards."""
        self._opened = None
        try:
            await self._disconnect()
            await asyncio.to_thread(make_private, self._file)
            await _unlocked(self._migrate)
            self._opened = file_id(self._file)
            self.is_open = True
            if not self._is_required:
                await self._check_writable()
            if self._taken:
                await asyncio.to_thread(_insert, self._threads, self._taken)
                self._taken = {}
            self.problem = None
        except (OSError, SQLAlchemyError, *_MIGRATION_ERRORS) as error:
            self.problem = journal_error(str(self._file), error)
            self.is_open = code_of(error) == sqlite3.SQLITE_READONLY and self._opened is not None
            if not self.is_open:
                await self._disconnect()

    async def _migrate(self) -> None:
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.run_sync(migrate)
            refused = await connection.run_sync(refused_settings)
        if refused:
            _LOGGER.warning(
                "SQLite runs with %s: a power cut may cost the journal what was written last; "
                "put it on a local disk (BOT_DATABASE_URL)",
                ", ".join(refused),
            )

    async def _check_writable(self) -> None:
        """Change a row to what it is: SQLite begins a transaction also where it cannot write."""
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await _begin(connection)
            try:
                await connection.exec_driver_sql(
                    "UPDATE alembic_version SET version_num=version_num"
                )
            finally:
                await connection.exec_driver_sql("ROLLBACK")

    async def erase_deleted(self) -> None:
        """Empty the write-ahead log, which still holds deleted rows."""
        async with self.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            end, is_in_use = time.monotonic() + _BUSY_BEGIN, 1
            while is_in_use and time.monotonic() < end:
                result = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                is_in_use, *_ = result.one()
        if is_in_use:
            _LOGGER.warning(
                "write-ahead log not emptied, as another program is reading the journal; "
                "deleted rows remain in it until the next deletion or until the bot stops"
            )


async def _begin(connection: AsyncConnection) -> None:
    """Begin to write, once no other program does."""
    await _unlocked(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"))


async def _unlocked(attempt: Callable[[], Awaitable[object]]) -> None:
    """Await what *attempt* begins, several times while another program writes.

    Raises:
        SQLAlchemyError: It still writes, or the attempt fails for another reason.
    """
    end = time.monotonic() + _BUSY_BEGIN
    while True:
        try:
            await attempt()
        except OperationalError as error:
            if not is_busy(error) or time.monotonic() > end:
                raise
        else:
            return


def _empty_wal(engine: Engine) -> None:
    """Write what the write-ahead log of an open connection holds into its file."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _rows(engine: Engine, kept: dict[Table, ColumnElement[bool]]) -> Rows:
    """Return the rows of some tables that meet a condition, by table."""
    with engine.connect() as connection:
        found = {
            table: [dict(row) for row in connection.execute(select(table).where(one)).mappings()]
            for table, one in kept.items()
        }
    return {table: rows for table, rows in found.items() if rows}


def _insert(engine: Engine, rows: Rows) -> None:
    """Insert rows by table, except those that are there already."""
    with engine.begin() as connection:
        for table, some in rows.items():
            connection.execute(sqlite.insert(table).on_conflict_do_nothing(), some)


def _in_use(engine: Engine) -> int:
    """Return the number of connections of an engine that are in use."""
    return engine.pool.checkedout() if isinstance(engine.pool, QueuePool) else 0
