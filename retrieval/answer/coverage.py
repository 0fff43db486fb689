"""The words of a question, looked for in many passages at once.

A word may also occur as a substitute. Words and substitutes become columns of a table, `Presence`;
what is computed of them is a row for each passage and a column for each word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

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

_NO_NUMBERS: Floats = np.zeros((0, 0))


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


class Form(NamedTuple):
    """A text as which a word may occur.

    Attributes:
        word: The number of the word.
        column: The column of the text.
        number: Which one it is of the substitutes that are numbers; -1 if it is none. A number
            counts only as a whole.
        pairs: The columns of the pairs of characters by which it may be covered in part.
        is_own: True for the word itself, False for a substitute.
    """

    word: int
    column: int
    number: int
    pairs: Sequence[int]
    is_own: bool = False


class LoneCharacter(NamedTuple):
    """A word of one character, which counts less beside other characters than in the question.

    Attributes:
        word: The number of the word.
        neighbours: The columns of the character with the one before it, and with the one behind.
        value: Its coverage where none of these occurs.
    """

    word: int
    neighbours: Sequence[int]
    value: float


class SearchedWords:
    """Words of a question, and the substitutes that may stand for each.

    Attributes:
        forms: The texts as which they may occur; of each word itself, then the substitutes.
        lone: The words that are single characters.

    Args:
        words: The words.
        question: The question.
        lexicon: The terms of the collection.
        columns: The texts that are looked for, to which those of the words are added.
    """

    def __init__(
        self, words: Sequence[Term], question: Question, lexicon: Lexicon, columns: TextColumns
    ) -> None:
        self.forms: list[Form] = []
        self.lone: list[LoneCharacter] = []
        self._count = len(words)
        self._numbers: dict[str, int] = {}
        own = columns.of([word.text for word in words])
        sure = [one for one in question.substitutes if not one.is_guess]
        for number, (word, column) in enumerate(zip(words, own, strict=True)):
            text = word.text
            self.forms.append(Form(number, column, -1, columns.of(_pairs(text)), is_own=True))
            if len(text) == 1 and not text.isascii():
                neighbours = columns.of(_neighbours(word, question))
                value = _lone_coverage(word, lexicon)
                self.lone.append(LoneCharacter(number, neighbours, value))
            for one in sure_substitutes(word, sure) if sure else ():
                self.forms.append(self._substitute(number, one.text, columns))

    def _substitute(self, word: int, text: str, columns: TextColumns) -> Form:
        (column,) = columns.of((text,))
        if not is_number(text):
            return Form(word, column, -1, columns.of(_pairs(text)))
        number = self._numbers.setdefault(text, len(self._numbers))
        return Form(word, column, number, ())

    def number_coverage(self, candidates: Sequence[Candidate]) -> Floats:
        """Return how much passages cover the substitutes that are numbers, a column for each."""
        if not self._numbers:
            return _NO_NUMBERS
        return np.array([_number_coverages(self._numbers, one) for one in candidates], np.float64)

    def coverage(self, presence: Presence, numbers: Floats) -> Floats:
        """Return how much of each word each passage covers, from 0 to 1: a row for each passage.

        Args:
            presence: The texts that occur in the passages.
            numbers: What `number_coverage` returned for them.
        """
        own = presence.own
        whole = np.where(own, 1.0, np.where(presence.above, HEADING_COVERAGE, 0.0))
        covered = np.zeros((len(own), self._count))
        lone = {one.word: one for one in self.lone}
        for word, column, number, pairs, is_own in self.forms:
            found = whole[:, column] if number < 0 else numbers[:, number]
            if pairs:
                counts = own[:, pairs].sum(axis=1)
                found = np.maximum(found, MAX_PARTIAL_COVERAGE * counts / len(pairs))
            if not is_own:
                covered[:, word] = np.maximum(covered[:, word], SUBSTITUTE_COVERAGE * found)
            elif word in lone:
                is_lone = ~own[:, lone[word].neighbours].any(axis=1) & (found > 0)
                covered[:, word] = np.where(is_lone, lone[word].value, found)
            else:
                covered[:, word] = found
        return covered

    def mentioned(self, present: Booleans) -> Booleans:
        """Return which words are mentioned, themselves or by a substitute.

        Args:
            present: A table of `Presence`.
        """
        found = np.zeros((len(present), self._count), np.bool_)
        for form in self.forms:
            found[:, form.word] |= present[:, form.column]
        return found


def _pairs(text: str) -> Sequence[str]:
    """Return the pairs of characters by which a long text may be covered in part."""
    if len(text) < 3 or text.isascii():
        return ()
    return [text[place : place + 2] for place in range(len(text) - 1)]


def _number_coverages(numbers: Iterable[str], candidate: Candidate) -> Sequence[float]:
    """Return how much of each number a passage covers, which counts only as a whole."""
    own, above = candidate.folded, candidate.headings
    return [
        1.0 if _has_number(own, one) else HEADING_COVERAGE if _has_number(above, one) else 0.0
        for one in numbers
    ]


def _has_number(text: str, number: str) -> bool:
    return number in text and any(True for _ in occurrences(number, text))


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
