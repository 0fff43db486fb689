"""The engines that Yinju is compared with; all but `RankBm25` index its terms."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sized
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from bench.engine import HITS, MIB, BuildCost
from bench.material import Source
from bench.shared_terms import QuestionTerms, count_rows, read_rows, read_vocabulary, read_words
from bot.service.bootstrap import make_analyzer
from bot.settings import read_settings
from retrieval.index.postings import Bm25Parameters
from retrieval.text.analysis import PAIR, SINGLE, Analyzer

_NO_WORD = (PAIR, SINGLE)
"""The beginnings of terms that are no words."""


class RankBm25:
    """The usual few lines: `jieba.lcut` and `BM25Okapi`, which scores every passage."""

    def __init__(self, source: Source, _: Path) -> None:
        self._source = source

    def build(self) -> BuildCost:
        """Tokenize with jieba's defaults, in one process."""
        import jieba
        from rank_bm25 import BM25Okapi

        jieba.setLogLevel("ERROR")
        jieba.initialize()
        begun = time.perf_counter()
        bags = [jieba.lcut(text) for text in self._source.texts()]
        tokenized = time.perf_counter()
        self._model, self._tokenize = BM25Okapi(bags), jieba.lcut
        indexed = time.perf_counter()
        self._ids = _passage_ids(self._source)
        return BuildCost(tokenized - begun, indexed - tokenized, None)

    def prepare(self, asked: QuestionTerms) -> list[str]:
        """Return the question's words by jieba."""
        return list(self._tokenize(asked.text))

    def search(self, prepared: list[str]) -> list[str]:
        """See `Engine`."""
        scores = self._model.get_scores(prepared)
        rows = np.argpartition(scores, -HITS)[-HITS:]
        best = rows[np.argsort(-scores[rows])]
        return [self._ids[row] for row in best.tolist()]

    def start(self) -> float | None:
        """See `Engine`."""
        return None


class _Bags(Sized, Iterable[list[int]]):
    """The numbers of each passage's words and pairs, read from disk at each iteration.

    For a million passages, they would not fit into memory as lists of lists.
    """

    def __init__(self, folder: Path, vocabulary: Iterable[str]) -> None:
        self._folder = folder
        self._wanted = np.array([not term.startswith(SINGLE) for term in vocabulary])
        self._count = count_rows(folder)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[list[int]]:
        for ids, counts in read_rows(self._folder):
            keep = self._wanted[ids]
            yield np.repeat(ids[keep], counts[keep]).tolist()


class Bm25s:
    """bm25s with its numba backend, on the words and pairs that Yinju searches for."""

    def __init__(self, source: Source, folder: Path) -> None:
        self._source, self._folder = source, folder

    def build(self) -> BuildCost:
        """Index the terms by number, with Yinju's parameters."""
        from bm25s import BM25
        from bm25s.tokenization import Tokenized

        numbers = {term: number for number, term in enumerate(read_vocabulary(self._folder))}
        bags = _Bags(self._folder, numbers)
        begun = time.perf_counter()
        parameters = Bm25Parameters()
        self._model = BM25(k1=parameters.k1, b=parameters.b, method="lucene", backend="numba")
        self._model.index(Tokenized(ids=bags, vocab=numbers), show_progress=False)
        seconds = time.perf_counter() - begun
        self._ids, self._known = _passage_ids(self._source), numbers
        return BuildCost(None, seconds, self._save())

    def prepare(self, asked: QuestionTerms) -> list[list[str]]:
        """Return the terms that occur in the collection; others would be an error."""
        return [[term for term in asked.terms if term in self._known]]

    def search(self, prepared: list[list[str]]) -> list[str]:
        """See `Engine`."""
        if not prepared[0]:
            return []
        rows, _ = self._model.retrieve(prepared, k=HITS, show_progress=False)
        return [self._ids[row] for row in rows[0].tolist()]

    def start(self) -> float | None:
        """See `Engine`; the index is memory-mapped."""
        from bm25s import BM25

        begun = time.perf_counter()
        model = BM25.load(self._folder / "bm25s", mmap=True, show_progress=False)
        model.retrieve([[next(iter(self._known))]], k=HITS, show_progress=False)
        return time.perf_counter() - begun

    def _save(self) -> float:
        self._model.save(self._folder / "bm25s", show_progress=False)
        return _size_on_disk(self._folder / "bm25s") / MIB


class Tantivy:
    """tantivy, on words."""

    def __init__(self, source: Source, folder: Path) -> None:
        self._source, self._folder = source, folder / "tantivy"
        self._terms = folder

    def build(self) -> BuildCost:
        """Index on disk, with the words of each passage joined by spaces."""
        begun = time.perf_counter()
        self._index = self._written(self._folder, is_stored=False)
        seconds = time.perf_counter() - begun
        self._searcher, self._ids = self._index.searcher(), _passage_ids(self._source)
        return BuildCost(None, seconds, _size_on_disk(self._folder) / MIB)

    def prepare(self, asked: QuestionTerms) -> Any:
        """Return a query for any of the words."""
        return self._any_of(self._index, asked.words)

    def search(self, prepared: Any) -> list[str]:
        """See `Engine`."""
        hits = self._searcher.search(prepared, HITS, count=False).hits
        return [self._ids[self._searcher.doc(place)["row"][0]] for _, place in hits]

    def answer(self, text: str) -> list[str]:
        """See `Answering`: words as Yinju cuts them, and tantivy's snippets of them."""
        import tantivy

        index, searcher, analyzer = self._answering
        words = (one for one in dict.fromkeys(analyzer.bag(text)) if not one.startswith(_NO_WORD))
        query = self._any_of(index, words)
        snippets = tantivy.SnippetGenerator.create(searcher, query, index.schema, "words")
        found = []
        for _, place in searcher.search(query, HITS, count=False).hits:
            passage = searcher.doc(place)
            snippets.snippet_from_doc(passage).to_html()
            found.append(self._ids[passage["row"][0]])
        return found

    def start(self) -> float | None:
        """See `Engine`."""
        import tantivy

        begun = time.perf_counter()
        searcher = tantivy.Index.open(str(self._folder)).searcher()
        searcher.search(tantivy.Query.all_query(), 1)
        return time.perf_counter() - begun

    @cached_property
    def _answering(self) -> tuple[Any, Any, Analyzer]:
        """An index with the words stored, its searcher, and what cuts questions into words."""
        index = self._written(self._folder.with_name("tantivy-stored"), is_stored=True)
        return index, index.searcher(), make_analyzer(read_settings())

    def _written(self, folder: Path, *, is_stored: bool) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field(
            "words", stored=is_stored, tokenizer_name="whitespace", index_option="freq"
        )
        builder.add_integer_field("row", stored=True)
        folder.mkdir()
        index = tantivy.Index(builder.build(), str(folder))
        writer = index.writer(256 * MIB)
        for row, words in enumerate(read_words(self._terms)):
            writer.add_document(tantivy.Document(words=" ".join(words), row=row))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index

    @staticmethod
    def _any_of(index: Any, words: Iterable[str]) -> Any:
        from tantivy import Occur, Query

        terms = (Query.term_query(index.schema, "words", word) for word in words)
        return Query.boolean_query([(Occur.Should, term) for term in terms])


class Fts5:
    """SQLite's full-text index, on words."""

    def __init__(self, source: Source, folder: Path) -> None:
        self._source, self._terms = source, folder
        self._path = folder / "fts5.sqlite3"

    def build(self) -> BuildCost:
        """Fill one table, with the words of each passage joined by spaces."""
        self._connection = sqlite3.connect(self._path)
        self._connection.execute("CREATE VIRTUAL TABLE passage USING fts5(words, content='')")
        begun = time.perf_counter()
        rows = ((row, " ".join(words)) for row, words in enumerate(read_words(self._terms)))
        self._connection.executemany("INSERT INTO passage (rowid, words) VALUES (?, ?)", rows)
        self._connection.execute("INSERT INTO passage (passage) VALUES ('optimize')")
        self._connection.commit()
        seconds = time.perf_counter() - begun
        self._ids = _passage_ids(self._source)
        return BuildCost(None, seconds, self._path.stat().st_size / MIB)

    def prepare(self, asked: QuestionTerms) -> str:
        """Return a query for any of the words."""
        return " OR ".join(f'"{word}"' for word in asked.words)

    def search(self, prepared: str) -> list[str]:
        """See `Engine`."""
        return [self._ids[row] for row in _match(self._connection, prepared)] if prepared else []

    def start(self) -> float | None:
        """See `Engine`."""
        begun = time.perf_counter()
        with closing(sqlite3.connect(self._path)) as connection:
            _match(connection, '"一"')
        return time.perf_counter() - begun


def _passage_ids(source: Source) -> list[str]:
    """Return the ids of the passages, in order."""
    if source.is_generated:
        return [f"p{row}" for row in range(int(source.name))]
    return [passage.id for passage in source.corpus().passages]


def _match(connection: sqlite3.Connection, words: str) -> list[int]:
    found = connection.execute(
        "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?", (words, HITS)
    )
    return [row for (row,) in found]


def _size_on_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
