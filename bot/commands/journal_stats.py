"""`yinju journal stats`: figures of a period, and counts of all that the journal holds."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table

from bot.commands.options import json_option
from bot.commands.printing import results
from bot.figures import Figures, Period
from bot.messages import Messages, messages
from bot.settings import Settings, read_settings, terminal_language
from bot.views.reasons import reason_in_words
from bot.views.statistics import Shelf, quoted_titles
from corpus.collection_file import CollectionFileError, find_collections

_BAR = 24
"""Length of the longest bar, in columns."""

_MAX_NAME = 100
"""Maximum length of a title with the name of its collection, in characters."""


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--period",
    type=click.Choice([period.value for period in Period]),
    default="all",
    show_default=True,
)
@click.option("--chat", "chat_id", type=int, metavar="ID", help="One chat; default: all.")
@json_option
def stats(period: str, chat_id: int | None, *, as_json: bool) -> None:
    """Count questions, people, outcomes, feedback, times and quotations.

    Days and hours are those of BOT_TIMEZONE. With --json, counts of the whole journal stand
    beside those of the period.
    """
    settings = read_settings()
    counts, figures = asyncio.run(_statistics(settings, Period(period), chat_id))
    shelves = _shelves(settings) if figures.quoted else []
    if as_json:
        if counts["since"]:
            since = datetime.fromisoformat(counts["since"]).replace(tzinfo=UTC)
            counts["since"] = since.astimezone(settings.timezone).isoformat()
        # In the period, small talk is no question; the counts of all are under another name.
        shown = (
            {"messages": counts.pop("questions")}
            | counts
            | {"period": _as_json(Period(period), chat_id, figures, shelves)}
        )
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    is_all = Period(period) is Period.ALL and chat_id is None
    _print(figures, counts["reasons"] if is_all else {}, shelves)


def _shelves(settings: Settings) -> list[Shelf]:
    """Return the collections with the titles that were last indexed; none if they are unusable."""
    from bot.service.collection import unique_name
    from retrieval.builder import stored_titles

    try:
        found = find_collections(settings.collection)
    except CollectionFileError:
        return []
    stores = [settings.index_dir / unique_name(one.folder) for one in found]
    return [
        Shelf(one, stored_titles(store, settings.limits))
        for one, store in zip(found, stores, strict=True)
    ]


async def _statistics(
    settings: Settings, period: Period, chat_id: int | None
) -> tuple[dict[str, Any], Figures]:
    from bot.journal.journal import Journal
    from bot.journal.opening import make_database
    from bot.journal.statistics import Statistics

    async with make_database(settings.journal_url) as database:
        counts = await Journal(database).statistics()
        return counts, await Statistics(database, settings.timezone).of(period, chat_id)


def _as_json(
    period: Period, chat_id: int | None, figures: Figures, shelves: Sequence[Shelf]
) -> dict[str, Any]:
    """Return the figures of a period, ready for JSON."""
    titled = quoted_titles(figures.quoted, shelves, terminal_language())
    shown = asdict(figures) | {
        "begins": figures.begins.isoformat(),
        "ends": figures.ends.isoformat(),
        "spans": [asdict(one) | {"begins": one.begins.isoformat()} for one in figures.spans],
        "quoted": [
            asdict(one) | {"title": title.title}
            for one, title in zip(figures.quoted, titled, strict=True)
        ],
    }
    counted = {
        name: getattr(figures, name) for name in ("questions", "answered", "doubtful", "declined")
    }
    return {"name": period.value, "chat": chat_id} | counted | shown


def _print(figures: Figures, reasons: dict[str, int], shelves: Sequence[Shelf]) -> None:
    """Print the figures as tables, with the reasons for declining if there are any."""
    language, console = terminal_language(), results()
    texts = messages(language)
    console.print(_summary(texts, figures))
    why = [(reason_in_words(texts, name), count) for name, count in reasons.items()]
    _print_names(console, texts.gettext("Reasons for declining"), why)
    if figures.questions:
        hours = [(f"{hour:02}:00", count) for hour, count in enumerate(figures.hours)]
        _print_names(console, texts.gettext("By hour of the day"), hours)
    _print_names(console, texts.gettext("Most asked"), list(figures.asked))
    quoted = quoted_titles(figures.quoted, shelves, language)
    named = [(one.shown(_MAX_NAME), one.count) for one in quoted]
    _print_names(console, texts.gettext("Most quoted"), named)


def _summary(texts: Messages, figures: Figures) -> Table:
    table = Table(box=None, show_header=False)
    table.add_column(style="dim")
    table.add_column(justify="right")
    for name, value in (
        (texts.gettext("questions asked"), figures.questions),
        (texts.gettext("people who asked"), figures.people),
        (texts.gettext("answered"), figures.answered),
        (texts.gettext("of these in doubt"), figures.doubtful),
        (texts.gettext("not answered"), figures.declined),
        ("👍", figures.helpful),
        ("👎", figures.unhelpful),
        (texts.gettext("median time, ms"), figures.median_ms),
        (texts.gettext("95 % within, ms"), figures.p95_ms),
    ):
        table.add_row(name, "–" if value is None else f"{value:,}")
    return table


def _print_names(console: Console, title: str, rows: list[tuple[str, int]]) -> None:
    """Print names with their numbers and a bar, if there are any."""
    if not rows:
        return
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_header=False)
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    table.add_column(style="cyan")
    most = max(number for _, number in rows) or 1
    for name, number in rows:
        table.add_row(name, f"{number:,}", "█" * (number * _BAR // most))
    console.print(table)
