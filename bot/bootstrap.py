"""The composition root: the only module that picks implementations."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from corpus.limits import Limits
from corpus.loading import Loaded, Progress, load
from retrieval.aliases import read_aliases
from retrieval.analysis import Analyzer
from retrieval.answer import Answerer
from retrieval.bm25 import Bm25Searcher, build_postings
from retrieval.kernel import BestRows, compiled_rows, summed_rows
from retrieval.library import Engine, Library, Snapshot, build_snapshot
from retrieval.okapi import OkapiSearcher
from retrieval.terms import TermTable

if TYPE_CHECKING:  # Questions in a terminal need no database.
    from bot.services import Services

ENGINES: dict[str, Engine] = {
    "bm25": lambda table: Bm25Searcher(build_postings(table), _best_rows(table)),
    "rank-bm25": OkapiSearcher,
}
"""Every engine by the name that `--engine` takes; the first one serves."""

DEFAULT_ENGINE = next(iter(ENGINES))

WORTH_COMPILING = 20_000
"""Passages from which the compiled loop saves more time than its import takes."""


def _best_rows(table: TermTable) -> BestRows:
    if len(table.passages) >= WORTH_COMPILING:
        with suppress(ImportError):
            return compiled_rows()
    return summed_rows


def make_analyzer(settings: Settings) -> Analyzer:
    """The analyzer that passages and questions share."""
    return Analyzer(settings.cache_dir)


def load_collection(
    folder: Path, analyzer: Analyzer, limits: Limits, progress: Progress | None = None
) -> Loaded:
    """Read a collection, its repairs guided by the analyzer's dictionary."""
    return load(folder, analyzer.frequency, progress, limits)


def make_answerer(
    loaded: Loaded, analyzer: Analyzer, engine: str = DEFAULT_ENGINE, folder: Path | None = None
) -> Answerer:
    """An answerer over one corpus that stays as it is."""
    snapshot = build_snapshot(loaded, analyzer, ENGINES[engine], read_aliases(folder))
    return Answerer(Library(lambda: snapshot, snapshot), analyzer)


def open_library(settings: Settings, analyzer: Analyzer) -> Library:
    """The collection that is set, read and indexed; it can be read anew.

    Raises:
        MissingFolderError: There is no such folder.
    """

    def read() -> Snapshot:
        loaded = load_collection(settings.collection, analyzer, settings.limits)
        engine = ENGINES[DEFAULT_ENGINE]
        return build_snapshot(loaded, analyzer, engine, read_aliases(settings.collection))

    return Library(read, read())


@asynccontextmanager
async def open_services(
    settings: Settings, analyzer: Analyzer | None = None
) -> AsyncIterator[Services]:
    """Everything the bot works with, for as long as the context is open.

    Raises:
        MissingFolderError: There is no collection.
        JournalError: The journal's database cannot be opened.
    """
    from bot.journal.database import open_database
    from bot.journal.journal import Journal
    from bot.journal.people import People
    from bot.journal.policies import Policies
    from bot.services import Services

    database = await open_database(settings.journal_url)
    journal = Journal(database)
    try:
        analyzer = analyzer or make_analyzer(settings)
        library = await asyncio.to_thread(open_library, settings, analyzer)
        answerer = Answerer(library, analyzer)
        yield Services(library, answerer, journal, Policies(database), People(database))
    finally:
        await journal.close()
