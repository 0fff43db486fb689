"""The text that each passage is indexed by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, ValuesView
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from corpus.model import Corpus, Passage

BREAK = "\x1e"
"""Stands between what is above a passage and its own text; titles and headings have none."""


class IndexedTexts(Mapping[str, str]):
    """The article's title and the headings above it, then its text, for each passage by its id.

    They are made while they are iterated over, so that they are never in memory together.

    Args:
        corpus: The passages.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def __getitem__(self, passage_id: str) -> str:
        passage = self._corpus.passage(passage_id)
        if passage is None:
            raise KeyError(passage_id)
        return self._text_of(passage)

    def __iter__(self) -> Iterator[str]:
        return self._corpus.passage_ids()

    def __len__(self) -> int:
        return len(self._corpus)

    def values(self) -> ValuesView[str]:
        """Return the texts, in the order of the passages."""
        return _Values(self)

    def texts(self) -> Iterator[str]:
        """Yield the texts, in the order of the passages."""
        return map(self._text_of, self._corpus.passages)

    def _text_of(self, passage: Passage) -> str:
        title = self._corpus.article_of(passage).title
        return BREAK.join((_above(title, *passage.heading), passage.text))


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
        texts: The texts.
        chosen: True for each that is chosen.
    """

    def __init__(self, texts: Iterable[str], chosen: NDArray[np.bool_]) -> None:
        self._texts, self._chosen = texts, chosen

    def __len__(self) -> int:
        return int(np.count_nonzero(self._chosen))

    def __iter__(self) -> Iterator[str]:
        return compress(self._texts, self._chosen)


def _above(*lines: str) -> str:
    return " ".join(lines).replace(BREAK, " ")
