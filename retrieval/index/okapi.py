"""The reference engine: BM25 as the package rank-bm25 computes it, behind `Searcher`."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from rank_bm25 import BM25Okapi

from retrieval.index.postings import Bm25Parameters
from retrieval.index.searcher import Hit, Query
from retrieval.index.terms import TermTable
from retrieval.text.analysis import SINGLE


class _LuceneIdf(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """Okapi BM25 with Lucene's idf, which is positive for every term that occurs.

    Okapi's own idf is negative for terms in more than half of the passages, and the package's
    substitute has the wrong sign in small collections.
    """

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        total = self.corpus_size
        self.idf = {term: math.log1p((total - n + 0.5) / (n + 0.5)) for term, n in nd.items()}


class OkapiSearcher:
    """BM25 over bags of terms (Robertson & Zaragoza 2009, with Lucene's idf).

    Args:
        table: The terms of the passages; it may be empty, and so may passages.
        parameters: The parameters of the model.
    """

    def __init__(self, table: TermTable, parameters: Bm25Parameters | None = None) -> None:
        parameters = parameters or Bm25Parameters()
        bags = [_bag(table, row) for row in range(len(table.passages))]
        self._passages = table.passages
        self._model = _LuceneIdf(bags, k1=parameters.k1, b=parameters.b) if any(bags) else None

    def search(self, query: Query, limit: int) -> list[Hit]:
        """See `Searcher`; scores every passage."""
        if self._model is None:
            return []
        total = np.zeros(len(self._passages))
        for term, weight in query.terms.items():
            if term in self._model.idf and not term.startswith(SINGLE):
                total += weight * np.asarray(self._model.get_scores([term]))
        matched = np.flatnonzero(total)
        best = matched[np.argsort(-total[matched], kind="stable")[:limit]]
        return [Hit(row, float(total[row]), self._passages) for row in best.tolist()]


def _bag(table: TermTable, row: int) -> list[str]:
    ids, counts = table.terms_of(row)
    return [
        term
        for number, count in zip(ids.tolist(), counts.tolist(), strict=True)
        for term in [table.vocabulary[number]] * count
    ]
