"""The journal's database: readable, whole, of this version, and with a write-ahead log."""

from __future__ import annotations

from collections.abc import Iterator

from bot.journal import JournalError
from bot.journal.database_file import file_of_url
from bot.journal.examination import Examination, examine
from bot.service.checks import Finding, error, right, warning
from bot.settings import Settings
from corpus.message import Message, counted


def check_database(settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong with the journal, or that nothing is."""
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
            Message("there is no journal yet; the first start makes {file}", file=str(journal))
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


def _of_version(found: Examination, file: str) -> Finding:
    if found.version == found.newest:
        return right(
            counted(
                "{file} is whole, of this version, and has {count} question",
                "{file} is whole, of this version, and has {count} questions",
                file=file,
                count=found.questions,
            )
        )
    return right(
        Message(
            "{file} is whole, and of an earlier version; the next start migrates it, so back it "
            "up first: {command}",
            file=file,
            command="yinju journal backup FILE",
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
                "{count} row of {file} refers to what is gone; put a backup in its place, or "
                "report it",
                "{count} rows of {file} refer to what is gone; put a backup in its place, or "
                "report it",
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
