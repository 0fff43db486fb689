"""A database server with the passages of a collection: its connections, and its outages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    create_engine,
    insert,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionError
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

from corpus.message import ReportedError
from retrieval.index.searcher import UnavailableError

PATIENCE = 5.0
"""Seconds of an outage during which what is asked waits for its end: a server that was killed is
back within them. After that each attempt is the only one, so that nobody waits for an answer."""

_PAUSE = 0.2
"""Seconds between two attempts."""

_CONNECT_SECONDS = 3
"""Seconds in which a server must accept a connection."""

_READ_SECONDS = 10
"""Seconds in which a server must answer while somebody waits."""

_STATEMENT_SECONDS = 86_400
"""Seconds that a statement of a publication may take; the server's own limit is ten."""

_CONNECTIONS = 8
"""Number of connections that are kept."""

_LOCK = Table(
    "yinju_lock", MetaData(), Column("id", Integer, primary_key=True, autoincrement=False)
)
"""The table whose one row is locked by who publishes. A lock by GET_LOCK would outlive it: this
server does not release it when the connection ends."""

_LOCKED = (1205, 3572)
"""The errors of NOWAIT: that of this server, and that of MySQL."""

Result = TypeVar("Result")
Work = Callable[[Connection], Result]
"""Statements to run on a connection."""


class BusyError(ReportedError):
    """Another program publishes at the same time."""


class SearchDatabase:
    """A database server that speaks MySQL's protocol.

    Each statement is a transaction of its own, except in `change`.

    Args:
        url: Its SQLAlchemy URL.
        patience: Seconds of an outage during which what is asked waits for its end.

    Raises:
        ValueError: It is no URL.
        ModuleNotFoundError: The driver is not installed.
    """

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        try:
            address = make_url(url).set(drivername="mysql+pymysql")
        except ArgumentError as error:
            raise ValueError(str(error)) from error
        self._engine = create_engine(
            address,
            isolation_level="AUTOCOMMIT",
            pool_size=_CONNECTIONS,
            max_overflow=_CONNECTIONS,
            pool_timeout=_READ_SECONDS,
            pool_reset_on_return=None,
            connect_args={
                "charset": "utf8mb4",
                "connect_timeout": _CONNECT_SECONDS,
                "read_timeout": _READ_SECONDS,
                "write_timeout": _READ_SECONDS,
            },
        )
        self._publishing = create_engine(
            address,
            isolation_level="AUTOCOMMIT",
            connect_args={
                "charset": "utf8mb4",
                "connect_timeout": _CONNECT_SECONDS,
                "init_command": f"SET ob_query_timeout = {_STATEMENT_SECONDS * 1_000_000}",
            },
        )
        self._together = self._publishing.execution_options(isolation_level="READ COMMITTED")
        self._patience = patience
        self._failing_since: float | None = None

    def read(self, work: Work[Result]) -> Result:
        """Run statements that only read; in an outage that begins they are run again.

        Raises:
            UnavailableError: The server does not answer, or a table is gone.
        """
        attempts = Retrying(
            stop=stop_after_delay(self._patience_left()),
            wait=wait_fixed(_PAUSE),
            retry=retry_if_exception(_may_pass),
            reraise=True,
        )
        with _reported():
            result: Result = attempts(self._read_once, work)
        self._failing_since = None
        return result

    def rows(self, wanted: Select[Any], values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Return the rows of a query with these values; see `read`."""
        return self.read(lambda connection: connection.execute(wanted, values).all())

    def write(self, work: Work[Result]) -> Result:
        """Run statements of a publication, however long they take; each is a transaction.

        Raises:
            UnavailableError: The server does not answer, or refuses a statement.
        """
        with _reported(), self._publishing.connect() as connection:
            return work(connection)

    def change(self, work: Work[Result]) -> Result:
        """Run statements in one transaction.

        Raises:
            UnavailableError: The server does not answer, or refuses a statement.
        """
        with _reported(), self._together.begin() as connection:
            return work(connection)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other programs from publishing; the server lets them when this one ends.

        Raises:
            BusyError: Another program publishes.
            UnavailableError: The server does not answer.
        """
        self.write(_make_lock)
        with _reported():
            connection = self._together.connect()
        with connection:
            try:
                connection.execute(select(_LOCK).with_for_update(nowait=True))
            except SQLAlchemyError as error:
                if _is_locked(error):
                    raise BusyError(
                        "another program is publishing; wait until it has finished"
                    ) from error
                raise _unavailable(error) from error
            try:
                yield
            finally:
                with suppress(SQLAlchemyError):
                    connection.rollback()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
        self._publishing.dispose()

    def _read_once(self, work: Work[Result]) -> Result:
        try:
            with self._engine.connect() as connection:
                return work(connection)
        except SQLAlchemyError as error:
            if self._failing_since is None and _may_pass(error):
                self._failing_since = time.monotonic()
            raise

    def _patience_left(self) -> float:
        since = self._failing_since
        return self._patience if since is None else since + self._patience - time.monotonic()


def _make_lock(connection: Connection) -> None:
    """Make the row that is locked, unless it is there."""
    _LOCK.create(connection, checkfirst=True)
    if connection.scalar(select(_LOCK.c.id)) is None:
        connection.execute(insert(_LOCK).values(id=1).prefix_with("IGNORE"))


def _is_locked(error: SQLAlchemyError) -> bool:
    """Return True for the error of a row that another transaction has locked."""
    return (
        isinstance(error, OperationalError)
        and error.orig is not None
        and (error.orig.args[0] in _LOCKED)
    )


def _may_pass(error: BaseException) -> bool:
    """Return True for an error of the server or the way to it, False for one of the statement."""
    if isinstance(error, NoConnectionError):
        return True
    return isinstance(error, DBAPIError) and not isinstance(error, ProgrammingError)


@contextmanager
def _reported() -> Iterator[None]:
    """Report a failure of the database as one that readers and publishers understand."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _unavailable(error) from error


def _unavailable(error: SQLAlchemyError) -> UnavailableError:
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    parts = getattr(cause, "args", ()) or (str(cause),)
    return UnavailableError(
        "the database of BOT_ENGINE_URL does not answer: {reason}", reason=str(parts[-1])
    )
