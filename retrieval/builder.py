"""Building snapshots of one collection, reusing what has not changed since the last build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.artifacts import ArtifactStore, StoreState, fingerprint
from corpus.catalogue import Catalogue, open_catalogue, save_catalogue
from corpus.kept_passages import ScratchLines
from corpus.limits import Limits
from corpus.loading import LoadResult, load_files, open_reader
from corpus.progress import Progress
from retrieval.index.building import build_index
from retrieval.index.indexed_text import IndexedTexts
from retrieval.index.joined_texts import JoinedTexts
from retrieval.index.lexicon import Lexicon
from retrieval.index.postings import Postings, build_postings
from retrieval.index.storage import open_index, open_texts, save_index, save_texts
from retrieval.index.terms import TermTable
from retrieval.index.text_arrays import NO_TEXTS, TextArrays
from retrieval.index.tokenizing import PassageAnalyzer
from retrieval.library import Engine, Snapshot
from retrieval.question.aliases import read_aliases
from retrieval.question.examples import Examples, read_examples
from retrieval.question.likeness import Likeness
from retrieval.text.analysis import Analyzer

ARTICLE_MODULES = ("corpus.loading", "retrieval.text.analysis")
ARTICLE_LIBRARIES = (
    "emoji",
    "ftfy",
    "jieba",
    "lxml",
    "mammoth",
    "markdown-it-py",
    "mdit-py-plugins",
    "opencc",
    "pypdfium2",
    "pypinyin",
    "pyyaml",
    "rjieba",
)
"""The modules that make articles of files, with the word frequencies by which they are repaired,
and the libraries that decide the result."""

INDEX_MODULES = (
    "retrieval.index.building",
    "retrieval.index.indexed_text",
    "retrieval.index.storage",
    "retrieval.index.tokenizing",
)
INDEX_LIBRARIES = ("jieba", "opencc", "pypinyin", "rjieba")
"""The modules that make an index of passages, and the libraries that decide the result."""

_ARTICLES, _TERMS, _TEXTS = "articles", "terms", "texts"
"""The folders of what is stored of a collection."""

_EMPTY = build_postings(TermTable())


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """Callbacks for progress: files read; passages tokenized, encoded and published."""

    reading: Progress | None = None
    indexing: Progress | None = None
    encoding: Progress | None = None
    loading: Progress | None = None


class Builder:
    """Reads and indexes a collection, reusing articles and terms that have not changed.

    Not thread-safe.

    Args:
        folder: The collection.
        analyzer: Tokenizes the passages; its word frequencies guide repairs.
        limits: Limits of the text that is read.
        store: The folder for artifacts that are stored between runs. If it cannot be written,
            each run starts from nothing.
        engine: The engine that searches postings.
    """

    def __init__(
        self,
        folder: Path,
        analyzer: Analyzer,
        limits: Limits,
        store: Path,
        engine: Engine[Postings],
    ) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._limits = limits
        self._store = store
        self._articles = _article_store(store, limits)
        state = fingerprint(INDEX_MODULES, INDEX_LIBRARIES)
        self._terms = ArtifactStore(store / _TERMS, state)
        self._texts = ArtifactStore(store / _TEXTS, state)
        self._engine = engine
        self._catalogue: Catalogue | None = None
        self._index: Postings | None = None
        self._known_texts: TextArrays | None = None
        self.save_error: OSError | None = None
        """The error because of which the last build could not be stored; None if it was stored."""

    def build(self, progress: BuildProgress | None = None) -> Snapshot:
        """Build a snapshot of the collection as it is now.

        Raises:
            MissingFolderError: There is no such folder.
            AliasesError: Its list of aliases cannot be read.
        """
        progress, self.save_error = progress or BuildProgress(), None
        aliases = read_aliases(self._folder)
        loaded = self.load(progress.reading)
        index, texts, analyzed = self._indexed(loaded, progress.indexing)
        corpus = replace(loaded.corpus, rows=index.table.passages.number_of)
        examples = read_examples(self._folder, corpus)
        return Snapshot(
            corpus,
            self._engine.make_searcher(index),
            Lexicon(index.table, self._store),
            self._engine.texts(texts, index.table.passages),
            aliases,
            (*loaded.problems, *examples.problems),
            loaded.files_read,
            analyzed,
            Examples(examples, Likeness(self._analyzer, aliases)),
        )

    def forget(self) -> None:
        """Discard what the next build would reuse, so that it starts from nothing."""
        self._catalogue, self._index, self._known_texts = {}, _EMPTY, NO_TEXTS

    def load(self, progress: Progress | None = None) -> LoadResult:
        """Read the collection as it is now, without an index.

        Raises:
            MissingFolderError: There is no such folder.
        """
        if self._catalogue is None:
            self._catalogue = open_catalogue(self._articles)
        known = self._catalogue
        reader = open_reader(self._folder, self._analyzer.frequency, self._limits)
        loaded = load_files(reader, progress, known, ScratchLines(self._store).keep)
        # An empty folder may be a disk that is not mounted, so the known catalogue stays in use.
        if loaded.catalogue and loaded.catalogue != known:
            self._catalogue = loaded.catalogue
            try:
                save_catalogue(self._articles, loaded.catalogue.values())
            except OSError as error:
                self.save_error = error
        return loaded

    def _indexed(
        self, loaded: LoadResult, progress: Progress | None
    ) -> tuple[Postings, TextArrays, int]:
        """Return the index of a corpus, its texts, and the number of passages analyzed."""
        known = self._index or open_index(self._terms) or _EMPTY
        kept = self._known_texts or open_texts(self._texts) or NO_TEXTS
        passages = PassageAnalyzer(self._analyzer, kept, progress, self._store)
        texts = IndexedTexts(loaded.corpus, self._states(loaded))
        index = build_index(texts, passages.terms, known, self._store)
        if index is not known:
            index = self._save(index)
        joined = passages.texts(texts, index.table.marks)
        arrays = joined.unchanged or self._save_texts(joined)
        if index.table.passages:
            self._index, self._known_texts = index, arrays
        return index, arrays, passages.analyzed

    def _states(self, loaded: LoadResult) -> Iterator[str]:
        """Yield all that decides the passages of each article."""
        entries = loaded.catalogue.values()
        for article, entry in zip(loaded.corpus.articles, entries, strict=True):
            state = (self._articles.fingerprint, article.id, entry.override, entry.digest)
            yield "\0".join(state)

    def _save(self, index: Postings) -> Postings:
        """Store an index and return it, memory-mapped if that succeeded."""
        if not index.table.passages:
            return index
        try:
            return save_index(self._terms, index)
        except OSError as error:
            self.save_error = error
            return index

    def _save_texts(self, texts: JoinedTexts) -> TextArrays:
        """Store analyzed texts and return them, memory-mapped if that succeeded."""
        if not len(texts):
            return NO_TEXTS
        try:
            return save_texts(self._texts, texts)
        except OSError as error:
            self.save_error = error
            return texts.arrays()


def stored_titles(store: Path, limits: Limits) -> dict[str, str]:
    """Return the titles of articles by id, as a collection had them when it was last built.

    Empty if nothing is stored that this version and these limits would use.
    """
    entries = open_catalogue(_article_store(store, limits)).values()
    articles = (entry.file.article for entry in entries)
    return {article.id: article.title for article in articles if article}


def stored_catalogue(store: Path, limits: Limits) -> Catalogue:
    """Return what is stored of a collection's files, of which nothing is changed."""
    return open_catalogue(_article_store(store, limits, is_left_alone=True))


def stored_states(store: Path, limits: Limits) -> dict[str, StoreState]:
    """Return the state of each part of what is stored, by its name; every file is hashed."""
    state = fingerprint(INDEX_MODULES, INDEX_LIBRARIES)
    index = {name: ArtifactStore(store / name, state) for name in (_TERMS, _TEXTS)}
    parts = {_ARTICLES: _article_store(store, limits), **index}
    return {name: part.examine() for name, part in parts.items()}


def _article_store(store: Path, limits: Limits, *, is_left_alone: bool = False) -> ArtifactStore:
    state = fingerprint(ARTICLE_MODULES, ARTICLE_LIBRARIES, limits)
    return ArtifactStore(store / _ARTICLES, state, is_left_alone=is_left_alone)
