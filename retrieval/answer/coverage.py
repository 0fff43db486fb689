"""The words of a question, looked for in many passages at once.

A word may also occur as a substitute. Words and substitutes become columns of a table, `Presence`;
what is computed of them is a row for each passage and a column for each word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from retrieval.answer.candidate import Candidate
from retrieval.answer.sums import Floats
from retrieval.index.lexicon import Lexicon
from retrieval.index.scanning import Booleans, Presence
from retrieval.question.numbers import is_number, occurrences
from retrieval.question.question import Question
from retrieval.question.substitutes import sure_substitutes
from retrieval.text.analysis import Term

HEADING_COVERAGE = 0.5
"""Coverage of a word that occurs in the title or a heading only, not in the passage itself."""

MAX_PARTIAL_COVERAGE = 0.5
"""Maximum coverage of a long word of which only pairs of characters occur in the passage."""

LONE_CHARACTER_COVERAGE = 0.25
"""Coverage of a single character that occurs beside none of its neighbours in the question."""

LONE_WORD_COVERAGE = 0.5
"""Coverage of such a character that is a word of its own in some passage."""

SUBSTITUTE_COVERAGE = 0.8
"""Factor on the coverage of a substitute."""

Ints = NDArray[np.int64]


class TextColumns:
    """The different texts that are looked for, each with the number of its column."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    @property
    def texts(self) -> Sequence[str]:
        """The texts, in the order of their columns."""
        return tuple(self._numbers)

    def of(self, texts: Iterable[str]) -> list[int]:
        """Return the columns of these texts, which are added if they are new."""
        numbers = self._numbers
        return [numbers.setdefault(text, len(numbers)) for text in texts]


@dataclass(frozen=True, slots=True)
class _Groups:
    """Numbers in groups, none of them empty, as the methods of numpy take them.

    Attributes:
        owners: The number of the word or text that each group belongs to.
        members: The numbers of all groups, one group after the other.
        starts: The place of each group's first number in *members*.
        sizes: The number of members of each group.
    """

    owners: Ints
    members: Ints
    starts: Ints
    sizes: Ints

    @classmethod
    def of(cls, groups: Sequence[Sequence[int]]) -> _Groups:
        """Return these groups without the empty ones; a group's owner is its place."""
        owners = [owner for owner, group in enumerate(groups) if group]
        sizes = [len(groups[owner]) for owner in owners]
        starts = [0, *accumulate(sizes)][:-1]
        members = list(chain.from_iterable(groups))
        return cls(*(np.array(numbers, np.int64) for numbers in (owners, members, starts, sizes)))


class SearchedWords:
    """Words of a question, and the substitutes that may stand for each.

    Args:
        words: The words.
        question: The question.
        lexicon: The terms of the collection.
        columns: The texts that are looked for, to which those of the words are added.
    """

    def __init__(
        self, words: Sequence[Term], question: Question, lexicon: Lexicon, columns: TextColumns
    ) -> None:
        substitutes = [
            [one.text for one in sure_substitutes(word, question.substitutes)] for word in words
        ]
        others = list(chain.from_iterable(substitutes))
        texts = [*(word.text for word in words), *others]
        self._count = len(words)
        self._columns = np.array(columns.of(texts), np.int64)
        places = iter(range(len(others)))
        self._others = _Groups.of([[next(places) for _ in group] for group in substitutes])
        self._names = _Groups.of(
            [
                columns.of((word.text, *group))
                for word, group in zip(words, substitutes, strict=True)
            ]
        )
        is_own = [True] * len(words) + [False] * len(others)
        self._numbers = [
            (place, text)
            for place, text in enumerate(texts)
            if not is_own[place] and is_number(text)
        ]
        numbers = {place for place, _ in self._numbers}
        self._pairs = _Groups.of(
            [
                [] if place in numbers else columns.of(_pairs(text))
                for place, text in enumerate(texts)
            ]
        )
        self._lone = [
            (place, columns.of(_neighbours(word, question)), _lone_coverage(word, lexicon))
            for place, word in enumerate(words)
            if len(word.text) == 1 and not word.text.isascii()
        ]

    def coverage(self, candidates: Sequence[Candidate], presence: Presence) -> Floats:
        """Return how much of each word each passage covers, from 0 to 1: a row for each passage.

        Args:
            candidates: The passages.
            presence: Which texts occur in them.
        """
        own, above = presence.own[:, self._columns], presence.above[:, self._columns]
        found = np.where(own, 1.0, np.where(above, HEADING_COVERAGE, 0.0))
        if len(self._pairs.owners):
            counts = np.add.reduceat(
                presence.own[:, self._pairs.members], self._pairs.starts, axis=1, dtype=np.int64
            )
            partial = MAX_PARTIAL_COVERAGE * counts / self._pairs.sizes
            found[:, self._pairs.owners] = np.maximum(found[:, self._pairs.owners], partial)
        for place, text in self._numbers:
            found[:, place] = [
                _number_coverage(text, one) if is_there else 0.0
                for one, is_there in zip(candidates, (own | above)[:, place].tolist(), strict=True)
            ]
        covered, others = found[:, : self._count], found[:, self._count :]
        for place, neighbours, value in self._lone:
            is_lone = ~presence.own[:, neighbours].any(axis=1)
            covered[is_lone & (covered[:, place] > 0), place] = value
        if len(self._others.owners):
            best = np.maximum.reduceat(
                others[:, self._others.members], self._others.starts, axis=1
            )
            owners = self._others.owners
            covered[:, owners] = np.maximum(covered[:, owners], SUBSTITUTE_COVERAGE * best)
        return covered

    def mentioned(self, present: Booleans) -> Booleans:
        """Return which words are mentioned, themselves or by a substitute.

        Args:
            present: A table of `Presence`.
        """
        if not self._count:
            return np.zeros((len(present), 0), np.bool_)
        return np.logical_or.reduceat(present[:, self._names.members], self._names.starts, axis=1)


def _pairs(text: str) -> Sequence[str]:
    """Return the pairs of characters by which a long text may be covered in part."""
    if len(text) < 3 or text.isascii():
        return ()
    return [text[place : place + 2] for place in range(len(text) - 1)]


def _number_coverage(text: str, candidate: Candidate) -> float:
    """Return how much of a number a passage covers, which counts only as a whole."""
    places = ((candidate.folded, 1.0), (candidate.headings, HEADING_COVERAGE))
    return max((value for place, value in places for _ in occurrences(text, place)), default=0.0)


def _neighbours(word: Term, question: Question) -> Iterable[str]:
    """Return a character of the question with the one before it, and with the one behind it.

    The analyzer splits words that it does not know into characters, which occur in many others.
    """
    before = question.folded[max(0, word.start - 1) : word.end]
    after = question.folded[word.start : word.end + 1]
    return [pair for pair in (before, after) if len(pair) > 1]


def _lone_coverage(word: Term, lexicon: Lexicon) -> float:
    is_word = lexicon.document_frequency(word.text) > 0
    return LONE_WORD_COVERAGE if is_word else LONE_CHARACTER_COVERAGE
