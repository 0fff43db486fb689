"""The journal's database as it is, read without being opened for writing, migrated or locked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.journal import NewerSchemaError, journal_error
from bot.journal.migration import known_versions
from bot.journal.schema import State

_HEADER, _READ_VERSION = 20, 19
"""The bytes of a database's header that are read, the last of which is 2 where there is a
write-ahead log (https://sqlite.org/fileformat2.html)."""

_PATIENCE = 1
"""Seconds to wait for a program that keeps everybody else from reading."""


@dataclass(frozen=True, slots=True)
class Examination:
    """The findings about a journal.

    Attributes:
        version: The version of its schema; None if it has no tables yet.
        newest: The version that the program brings it to.
        is_wal: True if SQLite keeps a write-ahead log, as the program asks it to.
        broken: Number of rows that refer to rows which do not exist.
        questions: Number of questions.
        set_aside: Number of updates that could not be handled.
    """

    version: str | None
    newest: str
    is_wal: bool
    broken: int = 0
    questions: int = 0
    set_aside: int = 0


def examine(journal: Path) -> Examination:
    """Read a journal, check that it is whole, and return what there is to say.

    This is for a process that has not opened the journal: it reads the file's first bytes, and
    closing that would end the locks which SQLite holds for the process.

    Raises:
        JournalError: It cannot be read, is damaged, or a later version has written it.
    """
    try:
        with journal.open("rb") as file:
            is_wal = file.read(_HEADER)[_READ_VERSION:] == b"\2"
        with closing(_open(journal)) as connection:
            return _examine(connection, is_wal=is_wal)
    except (OSError, sqlite3.Error, NewerSchemaError) as error:
        raise journal_error(str(journal), error) from error


def _open(journal: Path) -> sqlite3.Connection:
    """Open a journal for reading.

    Where there is no write-ahead log, no program has it open, and SQLite is told that nothing
    changes: it would make the log's files otherwise, as whoever looks.
    """
    has_log = journal.with_name(f"{journal.name}-wal").exists()
    query = "mode=ro" if has_log else "mode=ro&immutable=1"
    address = f"{journal.absolute().as_uri()}?{query}"
    return sqlite3.connect(address, _PATIENCE, isolation_level=None, uri=True)


def _examine(connection: sqlite3.Connection, *, is_wal: bool) -> Examination:
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        damage = sqlite3.DatabaseError(found)
        damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damage
    versions = known_versions()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    if "alembic_version" not in tables:
        return Examination(None, versions[0], is_wal)
    (version,) = connection.execute("SELECT max(version_num) FROM alembic_version").fetchone()
    if version not in versions:
        raise NewerSchemaError
    broken = len(connection.execute("PRAGMA foreign_key_check").fetchall())
    (questions,) = connection.execute("SELECT count(*) FROM questions").fetchone()
    aside = 0
    if "inbox" in tables:  # Which the first versions did not have.
        counted = "SELECT count(*) FROM inbox WHERE state = ?"
        (aside,) = connection.execute(counted, (State.SET_ASIDE,)).fetchone()
    return Examination(version, versions[0], is_wal, broken, questions, aside)
