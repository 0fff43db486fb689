"""The embedded engine: BM25 over posting lists; a query reads only the lists of its terms."""

from __future__ import annotations

from itertools import repeat

import numpy as np

from retrieval.index.kernel import BestRows, summed_rows
from retrieval.index.postings import Postings
from retrieval.index.searcher import Hit, Query


class Bm25Searcher:
    """Searches postings.

    Args:
        postings: The index.
        best_rows: Finds the best rows; `kernel.py` has two implementations.
    """

    def __init__(self, postings: Postings, best_rows: BestRows = summed_rows) -> None:
        self._postings = postings
        self._best_rows = best_rows

    def search(self, query: Query, limit: int) -> list[Hit]:
        """See `Searcher`."""
        table, numbers, weights = self._postings.table, [], []
        number_of = table.vocabulary.number
        for number, weight in zip(map(number_of, query.terms), query.terms.values(), strict=True):
            if number is not None:
                numbers.append(number)
                weights.append(weight)
        rows, scores = self._best_rows(
            self._postings.lists, np.array(numbers, np.int64), np.array(weights), limit
        )
        return list(map(Hit, rows.tolist(), scores.tolist(), repeat(table.passages)))
