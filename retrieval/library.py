"""The collection as it is served: a corpus and the index over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Corpus
from retrieval.analysis import Analyzer
from retrieval.search import Searcher

Engine = Callable[[Iterator[tuple[str, Sequence[str]]]], Searcher]
"""Builds an index from every passage's id and terms."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A corpus and the index over it, both of one moment; neither ever changes."""

    corpus: Corpus
    searcher: Searcher


def build_snapshot(corpus: Corpus, analyzer: Analyzer, engine: Engine) -> Snapshot:
    """Index a corpus: a passage's terms are its own and those of its title and headings."""
    bags = (
        (
            passage.id,
            [
                term.text
                for text in (article.title, *passage.heading, passage.text)
                for term in analyzer.terms(text)
            ],
        )
        for article in corpus.articles
        for passage in article.passages
    )
    return Snapshot(corpus, engine(bags))


class Library:
    """Holds the snapshot that answers; one assignment replaces it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._current = snapshot

    @property
    def current(self) -> Snapshot:
        """The snapshot to answer from; take it once for each question."""
        return self._current
