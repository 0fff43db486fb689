"""Statements that are run for each question: compiled once, and run by SQLite's own driver."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

from bot import metrics
from bot.journal import code_of

_DIALECT = sqlite.dialect(paramstyle="named")


class Statement:
    """A statement that is compiled once.

    SQLAlchemy prepares each execution anew, which takes several times as long as SQLite does.

    Args:
        clause: The statement. What it returns are texts and numbers.
    """

    def __init__(self, clause: ClauseElement) -> None:
        compiled: Any = clause.compile(dialect=_DIALECT)
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
            DBAPIError: SQLite has an error.
        """
        return self._run(connection, values)[0]

    def change(self, connection: Connection, **values: object) -> int:
        """Run the statement and return the number of rows that it has changed.

        Raises:
            DBAPIError: SQLite has an error.
        """
        return self._run(connection, values)[1]

    def _run(
        self, connection: Connection, values: dict[str, object]
    ) -> tuple[list[tuple[Any, ...]], int]:
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


BEGIN = Statement(text("BEGIN IMMEDIATE"))
COMMIT = Statement(text("COMMIT"))
ROLLBACK = Statement(text("ROLLBACK"))


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
