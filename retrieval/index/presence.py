"""The texts of a question that occur in passages: above each, in it, and in its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from retrieval.index.analyzed_texts import AnalyzedText

Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Presence:
    """Tables of the texts that occur in some passages, with a column for each text.

    Attributes:
        above: True where a text occurs in the title or the headings above a passage.
        own: True where it occurs in the passage itself; a row for each passage.
        sentences: True where it occurs in a sentence. The sentences of each passage follow those
            of the passage before; an empty passage has an empty one.
        firsts: The row of each passage's first sentence in `sentences`.
    """

    above: Booleans
    own: Booleans
    sentences: Booleans
    firsts: NDArray[np.int64]


def find_texts(passages: Sequence[AnalyzedText], texts: Sequence[str]) -> Presence:
    """Return which of these texts occur in which of the passages."""
    own = [[text in one.folded for text in texts] for one in passages]
    rows = [
        [is_there and text in sentence for text, is_there in zip(texts, row, strict=True)]
        for one, row in zip(passages, own, strict=True)
        for sentence in _sentences(one)
    ]
    sizes = [max(1, len(one.sentences)) for one in passages]
    return Presence(
        above=_table([[text in one.above for text in texts] for one in passages], len(texts)),
        own=_table(own, len(texts)),
        sentences=_table(rows, len(texts)),
        firsts=np.array([0, *accumulate(sizes)][:-1], np.int64),
    )


def count_characters(
    passages: Sequence[AnalyzedText], characters: Sequence[str]
) -> NDArray[np.int64]:
    """Return how often each of these characters occurs in each passage and above it."""
    texts = (one.above + one.folded for one in passages)
    counts = [[text.count(one) for one in characters] for text in texts]
    return np.array(counts, np.int64).reshape(len(passages), len(characters))


def _sentences(passage: AnalyzedText) -> Sequence[str]:
    return [passage.folded[start:end] for start, end in passage.sentences] or [""]


def _table(rows: Sequence[Sequence[bool]], columns: int) -> Booleans:
    return np.array(rows, np.bool_).reshape(len(rows), columns)
