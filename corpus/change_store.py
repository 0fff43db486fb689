"""The record of a collection's changes: a SQLite database with the files before and after each.

A change is first recorded, then carried out, then marked as done; the record of one that fails is
dropped. The database is locked from its opening to its closing, so that processes wait for each
other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from corpus.message import ReportedError, system_error
from corpus.recorded_change import Change, ChangedFile, Draft, Edit, State

KEPT = 10
"""Number of changes, the newest, whose files before and after are stored; they can be undone."""

Contents = tuple[str, bytes | None, bytes | None]
"""The name of a file, and its content before and after a change; None if there is no file."""

_FILE = "changes.sqlite3"

_BUSY_SECONDS = 30
"""Seconds to wait for another process; one change of many large files may take that long."""

_LOOK_SECONDS = 1
"""Seconds to wait for a change in order to look whose changes there are."""

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS changes (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        by TEXT NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        undoes INTEGER,
        is_done INTEGER NOT NULL DEFAULT 0,
        is_undone INTEGER NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE IF NOT EXISTS files (
        change INTEGER NOT NULL REFERENCES changes,
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        before BLOB,
        after BLOB,
        PRIMARY KEY (change, name)
    )""",
    """CREATE TABLE IF NOT EXISTS edits (
        change INTEGER PRIMARY KEY REFERENCES changes,
        field TEXT NOT NULL,
        before TEXT,
        after TEXT
    )""",
)


_DROP_QUESTIONS = """
WITH RECURSIVE taught(number) AS (
  SELECT number FROM changes WHERE kind IN ('example', 'scope')
  UNION SELECT changes.number FROM changes JOIN taught ON changes.undoes = taught.number)
UPDATE changes SET subject = '' WHERE number <= ? AND number IN taught
"""
"""The subject of what was taught by a question is the question, which somebody asked."""


class ChangesError(ReportedError):
    """A change cannot be made, undone or recorded; the message says why."""


def record(database: sqlite3.Connection, draft: Draft, files: Iterable[Contents]) -> int:
    """Record a change that is to be carried out, and return its number."""
    rows = [(name, _state(before, after), before, after) for name, before, after in files]
    with _transaction(database):
        number = database.execute(
            "INSERT INTO changes (at, by, kind, subject, undoes) VALUES (?, ?, ?, ?, ?)",
            [_now(), draft.by, draft.kind, draft.subject, draft.undoes],
        ).lastrowid
        database.executemany(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?)", [(number, *row) for row in rows]
        )
        if edit := draft.edit:
            database.execute(
                "INSERT INTO edits VALUES (?, ?, ?, ?)",
                [number, edit.field, edit.before, edit.after],
            )
    return number or 0


def pending(database: sqlite3.Connection) -> int | None:
    """Return the number of the change that is recorded and not done, None if all are."""
    row = database.execute("SELECT number FROM changes WHERE NOT is_done").fetchone()
    return row[0] if row else None


def contents(database: sqlite3.Connection, number: int) -> list[Contents]:
    """Return the files of a change, before and after it."""
    rows = database.execute("SELECT name, before, after FROM files WHERE change = ?", [number])
    return rows.fetchall()


def newest(database: sqlite3.Connection, limit: int, before: int | None) -> list[int]:
    """Return the numbers of changes, the newest first, all lower than *before* if it is given.

    Here and in `count`, a change counts once it is done.
    """
    rows = database.execute(
        "SELECT number FROM changes WHERE is_done AND (? IS NULL OR number < ?)"
        " ORDER BY number DESC LIMIT ?",
        [before, before, limit],
    )
    return [number for (number,) in rows]


def later_contents(
    database: sqlite3.Connection, number: int, name: str
) -> list[tuple[int, bytes | None, bytes | None]]:
    """Return the changes of a file since another one, the oldest first.

    Of each there is its number, and the file's content before and after it.
    """
    rows = database.execute(
        "SELECT number, before, after FROM changes JOIN files ON change = number"
        " WHERE number > ? AND name = ? ORDER BY number",
        [number, name],
    )
    return rows.fetchall()


def read(database: sqlite3.Connection, number: int) -> Change:
    """Return a change by its number."""
    at, by, kind, subject, undoes, is_undone = database.execute(
        "SELECT at, by, kind, subject, undoes, is_undone FROM changes WHERE number = ?", [number]
    ).fetchone()
    rows = database.execute(
        "SELECT name, state FROM files WHERE change = ? ORDER BY rowid", [number]
    )
    files = tuple(ChangedFile(*row) for row in rows)
    row = database.execute(
        "SELECT field, before, after FROM edits WHERE change = ?", [number]
    ).fetchone()
    return Change(
        number,
        datetime.fromisoformat(at),
        by,
        kind,
        subject,
        files,
        bool(is_undone),
        undoes,
        Edit(*row) if row else None,
    )


def mark_done(database: sqlite3.Connection, number: int) -> None:
    """Mark a change as done, and what it undid as undone; drop what is too old."""
    with _transaction(database):
        database.execute("UPDATE changes SET is_done = 1 WHERE number = ?", [number])
        database.execute(
            "UPDATE changes SET is_undone = 1"
            " WHERE number = (SELECT undoes FROM changes WHERE number = ?)",
            [number],
        )
        database.execute(  # What had been undone by a change that is undone now is done again.
            "UPDATE changes SET is_undone = 0 WHERE number = (SELECT earlier.undoes"
            " FROM changes JOIN changes AS earlier ON changes.undoes = earlier.number"
            " WHERE changes.number = ?)",
            [number],
        )
        database.execute(
            "UPDATE files SET before = NULL, after = NULL WHERE change <= ?", [number - KEPT]
        )
        database.execute(_DROP_QUESTIONS, [number - KEPT])


def drop(database: sqlite3.Connection, number: int) -> None:
    """Remove the record of a change that could not be carried out."""
    with _transaction(database):
        database.execute("DELETE FROM files WHERE change = ?", [number])
        database.execute("DELETE FROM edits WHERE change = ?", [number])
        database.execute("DELETE FROM changes WHERE number = ?", [number])


def count(database: sqlite3.Connection) -> int:
    """Return the number of all changes, which is that of the newest."""
    (number,) = database.execute("SELECT max(number) FROM changes WHERE is_done").fetchone()
    return number or 0


def changes_by(store: Path, account: str) -> tuple[Change, ...]:
    """Return all changes by one account in a store, the oldest first.

    Raises:
        ChangesError: The database cannot be read, or is locked by a change.
    """
    if not is_begun(store):
        return ()
    address = f"{(store / _FILE).resolve().as_uri()}?mode=rw"  # It never makes the file.
    with _reported(store), closing(sqlite3.connect(address, _LOOK_SECONDS, uri=True)) as database:
        rows = database.execute("SELECT number FROM changes WHERE by = ?", [account]).fetchall()
        return tuple(read(database, number) for (number,) in rows)


def forget_account(store: Path, account: str) -> int:
    """Leave of an account only its kind, as in "telegram", in a store; return how many had it.

    Raises:
        ChangesError: The database cannot be read or written, or is locked by a change.
    """
    if not changes_by(store, account):  # Most have made none, and need not wait for the lock.
        return 0
    kind = account.partition(":")[0]
    with opened(store) as database, _transaction(database):
        made = database.execute("UPDATE changes SET by = ? WHERE by = ?", [kind, account])
        return made.rowcount


def is_begun(store: Path) -> bool:
    """Return False before the first change, so that who only looks makes no file of theirs."""
    try:
        (store / _FILE).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # Opening it says why.
        return True
    return True


@contextmanager
def opened(store: Path) -> Iterator[sqlite3.Connection]:
    """Open the database of a store, locked until the block is left.

    Raises:
        ChangesError: It cannot be opened, read or written.
    """
    try:
        store.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ChangesError(
            "{folder} cannot be written: {reason}",
            folder=str(store),
            reason=system_error(error),
        ) from error
    with _reported(store), closing(_connect(store / _FILE)) as database:
        yield database


@contextmanager
def _reported(store: Path) -> Iterator[None]:
    """Turn errors of the database into ones that say where it is, and the way out."""
    try:
        yield
    except sqlite3.Error as error:
        raise ChangesError(
            "the record of changes in {folder} cannot be used: {reason}; if it is damaged,"
            " move it away",
            folder=str(store),
            reason=str(error),
        ) from error


def _connect(file: Path) -> sqlite3.Connection:
    """Open a database and lock it against other processes until it is closed.

    Raises:
        sqlite3.Error: It cannot be opened, or another process has kept it locked for too long.
    """
    database = sqlite3.connect(file, _BUSY_SECONDS, isolation_level=None)
    try:
        database.execute("PRAGMA auto_vacuum = FULL")
        database.execute("PRAGMA secure_delete = ON")
        with _transaction(database):
            # From now on also between transactions. Set before, it would keep the lock of a reader
            # while this waits for that of a writer, who may wait for the reader in turn.
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            for statement in _SCHEMA:
                database.execute(statement)
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN EXCLUSIVE")
    with database:
        yield


def _state(before: bytes | None, after: bytes | None) -> State:
    if before is None:
        return "added"
    return "changed" if after is not None else "removed"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
