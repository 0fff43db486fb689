"""Statements that both kinds of databases run, and those that SQLite's own driver runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

from bot import metrics
from bot.journal import code_of

_DIALECT = sqlite.dialect(paramstyle="named")

POSTGRESQL = "postgresql"
"""SQLAlchemy's name of the other kind of database."""


def insert_into(table: Table, dialect: str = _DIALECT.name) -> sqlite.Insert:
    """Return an INSERT that can say what to do with a row that is there.

    Args:
        table: The table.
        dialect: SQLAlchemy's name of the kind of database; both have the same methods.
    """
    if dialect != POSTGRESQL:
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return cast("sqlite.Insert", postgresql.insert(table))


def put(
    connection: Connection,
    table: Table,
    key: Mapping[str, object],
    row: Mapping[str, object],
    only: Collection[str] = (),
) -> None:
    """Insert a row, or change the one that has its key.

    Args:
        connection: The connection.
        table: The table.
        key: The values of its primary key.
        row: The other values.
        only: Names of those to change where the row is there; without any, all.
    """
    statement = insert_into(table, connection.dialect.name).values(**key, **row)
    changed = {name: row[name] for name in only or row}
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed))


def time_on(connection: Connection) -> datetime:
    """Return the time by the clock of a server, else by the program's."""
    if connection.dialect.name != POSTGRESQL:
        return datetime.now(UTC)
    at: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return at


class Statement:
    """A statement that is compiled once for SQLite, where it is run by the driver.

    SQLAlchemy prepares each execution anew, which takes several times as long as SQLite does.

    Args:
        clause: The statement, or what makes it for a kind of database. What it returns are texts
            and numbers.
    """

    def __init__(self, clause: ClauseElement | Callable[[str], ClauseElement]) -> None:
        self._make = clause if callable(clause) else lambda _: clause
        self._shared: Any = None
        compiled: Any = self._make(_DIALECT.name).compile(dialect=_DIALECT)
        self._sql = str(compiled)
        self._fixed: dict[str, object] = {}
        self._writers: dict[str, Callable[[Any], object]] = {}
        for name, parameter in compiled.binds.items():
            if not parameter.required:
                self._fixed[name] = parameter.value
            if writer := parameter.type.dialect_impl(_DIALECT).bind_processor(_DIALECT):
                self._writers[name] = writer

    def rows(self, connection: Connection, **values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query.

        Raises:
            DBAPIError: The database has an error.
        """
        return self._run(connection, values)[0]

    def change(self, connection: Connection, **values: object) -> int:
        """Run the statement and return the number of rows that it has changed.

        Raises:
            DBAPIError: The database has an error.
        """
        return self._run(connection, values)[1]

    def _run(
        self, connection: Connection, values: dict[str, object]
    ) -> tuple[list[tuple[Any, ...]], int]:
        if connection.dialect.name == POSTGRESQL:
            return self._run_shared(connection, values)
        given = self._fixed | values
        for name, writer in self._writers.items():
            given[name] = writer(given[name])
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - for the type checker
        try:
            cursor = driver.execute(self._sql, given)
            return cursor.fetchall(), cursor.rowcount
        except sqlite3.Error as error:
            count_error(error)
            # Without the values, as what people ask must not be logged.
            raise DBAPIError.instance(None, None, error, sqlite3.Error) from error

    def _run_shared(
        self, connection: Connection, values: dict[str, object]
    ) -> tuple[list[tuple[Any, ...]], int]:
        if self._shared is None:
            self._shared = self._make(POSTGRESQL)
        result = connection.execute(self._shared, values)
        rows = [tuple(row) for row in result] if result.returns_rows else []
        return rows, result.rowcount


def insert_once(table: Table) -> Statement:
    """Return the statement that inserts a row; on a server, nothing if its key is there.

    It is for keys that nobody else has: a row is then there if the connection broke right after
    a commit, which is tried again.
    """

    def make(kind: str) -> ClauseElement:
        statement = insert_into(table, kind)
        return statement.on_conflict_do_nothing() if kind == POSTGRESQL else statement

    return Statement(make)


BEGIN = Statement(text("BEGIN IMMEDIATE"))
COMMIT = Statement(text("COMMIT"))
ROLLBACK = Statement(text("ROLLBACK"))


def begin_snapshot(connection: Connection) -> None:
    """Have all that is read on a connection, which has read nothing yet, be of one moment."""
    is_shared = connection.dialect.name == POSTGRESQL
    words = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ" if is_shared else "BEGIN"
    connection.exec_driver_sql(words)


_is_counted: ContextVar[bool] = ContextVar("is_counted", default=True)


@contextmanager
def uncounted() -> Iterator[None]:
    """Count no error in the context: what fails there is tried again, or counted by the caller."""
    token = _is_counted.set(False)
    try:
        yield
    finally:
        _is_counted.reset(token)


def count_error(error: BaseException) -> None:
    """Count an error of the database, but not each attempt while another program writes."""
    if _is_counted.get() and code_of(error) != sqlite3.SQLITE_BUSY:
        metrics.JOURNAL_ERRORS.inc()
