"""The journal: questions, their answers, feedback, chats and policies, in one database."""

from __future__ import annotations

import sqlite3

from corpus.message import ReportedError, system_error


class NewerSchemaError(Exception):
    """The database has the schema of a later version of the program."""


class JournalError(ReportedError):
    """The journal's database cannot be opened, or not be written."""


class BackupError(ReportedError):
    """A copy of the journal cannot be made, or is not whole."""


class ExportError(ReportedError):
    """The journal cannot be exported, or the file not be written."""


def journal_error(file: str, error: Exception) -> JournalError:
    """Return what people are told of an error of a file, or of a server, with a remedy."""
    if isinstance(error, NewerSchemaError):
        return JournalError(
            "A newer version of Yinju has written the journal {file}; run that version, or name "
            "another file (BOT_DATABASE_URL).",
            file=file,
        )
    match code_of(error):
        case sqlite3.SQLITE_BUSY:
            return JournalError(
                "The journal {file} is locked by another program; wait until it is done, or end "
                "it.",
                file=file,
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return JournalError(
                "The file {file} is damaged, or not a journal; put a backup in its place, "
                "or move it away to begin a new one (BOT_DATABASE_URL).",
                file=file,
            )
        case sqlite3.SQLITE_FULL:
            return JournalError(
                "The disk of the journal {file} is full; make room.",
                file=file,
            )
        case sqlite3.SQLITE_READONLY:
            return JournalError(
                "The journal {file} can be read, but not written; the file and its folder must be "
                "writable (BOT_DATABASE_URL).",
                file=file,
            )
    return JournalError(
        "the journal {file} cannot be opened (BOT_DATABASE_URL): {reason}",
        file=file,
        reason=system_error(error) if isinstance(error, OSError) else cause_of(error),
    )


def cause_of(error: Exception) -> str:
    """Return the driver's message of a database error, without the lines about its statement."""
    return str(getattr(error, "orig", None) or error)


def code_of(error: BaseException) -> int:
    """Return SQLite's primary code of a database error, or 0 if there is none."""
    code = getattr(getattr(error, "orig", None) or error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else 0
