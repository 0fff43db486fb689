"""The reference engine: BM25 by the package rank-bm25, behind the Searcher protocol."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from rank_bm25 import BM25Okapi

from retrieval.search import Hit, Query

K1 = 1.5
B = 0.75


class _LuceneIdf(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """Okapi BM25 with the idf of Lucene, which is positive for every term that occurs.

    Okapi's own is negative for terms in more than half of the passages, and the package's
    substitute for those is wrong-signed in small collections.
    """

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        total = self.corpus_size
        self.idf = {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in nd.items()}


class OkapiSearcher:
    """BM25 over bags of terms (Robertson & Zaragoza 2009, with Lucene's idf).

    Args:
        bags: Each passage's id and its terms. No passage, or passages without terms, are normal.
    """

    def __init__(self, bags: Iterable[tuple[str, Sequence[str]]]) -> None:
        filled = [(name, terms) for name, terms in bags if terms]
        self._names = [name for name, _ in filled]
        self._model = _LuceneIdf([terms for _, terms in filled], k1=K1, b=B) if filled else None

    async def search(self, query: Query, limit: int) -> list[Hit]:
        """See `Searcher`; off the event loop, since every passage is scored."""
        return await asyncio.to_thread(self.rank, query, limit)

    def rank(self, query: Query, limit: int) -> list[Hit]:
        """The same, at once."""
        if self._model is None:
            return []
        shares = {
            term: weight * np.asarray(self._model.get_scores([term]))
            for term, weight in query.terms.items()
            if term in self._model.idf
        }
        total = sum(shares.values(), np.zeros(len(self._names)))
        matched = np.flatnonzero(total)
        best = matched[np.argsort(-total[matched], kind="stable")[:limit]]
        return [
            Hit(
                self._names[row],
                float(total[row]),
                {term: float(share[row]) for term, share in shares.items() if share[row]},
            )
            for row in best
        ]
