"""The passages of a build, as far as the index that it is built on knows them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.indexed_text import ChosenTexts, IndexedTexts
from retrieval.index.joined_texts import find_rows
from retrieval.index.names import Names, joined_names, make_names
from retrieval.index.terms import Terms, marks_of

Array = NDArray[Any]


class KnownPassages:
    """The passages of a build, compared with those of a known index.

    Those of an article that has not changed are not looked at.

    Attributes:
        before: The row of each passage in the known index, -1 for a new or a changed one.
        marks: The mark of each passage's text.
        names: The ids of the passages.
        articles: The hashes of the articles and the rows of their first passages, as in `Terms`.

    Args:
        texts: The indexed text of each passage.
        known: The known index.
    """

    def __init__(self, texts: Mapping[str, str], known: Terms) -> None:
        self._known = known
        self.before = np.full(len(texts), -1)
        self.articles: tuple[Array, Array] = Terms().articles, Terms().article_starts
        if isinstance(texts, IndexedTexts) and len(texts.articles):
            self.articles = texts.articles, texts.starts
            self._take_articles(*self.articles)
        self.marks = np.zeros(len(texts), np.uint64)
        taken, others = self.before >= 0, ChosenTexts(texts, self.before < 0)
        self.marks[taken] = known.marks[self.before[taken]]
        self.marks[~taken] = marks_of(others)
        new = make_names(others.ids())
        self.names = self._joined(taken, new)
        self.before[~taken] = known.rows_of(new, self.marks[~taken])

    @property
    def are_same(self) -> bool:
        """True if these are the passages of the known index, in the same order."""
        return np.array_equal(self.before, np.arange(len(self._known.passages)))

    @property
    def are_of_same_articles(self) -> bool:
        """True if what is known of the articles is known already."""
        known = self._known.articles, self._known.article_starts
        return all(map(np.array_equal, self.articles, known))

    def _take_articles(self, hashes: Array, starts: Array) -> None:
        """Find the rows of the passages of unchanged articles."""
        numbers = find_rows(hashes, [self._known.articles])
        sizes, first_rows = np.diff(starts), self._known.article_starts
        same = numbers >= 0
        same[same] = sizes[same] == np.diff(first_rows)[numbers[same]]
        rows = np.flatnonzero(np.repeat(same, sizes))
        shifts = first_rows[numbers[same]] - starts[:-1][same]
        self.before[rows] = rows + np.repeat(shifts, sizes[same])

    def _joined(self, taken: NDArray[np.bool_], new: Names) -> Names:
        """Return the ids of all passages; the new ones are those of passages not taken over."""
        rows = np.where(taken, self.before, np.cumsum(~taken) - 1)
        breaks = np.flatnonzero((np.diff(rows) != 1) | (taken[1:] != taken[:-1])) + 1
        bounds = (0, *breaks.tolist(), len(rows)) if len(rows) else ()
        parts = [
            (self._known.passages if taken[first] else new, slice(rows[first], rows[last - 1] + 1))
            for first, last in pairwise(bounds)
        ]
        return joined_names(parts)
