"""The engine for more than one machine: full text in OceanBase, or in seekdb, its single server.

The server finds candidates by its own BM25, which knows no weights and has parameters of its own.
The few that it finds are scored here by the model of the embedded engine, from the counts that
are stored with them and the frequencies of the lexicon, so that both engines rank alike.

A term is stored as its number in the lexicon: the server's parser cuts at rare characters, and
leaves out stop words and long words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table, desc, select
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

_FIRST_WORD = 100
"""The word that stands for the term with the number 0."""

_BM25 = Bm25Parameters()

Floats = NDArray[np.float64]
Ints = NDArray[Any]


def words_of(numbers: Iterable[int]) -> str:
    """Return terms, by their numbers, as the text by which the server finds them."""
    return " ".join([str(number + _FIRST_WORD) for number in numbers])


def stored_terms(batch: TermBatch, vocabulary: Names) -> Iterator[tuple[str, int]]:
    """Yield for each passage of a batch its terms, by their numbers, and its length.

    Single characters count in the length, and are not searched for.

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
        terms = np.repeat(numbers[batch.ids[first:end]], batch.counts[first:end])
        yield words_of(terms[terms >= 0].tolist()), length


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

    def scores(self, texts: Sequence[str], lengths: Floats) -> Floats:
        """Return the scores of passages by BM25, as the embedded engine computes them.

        Args:
            texts: The terms of each passage, as `words_of` returns them.
            lengths: The length of each passage, divided by the mean.
        """
        found = np.fromstring(" ".join(texts), np.int64, sep=" ") - _FIRST_WORD
        sizes = np.array([text.count(" ") + 1 if text else 0 for text in texts])
        rows = np.repeat(np.arange(len(texts)), sizes)
        places = np.searchsorted(self.numbers, found) % len(self.numbers)
        wanted = self.numbers[places] == found
        cells = rows[wanted] * len(self.numbers) + places[wanted]
        counts = np.bincount(cells, minlength=len(texts) * len(self.numbers))
        counts = counts.reshape(len(texts), len(self.numbers))
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
        self._table = table
        self._lexicon = lexicon
        self._passages = passages

    def search(self, query: Query, limit: int) -> list[Hit]:
        """See `Searcher`.

        Raises:
            UnavailableError: The database does not answer.
        """
        terms = WeightedTerms.of(query, self._lexicon)
        if not limit or not len(terms.numbers):
            return []
        found = self._candidates(words_of(terms.numbers.tolist()), max(limit, CANDIDATES))
        if not found:
            return []
        rows = np.array([one.id for one in found])
        lengths = np.array([one.length for one in found]) / self._lexicon.mean_length
        scores = terms.scores([one.terms for one in found], lengths)
        best = np.lexsort((rows, -scores))[:limit].tolist()
        self._passages.read([found[place].id for place in best])
        return [Hit(found[place].name, float(scores[place])) for place in best]

    def _candidates(self, words: str, limit: int) -> Sequence[Any]:
        """Return the passages that the server ranks best, which have one of these words."""
        table = self._table
        score = match(table.c.terms, against=words)
        wanted = (
            select(table.c.id, table.c.name, table.c.length, table.c.terms)
            .where(score)
            .order_by(desc(score), table.c.id)
            .limit(limit)
        )
        return self._database.rows(wanted)
