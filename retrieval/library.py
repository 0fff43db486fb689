"""The collection as it is served: a corpus and the index over it, replaced in one assignment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from corpus.loading import LoadResult
from corpus.model import Corpus, CorpusDiff, Problem
from retrieval.index.cutting import cut_texts
from retrieval.index.indexed_text import indexed_texts
from retrieval.index.lexicon import Lexicon
from retrieval.index.searcher import Searcher
from retrieval.index.terms import TermTable, build_table
from retrieval.question.aliases import Aliases
from retrieval.text.analysis import Analyzer

Engine = Callable[[TermTable], Searcher]
"""Builds an index from the terms of every passage."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A corpus, the index over it, its words and its aliases, of one moment; never changed.

    `read` counts the files that were read for it, `cut` the passages that were cut into terms.
    """

    corpus: Corpus
    searcher: Searcher
    lexicon: Lexicon
    aliases: Aliases
    problems: tuple[Problem, ...] = ()
    read: int = 0
    cut: int = 0


def build_snapshot(
    loaded: LoadResult, analyzer: Analyzer, engine: Engine, aliases: Aliases
) -> Snapshot:
    """Index a corpus."""
    texts = indexed_texts(loaded.corpus)
    table = build_table(texts, lambda fresh: cut_texts(fresh, analyzer))
    return Snapshot(
        loaded.corpus,
        engine(table),
        Lexicon(table),
        aliases,
        loaded.problems,
        loaded.read,
        len(texts),
    )


@dataclass(frozen=True, slots=True)
class ReloadResult:
    """What a reload brought: the snapshot before, the one after, and how long it took."""

    before: Snapshot
    after: Snapshot
    seconds: float

    @property
    def read(self) -> int:
        """How many files were read; the others had not changed."""
        return self.after.read

    @property
    def cut(self) -> int:
        """How many passages were cut into terms; of the others they were known."""
        return self.after.cut

    @property
    def diff(self) -> CorpusDiff:
        """Which articles came, changed and went."""
        return CorpusDiff.between(self.before.corpus, self.after.corpus)


class EmptyCollectionError(Exception):
    """A reload found no article to quote, so the collection before it goes on serving."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("there is no article left that could be quoted")
        self.problems = problems


class Library:
    """Holds the snapshot that answers.

    Args:
        read: Builds a snapshot of the collection as it is now; runs in a thread.
        snapshot: What serves first.
    """

    def __init__(self, read: Callable[[], Snapshot], snapshot: Snapshot) -> None:
        self._read = read
        self._current = snapshot
        self._reloading = asyncio.Lock()

    @property
    def current(self) -> Snapshot:
        """The snapshot to answer from; take it once for each question."""
        return self._current

    async def reload(self) -> ReloadResult:
        """Build a snapshot aside and let it serve; where that fails, the old one goes on.

        Raises:
            NothingLeftError: The new collection would be empty.
            Exception: Whatever kept the collection from being read.
        """
        async with self._reloading:
            begun, before = time.monotonic(), self._current
            after = await asyncio.to_thread(self._read)
            await asyncio.to_thread(after.lexicon.prepare)
            if before.corpus.articles and not after.corpus.articles:
                raise EmptyCollectionError(after.problems)
            self._current = after
            return ReloadResult(before, after, time.monotonic() - begun)
