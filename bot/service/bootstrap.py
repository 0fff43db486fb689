"""The composition root: the only module that chooses implementations."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from corpus.limits import DEFAULT_LIMITS, Limits
from corpus.loading import LoadResult, load
from corpus.progress import Progress
from retrieval.answer.answerer import Answerer
from retrieval.builder import Builder, BuildProgress
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.kernel import compiled_rows
from retrieval.index.lexicon import Lexicon
from retrieval.index.okapi import OkapiSearcher
from retrieval.index.postings import Postings, build_postings
from retrieval.library import Engine, Library, Snapshot, build_snapshot
from retrieval.question.aliases import read_aliases
from retrieval.question.correction import prepare as prepare_corrections
from retrieval.text.analysis import Analyzer

if TYPE_CHECKING:  # `yinju ask` starts faster without SQLAlchemy.
    from bot.journal.database import Database
    from bot.service.services import Services

_ANY_QUESTION = "这本书是谁在哪一年写的"

_LOGGER = logging.getLogger(__name__)

ENGINES: dict[str, Engine] = {
    "bm25": lambda table: _bm25(build_postings(table)),
    "rank-bm25": OkapiSearcher,
}
"""The search engines, by their names for `--engine`; the first one is the default."""

DEFAULT_ENGINE = next(iter(ENGINES))

MIN_PASSAGES_TO_COMPILE = 1_000
"""Number of passages from which the compiled loop earns back the half second of its import."""


def _bm25(postings: Postings) -> Bm25Searcher:
    if len(postings.table.passages) >= MIN_PASSAGES_TO_COMPILE:
        # numba raises a RuntimeError where it finds no folder to cache what it compiles.
        with suppress(ImportError, RuntimeError):
            return Bm25Searcher(postings, compiled_rows())
    return Bm25Searcher(postings)


def make_analyzer(settings: Settings) -> Analyzer:
    """Build the analyzer for passages and questions."""
    return Analyzer(settings.cache_dir)


def load_collection(
    folder: Path,
    analyzer: Analyzer,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> LoadResult:
    """Load a collection, repairing it by the word frequencies of the analyzer's dictionary."""
    return load(folder, analyzer.frequency, progress, limits)


def make_answerer(
    loaded: LoadResult,
    analyzer: Analyzer,
    engine: str = DEFAULT_ENGINE,
    folder: Path | None = None,
) -> Answerer:
    """Build an answerer over a loaded corpus that never reloads."""
    snapshot = build_snapshot(loaded, analyzer, ENGINES[engine], read_aliases(folder))
    return Answerer(Library(lambda: snapshot, snapshot), analyzer)


def make_builder(
    settings: Settings, analyzer: Analyzer, folder: Path, *, many_questions: bool = True
) -> Builder:
    """Create a builder of snapshots of a collection, which caches in the data folder."""
    path = folder.resolve()
    name = f"{path.name}-{hashlib.blake2b(os.fsencode(path), digest_size=8).hexdigest()}"
    engine = _bm25 if many_questions else Bm25Searcher
    return Builder(folder, analyzer, settings.limits, settings.index_dir / name, engine)


def open_library(
    settings: Settings,
    analyzer: Analyzer,
    folder: Path | None = None,
    progress: BuildProgress | None = None,
    *,
    many_questions: bool = True,
) -> Library:
    """Load and index a collection.

    A reload of the collection in the settings finds it again, as it may be in another folder.

    Args:
        settings: The settings.
        analyzer: The analyzer for passages.
        folder: The collection, unless it is the one in the settings.
        progress: The callbacks to report progress to.
        many_questions: False to save the import of the compiled loop for a single question.

    Raises:
        MissingFolderError: The folder does not exist.
        AliasesError: The collection's list of aliases cannot be read.
    """
    builder_of = cache(partial(make_builder, settings, analyzer, many_questions=many_questions))

    def build(progress: BuildProgress | None = None) -> Snapshot:
        return builder_of(folder or settings.collection).build(progress)

    return Library(build, build(progress))


def prepare(lexicon: Lexicon, analyzer: Analyzer) -> None:
    """Load everything that the first question would otherwise wait for."""
    analyzer.dictionary.prepare()
    prepare_corrections(lexicon)


@asynccontextmanager
async def open_services(
    settings: Settings,
    analyzer: Analyzer | None = None,
    library: Library | None = None,
    *,
    needs_journal: bool = False,
) -> AsyncIterator[Services]:
    """Open the journal's database and the collection for as long as the context lasts.

    Args:
        settings: The settings.
        analyzer: The analyzer to use instead of a new one.
        library: The library to use instead of opening the collection.
        needs_journal: False to answer questions also without a journal, and to open it later.

    Raises:
        MissingFolderError: The collection's folder does not exist.
        AliasesError: The collection's list of aliases cannot be read.
        JournalError: The journal's database cannot be opened, and is needed; or its folder cannot
            be made.
    """
    from bot.journal.database import Database

    async with Database(settings.journal_url, is_required=needs_journal) as database:
        if database.problem:
            _LOGGER.error("%s (questions are answered without it)", database.problem)
        is_new = analyzer is None
        analyzer = analyzer or make_analyzer(settings)
        if library is None:
            library = await asyncio.to_thread(open_library, settings, analyzer)
        await asyncio.to_thread(prepare, library.current.lexicon, analyzer)
        answerer = Answerer(library, analyzer)
        if is_new:  # What is loaded when it is first needed would cost the first reader a second.
            await answerer.answer(_ANY_QUESTION)
        yield _services(library, answerer, database, settings)


def _services(
    library: Library, answerer: Answerer, database: Database, settings: Settings
) -> Services:
    """Return the services over a collection and a database."""
    from bot.journal.chat_store import ChatStore
    from bot.journal.inbox import Inbox
    from bot.journal.journal import Journal
    from bot.journal.personal_data import PersonalData
    from bot.journal.policy_store import PolicyStore
    from bot.journal.report_store import ReportStore
    from bot.journal.statistics import Statistics
    from bot.service.pictures import Pictures
    from bot.service.reports import StatisticsReports
    from bot.service.services import Services

    return Services(
        library,
        answerer,
        Inbox(database, settings.bot_id),
        Journal(database),
        ChatStore(database),
        PolicyStore(database),
        PersonalData(database),
        StatisticsReports(Statistics(database, settings.timezone), library, Pictures()),
        ReportStore(database),
    )
