"""Open a collection for a command, with progress on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from bot.service.bootstrap import load_collection, open_library
from bot.settings import Settings
from corpus.loading import LoadResult
from corpus.model import Corpus
from retrieval.builder import BuildProgress
from retrieval.library import Library
from retrieval.text.analysis import Analyzer

errors = Console(stderr=True)
"""Where progress and complaints go, so that stdout holds results alone."""


def open_collection(settings: Settings, folder: Path | None, analyzer: Analyzer) -> LoadResult:
    """Read the collection that a command names, or the one that is set.

    Raises:
        MissingFolderError: There is no such folder.
    """
    with progress() as told:
        folder = folder or settings.collection
        loaded = load_collection(folder, analyzer, settings.limits, told.reading)
    _complain_if_empty(loaded.corpus, folder)
    return loaded


def open_index(
    settings: Settings, folder: Path | None, analyzer: Analyzer, *, lasting: bool = True
) -> Library:
    """The same collection, indexed; what has not changed since the last time is not read again.

    Raises:
        MissingFolderError: There is no such folder.
        AliasesError: Its list of aliases cannot be read.
    """
    with progress() as told:
        library = open_library(settings, analyzer, folder, told, lasting=lasting)
    _complain_if_empty(library.current.corpus, folder or settings.collection)
    return library


def _complain_if_empty(corpus: Corpus, folder: Path) -> None:
    if not corpus.articles:
        click.echo(
            f"yinju: the collection {folder} is empty; "
            f"`yinju corpus add --corpus {folder} PATH` puts articles into it",
            err=True,
        )


@contextmanager
def progress() -> Iterator[BuildProgress]:
    """Bars on a terminal, for reading and for indexing; each shows when its work begins."""
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bars:

        def bar(what: str) -> Callable[[int, int | None], None]:
            task = bars.add_task(what, total=None, visible=False)
            return lambda done, total: bars.update(task, completed=done, total=total, visible=True)

        yield BuildProgress(bar("Reading articles"), bar("Indexing passages"))
