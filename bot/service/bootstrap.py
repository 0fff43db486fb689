"""The composition root: the only module that picks implementations."""

from __future__ import annotations

import asyncio
import hashlib
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

if TYPE_CHECKING:  # Questions in a terminal need no database.
    from bot.service.services import Services

ENGINES: dict[str, Engine] = {
    "bm25": lambda table: _bm25(build_postings(table)),
    "rank-bm25": OkapiSearcher,
}
"""Every engine by the name that `--engine` takes; the first one serves."""

DEFAULT_ENGINE = next(iter(ENGINES))

WORTH_COMPILING = 1_000
"""Passages from which the compiled loop is worth the half second of its import, where more than
one question is to be answered."""


def _bm25(postings: Postings) -> Bm25Searcher:
    if len(postings.table.passages) >= WORTH_COMPILING:
        with suppress(ImportError):
            return Bm25Searcher(postings, compiled_rows())
    return Bm25Searcher(postings)


def make_analyzer(settings: Settings) -> Analyzer:
    """The analyzer that passages and questions share."""
    return Analyzer(settings.cache_dir)


def load_collection(
    folder: Path,
    analyzer: Analyzer,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> LoadResult:
    """Read a collection, its repairs guided by the analyzer's dictionary."""
    return load(folder, analyzer.frequency, progress, limits)


def make_answerer(
    loaded: LoadResult,
    analyzer: Analyzer,
    engine: str = DEFAULT_ENGINE,
    folder: Path | None = None,
) -> Answerer:
    """An answerer over one corpus that stays as it is."""
    snapshot = build_snapshot(loaded, analyzer, ENGINES[engine], read_aliases(folder))
    return Answerer(Library(lambda: snapshot, snapshot), analyzer)


def make_builder(
    settings: Settings, analyzer: Analyzer, folder: Path, *, lasting: bool = True
) -> Builder:
    """Builds snapshots of a collection; what it keeps between runs is in the data folder."""
    whole = folder.resolve()
    name = f"{whole.name}-{hashlib.blake2b(os.fsencode(whole), digest_size=8).hexdigest()}"
    engine = _bm25 if lasting else Bm25Searcher
    return Builder(folder, analyzer, settings.limits, settings.index_dir / name, engine)


def open_library(
    settings: Settings,
    analyzer: Analyzer,
    folder: Path | None = None,
    told: BuildProgress | None = None,
    *,
    lasting: bool = True,
) -> Library:
    """The collection in a folder, or the one that is set, read and indexed.

    It can be read anew; where it is the one that is set, what is set is looked at anew as well.

    Args:
        settings: What is set.
        analyzer: Cuts the passages.
        folder: The collection, where it is not the one that is set.
        told: Who is told how far it is.
        lasting: Whether more than one question is to be answered, which compiling pays off for.

    Raises:
        MissingFolderError: There is no such folder.
        AliasesError: Its list of aliases cannot be read.
    """
    builder_of = cache(partial(make_builder, settings, analyzer, lasting=lasting))

    def read(told: BuildProgress | None = None) -> Snapshot:
        return builder_of(folder or settings.collection).build(told)

    return Library(read, read(told))


def prepare(lexicon: Lexicon, analyzer: Analyzer) -> None:
    """Load now what the first question would wait for."""
    analyzer.dictionary.prepare()
    prepare_corrections(lexicon)


@asynccontextmanager
async def open_services(
    settings: Settings, analyzer: Analyzer | None = None
) -> AsyncIterator[Services]:
    """Open the journal's database and the collection for as long as the context lasts.

    Args:
        settings: The settings.
        analyzer: The analyzer to use instead of a new one.

    Raises:
        MissingFolderError: The collection's folder does not exist.
        AliasesError: The collection's list of aliases cannot be read.
        JournalError: The journal's database cannot be opened.
    """
    from bot.journal.chat_store import ChatStore
    from bot.journal.database import Database
    from bot.journal.journal import Journal
    from bot.journal.personal_data import PersonalData
    from bot.journal.policy_store import PolicyStore
    from bot.service.services import Services

    async with Database(settings.journal_url) as database:
        analyzer = analyzer or make_analyzer(settings)
        library = await asyncio.to_thread(open_library, settings, analyzer)
        await asyncio.to_thread(prepare, library.current.lexicon, analyzer)
        yield Services(
            library,
            Answerer(library, analyzer),
            Journal(database),
            ChatStore(database),
            PolicyStore(database),
            PersonalData(database),
        )
