"""The journal's database: readable, whole, of this version, and with a write-ahead log."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from bot.journal import JournalError
from bot.journal.database_file import file_of_url
from bot.journal.examination import Examination, examine
from bot.journal.opening import examine_server, is_on_server
from bot.service.checks import Finding, error, right, warning
from bot.settings import Settings
from corpus.message import Message, counted


def check_database(settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong with the journal, or that nothing is."""
    if is_on_server(settings.journal_url):
        yield from _on_server(settings)
        return
    journal = file_of_url(settings.journal_url)
    if journal is None:
        yield warning(
            Message(
                "the journal is in memory, and lost when the bot stops; set BOT_DATABASE_URL to "
                "a file, or leave it out"
            )
        )
        return
    if not journal.exists():
        yield right(
            Message("there is no journal yet; the first start creates {file}", file=str(journal))
        )
        return
    try:
        found = examine(journal)
    except JournalError as fault:
        yield error(fault.message)
        return
    faults = list(_faults(found, str(journal)))
    yield from faults
    if not faults:
        yield _of_version(found, str(journal))


def _on_server(settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong with a journal on a server, or that nothing is."""
    name = settings.journal_name
    try:
        found = asyncio.run(examine_server(settings.journal_url))
    except JournalError as fault:
        yield error(fault.message)
        return
    faults = list(_faults(found, name))
    yield from faults
    if not faults:
        yield _of_version(found, name, "pg_dump")


def _of_version(
    found: Examination, file: str, command: str = "yinju journal backup FILE"
) -> Finding:
    if found.version == found.newest:
        return right(
            counted(
                "{file} is intact, up to date, and has {count} question",
                "{file} is intact, up to date, and has {count} questions",
                file=file,
                count=found.questions,
            )
        )
    return right(
        Message(
            "{file} is intact, but of an earlier version; the next start migrates it, so "
            "back it up first: {command}",
            file=file,
            command=command,
        )
    )


def _faults(found: Examination, file: str) -> Iterator[Finding]:
    if not found.is_wal:
        yield warning(
            Message(
                "{file} has no write-ahead log; the next start turns it on, and if it does not "
                "stay on, put the journal on a local disk (BOT_DATABASE_URL)",
                file=file,
            )
        )
    if found.broken:
        yield warning(
            counted(
                "{count} row of {file} refers to something that is gone; put a backup in "
                "its place, or report it",
                "{count} rows of {file} refer to something that is gone; put a backup in "
                "its place, or report it",
                count=found.broken,
                file=file,
            )
        )
    if found.set_aside:
        yield warning(
            counted(
                "{count} update could not be handled; look for it in the log, then {command}",
                "{count} updates could not be handled; look for them in the log, then {command}",
                count=found.set_aside,
                command="yinju journal replay",
            )
        )
