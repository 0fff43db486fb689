"""Building snapshots of one collection, reusing what has not changed since the last build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.artifacts import ArtifactStore, fingerprint
from corpus.catalogue import Catalogue, open_catalogue, save_catalogue
from corpus.limits import Limits
from corpus.loading import LoadResult, load
from corpus.progress import Progress
from retrieval.index.cutting import cut_texts
from retrieval.index.indexed_text import indexed_texts
from retrieval.index.lexicon import Lexicon
from retrieval.index.postings import Postings, build_postings
from retrieval.index.searcher import Searcher
from retrieval.index.storage import open_index, save_index
from retrieval.index.terms import TermBatch, TermTable, build_table
from retrieval.library import Snapshot
from retrieval.question.aliases import read_aliases
from retrieval.text.analysis import Analyzer

_READING = ("corpus.loading",)
_READING_LIBRARIES = ("ftfy", "jieba", "lxml", "mammoth", "markdown-it-py", "pypdf", "trafilatura")
"""The module that makes articles of files, and the libraries it depends on."""

_INDEXING = (
    "retrieval.index.cutting",
    "retrieval.index.indexed_text",
    "retrieval.index.postings",
    "retrieval.index.storage",
)
_INDEXING_LIBRARIES = ("jieba", "opencc", "rjieba")
"""The modules that make an index of passages, and the libraries they depend on."""


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """Callbacks for the progress of a build: files read, and passages tokenized."""

    reading: Progress | None = None
    indexing: Progress | None = None


_EMPTY = build_postings(TermTable())


class Builder:
    """Reads and indexes a collection, reusing articles and terms that have not changed.

    Not thread-safe.

    Args:
        folder: The collection.
        analyzer: Tokenizes the passages; its word frequencies guide repairs.
        limits: Bounds of what is read.
        store: The folder for artifacts kept between runs. If it cannot be written, each run
            starts from nothing.
        engine: Makes a searcher of postings.
    """

    def __init__(
        self,
        folder: Path,
        analyzer: Analyzer,
        limits: Limits,
        store: Path,
        engine: Callable[[Postings], Searcher],
    ) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._limits = limits
        self._articles = ArtifactStore(
            store / "articles", fingerprint(_READING, _READING_LIBRARIES, limits)
        )
        self._terms = ArtifactStore(store / "terms", fingerprint(_INDEXING, _INDEXING_LIBRARIES))
        self._engine = engine
        self._catalogue: Catalogue | None = None
        self._index: Postings | None = None
        self.trouble: OSError | None = None
        """The error that kept the last build from being stored, if there was one."""

    def build(self, progress: BuildProgress | None = None) -> Snapshot:
        """Build a snapshot of the collection as it is now.

        Raises:
            MissingFolderError: There is no such folder.
            AliasesError: Its list of aliases cannot be read.
        """
        progress, self.trouble = progress or BuildProgress(), None
        aliases = read_aliases(self._folder)
        loaded = self._load(progress.reading)
        index, tokenized = self._indexed(loaded, progress.indexing)
        return Snapshot(
            loaded.corpus,
            self._engine(index),
            Lexicon(index.table),
            aliases,
            loaded.problems,
            loaded.files_read,
            tokenized,
        )

    def forget(self) -> None:
        """Forget all that is reused, so that the next build starts from nothing."""
        self._catalogue, self._index = {}, _EMPTY

    def _load(self, progress: Progress | None) -> LoadResult:
        if self._catalogue is None:
            self._catalogue = open_catalogue(self._articles)
        known = self._catalogue
        loaded = load(self._folder, self._analyzer.frequency, progress, self._limits, known)
        # An empty folder may be a disk that is not mounted: the catalogue is kept.
        if loaded.catalogue and loaded.catalogue != known:
            self._catalogue = loaded.catalogue
            try:
                save_catalogue(self._articles, loaded.catalogue.values())
            except OSError as error:
                self.trouble = error
        return loaded

    def _indexed(self, loaded: LoadResult, progress: Progress | None) -> tuple[Postings, int]:
        """Return the index of a corpus, and the number of passages tokenized for it."""
        tokenized = 0

        def analyse(texts: Sequence[str]) -> Iterator[TermBatch]:
            nonlocal tokenized
            tokenized = len(texts)
            return cut_texts(texts, self._analyzer, progress)

        known = self._index or open_index(self._terms) or _EMPTY
        table = build_table(indexed_texts(loaded.corpus), analyse, known.table)
        index = known if table is known.table else self._stored(build_postings(table))
        if table.passages:
            self._index = index
        return index, tokenized

    def _stored(self, index: Postings) -> Postings:
        if not index.table.passages:
            return index
        try:
            return save_index(self._terms, index)
        except OSError as error:
            self.trouble = error
            return index
