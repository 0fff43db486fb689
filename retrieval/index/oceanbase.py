"""The engine for more than one machine: full text in OceanBase, or in seekdb, its single server.

The server finds candidates by its own BM25, which knows no weights and has parameters of its own,
so terms of little weight are left out as long as the others find enough. The few that it finds are
scored here by the model of the embedded engine, from the counts that
are stored with them and the frequencies of the lexicon, so that both engines rank alike.

A term is stored as its number in the lexicon: the server's parser cuts at rare characters, and
leaves out stop words and long words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table, bindparam, desc, select
from sqlalchemy.dialects.mysql import match

from retrieval.index.database import SearchDatabase
from retrieval.index.lexicon import Lexicon
from retrieval.index.names import Names
from retrieval.index.postings import Bm25Parameters
from retrieval.index.searcher import Hit, Query
from retrieval.index.stored_passages import StoredPassages
from retrieval.index.terms import TermBatch
from retrieval.text.analysis import SINGLE

CANDIDATES = 200
"""The least number of passages that the server is asked for, however few are wanted."""

LIGHT = 0.3
"""Share of the heaviest term's weight below which the server is not asked for a term at first: it
would count it as much as the others."""

_FIRST_WORD = 100
"""The word that stands for the term with the number 0."""

_BM25 = Bm25Parameters()

Floats = NDArray[np.float64]
Ints = NDArray[Any]


_STORED = np.dtype("<u4")
"""The type of the numbers that are stored with a passage."""


class StoredTerms(NamedTuple):
    """The terms of a passage as its row in the database has them.

    Attributes:
        words: A word for each, by which the server finds the passage.
        numbers: Their numbers, ascending, each as often as the term occurs.
        length: The number of terms, single characters too, which are not searched for.
    """

    words: str
    numbers: bytes
    length: int


def stored_terms(batch: TermBatch, vocabulary: Names) -> Iterator[StoredTerms]:
    """Yield the terms of each passage of a batch.

    Args:
        batch: The terms of some passages.
        vocabulary: The terms of the collection.
    """
    number = vocabulary.number
    numbers = np.array(
        [-1 if term.startswith(SINGLE) else number(term) for term in batch.vocabulary], np.int64
    )
    ends = np.cumsum(batch.sizes).tolist()
    for first, end, length in zip([0, *ends], ends, batch.lengths.tolist(), strict=False):
        terms = np.sort(np.repeat(numbers[batch.ids[first:end]], batch.counts[first:end]))
        terms = terms[terms >= 0]
        yield StoredTerms(_words(terms.tolist()), terms.astype(_STORED).tobytes(), length)


@dataclass(frozen=True, slots=True)
class WeightedTerms:
    """The terms of a query that a collection has.

    Attributes:
        numbers: Their numbers, ascending.
        weights: What each adds to a score at most.
    """

    numbers: Ints
    weights: Floats

    @classmethod
    def of(cls, query: Query, lexicon: Lexicon) -> WeightedTerms:
        """Return the terms of a query; single characters are not searched for."""
        number = lexicon.table.vocabulary.number
        found = {
            place: weight * lexicon.idf(term) * (_BM25.k1 + 1)
            for term, weight in query.terms.items()
            if not term.startswith(SINGLE) and lexicon.document_frequency(term)
            if (place := number(term)) is not None
        }
        numbers = sorted(found)
        return cls(np.array(numbers, np.int64), np.array([found[one] for one in numbers]))

    def words(self, least: float = 0.0) -> str:
        """Return the text by which the server finds passages that have one of the terms.

        Args:
            least: Weight that a term must have, as a share of the heaviest one's.
        """
        is_heavy = self.weights >= least * self.weights.max()
        return _words(self.numbers[is_heavy].tolist())

    def scores(self, stored: Sequence[bytes], lengths: Floats) -> Floats:
        """Return the scores of passages by BM25, as the embedded engine computes them.

        Args:
            stored: The numbers of the terms of each passage; see `StoredTerms`.
            lengths: The length of each passage, divided by the mean.
        """
        sizes = [len(numbers) // _STORED.itemsize for numbers in stored]
        found = np.frombuffer(b"".join(stored), _STORED).astype(np.int64)
        highest = max(found.max(initial=0), self.numbers[-1]) + 1
        firsts = np.arange(len(stored)) * highest  # So that all numbers together ascend.
        found += np.repeat(firsts, sizes)
        wanted = firsts[:, None] + self.numbers
        counts = np.searchsorted(found, wanted, "right") - np.searchsorted(found, wanted)
        norms = _BM25.k1 * (1 - _BM25.b + _BM25.b * lengths)
        scores: Floats = (self.weights * counts / (counts + norms[:, None])).sum(axis=1)
        return scores


class OceanBaseSearcher:
    """Searches the passages of one version of a published collection.

    Args:
        database: The database.
        table: The table of its passages.
        lexicon: Its terms.
        passages: Its passages; those that are found are read ahead.
    """

    def __init__(
        self, database: SearchDatabase, table: Table, lexicon: Lexicon, passages: StoredPassages
    ) -> None:
        self._database = database
        self._lexicon = lexicon
        self._passages = passages
        columns = table.c
        score = match(columns.terms, against=bindparam("words"))
        self._candidates = (
            select(columns.id, columns.length, columns.numbers)
            .where(score)
            .order_by(desc(score), columns.id)
            .limit(bindparam("most"))
        )

    def search(self, query: Query, limit: int) -> list[Hit]:
        """See `Searcher`.

        Raises:
            UnavailableError: The database does not answer.
        """
        terms = WeightedTerms.of(query, self._lexicon)
        if not limit or not len(terms.numbers):
            return []
        most = max(limit, CANDIDATES)
        found = self._found(terms.words(LIGHT), most)
        if len(found) < limit and terms.words(LIGHT) != terms.words():
            found = self._found(terms.words(), most)
        if not found:
            return []
        rows = np.array([one.id for one in found])
        lengths = np.array([one.length for one in found]) / self._lexicon.mean_length
        scores = terms.scores([one.numbers for one in found], lengths)
        best = np.lexsort((rows, -scores))[:limit]
        self._passages.read(rows[best].tolist())
        return list(map(Hit, rows[best].tolist(), scores[best].tolist(), repeat(self._passages)))

    def _found(self, words: str, most: int) -> Sequence[Any]:
        """Return the rows of the passages that the server ranks best."""
        return self._database.rows(self._candidates, {"words": words, "most": most})


def _words(numbers: Iterable[int]) -> str:
    return " ".join([str(number + _FIRST_WORD) for number in numbers])
