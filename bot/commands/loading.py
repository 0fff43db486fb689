"""Loading of the collection for a command, with progress bars on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from bot.messages import messages
from bot.service.bootstrap import (
    MIN_PASSAGES_TO_COMPILE,
    load_collection,
    make_encoder,
    open_library,
)
from bot.settings import Settings, terminal_language
from corpus.collection_file import one_collection
from corpus.loading import LoadResult
from corpus.model import Corpus
from retrieval.builder import BuildProgress
from retrieval.library import Library
from retrieval.meaning.maker import VectorMaker
from retrieval.meaning.meaning import Meaning
from retrieval.text.analysis import Analyzer

errors = Console(stderr=True)
"""The console for progress and complaints, so that stdout has nothing but results."""


def open_collection(settings: Settings, folder: Path | None, analyzer: Analyzer) -> LoadResult:
    """Load the collection in a folder, or the one in the settings, without an index.

    Raises:
        MissingFolderError: The folder does not exist.
    """
    with progress_bars() as progress:
        folder = one_collection(folder or settings.collection)
        loaded = load_collection(folder, analyzer, settings.limits, progress.reading)
    _complain_if_empty(loaded.corpus, folder)
    return loaded


def open_index(
    settings: Settings,
    folder: Path | None,
    analyzer: Analyzer,
    *,
    many_questions: bool = True,
    is_completed: bool = False,
) -> Library:
    """Load and index the collection in a folder, or the one in the settings.

    Articles that have not changed since the last time are taken from the cache.

    Args:
        settings: The settings.
        folder: The collection, unless it is the one in the settings.
        analyzer: The analyzer for passages.
        many_questions: False if the library is opened for a single question.
        is_completed: True to wait until the meaning of all passages is known.

    Raises:
        MissingFolderError: The folder does not exist.
        AliasesError: The collection's list of aliases cannot be read.
    """
    with progress_bars() as progress:
        compile_from = MIN_PASSAGES_TO_COMPILE if many_questions else None
        library = open_library(settings, analyzer, folder, progress, compile_from)
        if is_completed:
            library.complete()
    _complain_if_empty(library.current.corpus, folder or settings.collection)
    return library


def read_meaning(settings: Settings, corpus: Corpus) -> Meaning | None:
    """Return the meaning of a corpus that is not stored; None if words alone are to answer."""
    encoder = make_encoder(settings)
    if encoder is None:
        return None
    with progress_bars() as progress:
        return VectorMaker(encoder, weight=settings.meaning_weight).make(corpus, progress.encoding)


def _complain_if_empty(corpus: Corpus, folder: Path) -> None:
    if not corpus.articles:
        words = messages(terminal_language()).gettext(
            "the collection {folder} is empty; add articles with {command}"
        )
        command = f"yinju corpus add --corpus {folder} PATH"
        click.echo(f"yinju: {words.format(folder=folder, command=command)}", err=True)


@contextmanager
def progress_bars() -> Iterator[BuildProgress]:
    """Show bars for reading and indexing on a terminal, each from its first report on."""
    texts = messages(terminal_language())
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bars:

        def bar(description: str) -> Callable[[int, int | None], None]:
            task = bars.add_task(description, total=None, visible=False)
            return lambda done, total: bars.update(task, completed=done, total=total, visible=True)

        yield BuildProgress(
            bar(texts.gettext("Reading articles")),
            bar(texts.gettext("Indexing passages")),
            bar(texts.gettext("Reading passages for their meaning")),
            bar(texts.gettext("Publishing passages")),
        )
