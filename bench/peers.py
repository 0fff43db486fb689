"""What Yinju is held against: all on the terms that it cut, but the naive one."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sized
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from bench.engine import HITS, MIB, Built
from bench.material import Source
from bench.shared_terms import NewQuestion, count_rows, read_rows, read_vocabulary, read_words
from retrieval.index.postings import Bm25Parameters
from retrieval.text.analysis import SINGLE


class RankBm25:
    """As it is done in a few lines: `jieba.lcut` and `BM25Okapi`, every passage scored."""

    def __init__(self, source: Source, _: Path) -> None:
        self._source = source

    def build(self) -> Built:
        """Cut with jieba as it comes, in one process."""
        import jieba
        from rank_bm25 import BM25Okapi

        jieba.setLogLevel("ERROR")
        jieba.initialize()
        begun = time.perf_counter()
        bags = [jieba.lcut(text) for text in self._source.texts()]
        cut = time.perf_counter()
        self._model, self._cut = BM25Okapi(bags), jieba.lcut
        indexed = time.perf_counter()
        self._names = _names_of(self._source)
        return Built(cut - begun, indexed - cut, None)

    def prepare(self, asked: NewQuestion) -> list[str]:
        """The question's words as jieba cuts them."""
        return list(self._cut(asked.text))

    def find(self, prepared: list[str]) -> list[str]:
        """See `Engine`."""
        scores = self._model.get_scores(prepared)
        rows = np.argpartition(scores, -HITS)[-HITS:]
        best = rows[np.argsort(-scores[rows])]
        return [self._names[row] for row in best.tolist()]

    def start(self) -> float | None:
        """See `Engine`."""
        return None


class _Bags(Sized, Iterable[list[int]]):
    """The words and pairs of each passage by number, read anew each time they are walked through.

    As lists of lists they would take more memory than there is, for a million passages.
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
    """bm25s with its numba backend, on the words and pairs that Yinju looks for."""

    def __init__(self, source: Source, folder: Path) -> None:
        self._source, self._folder = source, folder

    def build(self) -> Built:
        """Index the terms by number, with Yinju's weights."""
        from bm25s import BM25
        from bm25s.tokenization import Tokenized

        numbers = {term: number for number, term in enumerate(read_vocabulary(self._folder))}
        bags = _Bags(self._folder, numbers)
        begun = time.perf_counter()
        weights = Bm25Parameters()
        self._model = BM25(k1=weights.k1, b=weights.b, method="lucene", backend="numba")
        self._model.index(Tokenized(ids=bags, vocab=numbers), show_progress=False)
        seconds = time.perf_counter() - begun
        self._names, self._known = _names_of(self._source), numbers
        return Built(None, seconds, self._save())

    def prepare(self, asked: NewQuestion) -> list[list[str]]:
        """Those of the terms that it knows: it looks each of them up."""
        return [[term for term in asked.terms if term in self._known]]

    def find(self, prepared: list[list[str]]) -> list[str]:
        """See `Engine`."""
        if not prepared[0]:
            return []
        rows, _ = self._model.retrieve(prepared, k=HITS, show_progress=False)
        return [self._names[row] for row in rows[0].tolist()]

    def start(self) -> float | None:
        """See `Engine`; mapped from disk."""
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

    def build(self) -> Built:
        """Index on disk; the words of a passage are joined by blanks."""
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        builder.add_integer_field("row", stored=True)
        self._schema, self._tantivy = builder.build(), tantivy
        self._folder.mkdir()
        begun = time.perf_counter()
        index = tantivy.Index(self._schema, str(self._folder))
        writer = index.writer(256 * MIB)
        for row, words in enumerate(read_words(self._terms)):
            writer.add_document(tantivy.Document(words=" ".join(words), row=row))
        writer.commit()
        writer.wait_merging_threads()
        seconds = time.perf_counter() - begun
        index.reload()
        self._searcher, self._names = index.searcher(), _names_of(self._source)
        return Built(None, seconds, _size_on_disk(self._folder) / MIB)

    def prepare(self, asked: NewQuestion) -> Any:
        """Any of the words."""
        query, either = self._tantivy.Query, self._tantivy.Occur.Should
        words = (query.term_query(self._schema, "words", word) for word in asked.words)
        return query.boolean_query([(either, word) for word in words])

    def find(self, prepared: Any) -> list[str]:
        """See `Engine`."""
        hits = self._searcher.search(prepared, HITS, count=False).hits
        return [self._names[self._searcher.doc(place)["row"][0]] for _, place in hits]

    def start(self) -> float | None:
        """See `Engine`."""
        begun = time.perf_counter()
        searcher = self._tantivy.Index.open(str(self._folder)).searcher()
        searcher.search(self._tantivy.Query.all_query(), 1)
        return time.perf_counter() - begun


class Fts5:
    """SQLite's full-text index, on words."""

    def __init__(self, source: Source, folder: Path) -> None:
        self._source, self._terms = source, folder
        self._path = folder / "fts5.sqlite3"

    def build(self) -> Built:
        """Fill one table; the words of a passage are joined by blanks."""
        self._base = sqlite3.connect(self._path)
        self._base.execute("CREATE VIRTUAL TABLE passage USING fts5(words, content='')")
        begun = time.perf_counter()
        rows = ((row, " ".join(words)) for row, words in enumerate(read_words(self._terms)))
        self._base.executemany("INSERT INTO passage (rowid, words) VALUES (?, ?)", rows)
        self._base.execute("INSERT INTO passage (passage) VALUES ('optimize')")
        self._base.commit()
        seconds = time.perf_counter() - begun
        self._names = _names_of(self._source)
        return Built(None, seconds, self._path.stat().st_size / MIB)

    def prepare(self, asked: NewQuestion) -> str:
        """Any of the words."""
        return " OR ".join(f'"{word}"' for word in asked.words)

    def find(self, prepared: str) -> list[str]:
        """See `Engine`."""
        return [self._names[row] for row in _match(self._base, prepared)] if prepared else []

    def start(self) -> float | None:
        """See `Engine`."""
        begun = time.perf_counter()
        with closing(sqlite3.connect(self._path)) as base:
            _match(base, '"一"')
        return time.perf_counter() - begun


def _names_of(source: Source) -> list[str]:
    """The ids of the passages, in order."""
    if source.is_made:
        return [f"p{row}" for row in range(int(source.name))]
    return [passage.id for passage in source.corpus().passages]


def _match(base: sqlite3.Connection, words: str) -> list[int]:
    found = base.execute(
        "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?", (words, HITS)
    )
    return [row for (row,) in found]


def _size_on_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
