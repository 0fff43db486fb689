"""Snapshots of one collection, each built from what is known and from what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.artifacts import ArtifactStore, fingerprint
from corpus.catalogue import Catalogue, open_catalogue, save_catalogue
from corpus.limits import Limits
from corpus.loading import LoadResult, Progress, load
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
    """Who is told how far a build is: files read, and passages cut."""

    reading: Progress | None = None
    cutting: Progress | None = None


_NOTHING = build_postings(TermTable())


class Builder:
    """Reads and indexes a collection; what has not changed since the last time is taken over.

    Not for two threads at once.

    Args:
        folder: The collection.
        analyzer: Cuts its passages, and guides its repairs.
        limits: How much of it is read.
        kept: A folder for what is kept from one run to the next. Where it cannot be written, all
            works, and every run begins anew.
        engine: Makes a searcher of postings.
    """

    def __init__(
        self,
        folder: Path,
        analyzer: Analyzer,
        limits: Limits,
        kept: Path,
        engine: Callable[[Postings], Searcher],
    ) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._limits = limits
        self._articles = ArtifactStore(
            kept / "articles", fingerprint(_READING, _READING_LIBRARIES, limits)
        )
        self._terms = ArtifactStore(kept / "terms", fingerprint(_INDEXING, _INDEXING_LIBRARIES))
        self._engine = engine
        self._catalogue: Catalogue | None = None
        self._index: Postings | None = None
        self.trouble: OSError | None = None
        """Why the last build could not be kept for the next run, where it could not."""

    def build(self, told: BuildProgress | None = None) -> Snapshot:
        """The collection as it is now.

        Raises:
            MissingFolderError: There is no such folder.
            AliasesError: Its list of aliases cannot be read.
        """
        told, self.trouble = told or BuildProgress(), None
        aliases = read_aliases(self._folder)
        loaded = self._load(told.reading)
        index, cut = self._indexed(loaded, told.cutting)
        return Snapshot(
            loaded.corpus,
            self._engine(index),
            Lexicon(index.table),
            aliases,
            loaded.problems,
            loaded.read,
            cut,
        )

    def forget(self) -> None:
        """Build the next snapshot from nothing."""
        self._catalogue, self._index = {}, _NOTHING

    def _load(self, told: Progress | None) -> LoadResult:
        if self._catalogue is None:
            self._catalogue = open_catalogue(self._articles)
        known = self._catalogue
        loaded = load(self._folder, self._analyzer.frequency, told, self._limits, known)
        # What is empty may be a disk that is not there: nothing to forget the articles for.
        if loaded.catalogue and loaded.catalogue != known:
            self._catalogue = loaded.catalogue
            try:
                save_catalogue(self._articles, loaded.catalogue.values())
            except OSError as error:
                self.trouble = error
        return loaded

    def _indexed(self, loaded: LoadResult, told: Progress | None) -> tuple[Postings, int]:
        """The index over a corpus, and how many passages had to be cut for it."""
        cut = 0

        def analyse(texts: Sequence[str]) -> Iterator[TermBatch]:
            nonlocal cut
            cut = len(texts)
            return cut_texts(texts, self._analyzer, told)

        known = self._index or open_index(self._terms) or _NOTHING
        table = build_table(indexed_texts(loaded.corpus), analyse, known.table)
        index = known if table is known.table else self._kept(build_postings(table))
        if table.passages:
            self._index = index
        return index, cut

    def _kept(self, index: Postings) -> Postings:
        if not index.table.passages:
            return index
        try:
            return save_index(self._terms, index)
        except OSError as error:
            self.trouble = error
            return index
