"""`yinju journal export` and `forget`: questions as a file, and the deletion of personal data."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from datetime import datetime
from pathlib import Path

import click
from rich.text import Text

from bot.commands.options import check_somebody_can_agree, json_option
from bot.commands.printing import results
from bot.journal import ExportError, cause_of
from bot.messages import messages
from bot.settings import Settings, read_settings, terminal_language
from corpus.files import printable
from corpus.message import system_error

FORMATS = ("csv", "jsonl")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "kind", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The first day, by BOT_TIMEZONE; default: all.",
)
@json_option
def export(file: Path, kind: str, since: datetime | None, *, as_json: bool) -> None:
    """Write the questions to FILE, without the numbers of people.

    FILE must not exist yet. In CSV, cells that a spreadsheet could take for formulas begin with
    an apostrophe.
    """
    from bot.journal.export import Export, UnreadableError
    from bot.journal.opening import export_source
    from bot.service.exports import since_retained
    from retrieval.answer.declining import NO_QUESTION

    settings = read_settings()
    journal = export_source(settings.journal_url)
    begins = since.replace(tzinfo=settings.timezone) if since else None
    first = since_retained(settings, begins)
    zone = settings.timezone.key
    wanted = Export(journal, str(file), kind, first, sorted(NO_QUESTION), zone, None)
    try:
        ((_, count),) = wanted.write()
    except FileExistsError as error:
        raise ExportError(
            "{file} exists already; an export overwrites nothing.", file=str(file)
        ) from error
    except OSError as error:
        raise ExportError(
            "{file} cannot be written: {reason}", file=str(file), reason=system_error(error)
        ) from error
    except (sqlite3.Error, UnreadableError) as error:
        raise ExportError(
            "The journal {file} cannot be read: {reason}",
            file=settings.journal_name,
            reason=cause_of(error),
        ) from error
    if as_json:
        click.echo(json.dumps({"file": str(file), "questions": count}, ensure_ascii=False))
    else:
        click.echo(_exported(file, count))


def _exported(file: Path, count: int) -> str:
    """Return that a file holds so many questions."""
    sentence = messages(terminal_language()).ngettext(
        "{file} holds {count} question.", "{file} holds {count} questions.", count
    )
    return sentence.format(file=printable(str(file)), count=count)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("some_id", type=int, metavar="ID")
@click.option("--yes", "-y", "is_agreed", is_flag=True, help="Do not ask.")
@json_option
def forget(some_id: int, *, is_agreed: bool, as_json: bool) -> None:
    """Delete what is stored about a person or a chat, as /forget does.

    ID is Telegram's number of a person, or of a group, which begins with -. Where nobody can be
    asked, it needs --yes.
    """
    settings, texts, console = read_settings(), messages(terminal_language()), results()
    count = asyncio.run(_count_about(settings, some_id))
    if as_json and not count:
        click.echo(json.dumps({"id": some_id, "deleted": 0}))
        return
    if not count:
        console.print(texts.gettext("Nothing is stored about {id}.").format(id=some_id))
        return
    if not is_agreed:
        check_somebody_can_agree()
        question = texts.ngettext(
            "Delete {count} entry about {id}? This cannot be undone.",
            "Delete {count} entries about {id}? This cannot be undone.",
            count,
        )
        if not click.confirm(question.format(count=count, id=some_id), err=as_json):
            click.echo(texts.gettext("Nothing was deleted."), err=as_json)
            return
    deleted = asyncio.run(_forget(settings, some_id))
    if as_json:
        click.echo(json.dumps({"id": some_id, "deleted": deleted}))
        return
    words = texts.ngettext(
        "{count} entry about {id} deleted.", "{count} entries about {id} deleted.", deleted
    )
    console.print(Text(words.format(count=deleted, id=some_id)))


async def _count_about(settings: Settings, some_id: int) -> int:
    from bot.journal.opening import make_database
    from bot.journal.personal_data import PersonalData

    async with make_database(settings.journal_url) as database:
        return await PersonalData(database).count_about(some_id)


async def _forget(settings: Settings, some_id: int) -> int:
    from bot.journal.opening import make_database
    from bot.journal.personal_data import PersonalData

    async with make_database(settings.journal_url) as database:
        return await PersonalData(database).forget(some_id)
