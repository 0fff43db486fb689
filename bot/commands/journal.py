"""`yinju journal`: what the journal holds, copies of it, and updates to try again."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import click

from bot.commands.journal_data import export, forget
from bot.commands.journal_stats import stats
from bot.commands.options import json_option
from bot.commands.unanswered import list_unanswered
from bot.messages import messages
from bot.settings import Settings, read_settings, terminal_language


@click.group()
def journal() -> None:
    """Query the journal of questions."""


journal.add_command(list_unanswered)


@journal.command()
@click.argument("update_ids", nargs=-1, type=int, metavar="[ID…]")
def replay(update_ids: tuple[int, ...]) -> None:
    """Try updates again that were set aside; without an ID, list them.

    The running bot handles them within a minute, otherwise the next start does.
    """
    found, unknown = asyncio.run(_replay(read_settings(), update_ids))
    for update_id in found:
        click.echo(update_id)
    if unknown:
        words = messages(terminal_language()).gettext(
            "Not set aside: {ids}; yinju journal replay lists what is."
        )
        raise click.ClickException(words.format(ids=", ".join(map(str, unknown))))


@journal.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def backup(file: Path, *, as_json: bool) -> None:
    """Copy the journal to FILE, also while the bot runs, and check the copy.

    FILE must not exist yet. docs/backup.md says how to restore it, and how to back up
    continuously.
    """
    from bot.journal import BackupError
    from bot.journal.backup import back_up
    from bot.journal.database_file import file_of_url
    from bot.journal.opening import is_on_server

    url = read_settings().journal_url
    if is_on_server(url):
        raise BackupError(
            "The journal is on a PostgreSQL server; {command} copies it (docs/backup.md).",
            command="pg_dump",
        )
    journal_file = file_of_url(url)
    if journal_file is None:
        texts = messages(terminal_language())
        raise click.ClickException(texts.gettext("BOT_DATABASE_URL names no file."))
    number = back_up(journal_file, file)
    if as_json:
        click.echo(json.dumps({"file": str(file), "questions": number}, ensure_ascii=False))
        return
    texts = messages(terminal_language())
    sentence = texts.ngettext(
        "{file} holds the journal, with {count} question.",
        "{file} holds the journal, with {count} questions.",
        number,
    )
    click.echo(sentence.format(file=file, count=number))


@journal.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def import_(file: Path, *, as_json: bool) -> None:
    """Copy the SQLite journal FILE, or a backup of one, into that of the settings.

    That must be empty. Stop the bot first, or it goes on writing to FILE. docs/scaling.md says how
    to move a journal to a server.
    """
    from bot.journal.importing import import_journal

    settings = read_settings()
    number = import_journal(file, settings.journal_url, settings.data_dir)
    if as_json:
        click.echo(json.dumps({"questions": number}))
        return
    sentence = messages(terminal_language()).ngettext(
        "Copied, with {count} question: {file}", "Copied, with {count} questions: {file}", number
    )
    click.echo(sentence.format(count=number, file=settings.journal_name))


async def _replay(
    settings: Settings, update_ids: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ask for another attempt, and return the ids that were found and those that were not."""
    from bot.journal.inbox import Inbox
    from bot.journal.opening import make_database

    async with make_database(settings.journal_url) as database:
        inbox = Inbox(database, settings.bot_id)
        if not update_ids:
            return await inbox.set_aside_ids(), ()
        found = tuple([one for one in update_ids if await inbox.replay(one)])
        return found, tuple(one for one in update_ids if one not in found)


journal.add_command(export)
journal.add_command(forget)
journal.add_command(stats)
