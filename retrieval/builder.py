"""Building snapshots of one collection, reusing what has not changed since the last build."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.artifacts import ArtifactStore, fingerprint
from corpus.catalogue import Catalogue, open_catalogue, save_catalogue
from corpus.limits import Limits
from corpus.loading import LoadResult, load
from corpus.model import Corpus
from corpus.progress import Progress
from retrieval.index.analyzed_texts import AnalyzedTexts
from retrieval.index.building import build_index
from retrieval.index.indexed_text import indexed_texts
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
        self._terms = ArtifactStore(store / "terms", state)
        self._texts = ArtifactStore(store / "texts", state)
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
        index, texts, analyzed = self._indexed(loaded.corpus, progress.indexing)
        examples = read_examples(self._folder, loaded.corpus)
        return Snapshot(
            loaded.corpus,
            self._engine.make_searcher(index),
            Lexicon(index.table, self._store),
            AnalyzedTexts(texts, index.table.passages, self._engine.make_scanner),
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
        loaded = load(self._folder, self._analyzer.frequency, progress, self._limits, known)
        # An empty folder may be a disk that is not mounted, so the known catalogue stays in use.
        if loaded.catalogue and loaded.catalogue != known:
            self._catalogue = loaded.catalogue
            try:
                save_catalogue(self._articles, loaded.catalogue.values())
            except OSError as error:
                self.save_error = error
        return loaded

    def _indexed(
        self, corpus: Corpus, progress: Progress | None
    ) -> tuple[Postings, TextArrays, int]:
        """Return the index of a corpus, its texts, and the number of passages analyzed."""
        known = self._index or open_index(self._terms) or _EMPTY
        kept = self._known_texts or open_texts(self._texts) or NO_TEXTS
        passages, texts = PassageAnalyzer(self._analyzer, kept, progress), indexed_texts(corpus)
        index = build_index(texts, passages.terms, known, self._store)
        if index is not known:
            index = self._save(index)
        arrays = passages.texts(tuple(texts.values()), index.table.marks)
        if arrays is not kept:
            arrays = self._save_texts(arrays)
        if index.table.passages:
            self._index, self._known_texts = index, arrays
        return index, arrays, passages.analyzed

    def _save(self, index: Postings) -> Postings:
        """Store an index and return it, memory-mapped if that succeeded."""
        if not index.table.passages:
            return index
        try:
            return save_index(self._terms, index)
        except OSError as error:
            self.save_error = error
            return index

    def _save_texts(self, texts: TextArrays) -> TextArrays:
        """Store analyzed texts and return them, memory-mapped if that succeeded."""
        if not len(texts.marks):
            return texts
        try:
            return save_texts(self._texts, texts)
        except OSError as error:
            self.save_error = error
            return texts


def stored_titles(store: Path, limits: Limits) -> dict[str, str]:
    """Return the titles of articles by id, as a collection had them when it was last built.

    Empty if nothing is stored that this version and these limits would use.
    """
    entries = open_catalogue(_article_store(store, limits)).values()
    articles = (entry.file.article for entry in entries)
    return {article.id: article.title for article in articles if article}


def _article_store(store: Path, limits: Limits) -> ArtifactStore:
    state = fingerprint(ARTICLE_MODULES, ARTICLE_LIBRARIES, limits)
    return ArtifactStore(store / "articles", state)
