"""How much of a question its passages cover.

A score says which passage goes first, not whether it answers: near-topic questions score as high
as good ones. What tells them apart is which of the question's words stand together in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.answer.ranking import Candidate
from retrieval.index.lexicon import Lexicon
from retrieval.question.parsing import Question
from retrieval.question.substitutes import Substitute
from retrieval.text.analysis import Term

IN_CONTEXT = 0.5
"""What a word counts that stands in the title or a heading, not in the passage itself."""

IN_PARTS = 0.5
"""What a long word counts at most whose parts alone stand in the passage."""

ALONE = 0.25
"""What a single character counts at most that stands beside none it stood beside when asked."""

IN_OTHER_WORDS = 0.8
"""What a word counts at most for which another stands, or what was meant by it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer: how much of the question is covered by one passage, from 0 to 1.

    `missing` are words of the question that no passage covers.
    """

    coverage: float
    missing: tuple[Term, ...]


def weigh(question: Question, candidates: Sequence[Candidate], lexicon: Lexicon) -> Evidence:
    """How well the best of these passages covers a question."""
    worth = [lexicon.idf(word.text) for word in question.words]
    shares = [[share(word, question, one) for word in question.words] for one in candidates]
    total = sum(worth) or 1.0
    sums = (sum(w * s for w, s in zip(worth, row, strict=True)) / total for row in shares)
    covered = [max(column) for column in zip(*shares, strict=True)] if shares else []
    missing = [word for word, part in zip(question.words, covered, strict=False) if not part]
    return Evidence(max(sums, default=0.0), tuple(missing))


def share(word: Term, question: Question, candidate: Candidate) -> float:
    """How much of a word of the question a passage covers, from 0 to 1."""
    own = _stands(word.text, candidate)
    if own and _is_alone(word, question, candidate):
        own = ALONE
    others = (_stands(one.text, candidate) for one in instead(word, question))
    return max(own, IN_OTHER_WORDS * max(others, default=0.0))


def _stands(text: str, candidate: Candidate) -> float:
    if text in candidate.folded:
        return 1.0
    if text in candidate.around:
        return IN_CONTEXT
    pairs = [text[place : place + 2] for place in range(len(text) - 1)]
    if len(pairs) < 2 or text.isascii():
        return 0.0
    return IN_PARTS * sum(pair in candidate.folded for pair in pairs) / len(pairs)


def _is_alone(word: Term, question: Question, candidate: Candidate) -> bool:
    """Whether it is one Chinese character, of no word that the passage shares with the question.

    What the analyzer does not know it cuts into characters, which stand in many other words.
    """
    if len(word.text) > 1 or word.text.isascii():
        return False
    before = question.folded[max(0, word.start - 1) : word.end]
    after = question.folded[word.start : word.end + 1]
    return not any(len(pair) > 1 and pair in candidate.folded for pair in (before, after))


def instead(word: Term, question: Question) -> Iterator[Substitute]:
    """What stands for a word of the question, as far as that is sure."""
    return (
        one
        for one in question.substitutes
        if not one.is_guess and one.start < word.end and word.start < one.end
    )
