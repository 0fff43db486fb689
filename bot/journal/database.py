"""The journal's SQLite database: opened, configured, migrated and closed in one place."""

from __future__ import annotations

import asyncio
import logging
import math
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import unquote, urlsplit

from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, QueuePool

from bot import metrics
from bot.journal import JournalError, NewerSchemaError, cause_of, code_of, journal_error
from bot.journal.migration import BrokenReferencesError, migrate
from bot.journal.transactions import ClosedError, Reader, Writer

_LOGGER = logging.getLogger(__name__)

Result = TypeVar("Result")

_BUSY_ATTEMPT = 1.0
"""Seconds of BUSY_SECONDS for which the writer cannot be stopped."""

_BUSY_BEGIN = 3.0
"""Seconds that `begin` waits for another program; a stop cannot end that sooner."""

_IN_MEMORY = (None, "", ":memory:")

_READER_SECONDS = 1
"""Seconds for which a new file waits for those who still read the old one."""

REPORT_SECONDS = 60
"""Seconds for which the same failure is not logged again."""

_SETTINGS: dict[str, object] = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
"""The settings of SQLite on which the promises of the inbox and of deletion rest."""

_MIGRATION_ERRORS = (CommandError, NewerSchemaError, BrokenReferencesError)

FileId = tuple[int, int]
"""The device and the number of a file, which stay when it is renamed."""


def is_journal_failure(error: BaseException | None) -> bool:
    """Return True for an error that comes from the state of the database, not from the program."""
    return isinstance(error, ClosedError | DatabaseError)


class Database:
    """A SQLite database that several stores share; entering the context opens and migrates it.

    Whoever enters the context owns the database. Stores receive it open and never close it.
    If its file is moved or deleted meanwhile, the next write begins a new one.

    Attributes:
        lost: Number of writes that have failed so far.
        changes: Number of transactions through `begin` so far; what is read from tables that only
            those change may be kept until the next one.
        reader: What reads on the way to an answer.
        writer: What writes on the way of an update.
        problem: The reason why the database cannot be written, or not even read.
        forgotten: For each person whose rows were deleted, the id of the update that asked for it:
            what they asked before must not be recorded when its turn comes.
        is_open: False if it cannot be read either; every access raises an OSError then.

    Args:
        url: A SQLAlchemy URL; a file, and its folder, that is missing is created, for its owner
            alone.
        is_required: False to go on without a database that cannot be opened or written.
    """

    def __init__(self, url: str, *, is_required: bool = True) -> None:
        self._url = _shared(make_url(url), f"journal-{id(self)}")
        self._engine = create_async_engine(
            self._url,
            connect_args={"timeout": _BUSY_BEGIN},
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
            event.listen(engine, "connect", _configure)
            event.listen(engine, "handle_error", _count_error)
        self.reader = Reader(self._threads, self._check_open)
        self.writer = Writer(self._threads, self._be_current)
        self.lost = self.changes = 0
        self.problem: JournalError | None = None
        self.forgotten: dict[int, int] = {}
        self.is_open = False
        self._is_required = is_required
        self._file = file_of_url(self._url)
        self._opened: FileId | None = None
        self._writing = asyncio.Lock()
        self._reported: dict[str, float] = {}

    async def __aenter__(self) -> Self:
        """Open the database and migrate it to the schema of this version.

        Raises:
            JournalError: The database cannot be opened or migrated, and is required; or its folder
                cannot be made, so that the setting must be wrong.
        """
        await self._open()
        has_folder = not self._file or await asyncio.to_thread(self._file.parent.is_dir)
        if self.problem and (self._is_required or not has_folder):
            raise self.problem
        return self

    async def __aexit__(self, *_: object) -> None:
        """Write what waits, and close every connection."""
        await self.writer.close()
        self.reader.close()
        self.is_open = False
        await self._disconnect()

    async def can_be_opened(self) -> bool:
        """Return True unless another program keeps the database; wait a second at most."""
        return await asyncio.to_thread(_can_be_written, self._file)

    @property
    def is_to_be_opened(self) -> bool:
        """True if it could not be opened, or not be written, when that was last tried."""
        return self.problem is not None or not self.is_open

    async def reopen(self) -> bool:
        """Try again to open a database that has a problem, and return True if it has none now."""
        async with self._writing:
            if self.is_to_be_opened:
                await self._open()
            return self.problem is None

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection for reading."""
        self._check_open()
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction: committed at the end of the context, rolled back on an error.

        Writers of this program wait for each other here, in the order in which they come.
        """
        try:
            async with self._writing:
                await self._follow_file()
                self._check_open()
                async with self._engine.begin() as connection:
                    yield connection
        finally:
            self.changes += 1

    async def _be_current(self) -> None:
        """Begin anew if the file is no longer the one that was opened, before the next write.

        Raises:
            ClosedError: The database is not open.
        """
        if self._opened != _file_id(self._file):
            async with self._writing:
                await self._follow_file()
        self._check_open()

    async def _disconnect(self) -> None:
        await self._engine.dispose()
        self._threads.dispose()

    def _check_open(self) -> None:
        if not self.is_open:
            raise ClosedError

    async def _follow_file(self) -> None:
        """Begin anew if the file is no longer the one that was opened.

        SQLite would go on writing to a file that nobody can find any more.
        """
        if not self.is_open or self._opened == _file_id(self._file):
            return
        self.is_open = False
        # What the old file's write-ahead log holds must not be read into the new file.
        with suppress(TimeoutError):
            async with asyncio.timeout(_READER_SECONDS):
                while any(map(_in_use, (self._engine.sync_engine, self._threads))):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)  # A pool has no event.
        with suppress(SQLAlchemyError):
            await asyncio.to_thread(_empty_wal, self._threads)
        await self._open()
        follow = f"it is not open: {self.problem}" if self.problem else "it is opened anew"
        _LOGGER.error("the journal %s was moved, deleted or replaced; %s", self._file, follow)

    async def _open(self) -> None:
        """Open and migrate the database; what prevents it is in `problem` afterwards."""
        self._opened = None
        try:
            await self._disconnect()
            await asyncio.to_thread(_make_private, self._file)
            await self._migrate()
            self._opened = _file_id(self._file)
            self.is_open = True
            if not self._is_required:
                await self._check_writable()
            self.problem = None
        except (OSError, SQLAlchemyError, *_MIGRATION_ERRORS) as error:
            self.problem = journal_error(self._url.database, error)
            self.is_open = code_of(error) == sqlite3.SQLITE_READONLY and self._opened is not None
            if not self.is_open:
                await self._disconnect()

    async def _migrate(self) -> None:
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.run_sync(migrate)
            refused = await connection.run_sync(_refused_settings)
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
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                await connection.exec_driver_sql(
                    "UPDATE alembic_version SET version_num=version_num"
                )
            finally:
                await connection.exec_driver_sql("ROLLBACK")

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
        """Count and log a write that has failed."""
        self.lost += 1
        self.report("journal write failed", error)

    def report(self, what: str, error: Exception) -> None:
        """Log a failure in one line, the same one once a minute at most."""
        cause, now = cause_of(error), time.monotonic()
        # While it is not open, everything fails for a reason that has been told.
        key = cause if isinstance(error, ClosedError) else f"{what}: {cause}"
        if now - self._reported.get(key, -math.inf) >= REPORT_SECONDS:
            self._reported[key] = now
            _LOGGER.error("%s (%d entries lost so far): %s", what, self.lost, cause)

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


def _empty_wal(engine: Engine) -> None:
    """Write what the write-ahead log of an open connection holds into its file."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _in_use(engine: Engine) -> int:
    """Return the number of connections of an engine that are in use."""
    return engine.pool.checkedout() if isinstance(engine.pool, QueuePool) else 0


def file_of_url(url: str | URL) -> Path | None:
    """Return the file of a database, or None if it is in memory."""
    url = make_url(url)
    name = url.database or ":memory:"
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    is_in_memory = ":memory:" in name or url.query.get("mode") == "memory"
    return None if is_in_memory else Path(name)


def _file_id(file: Path | None) -> FileId | None:
    try:
        status = file.stat() if file else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status else None


def _make_private(file: Path | None) -> None:
    """Create a file and its folder where they are missing, and let only the owner read the file.

    An existing file is never opened: closing it would end the locks that SQLite holds on it. The
    files beside it get its mode from SQLite.
    """
    if not file:
        return
    for folder in reversed(file.parents):
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):  # It may be somebody else's.
            file.with_name(file.name + suffix).chmod(0o600)


def _can_be_written(file: Path | None) -> bool:
    """Return True if a database, or a missing one, is not kept by another program."""
    if not (file and file.exists()):
        return True
    try:
        with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error:
        return False
    return True


def _configure(connection: Any, _: Any) -> None:
    """Let readers go on during a write, enforce foreign keys and overwrite deleted rows.

    With FULL, what is committed to the write-ahead log is on the disk. Where there can be none,
    only EXTRA also syncs the folder when a transaction ends.
    """
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    (mode,) = cursor.fetchone()
    cursor.execute(f"PRAGMA synchronous={'FULL' if mode == 'wal' else 'EXTRA'}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _refused_settings(connection: Connection) -> list[str]:
    """Return the settings that SQLite has not taken, such as `journal_mode=delete`."""
    found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in _SETTINGS}
    return [f"{name}={found[name]}" for name in _SETTINGS if found[name] != _SETTINGS[name]]


def _count_error(context: ExceptionContext) -> None:
    """Count an error of the database, but not each attempt while another program writes."""
    if code_of(context.original_exception) != sqlite3.SQLITE_BUSY:
        metrics.JOURNAL_ERRORS.inc()
