"""The changes of a collection: each is carried out whole, recorded, and undone when asked for.

They stand in a SQLite database in a folder outside the collection. A change is recorded with its
files before and after it, then carried out, then marked as done. Meanwhile the database is locked,
so that processes wait for each other. A change that was interrupted is completed at the next use.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Literal

from corpus.message import ReportedError, system_error
from corpus.reverting import reverted
from corpus.writing import write_whole

KEPT = 10
"""Number of changes, the newest, whose files before and after are stored; they can be undone."""

Kind = Literal["add", "replace", "remove", "edit", "example", "word", "scope", "undo"]

State = Literal["added", "changed", "removed"]

Content = bytes | None | Callable[[bytes | None], bytes | None]
"""The content of a file, None for no file, or a function that returns it for the current one."""

_FILE = "changes.sqlite3"

_BUSY_SECONDS = 30
"""Seconds to wait for another process; one change of many large files may take that long."""

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
)


class ChangesError(ReportedError):
    """A change cannot be made, undone or recorded; the message says why."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file of a change, relative to the collection."""

    name: str
    state: State


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was carried out, without the contents of its files.

    `by` is an account such as "telegram:123" or "shell:root", `subject` the title of the article,
    or the word taught. `undoes` is the number of the change that it undid.
    """

    number: int
    at: datetime
    by: str
    kind: Kind
    subject: str
    files: tuple[ChangedFile, ...]
    undone: bool
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is recorded of a change besides its files."""

    kind: Kind
    subject: str
    by: str
    undoes: int | None = None


class ChangeLog:
    """The changes of one collection.

    Args:
        collection: The folder of the articles.
        store: The folder for the database, which must not be in the collection.
    """

    def __init__(self, collection: Path, store: Path) -> None:
        self.collection = collection
        self._store = store

    def apply(self, kind: Kind, subject: str, by: str, files: Mapping[str, Content]) -> Change:
        """Carry out a change, as a whole or not at all, and record it.

        Args:
            kind: The kind of the change.
            subject: The title of the article, or the word taught.
            by: The account that makes it, such as "telegram:123".
            files: The new contents of files, by their names relative to the collection.

        Raises:
            ChangesError: It cannot be recorded, or a file is outside the collection.
            OSError: A file cannot be read or written.
        """
        with self._locked() as database:
            return self._carry_out(database, _Draft(kind, subject, by), files)

    def undo(self, number: int, by: str) -> Change:
        """Restore the files of a change, which is a change in turn; that can be undone as well.

        Where a TOML file has been changed since, its other tables stay as they are.

        Raises:
            ChangesError: It is none of the last changes, has been undone already, or one of its
                files has been changed since.
            OSError: A file cannot be read or written.
        """
        with self._locked() as database:
            change = _undoable(database, number)
            rows = database.execute(
                "SELECT name, before, after FROM files WHERE change = ?", [number]
            )
            files = {name: partial(_restored, name, before, after) for name, before, after in rows}
            draft = _Draft("undo", change.subject, by, change.number)
            return self._carry_out(database, draft, files)

    def changes(self, limit: int = KEPT, before: int | None = None) -> tuple[Change, ...]:
        """Return changes, the newest first.

        Args:
            limit: Maximum number of changes.
            before: Return only changes with lower numbers than this one.

        Raises:
            ChangesError: The database cannot be read.
        """
        if not _is_begun(self._store):
            return ()
        with self._locked() as database:
            rows = database.execute(
                "SELECT number FROM changes WHERE ? IS NULL OR number < ?"
                " ORDER BY number DESC LIMIT ?",
                [before, before, limit],
            ).fetchall()
            return tuple(_read(database, number) for (number,) in rows)

    def count(self) -> int:
        """Return the number of all changes, which is that of the newest.

        Raises:
            ChangesError: The database cannot be read.
        """
        if not _is_begun(self._store):
            return 0
        with self._locked() as database:
            return _newest(database)

    @contextmanager
    def _locked(self) -> Iterator[sqlite3.Connection]:
        """Open the database, locked, with no change left that was interrupted."""
        with _opened(self._store) as database:
            with suppress(OSError):  # Nobody was told that it is done.
                self._complete(database)
            yield database

    def _carry_out(
        self, database: sqlite3.Connection, draft: _Draft, files: Mapping[str, Content]
    ) -> Change:
        """Record a change, and complete it."""
        contents = []
        for name, content in files.items():
            before = self._read_file(name)
            after = content(before) if callable(content) else content
            if after != before:
                contents.append((name, _state(before, after), before, after))
        with _transaction(database):
            number = database.execute(
                "INSERT INTO changes (at, by, kind, subject, undoes) VALUES (?, ?, ?, ?, ?)",
                [_now(), draft.by, draft.kind, draft.subject, draft.undoes],
            ).lastrowid
            database.executemany(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?)", [(number, *row) for row in contents]
            )
        self._complete(database)
        return _read(database, number)

    def _complete(self, database: sqlite3.Connection) -> None:
        """Carry out the change that is recorded and not done, if there is one.

        A file that is not as it was before the change is left alone: it is done already, or
        somebody has changed it since the process was interrupted.

        Raises:
            OSError: A file cannot be written; all are as they were, and the change is forgotten.
        """
        pending = database.execute("SELECT number FROM changes WHERE NOT is_done").fetchone()
        if pending is None:
            return
        rows = database.execute(
            "SELECT name, before, after FROM files WHERE change = ?", pending
        ).fetchall()
        try:
            for name, before, after in rows:
                self._exchange(name, before, after)
        except OSError:
            for name, before, after in rows:
                with suppress(OSError):
                    self._exchange(name, after, before)
            _forget(database, *pending)
            raise
        _mark_done(database, *pending)

    def _exchange(self, name: str, before: bytes | None, after: bytes | None) -> None:
        """Give a file its new content if it has the old one."""
        if self._read_file(name) != before:
            return
        path = self._path(name)
        if after is None:
            path.unlink()
        else:
            write_whole(path, after)

    def _read_file(self, name: str) -> bytes | None:
        """Return a file's content, None if there is no such file."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None

    def _path(self, name: str) -> Path:
        """Return the path of a file of the collection.

        Raises:
            ChangesError: The file would be outside the collection.
        """
        root, path = self.collection.resolve(), self.collection / PurePosixPath(name)
        inside = (path.parent.resolve() / path.name).is_relative_to(root)
        if not inside or path.name == os.pardir or path.parent.resolve() / path.name == root:
            raise ChangesError("{file} is not in the collection", file=name)
        return path


def changes_by(store: Path, account: str) -> tuple[Change, ...]:
    """Return all changes by one account in a store, the oldest first.

    Raises:
        ChangesError: The database cannot be read.
    """
    if not _is_begun(store):
        return ()
    with _opened(store) as database:
        rows = database.execute("SELECT number FROM changes WHERE by = ?", [account]).fetchall()
        return tuple(_read(database, number) for (number,) in rows)


def forget_account(store: Path, account: str) -> int:
    """Leave of an account only its kind, as in "telegram", in a store; return how many had it.

    Raises:
        ChangesError: The database cannot be written.
    """
    if not _is_begun(store):
        return 0
    kind = account.partition(":")[0]
    with _opened(store) as database, _transaction(database):
        made = database.execute("UPDATE changes SET by = ? WHERE by = ?", [kind, account])
        return made.rowcount


def exchange(name: str, before: bytes | None, after: bytes | None) -> Content:
    """Return the content of a file that must still be as it was when a change was prepared."""

    def content(current: bytes | None) -> bytes | None:
        if current != before:
            raise ChangesError("{file} has been changed meanwhile; try again", file=name)
        return after

    return content


def _is_begun(store: Path) -> bool:
    """Return False before the first change, so that who only looks makes no file of theirs."""
    try:
        (store / _FILE).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # Opening it says why.
        return True
    return True


@contextmanager
def _opened(store: Path) -> Iterator[sqlite3.Connection]:
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
    try:
        with closing(_connect(store / _FILE)) as database:
            yield database
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
        database.execute("PRAGMA locking_mode = EXCLUSIVE")  # Also between transactions.
        with _transaction(database):
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


def _undoable(database: sqlite3.Connection, number: int) -> Change:
    """Return a change that can be undone.

    Raises:
        ChangesError: It does not exist, is too old, or has been undone.
    """
    newest = _newest(database)
    if not 0 < number <= newest:
        raise ChangesError("there is no change {number}", number=number)
    if number <= newest - KEPT:
        raise ChangesError(
            "change {number} is too old to be undone; the last {limit} can be",
            number=number,
            limit=KEPT,
        )
    change = _read(database, number)
    if change.undone:
        raise ChangesError("change {number} has been undone already", number=number)
    return change


def _newest(database: sqlite3.Connection) -> int:
    (number,) = database.execute("SELECT max(number) FROM changes").fetchone()
    return number or 0


def _restored(
    name: str, before: bytes | None, after: bytes | None, current: bytes | None
) -> bytes | None:
    """Return a file's content without a change.

    Raises:
        ChangesError: The file has been changed since.
    """
    if current == after:
        return before
    content = None
    if name.endswith(".toml") and after is not None and current is not None:
        content = reverted(before or b"", after, current)
    if content is None:
        raise ChangesError(
            "{file} has been changed since; undo that first, or change it by hand", file=name
        )
    return content


def _read(database: sqlite3.Connection, number: int | None) -> Change:
    at, by, kind, subject, undoes, is_undone = database.execute(
        "SELECT at, by, kind, subject, undoes, is_undone FROM changes WHERE number = ?", [number]
    ).fetchone()
    rows = database.execute(
        "SELECT name, state FROM files WHERE change = ? ORDER BY rowid", [number]
    )
    files = tuple(ChangedFile(*row) for row in rows)
    return Change(
        number or 0, datetime.fromisoformat(at), by, kind, subject, files, bool(is_undone), undoes
    )


def _mark_done(database: sqlite3.Connection, number: int) -> None:
    """Mark a change as done, and what it undid as undone; drop contents that are too old."""
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


def _forget(database: sqlite3.Connection, number: int) -> None:
    """Remove the record of a change that could not be carried out."""
    with _transaction(database):
        database.execute("DELETE FROM files WHERE change = ?", [number])
        database.execute("DELETE FROM changes WHERE number = ?", [number])


def _state(before: bytes | None, after: bytes | None) -> State:
    if before is None:
        return "added"
    return "changed" if after is not None else "removed"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
