"""Evidence for an answer: the coverage of a question by passages.

The score of a passage ranks it among others, but does not tell whether it answers: questions that
only come near the topic of a collection score as high as good ones. They differ in how many of
their words occur together in one passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.answer.ranking import Candidate
from retrieval.index.lexicon import Lexicon
from retrieval.question.numbers import is_number, occurrences
from retrieval.question.question import Question
from retrieval.question.substitutes import Substitute
from retrieval.text.analysis import Term

HEADING_COVERAGE = 0.5
"""Coverage of a word that occurs in the title or a heading only, not in the passage itself."""

MAX_PARTIAL_COVERAGE = 0.5
"""Maximum coverage of a long word of which only pairs of characters occur in the passage."""

LONE_CHARACTER_COVERAGE = 0.25
"""Coverage of a single character that occurs beside none of its neighbours in the question."""

SUBSTITUTE_COVERAGE = 0.8
"""Factor on the coverage of a substitute."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The extent to which passages cover a question.

    Attributes:
        coverage: The share of the question's words that a single passage covers, weighted by idf,
            from 0 to 1; the best passage counts.
        missing: The words of the question that no passage covers at all.
    """

    coverage: float
    missing: tuple[Term, ...]


def measure_coverage(
    question: Question, candidates: Sequence[Candidate], lexicon: Lexicon
) -> Evidence:
    """Return how well the best of these passages covers a question."""
    weights = [lexicon.idf(word.text) for word in question.words]
    rows = [[term_coverage(word, question, one) for word in question.words] for one in candidates]
    total = sum(weights) or 1.0
    coverages = (sum(w * c for w, c in zip(weights, row, strict=True)) / total for row in rows)
    best_of_word = [max(column) for column in zip(*rows, strict=True)] if rows else []
    # Without a passage there is no column, and no word counts as missing.
    missing = [word for word, best in zip(question.words, best_of_word, strict=False) if not best]
    return Evidence(max(coverages, default=0.0), tuple(missing))


def term_coverage(word: Term, question: Question, candidate: Candidate) -> float:
    """Return how much of a word of the question a passage covers, from 0 to 1."""
    own = _text_coverage(word.text, candidate)
    if own and _is_lone_character(word, question, candidate):
        own = LONE_CHARACTER_COVERAGE
    others = (
        _substitute_coverage(one.text, candidate) for one in sure_substitutes(word, question)
    )
    return max(own, SUBSTITUTE_COVERAGE * max(others, default=0.0))


def sure_substitutes(word: Term, question: Question) -> Iterator[Substitute]:
    """Yield the substitutes of a word of the question, without guesses."""
    return (
        one
        for one in question.substitutes
        if not one.is_guess and one.start < word.end and word.start < one.end
    )


def _substitute_coverage(text: str, candidate: Candidate) -> float:
    """Return how much of a substitute a passage covers; a number only as a whole."""
    if not is_number(text):
        return _text_coverage(text, candidate)
    places = ((candidate.folded, 1.0), (candidate.headings, HEADING_COVERAGE))
    return max((value for place, value in places for _ in occurrences(text, place)), default=0.0)


def _text_coverage(text: str, candidate: Candidate) -> float:
    """Return how much of a text a passage covers: itself, in its headings, or in pairs."""
    if text in candidate.folded:
        return 1.0
    if text in candidate.headings:
        return HEADING_COVERAGE
    pairs = [text[place : place + 2] for place in range(len(text) - 1)]
    if len(pairs) < 2 or text.isascii():
        return 0.0
    return MAX_PARTIAL_COVERAGE * sum(pair in candidate.folded for pair in pairs) / len(pairs)


def _is_lone_character(word: Term, question: Question, candidate: Candidate) -> bool:
    """Return True for a Chinese character beside none of its neighbours in the question.

    The analyzer splits words that it does not know into characters, which occur in many others.
    """
    if len(word.text) > 1 or word.text.isascii():
        return False
    before = question.folded[max(0, word.start - 1) : word.end]
    after = question.folded[word.start : word.end + 1]
    return not any(len(pair) > 1 and pair in candidate.folded for pair in (before, after))
