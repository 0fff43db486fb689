"""Yinju as an engine of the benchmarks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from multiprocessing import get_context
from pathlib import Path

from bench.engine import HITS, MIB, BuildCost
from bench.material import Source
from bench.shared_terms import QuestionTerms, kept_terms, save_questions
from bot.service.bootstrap import make_analyzer
from bot.settings import read_settings
from corpus.artifacts import ArtifactStore
from retrieval.answer.answerer import Answerer
from retrieval.index.analyzed_texts import AnalyzedTexts
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.building import build_index
from retrieval.index.indexed_text import IndexedTexts
from retrieval.index.kernel import compiled_rows
from retrieval.index.lexicon import Lexicon
from retrieval.index.postings import PostingLists, Postings, build_postings
from retrieval.index.searcher import Query
from retrieval.index.storage import open_index, open_texts, save_index, save_texts
from retrieval.index.terms import TermBatch, TermTable, Texts
from retrieval.index.text_arrays import TextArrays
from retrieval.index.tokenizing import PassageAnalyzer
from retrieval.library import Library, Snapshot
from retrieval.question.aliases import read_aliases
from retrieval.question.parsing import parse_question


class Yinju:
    """Yinju as it serves: texts in memory, the index memory-mapped, and the compiled loop."""

    def __init__(self, source: Source, folder: Path) -> None:
        self._source, self._folder = source, folder
        self._analyzer = make_analyzer(read_settings())
        self._loop = asyncio.Runner()

    def build(self) -> BuildCost:
        """Index in another process, then open the stored index, as a restart does."""
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            built = pool.submit(build_stored, self._source, self._folder).result()
        corpus, (index, arrays) = self._source.corpus(), open_stored(self._folder)
        self._engine, lexicon = _searcher(index), Lexicon(index.table)
        texts = AnalyzedTexts(arrays, index.table.passages)
        self._snapshot = Snapshot(corpus, self._engine, lexicon, texts, read_aliases())
        self._snapshot.prepare()
        self._answerer = Answerer(Library(lambda: self._snapshot, self._snapshot), self._analyzer)
        save_questions(self._folder, self._asked())
        return built

    def prepare(self, asked: QuestionTerms) -> Query:
        """Return the query of the engine."""
        return Query(asked.terms)

    def search(self, prepared: Query) -> list[str]:
        """See `Engine`."""
        return [hit.passage_id for hit in self._engine.search(prepared, HITS)]

    def answer(self, text: str) -> list[str]:
        """Return the ids of the quoted passages for a question as typed, with excerpts made."""
        ranked = self._loop.run(self._answerer.rank(text, HITS))
        return [passage.id for passage, _ in ranked]

    def whole_answer(self, text: str) -> None:
        """Make the answer that a reader gets, or decline."""
        self._loop.run(self._answerer.answer(text))

    def start(self) -> float | None:
        """See `Engine`; the hash of every file is verified."""
        begun = time.perf_counter()
        index, _ = open_stored(self._folder)
        Lexicon(index.table)
        _searcher(index).search(Query({index.table.vocabulary[0]: 1.0}), HITS)
        return time.perf_counter() - begun

    def _asked(self) -> Iterator[QuestionTerms]:
        lexicon, aliases = self._snapshot.lexicon, self._snapshot.aliases
        for one in self._source.questions():
            terms = parse_question(one.text, self._analyzer, lexicon, aliases).terms
            yield QuestionTerms(one.text, dict(terms))


def build_stored(source: Source, folder: Path) -> BuildCost:
    """Index as `yinju serve` does, and store the index, and the terms for the other engines."""
    analyzer = make_analyzer(read_settings())
    analyzer.frequency("")  # Load the dictionary: building is what is timed.
    texts = IndexedTexts(source.corpus())
    tokenized = begun = time.perf_counter()
    passages = PassageAnalyzer(analyzer, folder=folder)

    def tokenize(fresh: Texts) -> Iterator[TermBatch]:
        nonlocal tokenized
        yield from kept_terms(passages.terms(fresh), folder)
        tokenized = time.perf_counter()

    index = build_index(texts, tokenize, build_postings(TermTable()), folder)
    save_index(_store(folder, "terms"), index)
    save_texts(_store(folder, "texts"), passages.texts(texts, index.table.marks))
    saved = time.perf_counter()
    return BuildCost(tokenized - begun, saved - tokenized, _size(index) / MIB)


def _store(folder: Path, name: str) -> ArtifactStore:
    return ArtifactStore(folder / f"yinju-{name}", "bench")


def open_stored(folder: Path) -> tuple[Postings, TextArrays]:
    """Return the stored index and texts, memory-mapped."""
    index, texts = open_index(_store(folder, "terms")), open_texts(_store(folder, "texts"))
    assert index  # noqa: S101 - built before
    assert texts  # noqa: S101
    return index, texts


def _searcher(index: Postings) -> Bm25Searcher:
    return Bm25Searcher(index, compiled_rows())


def _size(postings: Postings) -> int:
    return sum(getattr(postings.lists, one.name).nbytes for one in fields(PostingLists))
