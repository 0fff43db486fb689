"""`yinju corpus`: commands that make, change, check, list and index the collection."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from bot.commands.adding import add_articles
from bot.commands.as_json import collection_as_json
from bot.commands.changes import show_history, undo_change
from bot.commands.creating import create_collection
from bot.commands.feeds import feeds
from bot.commands.loading import open_collection, progress_bars
from bot.commands.options import corpus_option, json_option
from bot.commands.printing import passages_counted, print_article, print_problem, results
from bot.commands.publishing import publish_collection
from bot.commands.removing import remove_articles
from bot.messages import Messages, messages
from bot.service.bootstrap import distrust_index, make_analyzer, make_builder, make_vectors
from bot.settings import read_settings, terminal_language
from bot.views.problems import in_words
from corpus.collection_file import one_collection
from corpus.duplicates import find_duplicates
from corpus.loading import LoadResult
from corpus.message import Message, system_error
from corpus.model import Corpus, Problem
from corpus.progress import Progress
from retrieval.meaning.encoder import EncoderError
from retrieval.meaning.maker import VectorMaker
from retrieval.question.examples import read_examples

FAULT = 1


@click.group()
def corpus() -> None:
    """Make, change, check and list the collection."""


corpus.add_command(add_articles)
corpus.add_command(create_collection)
corpus.add_command(feeds)
corpus.add_command(publish_collection)
corpus.add_command(remove_articles)
corpus.add_command(undo_change)
corpus.add_command(show_history)


@corpus.command()
@corpus_option
@json_option
def check(folder: Path | None, *, as_json: bool) -> None:
    """Read every article and print its metadata, repairs and problems."""
    loaded = _open(folder)
    settings = read_settings()
    distrust_index(settings, one_collection(folder or settings.collection))
    duplicates = find_duplicates(loaded.corpus)
    loaded = replace(loaded, problems=(*loaded.problems, *duplicates))
    if as_json:
        click.echo(json.dumps(collection_as_json(loaded), ensure_ascii=False))
    else:
        _print_check(loaded)
    if any(problem.severity == "error" for problem in loaded.problems):
        sys.exit(FAULT)


@corpus.command("list")
@corpus_option
@json_option
def list_articles(folder: Path | None, *, as_json: bool) -> None:
    """List the articles."""
    loaded = _open(folder)
    if as_json:
        click.echo(json.dumps(collection_as_json(loaded)["articles"], ensure_ascii=False))
        return
    texts = messages(terminal_language())
    table = Table(box=None, header_style="dim")
    for name in (
        texts.gettext("id"),
        texts.gettext("title"),
        texts.gettext("author"),
        texts.gettext("date"),
        texts.gettext("passages"),
    ):
        table.add_column(name, overflow="fold")
    for article in loaded.corpus.articles:
        day = article.date.isoformat() if article.date else ""
        row = (article.id, article.title, article.author or "", day, str(len(article.passages)))
        table.add_row(*map(Text, row))
    results().print(table)


@corpus.command()
@corpus_option
def reindex(folder: Path | None) -> None:
    """Read and index every article again, without the cache."""
    settings = read_settings()
    folder = one_collection(folder or settings.collection)
    builder = make_builder(settings, make_analyzer(settings), folder)
    builder.forget()
    with progress_bars() as progress:
        snapshot = builder.build(progress)
        _make_vectors(make_vectors(settings, folder), snapshot.corpus, progress.encoding)
    texts = messages(terminal_language())
    if builder.save_error:
        message = Message(
            "{folder} cannot be written: {reason}",
            folder=str(settings.index_dir),
            reason=system_error(builder.save_error),
        )
        raise click.ClickException(in_words(texts, message))
    _print_counts(texts, snapshot.corpus, snapshot.problems)


def _make_vectors(vectors: VectorMaker | None, corpus: Corpus, progress: Progress | None) -> None:
    """Make the vectors of all passages again, unless words alone are to answer."""
    if vectors is None:
        return
    vectors.forget()
    try:
        vectors.make(corpus, progress)
    except EncoderError as error:
        raise click.ClickException(str(error)) from error


def _open(folder: Path | None) -> LoadResult:
    settings = read_settings()
    loaded = open_collection(settings, folder, make_analyzer(settings))
    examples = read_examples(one_collection(folder or settings.collection), loaded.corpus)
    return replace(loaded, problems=(*loaded.problems, *examples.problems))


def _print_check(loaded: LoadResult) -> None:
    texts, console = messages(terminal_language()), results()
    for article in loaded.corpus.articles:
        print_article(console, texts, article)
    for problem in loaded.problems:
        print_problem(console, texts, problem)
    _print_counts(texts, loaded.corpus, loaded.problems)


def _print_counts(texts: Messages, corpus: Corpus, problems: Sequence[Problem]) -> None:
    count = len(corpus.articles)
    articles = texts.ngettext("{count} article", "{count} articles", count).format(count=count)
    passages = passages_counted(texts, len(corpus))
    count = len(problems)
    faults = texts.ngettext("{count} problem", "{count} problems", count).format(count=count)
    results().print(texts.gettext(", ").join((articles, passages, faults)), style="bold")
