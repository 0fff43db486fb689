"""Fixtures that index small collections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.loading import LoadResult
from corpus.model import Article, Corpus, Passage
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.postings import build_postings
from retrieval.library import Engine, Snapshot, build_snapshot
from retrieval.question.aliases import Aliases, read_aliases
from retrieval.text.analysis import Analyzer

Index = Callable[..., Snapshot]


def corpus_of(*texts: str) -> Corpus:
    """Return a corpus of one article with these passages."""
    passages = tuple(Passage(str(place), "a", text) for place, text in enumerate(texts))
    return Corpus((Article("a", "a.txt", "一篇文章", passages=passages),))


@pytest.fixture
def index(analyzer: Analyzer) -> Index:
    """Indexes a corpus, or the passages of one article, with the default engine."""

    def build(
        *texts: str, corpus: Corpus | None = None, aliases: Aliases | None = None
    ) -> Snapshot:
        loaded = LoadResult(corpus_of(*texts) if corpus is None else corpus, ())
        return build_snapshot(
            loaded,
            analyzer,
            Engine(lambda table: Bm25Searcher(build_postings(table))),
            aliases or read_aliases(),
        )

    return build
