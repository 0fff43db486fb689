"""The composition root: the only module that chooses implementations."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.service.collection import unique_name
from bot.service.collections import Collections
from bot.service.meaning import CarefulEncoder, CollectionMeaning
from bot.service.threads import Threads
from bot.setting_mistakes import endpoint_mistakes
from bot.settings import Settings, SettingsError
from corpus.artifacts import distrust
from corpus.collection_file import CollectionInfo, find_collections, one_collection
from corpus.limits import DEFAULT_LIMITS, Limits
from corpus.loading import LoadResult, load
from corpus.model import Corpus
from corpus.progress import Progress
from retrieval.answer.answerer import Answerer
from retrieval.builder import Builder, BuildProgress
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.kernel import compiled_rows
from retrieval.index.okapi import OkapiSearcher
from retrieval.index.postings import Postings, build_postings
from retrieval.index.terms import TermTable
from retrieval.library import Engine, Library, Snapshot, build_snapshot
from retrieval.meaning.encoder import Encoder
from retrieval.meaning.maker import VectorMaker
from retrieval.meaning.meaning import Meaning
from retrieval.question.aliases import Aliases, read_aliases
from retrieval.question.examples import read_examples
from retrieval.text.analysis import Analyzer
from retrieval.text.script import keep_folding

if TYPE_CHECKING:  # `yinju ask` starts faster without SQLAlchemy.
    from bot.journal.database import Database
    from bot.service.services import Services

_ANY_QUESTION = "这本书是谁在哪一年写的"

_LOGGER = logging.getLogger(__name__)

MIN_PASSAGES_TO_COMPILE = 1_000
"""Number of passages from which the compiled loops earn back the half second of their import, and
the half minute in which a machine compiles them for the first time."""


def _bm25(postings: Postings, compile_from: int = MIN_PASSAGES_TO_COMPILE) -> Bm25Searcher:
    if len(postings.table.passages) >= compile_from:
        # numba raises a RuntimeError where it finds no folder to cache what it compiles.
        with suppress(ImportError, RuntimeError):
            return Bm25Searcher(postings, compiled_rows())
    return Bm25Searcher(postings)


def _reads_compiled(passages: int, compile_from: int = MIN_PASSAGES_TO_COMPILE) -> bool:
    if passages >= compile_from:
        with suppress(ImportError, RuntimeError):
            import_module("retrieval.answer.compiled_features")
            return True
    return False


ENGINES: dict[str, Engine[TermTable]] = {
    "bm25": Engine(lambda table: _bm25(build_postings(table)), _reads_compiled),
    "rank-bm25": Engine(OkapiSearcher, _reads_compiled),
}
"""The search engines, by their names for `--engine`; the first one is the default."""

DEFAULT_ENGINE = next(iter(ENGINES))


def make_analyzer(settings: Settings, *, many_questions: bool = True) -> Analyzer:
    """Build the analyzer for passages and questions.

    Args:
        settings: The settings.
        many_questions: False if the program answers a single question.
    """
    keep_folding(settings.cache_dir)
    return Analyzer(settings.cache_dir, is_brief=not many_questions)


def make_encoder(settings: Settings) -> Encoder | None:
    """Return the encoder of meanings that is set, or None if words alone are to answer.

    Raises:
        SettingsError: An endpoint is set, and not the name of its model.
    """
    if not settings.meaning:
        return None
    url, model, key = settings.embeddings_url, settings.embeddings_model, settings.embeddings_key
    if url:
        if mistakes := [message for _, message in endpoint_mistakes(settings)]:
            raise SettingsError(*mistakes)
        return _endpoint_encoder(url, model, key.get_secret_value() if key else None)
    return _packaged_encoder()


@cache
def _endpoint_encoder(url: str, model: str, key: str | None) -> Encoder:
    from retrieval.meaning.endpoint import EndpointEncoder

    return CarefulEncoder(EndpointEncoder(url, model, key))


@cache
def _packaged_encoder() -> Encoder | None:
    from retrieval.meaning.packaged import PackagedEncoder, is_installed

    return CarefulEncoder(PackagedEncoder()) if is_installed() else None


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
    meaning: Meaning | None = None,
) -> Answerer:
    """Build an answerer over a loaded corpus that never reloads."""
    examples = read_examples(folder, loaded.corpus)
    snapshot = build_snapshot(loaded, analyzer, ENGINES[engine], read_aliases(folder), examples)
    if meaning:
        snapshot = replace(snapshot, meaning=meaning)
    return Answerer(Library(lambda: snapshot, snapshot), analyzer)


def make_builder(
    settings: Settings,
    analyzer: Analyzer,
    folder: Path,
    compile_from: int | None = MIN_PASSAGES_TO_COMPILE,
) -> Builder:
    """Create a builder of snapshots of a collection, which caches in the data folder.

    Args:
        settings: The settings.
        analyzer: The analyzer for passages.
        folder: The collection.
        compile_from: Number of passages from which the loops are compiled ones; None for never.
    """
    if compile_from is None:
        engine: Engine[Postings] = Engine(Bm25Searcher)
    else:
        make_searcher = partial(_bm25, compile_from=compile_from)
        engine = Engine(make_searcher, partial(_reads_compiled, compile_from=compile_from))
    return Builder(folder, analyzer, settings.limits, _store(settings, folder), engine)


def make_vectors(settings: Settings, folder: Path) -> VectorMaker | None:
    """Create what makes the vectors of a collection; None if words alone are to answer."""
    encoder = make_encoder(settings)
    store, weight = _store(settings, folder), settings.meaning_weight
    return VectorMaker(encoder, store, weight) if encoder else None


def distrust_index(settings: Settings, folder: Path) -> None:
    """Have every stored file of a collection's index compared with its hash at the next start."""
    distrust(_store(settings, folder))


def _store(settings: Settings, folder: Path) -> Path:
    return settings.index_dir / unique_name(folder)


def open_library(
    settings: Settings,
    analyzer: Analyzer,
    folder: Path | None = None,
    progress: BuildProgress | None = None,
    compile_from: int | None = MIN_PASSAGES_TO_COMPILE,
) -> Library:
    """Load and index a collection.

    A reload of the collection in the settings finds it again, as it may be in another folder.

    Args:
        settings: The settings.
        analyzer: The analyzer for passages.
        folder: The collection, unless it is the one in the settings.
        progress: The callbacks to report progress to.
        compile_from: See `make_builder`; None saves the import for a single question.

    Raises:
        MissingFolderError: The folder does not exist.
        AliasesError: The collection's list of aliases cannot be read.
    """
    if settings.engine_url and folder is None:
        return _published(settings, analyzer)
    builder_of = cache(partial(make_builder, settings, analyzer, compile_from=compile_from))

    @cache
    def meaning_of(folder: Path) -> CollectionMeaning | None:
        vectors = make_vectors(settings, folder)
        encoding = progress.encoding if progress else None
        return CollectionMeaning(vectors, encoding) if vectors else None

    def found() -> Path:
        return one_collection(folder or settings.collection)

    def build(progress: BuildProgress | None = None) -> Snapshot:
        place = found()
        builder, meaning = builder_of(place), meaning_of(place)
        snapshot = builder.build(progress)
        if error := builder.save_error:
            _LOGGER.warning("index not stored, so the next start makes it again: %s", error)
        return meaning.known(snapshot) if meaning else snapshot

    def complete(snapshot: Snapshot, is_wanted: Callable[[], bool]) -> Snapshot:
        meaning = meaning_of(found())
        return meaning.complete(snapshot, is_wanted) if meaning else snapshot

    return Library(build, build(progress), complete)


def _published(settings: Settings, analyzer: Analyzer) -> Library:
    from bot.service.published import open_published  # `yinju ask` needs no SQLAlchemy.

    return open_published(settings, analyzer)


def open_collections(
    settings: Settings, analyzer: Analyzer, progress: BuildProgress | None = None
) -> Collections:
    """Load and index all collections in the settings' folder, reporting the progress of each.

    Raises:
        MissingFolderError: The folder does not exist.
        CollectionFileError: The collection.toml of a collection cannot be used.
        AliasesError: The list of aliases of a collection cannot be read.
    """
    if settings.engine_url:
        from bot.service.published import PublishedCollections

        return PublishedCollections(settings, analyzer, empty_snapshot(analyzer))

    def open_one(info: CollectionInfo) -> Library:
        # The only collection may be in another folder when it is reloaded.
        folder = info.folder if info.key else None
        return open_library(settings, analyzer, folder, progress)

    return Collections(
        lambda: find_collections(settings.collection),
        open_one,
        empty_snapshot(analyzer),
        settings.admin_ids,
    )


def serving_one(library: Library, folder: Path, analyzer: Analyzer) -> Collections:
    """Return collections that are one library, of a folder."""
    info = CollectionInfo(folder)
    return Collections(lambda: (info,), lambda _: library, empty_snapshot(analyzer))


def empty_snapshot(analyzer: Analyzer) -> Snapshot:
    """Return the snapshot of a collection without articles."""
    return build_snapshot(LoadResult(Corpus(()), ()), analyzer, ENGINES["bm25"], Aliases(()))


def prepare(snapshot: Snapshot, analyzer: Analyzer) -> None:
    """Load everything that the first question would otherwise wait for."""
    analyzer.dictionary.prepare()
    snapshot.prepare()


@asynccontextmanager
async def open_services(
    settings: Settings,
    analyzer: Analyzer | None = None,
    collections: Collections | None = None,
    *,
    needs_journal: bool = False,
    progress: BuildProgress | None = None,
) -> AsyncIterator[Services]:
    """Open the journal's database and the collections for as long as the context lasts.

    Args:
        settings: The settings.
        analyzer: The analyzer to use instead of a new one.
        collections: The collections to use instead of opening those in the settings.
        needs_journal: False to answer questions also without a journal, and to open it later.
        progress: The callbacks to report progress to, from another thread.

    Raises:
        MissingFolderError: The collection's folder does not exist.
        CollectionFileError: The collection.toml of a collection cannot be used.
        AliasesError: The collection's list of aliases cannot be read.
        JournalError: The journal's database cannot be opened, and is needed; or its folder cannot
            be made.
    """
    from bot.journal.opening import make_database

    async with make_database(settings.journal_url, is_required=needs_journal) as database:
        if database.problem:
            _LOGGER.error("%s (questions are answered without it)", database.problem)
        is_new = analyzer is None
        analyzer = analyzer or make_analyzer(settings)
        if collections is None:
            collections = await asyncio.to_thread(open_collections, settings, analyzer, progress)
        for one in collections.served:
            await asyncio.to_thread(prepare, one.library.current, analyzer)
        answerer = Answerer(collections, analyzer, settings.today)
        if is_new:  # What is loaded when it is first needed would cost the first reader a second.
            await answerer.answer(_ANY_QUESTION)
        with closing(Threads()) as threads:
            yield _services(collections, answerer, database, settings, threads)


def _services(
    collections: Collections,
    answerer: Answerer,
    database: Database,
    settings: Settings,
    threads: Threads,
) -> Services:
    """Return the services over collections and a database."""
    from bot.journal.access_store import AccessStore
    from bot.journal.asked import AskedQuestions
    from bot.journal.chat_store import ChatStore
    from bot.journal.journal import Journal
    from bot.journal.personal_data import PersonalData
    from bot.journal.policy_store import PolicyStore
    from bot.journal.report_store import ReportStore
    from bot.journal.shared_inbox import make_inbox
    from bot.journal.statistics import Statistics
    from bot.service.pictures import Pictures
    from bot.service.reports import StatisticsReports
    from bot.service.services import Services

    return Services(
        collections,
        answerer,
        make_inbox(database, settings.bot_id),
        Journal(database),
        ChatStore(database),
        PolicyStore(database),
        PersonalData(database),
        AskedQuestions(database, settings.admin_ids),
        AccessStore(database),
        StatisticsReports(Statistics(database, settings.timezone), collections, Pictures()),
        ReportStore(database),
        threads,
    )
