"""The journal: questions, their answers, feedback, chats and policies, in one database."""

from __future__ import annotations

import sqlite3

from corpus.message import Message, ReportedError

_CAUSES = {
    sqlite3.SQLITE_BUSY: Message(
        "The journal {file} is locked by another program; close it, or wait until it is done."
    ),
    sqlite3.SQLITE_CORRUPT: Message(
        "The journal {file} is damaged; put a backup in its place, or move it away to begin a "
        "new one (BOT_DATABASE_URL)."
    ),
    sqlite3.SQLITE_FULL: Message(
        "The disk is full, and nothing can be written to the journal {file}; make room."
    ),
    sqlite3.SQLITE_NOTADB: Message(
        "{file} is no journal; move it away to begin a new one, or name another file "
        "(BOT_DATABASE_URL)."
    ),
    sqlite3.SQLITE_READONLY: Message(
        "The journal {file} cannot be written, only read; the file and its folder must be "
        "writable (BOT_DATABASE_URL)."
    ),
}
"""What people are told of SQLite's errors, by SQLite's primary codes."""


class NewerSchemaError(Exception):
    """The database has the schema of a later version of the program."""


class JournalError(ReportedError):
    """The journal's database cannot be opened, or not be written."""

    def __init__(self, database: str | None, error: Exception) -> None:
        file = str(database)
        if isinstance(error, NewerSchemaError):
            super().__init__(
                "A newer version of Yinju has written the journal {file}; run that version, or "
                "name another file (BOT_DATABASE_URL).",
                file=file,
            )
        elif known := _CAUSES.get(code_of(error)):
            super().__init__(known.template, file=file)
        else:
            super().__init__(
                "The journal {file} cannot be opened (BOT_DATABASE_URL): {reason}",
                file=file,
                reason=cause_of(error),
            )


def cause_of(error: Exception) -> str:
    """Return the driver's message of a database error, without the lines about its statement."""
    return str(getattr(error, "orig", None) or error)


def code_of(error: Exception) -> int:
    """Return SQLite's primary code of a database error, or 0 if there is none."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else 0
