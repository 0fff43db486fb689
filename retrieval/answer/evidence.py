"""Evidence for an answer: the coverage of a question by passages.

The score of a passage ranks it among others, but does not tell whether it answers: questions that
only come near the topic of a collection score as high as good ones. They differ in how many of
their words occur together in one passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.answer.candidate import Candidate
from retrieval.answer.coverage import LONE_CHARACTER_COVERAGE, SearchedWords, TextColumns
from retrieval.answer.ranking import RankedPassage
from retrieval.index.lexicon import Lexicon
from retrieval.index.scanning import SoughtTexts, find
from retrieval.question.question import Question
from retrieval.question.substitutes import sure_substitutes
from retrieval.text.analysis import Term

MIN_WORD_COVERAGE = 0.2
"""Coverage above which a word of several characters counts as more than some of them."""

SUBJECT_SHARE = 0.5
"""Share of a subject's words from which a passage speaks of the subject."""


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
    question: Question, ranked: Sequence[RankedPassage], lexicon: Lexicon
) -> Evidence:
    """Return how well the best of these passages covers a question.

    What the ranking found of its words is taken from there, unless it did not read all of them.
    """
    weights = [question.weights[word.text] for word in question.words]
    rows: Sequence[Sequence[float]] = [one.covered for one in ranked if one.covered is not None]
    if len(rows) < len(ranked):
        candidates = [one.candidate for one in ranked]
        rows = coverage_of(question.words, question, candidates, lexicon)
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


def coverage_of(
    words: Sequence[Term], question: Question, candidates: Sequence[Candidate], lexicon: Lexicon
) -> list[list[float]]:
    """Return how much of each word of the question each passage covers, from 0 to 1."""
    if not candidates:
        return []
    columns = TextColumns()
    searched = SearchedWords(words, question, lexicon, columns)
    arrays, rows = candidates[0].texts.gathered(
        np.array([one.row for one in candidates], np.int64)
    )
    presence = find(arrays, rows, SoughtTexts(columns.texts))
    covered = searched.coverage(presence, searched.number_coverage(candidates))
    shares: list[list[float]] = covered.tolist()
    return shares


def speaks_of(
    subject: Sequence[Term], question: Question, candidate: Candidate, lexicon: Lexicon
) -> bool:
    """Return True if a passage names a subject; see `names_subject`.

    The heading that it stands below counts as well if that names a thing.
    """
    name = question.folded[subject[0].start : subject[-1].end]
    heading = candidate.last_heading if candidate.side or candidate.is_below(name) else ""
    return names_subject(subject, question, f"{heading}\n{candidate.folded}", lexicon)


def names_subject(
    subject: Sequence[Term], question: Question, folded: str, lexicon: Lexicon
) -> bool:
    """Return True if a folded text contains half of the words of a subject, weighted by idf."""
    weights = [lexicon.idf(word.text) for word in subject]
    contained = (
        weight
        for word, weight in zip(subject, weights, strict=True)
        if mentions(folded, _as_known(word, lexicon), question)
    )
    return sum(contained) >= SUBJECT_SHARE * sum(weights)


def _as_known(word: Term, lexicon: Lexicon) -> Term:
    """Return a word, or its first two characters if these alone are known: 激光 of 激光机."""
    beginning = word.text[:2]
    is_known = word.text.isascii() or lexicon.contains(word.text)
    return word if is_known or not lexicon.contains(beginning) else Term(beginning, *word[1:])


def mentions(text: str, word: Term, question: Question) -> bool:
    """Return True if a text contains a word of the question, or a substitute of it."""
    return word.text in text or any(
        one.text in text for one in sure_substitutes(word, question.substitutes)
    )
