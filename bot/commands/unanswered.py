"""`yinju journal unanswered`: questions without a good answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table
from rich.text import Text

from bot.commands.loading import open_index
from bot.commands.options import corpus_option, json_option
from bot.commands.printing import results
from bot.messages import messages
from bot.policy import collection_in_force
from bot.service.bootstrap import make_analyzer, open_services, serving_one
from bot.settings import Settings, read_settings, terminal_language
from bot.views.gaps import MAX_OTHERS, facts
from corpus.collection_file import find_collections, one_collection

if TYPE_CHECKING:
    from retrieval.evaluation.gaps import Gap


@click.command("unanswered")
@click.option("--limit", type=click.IntRange(1, 40), default=20, help="Maximum number of groups.")
@corpus_option
@json_option
def list_unanswered(limit: int, folder: Path | None, *, as_json: bool) -> None:
    """List questions that the articles do not answer well, grouped by what they are about.

    What the collection answers by now is left out.
    """
    settings = read_settings()
    gaps = asyncio.run(_find(settings, folder))[:limit]
    if as_json:
        click.echo(
            json.dumps([_as_json(gap, settings.timezone) for gap in gaps], ensure_ascii=False)
        )
    else:
        _print(gaps, settings.timezone)


async def _find(settings: Settings, folder: Path | None) -> Sequence[Gap]:
    from bot.service.gaps import Gaps

    analyzer = make_analyzer(settings)
    library = open_index(settings, folder, analyzer)
    folder = one_collection(folder or settings.collection)
    found = find_collections(settings.collection)
    key = next((one.key for one in found if one.folder.resolve() == folder.resolve()), None)
    collection_in_force.set(key or None)
    collections = serving_one(library, folder, analyzer)
    async with open_services(settings, analyzer, collections, needs_journal=True) as services:
        return await Gaps(services.asked, services.journal, services.answerer, library).find()


def _print(gaps: Sequence[Gap], zone: tzinfo) -> None:
    texts, console = messages(terminal_language()), results()
    if not gaps:
        console.print(texts.gettext("No question is waiting for a better answer."))
    table = Table(box=None, show_header=False)
    for gap in gaps:
        question, about = " ".join(gap.head.text.split()), facts(texts, gap, zone)
        table.add_row(Text(question), Text(about, style="dim"))
        for other in gap.questions[1 : 1 + MAX_OTHERS]:
            times = texts.gettext("{count}×").format(count=other.count)
            table.add_row(Text(f"  {' '.join(other.text.split())}"), Text(times))
        if (rest := len(gap.questions) - 1 - MAX_OTHERS) > 0:
            table.add_row(Text(f"  {texts.gettext('… and {count} more').format(count=rest)}"))
    console.print(table)


def _as_json(gap: Gap, zone: tzinfo) -> dict[str, Any]:
    return {
        "question": gap.head.text,
        "asked": gap.count,
        "last": gap.last.astimezone(zone).isoformat(),
        "nothing_found": gap.declined,
        "in_doubt": gap.doubted,
        "disliked": gap.disliked,
        "questions": [{"question": one.text, "asked": one.count} for one in gap.questions],
    }
