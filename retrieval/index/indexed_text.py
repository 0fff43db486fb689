"""The text that each passage is indexed by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, ValuesView
from itertools import accumulate, compress

import numpy as np
from numpy.typing import NDArray

from corpus.model import Article, Corpus, Passage
from retrieval.index.terms import mark_of

Booleans = NDArray[np.bool_]

BREAK = "\x1e"
"""Stands between what is above a passage and its own text; titles and headings have none."""

FIRST = "\x1d"
"""Stands before all of this for the first passage below its title and headings."""


class IndexedTexts(Mapping[str, str]):
    """The article's title and the headings above it, then its text, for each passage by its id.

    They are made while they are iterated over, so that they are never in memory together.

    Args:
        corpus: The passages.
        states: All that decides the passages of each article; none if that is not known.

    Attributes:
        articles: A hash of the state of each article.
        starts: The number of each article's first passage, then that of all passages.
    """

    def __init__(self, corpus: Corpus, states: Iterable[str] = ()) -> None:
        self._corpus = corpus
        self.articles = np.fromiter(map(mark_of, states), np.uint64)
        counts = (len(article.passages) for article in corpus.articles)
        self.starts = np.fromiter(accumulate(counts, initial=0), np.int64)

    def __getitem__(self, passage_id: str) -> str:
        passage = self._corpus.passage(passage_id)
        if passage is None:
            raise KeyError(passage_id)
        article = self._corpus.article_of(passage)
        return _text_of(article, article.passages.index(passage))

    def __iter__(self) -> Iterator[str]:
        return self._corpus.passage_ids()

    def __len__(self) -> int:
        return len(self._corpus)

    def values(self) -> ValuesView[str]:
        """Return the texts, in the order of the passages."""
        return _Values(self)

    def chosen(self, chosen: Booleans) -> Iterator[tuple[str, str]]:
        """Yield the ids and texts of some passages; other articles are not read."""
        places = np.flatnonzero(chosen)
        numbers = np.searchsorted(self.starts, places, side="right") - 1
        for number, place in zip(numbers.tolist(), places.tolist(), strict=True):
            article, index = self._corpus.articles[number], place - int(self.starts[number])
            yield article.passages[index].id, _text_of(article, index)

    def texts(self) -> Iterator[str]:
        """Yield the texts, in the order of the passages."""
        for article in self._corpus.articles:
            heading = None
            for passage in article.passages:
                yield _text(article.title, passage, is_first=passage.heading != heading)
                heading = passage.heading


class _Values(ValuesView[str]):
    """Texts as values, of which no dictionary is made."""

    def __init__(self, texts: IndexedTexts) -> None:
        super().__init__(texts)
        self._texts = texts

    def __iter__(self) -> Iterator[str]:
        return self._texts.texts()


class ChosenTexts:
    """Some of many texts, one after the other.

    Args:
        texts: The texts, by the ids of their passages.
        chosen: True for each that is chosen.
    """

    def __init__(self, texts: Mapping[str, str], chosen: Booleans) -> None:
        self._texts, self._chosen = texts, chosen

    def __len__(self) -> int:
        return int(np.count_nonzero(self._chosen))

    def __iter__(self) -> Iterator[str]:
        return (text for _, text in self._items())

    def ids(self) -> Iterator[str]:
        """Return the ids of their passages."""
        return (name for name, _ in self._items())

    def _items(self) -> Iterator[tuple[str, str]]:
        if isinstance(self._texts, IndexedTexts):
            return self._texts.chosen(self._chosen)
        return compress(self._texts.items(), self._chosen.tolist())


def _text_of(article: Article, index: int) -> str:
    """Return the text of an article's passage, given by its place among them."""
    passage = article.passages[index]
    is_first = not index or article.passages[index - 1].heading != passage.heading
    return _text(article.title, passage, is_first=is_first)


def _text(title: str, passage: Passage, *, is_first: bool) -> str:
    above = " ".join((title, *passage.heading)).replace(BREAK, " ").replace(FIRST, " ")
    return BREAK.join((FIRST * is_first + above, passage.text))
