"""Yinju under measurement."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench.engine import HITS, MIB, Built
from bench.material import Source
from bench.shared_terms import NewQuestion, leave_questions, leave_terms
from bot.service.bootstrap import make_analyzer
from bot.settings import read_settings
from corpus.artifacts import ArtifactStore
from retrieval.answer.answerer import Answerer
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.cutting import cut_texts
from retrieval.index.indexed_text import indexed_texts
from retrieval.index.kernel import compiled_rows
from retrieval.index.lexicon import Lexicon
from retrieval.index.postings import Postings, build_postings
from retrieval.index.searcher import Query
from retrieval.index.storage import open_index, save_index
from retrieval.index.terms import build_table
from retrieval.library import Library, Snapshot
from retrieval.question.aliases import read_aliases
from retrieval.question.parsing import parse_question


class Yinju:
    """The product: the whole collection in memory, its index mapped from disk, numba's loop."""

    def __init__(self, source: Source, folder: Path) -> None:
        self._source, self._folder = source, folder
        self._analyzer = make_analyzer(read_settings())
        self._loop = asyncio.Runner()

    def build(self) -> Built:
        """Index in a process that ends, then open what it kept, as a restart does."""
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            built = pool.submit(_build, self._source, self._folder).result()
        corpus, index = self._source.corpus(), _open(self._folder)
        self._engine, lexicon = _searcher(index), Lexicon(index.table)
        self._snapshot = Snapshot(corpus, self._engine, lexicon, read_aliases())
        self._answerer = Answerer(Library(lambda: self._snapshot, self._snapshot), self._analyzer)
        leave_questions(self._folder, self._asked())
        return built

    def prepare(self, asked: NewQuestion) -> Query:
        """The engine's own query."""
        return Query(asked.terms)

    def find(self, prepared: Query) -> list[str]:
        """See `Engine`."""
        return [hit.passage_id for hit in self._engine.search(prepared, HITS)]

    def whole(self, text: str) -> list[str]:
        """From a question as it was typed to ten passages with their excerpts."""
        ranked = self._loop.run(self._answerer.rank(text, HITS))
        return [passage.id for passage, _ in ranked]

    def start(self) -> float | None:
        """See `Engine`; mapped, after every file's hash is compared."""
        begun = time.perf_counter()
        index = _open(self._folder)
        Lexicon(index.table)
        _searcher(index).search(Query({next(iter(index.table.numbers)): 1.0}), HITS)
        return time.perf_counter() - begun

    def _asked(self) -> Iterator[NewQuestion]:
        lexicon, aliases = self._snapshot.lexicon, self._snapshot.aliases
        for one in self._source.questions():
            terms = parse_question(one.text, self._analyzer, lexicon, aliases).terms
            yield NewQuestion(one.text, dict(terms))


def _build(source: Source, folder: Path) -> Built:
    """Index as `yinju serve` does, keep it, and leave the terms to the others."""
    analyzer = make_analyzer(read_settings())
    analyzer.frequency("")  # Load the dictionary: building is what is timed.
    texts = indexed_texts(source.corpus())
    begun = time.perf_counter()
    table = build_table(texts, lambda fresh: cut_texts(fresh, analyzer))
    cut = time.perf_counter()
    index = build_postings(table)
    indexed = time.perf_counter()
    save_index(_shelf(folder), index)
    leave_terms(folder, table)
    return Built(cut - begun, indexed - cut, _size(index) / MIB)


def _shelf(folder: Path) -> ArtifactStore:
    return ArtifactStore(folder / "yinju", "bench")


def _open(folder: Path) -> Postings:
    index = open_index(_shelf(folder))
    assert index  # noqa: S101 - built before
    return index


def _searcher(index: Postings) -> Bm25Searcher:
    return Bm25Searcher(index, compiled_rows())


def _size(postings: Postings) -> int:
    lists = postings.lists
    return sum(one.nbytes for one in (lists.starts, lists.rows, lists.impacts, lists.bounds))
