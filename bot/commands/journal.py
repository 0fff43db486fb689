"""`yinju journal`: statistics about the questions that people asked."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import click
from rich.table import Table

from bot.commands.options import json_option
from bot.commands.printing import results
from bot.settings import Settings, read_settings


@click.group()
def journal() -> None:
    """Query the journal of questions."""


@journal.command()
@json_option
def stats(*, as_json: bool) -> None:
    """Count questions, outcomes, feedback and quotations."""
    figures = asyncio.run(_statistics(read_settings()))
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    table = Table(box=None, show_header=False)
    for name, value in figures.items():
        for row in _rows(name, value):
            table.add_row(*row)
    results().print(table)


async def _statistics(settings: Settings) -> dict[str, Any]:
    from bot.journal.database import Database
    from bot.journal.journal import Journal

    async with Database(settings.journal_url) as database:
        return await Journal(database).statistics()


def _rows(name: str, value: Any) -> list[tuple[str, str, str]]:
    """Return the rows of a figure in the table: its name, the value counted, and the count."""
    if isinstance(value, dict):
        return [(name, key, str(count)) for key, count in value.items()]
    shown = (
        f"{value:.1f}" if isinstance(value, float) else str(value if value is not None else "–")
    )
    return [(name, "", shown)]
