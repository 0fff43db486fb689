"""Yinju under measurement."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

from bench.engine import HITS, MIB, Built
from bench.material import Source
from bench.shared_terms import Asked, leave_questions, leave_terms
from bot.bootstrap import make_analyzer
from bot.settings import read_settings
from corpus.loading import Loaded
from retrieval.aliases import read_aliases
from retrieval.answer import Answerer
from retrieval.bm25 import Bm25Searcher, Postings, build_postings
from retrieval.kernel import compiled_rows
from retrieval.library import Library, build_snapshot
from retrieval.question import understand
from retrieval.search import Query, Searcher
from retrieval.terms import TermTable


class Yinju:
    """The product: its snapshot of the whole collection, with numba's loop."""

    def __init__(self, source: Source, folder: Path) -> None:
        self._source, self._folder = source, folder
        self._analyzer = make_analyzer(read_settings())
        self._loop = asyncio.Runner()

    def build(self) -> Built:
        """Index as `yinju serve` does, and leave terms and questions to the others."""
        self._analyzer.frequency("")  # Load the dictionary: building is what is timed.
        corpus, tables, seconds = self._source.corpus(), list[TermTable](), list[float]()

        def engine(table: TermTable) -> Searcher:
            tables.append(table)
            begun = time.perf_counter()
            self._postings = build_postings(table)
            seconds.append(time.perf_counter() - begun)
            self._engine = Bm25Searcher(self._postings, compiled_rows())
            return self._engine

        begun = time.perf_counter()
        loaded = Loaded(corpus, ())
        self._snapshot = build_snapshot(loaded, self._analyzer, engine, read_aliases())
        cut_s = time.perf_counter() - begun - seconds[0]
        self._answerer = Answerer(Library(lambda: self._snapshot, self._snapshot), self._analyzer)
        leave_terms(self._folder, tables[0])
        leave_questions(self._folder, self._asked())
        return Built(cut_s, seconds[0], _size(self._postings) / MIB)

    def prepare(self, asked: Asked) -> Query:
        """The engine's own query."""
        return Query(asked.terms)

    def find(self, prepared: Query) -> list[str]:
        """See `Engine`."""
        return [hit.passage_id for hit in self._engine.rank(prepared, HITS)]

    def whole(self, text: str) -> list[str]:
        """From a question as it was typed to ten passages with their excerpts."""
        ranked = self._loop.run(self._answerer.rank(text, HITS))
        return [passage.id for passage, _ in ranked]

    def start(self) -> float | None:
        """See `Engine`."""
        return None

    def _asked(self) -> Iterator[Asked]:
        lexicon, aliases = self._snapshot.lexicon, self._snapshot.aliases
        for one in self._source.questions():
            terms = understand(one.text, self._analyzer, lexicon, aliases).terms
            yield Asked(one.text, dict(terms))


def _size(postings: Postings) -> int:
    lists = postings.lists
    return sum(one.nbytes for one in (lists.starts, lists.rows, lists.impacts, lists.bounds))
