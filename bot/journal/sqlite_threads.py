"""Threads that read and write a SQLite database, with the driver's own synchronous connections."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.journal.statements import BEGIN, COMMIT, ROLLBACK, count_error, uncounted
from bot.journal.transactions import Reader, Result, Work

_BUSY = ("database is locked", "database table is locked")


class ThreadReader(Reader):
    """Threads that read; in write-ahead mode they never wait for a writer.

    Args:
        engine: The database.
        check: Called before each reading; raises an error if there is no database.
        threads: Number of threads.
    """

    def __init__(self, engine: Engine, check: Callable[[], None], threads: int = 2) -> None:
        self._engine = engine
        self._check = check
        self._executor = ThreadPoolExecutor(threads, "journal-reader")

    async def run(self, work: Work[Result]) -> Result:
        """Return what *work* reads."""
        self._check()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._read, work)

    def close(self) -> None:
        """End the threads."""
        self._executor.shutdown(wait=False)

    def _read(self, work: Work[Result]) -> Result:
        with self._engine.connect() as connection:
            return work(connection)


class ThreadCommitter:
    """A thread that commits writes to a database.

    Args:
        engine: The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._executor = ThreadPoolExecutor(1, "journal-writer")

    async def commit(self, works: list[Work[Any]]) -> list[Any]:
        """Commit writes together, and return the result or the error of each."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._commit, works)

    def may_pass(self, error: Exception) -> bool:
        """Return True for an error that another program's writing causes."""
        return is_busy(error)

    def close(self) -> None:
        """End the thread."""
        self._executor.shutdown(wait=False)

    def _commit(self, works: list[Work[Any]]) -> list[Any]:
        with self._engine.connect() as connection:
            BEGIN.change(connection)
            try:
                with uncounted():
                    results = [work(connection) for work in works]
            except Exception as error:
                if not _in_transaction(connection):
                    if isinstance(error, DBAPIError):
                        count_error(error)
                    raise
                ROLLBACK.change(connection)
                BEGIN.change(connection)
                results = [_under_savepoint(connection, work) for work in works]
            COMMIT.change(connection)
            return results


def _under_savepoint(connection: Connection, work: Work[Any]) -> Any:
    """Return the result of a write, or its error if it fails and has changed nothing."""
    connection.exec_driver_sql("SAVEPOINT one")
    try:
        result = work(connection)
    except Exception as error:
        if not _in_transaction(connection):
            raise
        connection.exec_driver_sql("ROLLBACK TO one")
        result = error
    connection.exec_driver_sql("RELEASE one")
    return result


def _in_transaction(connection: Connection) -> bool:
    """Return False if SQLite has rolled back everything by itself, as on a full disk."""
    driver = connection.connection.driver_connection
    return driver is not None and bool(driver.in_transaction)


def is_busy(error: Exception) -> bool:
    """Return True for an error that another program's writing causes."""
    return isinstance(error, OperationalError) and str(error.orig).startswith(_BUSY)
