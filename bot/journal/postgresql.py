"""The journal on a PostgreSQL server, which several programs share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.exc import DBAPIError, NotSupportedError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.journal import NewerSchemaError, journal_error
from bot.journal.database import Database, count_failure
from bot.journal.examination import Examination
from bot.journal.migration import known_versions, migrate_shared
from bot.journal.postgresql_settings import limit, storable
from bot.journal.schema import State, inbox, questions
from bot.journal.statements import uncounted
from bot.journal.transactions import (
    ClosedError,
    Reader,
    Result,
    UnreachableError,
    Work,
    Writer,
)
from bot.setting_values import without_password

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection

_CONNECTIONS = 8
"""Number of connections that are kept for answers; as many again are opened when needed."""

_CONNECT_SECONDS = 3
"""Seconds in which the server must accept a connection."""

_ANSWER_SECONDS = 5
"""Seconds in which it must answer a statement that somebody waits for."""

_LONG_SECONDS = 600
"""Seconds in which it must answer one of statistics, or of a migration."""

_CLOSE_SECONDS = 3
"""Seconds in which what waits must be written at the end, and another second to part in."""

_PAUSE = 0.2
"""Seconds before a commit is tried again."""

_PASSING = ("08", "40", "53300", "55P03", "57P")
"""Beginnings of the states of errors that pass: of a connection, a conflict with another
transaction, too many connections, a lock, and a server that stops or starts."""

_READ_ONLY = "25006"
"""The state of an error of a server that takes no writes, such as a standby."""

_OPENING_ERRORS = (OSError, SQLAlchemyError, CommandError, NewerSchemaError)


class PostgresqlDatabase(Database):
    """A database on a PostgreSQL server, by asyncpg; statements run in the event loop.

    Programs that share it change it at any time, so nothing that is read from it is kept.

    Args:
        url: A SQLAlchemy URL that begins with `postgresql+asyncpg://`.
        is_required: False to go on without a database that cannot be opened or written.

    Raises:
        ModuleNotFoundError: The driver is not installed.
    """

    def __init__(self, url: str, *, is_required: bool = True) -> None:
        super().__init__(is_required=is_required)
        self._name = without_password(url)
        self._engine = _engine(url, _ANSWER_SECONDS, _CONNECTIONS)
        self._long = _engine(url, _LONG_SECONDS, 1)
        self._opened: WeakSet[Any] = WeakSet()
        for engine in (self._engine, self._long):
            event.listen(engine.sync_engine, "connect", self._note)
        self.reader = _ServerReader(self._engine, self._check_open)
        self.long_reader = _ServerReader(self._long, self._check_open)
        self.writer = Writer(_ServerCommitter(self._engine), self._be_open)
        self._opening = asyncio.Lock()
        self._reads = count()

    async def __aexit__(self, *error: object) -> None:
        """Write what waits, but not for long, and close every connection."""
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self.writer.close()
        except TimeoutError:
            self.is_open = False  # So that the writer, whose connection ends, gives up.
            await self._disconnect()
        await super().__aexit__(*error)

    @property
    def is_shared(self) -> bool:
        """True, as several programs may use the same server."""
        return True

    @property
    def changes(self) -> int:
        """Another number each time, as another program may have changed what was read."""
        return next(self._reads)

    async def can_be_opened(self) -> bool:
        """Return True, as only an attempt can show it."""
        return True

    async def reopen(self) -> bool:
        """Try again to open it if it has a problem, and return True if it has none now."""
        async with self._opening:
            if self.is_to_be_opened:
                await self._open()
            return self.problem is None

    async def is_writable(self) -> bool:
        """Write to the database without changing it, and return True if it is written."""
        try:
            async with self.begin() as connection:
                await connection.run_sync(_write_nothing)
        except (OSError, SQLAlchemyError):
            return False
        return True

    async def size(self) -> int | None:
        """Return the size of the database, None if it cannot be read."""
        query = text("SELECT pg_database_size(current_database())")
        try:
            return await self.reader.run(lambda one: int(one.execute(query).scalar_one()))
        except (OSError, SQLAlchemyError):
            return None

    async def examine(self) -> Examination:
        """Return what there is to say of a journal that is not open, and close every connection.

        Raises:
            JournalError: It cannot be read, or a later version has written it.
        """
        try:
            with _reached():
                async with self._engine.connect() as connection:
                    return await connection.run_sync(_examined)
        except _OPENING_ERRORS as error:
            raise journal_error(self._name, error) from error
        finally:
            await self._disconnect()

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection for reading."""
        self._check_open()
        with _reached():
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction: committed at the end of the context, rolled back on an error."""
        self._check_open()
        with _reached():
            async with self._engine.begin() as connection:
                yield connection

    async def erase_deleted(self) -> None:
        """Do nothing: the server's VACUUM frees what deleted rows take, to be overwritten."""

    async def _open(self) -> None:
        self.is_open = False
        try:
            async with self._long.begin() as connection:
                await connection.run_sync(migrate_shared)
            self.is_open = True
            await self._check_writable()
            self.problem = None
        except _OPENING_ERRORS as error:
            self.problem = journal_error(self._name, error)
            self.is_open = self.is_open and _state(error) == _READ_ONLY
            if not self.is_open:
                await self._disconnect()

    async def _check_writable(self) -> None:
        async with self._engine.begin() as connection:
            await connection.run_sync(_write_nothing)

    async def _be_open(self) -> None:
        self._check_open()

    async def _may_appear(self) -> bool:
        return True

    def _note(self, connection: DBAPIConnection, _: object) -> None:
        self._opened.add(connection.driver_connection)

    async def _disconnect(self) -> None:
        """Close every connection, at once those of a server that is silent."""
        parting = [one.close(timeout=1) for one in self._opened if not one.is_closed()]
        await asyncio.gather(*parting, return_exceptions=True)
        for engine in (self._engine, self._long):
            await engine.dispose(close=False)


class _ServerReader(Reader):
    """Reads on connections of an engine; after an outage that is over, at the second attempt.

    Args:
        engine: The engine.
        check: Called before each reading; raises an error if there is no database.
    """

    def __init__(self, engine: AsyncEngine, check: Callable[[], None]) -> None:
        self._engine = engine
        self._check = check
        self._is_closed = False

    async def run(self, work: Work[Result]) -> Result:
        """Return what *work* reads."""
        self._check()
        if self._is_closed:
            raise ClosedError
        try:
            with uncounted():
                return await self._read(work)
        except (DBAPIError, UnreachableError) as error:
            # Whoever waits has waited long enough for one that is silent.
            if not _may_pass(error) or isinstance(error.__cause__, TimeoutError):
                raise
        return await self._read(work)

    def close(self) -> None:
        """Read nothing more."""
        self._is_closed = True

    async def _read(self, work: Work[Result]) -> Result:
        with _reached():
            async with self._engine.connect() as connection:
                return await connection.run_sync(work)


class _ServerCommitter:
    """Commits writes on connections of an engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def commit(self, works: list[Work[Any]]) -> list[Any]:
        """Commit writes together; if one fails, again, each under a savepoint."""
        try:
            try:
                with uncounted():
                    return await self._together(lambda one: [work(one) for work in works])
            except Exception as error:
                if self.may_pass(error):
                    raise
            return await self._together(
                lambda connection: [_under_savepoint(connection, work) for work in works]
            )
        except Exception as error:
            if self.may_pass(error):
                await asyncio.sleep(_PAUSE)
            raise

    async def _together(self, work: Work[list[Any]]) -> list[Any]:
        with _reached():
            async with self._engine.begin() as connection:
                return await connection.run_sync(work)

    def may_pass(self, error: Exception) -> bool:
        """Return True for an outage, or a conflict with another transaction."""
        return _may_pass(error)

    def close(self) -> None:
        """Do nothing; the connections are the database's."""


def _under_savepoint(connection: Connection, work: Work[Any]) -> Any:
    """Return the result of a write, or its error if it fails and has changed nothing."""
    try:
        with connection.begin_nested():
            return work(connection)
    except Exception as error:
        if _may_pass(error):
            raise
        return error


@contextmanager
def _reached() -> Iterator[None]:
    """Raise what the network does to a connection as an error of the journal.

    Raises:
        UnreachableError: The server cannot be reached, or has been silent for too long.
    """
    try:
        yield
    except ClosedError:
        raise
    except OSError as error:
        raise UnreachableError(error) from error


def _engine(url: str, seconds: float, connections: int) -> AsyncEngine:
    """Return an engine whose statements end within some seconds."""
    engine = create_async_engine(
        url,
        connect_args={
            "timeout": _CONNECT_SECONDS,
            "command_timeout": seconds,
            "server_settings": {"application_name": "yinju", "timezone": "UTC"},
        },
        pool_size=connections,
        max_overflow=connections if connections > 1 else 0,
        pool_timeout=seconds,
        pool_pre_ping=True,
        # Errors are logged, and must not contain what people ask.
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", partial(limit, seconds))
    event.listen(engine.sync_engine, "handle_error", count_failure)
    event.listen(engine.sync_engine, "before_cursor_execute", storable, retval=True)
    return engine


def _examined(connection: Connection) -> Examination:
    newest, *older = known_versions()
    version = MigrationContext.configure(connection).get_current_revision()
    if version is None:
        return Examination(None, newest, is_wal=True)
    if version not in {newest, *older}:
        raise NewerSchemaError
    is_aside = inbox.c.state == State.SET_ASIDE
    counted = (
        select(func.count()).select_from(questions),
        select(func.count()).select_from(inbox).where(is_aside),
    )
    asked, aside = (int(connection.execute(one).scalar_one()) for one in counted)
    return Examination(version, newest, is_wal=True, questions=asked, set_aside=aside)


def _write_nothing(connection: Connection) -> None:
    """Change a row to what it is."""
    connection.execute(text("UPDATE alembic_version SET version_num = version_num"))


def _state(error: BaseException) -> str:
    """Return the SQLSTATE of an error, or nothing."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")


def _may_pass(error: Exception) -> bool:
    """Return True for an error of the connection, of another transaction, or of a migration."""
    if isinstance(error, DBAPIError):
        is_of_connection = error.connection_invalidated or _state(error).startswith(_PASSING)
        # A statement that was prepared before a migration is prepared anew the next time.
        return is_of_connection or isinstance(error, NotSupportedError)
    return isinstance(error, UnreachableError)
