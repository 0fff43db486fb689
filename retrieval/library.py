"""The collection as it is served: a corpus and the index over it, replaced in one assignment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Corpus, CorpusDiff, Problem
from retrieval.analysis import Analyzer
from retrieval.search import Searcher

Engine = Callable[[Iterator[tuple[str, Sequence[str]]]], Searcher]
"""Builds an index from every passage's id and terms."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A corpus and the index over it, both of one moment; neither ever changes."""

    corpus: Corpus
    searcher: Searcher
    problems: tuple[Problem, ...] = ()


def build_snapshot(
    corpus: Corpus, analyzer: Analyzer, engine: Engine, problems: tuple[Problem, ...] = ()
) -> Snapshot:
    """Index a corpus: a passage's terms are its own and those of its title and headings."""

    def bags() -> Iterator[tuple[str, Sequence[str]]]:
        for article in corpus.articles:
            for passage in article.passages:
                texts = (article.title, *passage.heading, passage.text)
                yield passage.id, [term.text for text in texts for term in analyzer.terms(text)]

    return Snapshot(corpus, engine(bags()), problems)


@dataclass(frozen=True, slots=True)
class Reload:
    """What a reload brought: the snapshot before, the one after, and how long it took."""

    before: Snapshot
    after: Snapshot
    seconds: float

    @property
    def diff(self) -> CorpusDiff:
        """Which articles came, changed and went."""
        return CorpusDiff.between(self.before.corpus, self.after.corpus)


class NothingLeftError(Exception):
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

    async def reload(self) -> Reload:
        """Build a snapshot aside and let it serve; where that fails, the old one goes on.

        Raises:
            NothingLeftError: The new collection would be empty.
            Exception: Whatever kept the collection from being read.
        """
        async with self._reloading:
            begun, before = time.monotonic(), self._current
            after = await asyncio.to_thread(self._read)
            if before.corpus.articles and not after.corpus.articles:
                raise NothingLeftError(after.problems)
            self._current = after
            return Reload(before, after, time.monotonic() - begun)
