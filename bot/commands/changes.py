"""`yinju corpus history` and `yinju corpus undo`: the changes of the collection."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import tzinfo
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from bot.commands.account import account
from bot.commands.options import check_somebody_can_agree, corpus_option, json_option
from bot.commands.printing import results
from bot.messages import Messages, messages
from bot.service.collection import change_log
from bot.settings import read_settings, terminal_language
from bot.views.changes import account_in_words, ask_to_undo, change_in_words, undone
from bot.views.fields import edit_in_words
from bot.views.moments import moment
from corpus.changes import KEPT, Change, ChangeLog, ChangesError
from corpus.collection_file import one_collection
from corpus.message import system_error

DEFAULT_LIMIT = 20


@click.command("history")
@corpus_option
@json_option
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=DEFAULT_LIMIT,
    show_default=True,
    help="Number of changes, from the newest.",
)
def show_history(folder: Path | None, limit: int, *, as_json: bool) -> None:
    """List who changed what in the collection, and when."""
    settings, texts = read_settings(), messages(terminal_language())
    changes = change_log(settings, one_collection(folder or settings.collection)).changes(limit)
    if as_json:
        click.echo(
            json.dumps(
                [change_as_json(change, settings.timezone) for change in changes],
                ensure_ascii=False,
            )
        )
    elif changes:
        results().print(_table(texts, changes, settings.timezone))
    else:
        click.echo(texts.gettext("Nothing has been changed yet."))


@click.command("undo")
@click.argument("number", type=int, required=False, metavar="[NUMBER]")
@click.option("--yes", "-y", "is_agreed", is_flag=True, help="Do not ask.")
@corpus_option
@json_option
def undo_change(
    number: int | None, folder: Path | None, *, is_agreed: bool, as_json: bool
) -> None:
    """Undo the change with this NUMBER, by default the newest that still stands.

    The last ten can be undone, an undo as well; yinju corpus history lists them. Where nobody
    can be asked, it needs --yes.
    """
    settings, texts = read_settings(), messages(terminal_language())
    log = change_log(settings, one_collection(folder or settings.collection))
    number = _newest(log) if number is None else number
    try:
        log.check_undo(number)
        if not (is_agreed or _agrees(texts, log, number, settings.timezone, as_json=as_json)):
            click.echo(texts.gettext("Nothing was undone."), err=as_json)
            return
        change = log.undo(number, account())
    except OSError as error:
        raise ChangesError(
            "change {number} cannot be undone: {reason}",
            number=number,
            reason=system_error(error),
        ) from error
    if as_json:
        click.echo(json.dumps(change_as_json(change, settings.timezone), ensure_ascii=False))
    else:
        click.echo(undone(texts, change).shown)


def _agrees(texts: Messages, log: ChangeLog, number: int, zone: tzinfo, *, as_json: bool) -> bool:
    """Ask on a terminal whether to undo a change, whose files are named; not where JSON goes.

    Raises:
        NobodyToAskError: There is no terminal.
    """
    check_somebody_can_agree()
    for change in log.changes(KEPT):
        if change.number == number:
            click.echo(ask_to_undo(texts, change, account(), zone).shown, err=as_json)
    return click.confirm(texts.gettext("Undo?"), err=as_json)


def _newest(log: ChangeLog) -> int:
    """Return the number of the newest change that has not been undone and undid none.

    Raises:
        ChangesError: There is none among those that can be undone.
    """
    for change in log.changes(KEPT):
        if not change.undone and change.undoes is None:
            return change.number
    raise ChangesError("there is no change that could be undone")


def _table(texts: Messages, changes: Sequence[Change], zone: tzinfo) -> Table:
    """Return a table with a row for each change; the undone ones are dim."""
    table = Table(box=None, header_style="dim")
    table.add_column(texts.gettext("number"), justify="right")
    for name in (
        texts.gettext("time"),
        texts.gettext("who"),
        texts.gettext("change"),
        texts.gettext("files"),
    ):
        table.add_column(name, overflow="fold")
    for change in changes:
        words = change_in_words(texts, change)
        if change.undone:
            words = texts.gettext("{change} (undone)").format(change=words)
        if change.edit:
            words = f"{words}\n{edit_in_words(texts, change.edit)}"
        who = account_in_words(texts, change.by)
        files = ", ".join(file.name for file in change.files)
        row = (str(change.number), moment(change.at, zone), who, words, files)
        table.add_row(*map(Text, row), style="dim" if change.undone else None)
    return table


def change_as_json(change: Change, zone: tzinfo) -> dict[str, Any]:
    """Return the object for a change in `corpus history --json` and `corpus undo --json`."""
    return {
        "number": change.number,
        "at": change.at.astimezone(zone).isoformat(),
        "by": change.by,
        "kind": change.kind,
        "subject": change.subject,
        "files": [{"name": file.name, "state": file.state} for file in change.files],
        "undone": change.undone,
        "undoes": change.undoes,
        "edit": asdict(change.edit) if change.edit else None,
    }
