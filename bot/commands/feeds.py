"""`yinju corpus feeds`: the feeds and pages that a collection follows."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table
from rich.text import Text

from bot.commands.loading import errors
from bot.commands.options import corpus_option, json_option
from bot.commands.printing import print_article, print_problem, results, state_words
from bot.messages import Messages, messages
from bot.service.bootstrap import load_collection, make_analyzer
from bot.service.collection import feed_store
from bot.settings import Settings, read_settings, terminal_language
from bot.views.moments import moment
from bot.views.problems import in_words
from corpus.collection_file import one_collection
from corpus.feed_store import SourceState
from corpus.followed import Followed
from corpus.model import Article, Problem
from corpus.sources import Sources, read_sources

if TYPE_CHECKING:  # Loads an HTTP client, which the list does not need.
    from corpus.following import FollowReport

FAULT = 1

DEFAULT_HOURS = 6.0
"""Hours until the next fetch where the bot itself fetches nothing."""

Row = tuple[Followed, SourceState]


@click.group("feeds", invoke_without_command=True)
@corpus_option
@json_option
@click.pass_context
def feeds(context: click.Context, folder: Path | None, *, as_json: bool) -> None:
    """List the feeds and pages that the collection follows.

    They stand in its sources.toml, under [[feeds]] and [[pages]].
    """
    if context.invoked_subcommand:
        context.obj = folder, as_json
        return
    settings, texts = read_settings(), messages(terminal_language())
    folder = one_collection(folder or settings.collection)
    sources = read_sources(folder)
    rows = _rows(settings, folder, sources)
    if as_json:
        click.echo(
            json.dumps([_row_as_json(*row, settings.timezone) for row in rows], ensure_ascii=False)
        )
        return
    if rows:
        results().print(_table(settings, texts, rows))
    else:
        click.echo(_nothing(texts))
    for problem in sources.problems:
        print_problem(results(), texts, problem)


@feeds.command("fetch")
@corpus_option
@json_option
@click.pass_context
def fetch_feeds(context: click.Context, folder: Path | None, *, as_json: bool) -> None:
    """Fetch all feeds and pages now, and add the articles that are new."""
    from bot.service.feeds import make_follower

    group_folder, is_group_json = context.obj
    as_json = as_json or is_group_json
    settings, texts = read_settings(), messages(terminal_language())
    collection = one_collection(folder or group_folder or settings.collection)
    analyzer = make_analyzer(settings)

    @cache
    def known() -> tuple[Article, ...]:
        return load_collection(collection, analyzer, settings.limits).corpus.articles

    follower = make_follower(settings, collection, analyzer.frequency, known)
    if follower is None:
        click.echo(json.dumps({"articles": [], "failures": []}) if as_json else _nothing(texts))
        return
    with errors.status(texts.gettext("Fetching feeds and pages")):
        report = follower.run(settings.feeds_hours or DEFAULT_HOURS, is_forced=True)
    if as_json:
        click.echo(json.dumps(_report_as_json(report), ensure_ascii=False))
    else:
        _print(texts, report)
    if report.failures:
        sys.exit(FAULT)


def _rows(settings: Settings, folder: Path, sources: Sources) -> list[Row]:
    """Return what a collection follows, each with its state."""
    states = feed_store(settings, folder).states()
    return [(one, states.get(one.url, SourceState(one.url))) for one in sources.followed]


def _nothing(texts: Messages) -> str:
    words = texts.gettext(
        "Nothing is followed; to follow something, add {feeds} or {pages} to {file}."
    )
    return words.format(feeds="[[feeds]]", pages="[[pages]]", file="sources.toml")


def _table(settings: Settings, texts: Messages, rows: list[Row]) -> Table:
    """Return a table with a row for each address."""
    table = Table(box=None, header_style="dim")
    table.add_column(texts.gettext("address"), overflow="fold")
    table.add_column(texts.gettext("last fetched"))
    table.add_column(texts.gettext("next"))
    table.add_column(texts.gettext("articles"), justify="right")
    table.add_column(texts.gettext("problem"), overflow="fold")
    for source, state in rows:
        last = moment(_time(state.checked), settings.timezone) if state.checked else "–"
        due = "–"
        if settings.feeds_hours:
            is_now = state.due <= datetime.now(UTC).timestamp()
            due = texts.gettext("now") if is_now else moment(_time(state.due), settings.timezone)
        problem = in_words(texts, state.problem) if state.problem else ""
        row = (source.url, last, due, str(state.articles), problem)
        table.add_row(*map(Text, row), style="yellow" if problem else None)
    return table


def _print(texts: Messages, report: FollowReport) -> None:
    console = results()
    for found in report.articles:
        words = state_words(texts, "added" if found.is_new else "replaced")
        console.print(Text(words, style="green"))
        print_article(console, texts, found.article)
    for failure in report.failures:
        print_problem(console, texts, Problem("warning", failure.url, None, failure.reason))
    if not (report.articles or report.failures):
        click.echo(texts.gettext("Nothing is new."))


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _row_as_json(source: Followed, state: SourceState, zone: tzinfo) -> dict[str, Any]:
    checked, due = (
        _time(at).astimezone(zone).isoformat(timespec="seconds") if at else None
        for at in (state.checked, state.due)
    )
    return {
        "url": source.url,
        "kind": "feed" if source.is_feed else "page",
        "author": source.author,
        "checked": checked,
        "due": due,
        "articles": state.articles,
        "failures": state.failures,
        "problem": str(state.problem) if state.problem else None,
    }


def _report_as_json(report: FollowReport) -> dict[str, Any]:
    return {
        "articles": [
            {
                "state": "added" if one.is_new else "replaced",
                "url": one.url,
                "title": one.article.title,
                "path": one.article.path,
            }
            for one in report.articles
        ],
        "failures": [
            {"url": one.url, "reason": str(one.reason), "new": one.is_new}
            for one in report.failures
        ],
    }
