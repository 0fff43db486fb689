"""A copy of the journal, made while the bot runs."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bot.journal import BackupError, cause_of
from corpus.message import system_error

PATIENCE = 30
"""Seconds to wait for a program that keeps everybody else from reading the journal."""


def back_up(journal: Path, copy: Path) -> int:
    """Copy a journal as it is at one moment, check the copy, and return its number of questions.

    The copy is for its owner alone. It appears when it is whole and on the disk.

    Raises:
        BackupError: The copy's name is taken, the journal cannot be read or is damaged, or the
            copy cannot be written.
    """
    if not journal.is_file():
        raise BackupError("There is no journal {file} yet.", file=str(journal))
    if os.path.lexists(copy):
        raise _taken(copy)
    try:
        handle, name = tempfile.mkstemp(dir=copy.absolute().parent, prefix=".", suffix=".part")
        os.close(handle)
        try:
            _copy(journal, Path(name))
            questions = _checked(Path(name))
            _sync(Path(name))
            os.link(name, copy)  # Unlike a rename, it overwrites nothing.
            _sync(copy.absolute().parent)
        finally:
            Path(name).unlink()
    except FileExistsError as error:
        raise _taken(copy) from error
    except OSError as error:
        raise BackupError(
            "{file} cannot be written: {reason}", file=str(copy), reason=system_error(error)
        ) from error
    except sqlite3.Error as error:
        raise BackupError(
            "The journal {file} cannot be copied: {reason}",
            file=str(journal),
            reason=cause_of(error),
        ) from error
    return questions


def _taken(copy: Path) -> BackupError:
    return BackupError("{file} exists already; a backup overwrites nothing.", file=str(copy))


def _copy(journal: Path, copy: Path) -> None:
    end = time.monotonic() + PATIENCE

    def check_time(status: int, _: int, __: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > end:
            raise sqlite3.OperationalError("database is locked")

    address = f"{journal.absolute().as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(address, uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target, progress=check_time)
        target.execute("PRAGMA journal_mode=DELETE")  # So that the copy is one file.


def _checked(copy: Path) -> int:
    """Return the number of questions in a copy.

    Raises:
        sqlite3.Error: The copy is not whole.
    """
    with closing(sqlite3.connect(copy)) as connection:
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        (number,) = connection.execute("SELECT count(*) FROM questions").fetchone()
    return int(number)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
