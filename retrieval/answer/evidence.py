"""Evidence for an answer: the coverage of a question by passages.

The score of a passage ranks it among others, but does not tell whether it answers: questions that
only come near the topic of a collection score as high as good ones. They differ in how many of
their words occur together in one passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.answer.candidate import Candidate
from retrieval.index.lexicon import Lexicon
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

MIN_WORD_COVERAGE = 0.2
"""Coverage above which a word of several characters counts as more than some of them."""

LONE_WORD_COVERAGE = 0.5
"""Coverage of such a character that is a word of its own in some passage."""

SUBJECT_SHARE = 0.5
"""Share of a subject's words from which a passage speaks of the subject."""

SUBSTITUTE_COVERAGE = 0.8
"""Factor on the coverage of a substitute."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The extent to which passages cover a question.

    Attributes:
        coverage: The share of the question's words that a single passage covers, by their
            weights as evidence, from 0 to 1; the best passage counts.
        missing: The words of the question that no passage covers at all.
        missing_in_best: Those that the passage with the highest coverage does not cover.
        is_any_word_covered: False if the passages share only characters of words with it.
    """

    coverage: float
    missing: tuple[Term, ...]
    missing_in_best: tuple[Term, ...]
    is_any_word_covered: bool


def measure_coverage(
    question: Question, candidates: Sequence[Candidate], lexicon: Lexicon
) -> Evidence:
    """Return how well the best of these passages covers a question."""
    weights = [question.weights[word.text] for word in question.words]
    rows = [
        [term_coverage(word, question, one, lexicon) for word in question.words]
        for one in candidates
    ]
    total = sum(weights) or 1.0
    coverages = [sum(w * c for w, c in zip(weights, row, strict=True)) / total for row in rows]
    coverage = max(coverages, default=0.0)
    if not rows:
        return Evidence(coverage, (), (), is_any_word_covered=False)
    best = rows[coverages.index(coverage)]
    of_any = [max(column) for column in zip(*rows, strict=True)]
    return Evidence(
        coverage,
        missing=_uncovered(question, of_any),
        missing_in_best=_uncovered(question, best),
        is_any_word_covered=any(
            cover > (LONE_CHARACTER_COVERAGE if len(word.text) == 1 else MIN_WORD_COVERAGE)
            for word, cover in zip(question.words, of_any, strict=True)
        ),
    )


def _uncovered(question: Question, coverages: Iterable[float]) -> tuple[Term, ...]:
    """Return the words of a question whose coverage is 0."""
    pairs = zip(question.words, coverages, strict=True)
    return tuple(word for word, coverage in pairs if not coverage)


def term_coverage(word: Term, question: Question, candidate: Candidate, lexicon: Lexicon) -> float:
    """Return how much of a word of the question a passage covers, from 0 to 1."""
    own = _text_coverage(word.text, candidate)
    if own and _is_lone_character(word, question, candidate):
        is_word = lexicon.document_frequency(word.text) > 0
        own = LONE_WORD_COVERAGE if is_word else LONE_CHARACTER_COVERAGE
    others = (
        _substitute_coverage(one.text, candidate)
        for one in sure_substitutes(word, question.substitutes)
    )
    return max(own, SUBSTITUTE_COVERAGE * max(others, default=0.0))


def speaks_of(
    subject: Sequence[Term], question: Question, candidate: Candidate, lexicon: Lexicon
) -> bool:
    """Return True if a passage contains half of the words of a subject, weighted by idf."""
    weights = [lexicon.idf(word.text) for word in subject]
    contained = (
        weight
        for word, weight in zip(subject, weights, strict=True)
        if mentions(candidate.folded, word, question)
    )
    return sum(contained) >= SUBJECT_SHARE * sum(weights)


def mentions(text: str, word: Term, question: Question) -> bool:
    """Return True if a text contains a word of the question, or a substitute of it."""
    return word.text in text or any(
        one.text in text for one in sure_substitutes(word, question.substitutes)
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
