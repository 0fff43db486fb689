"""Ranking of the passages that an engine found, by their text.

The engine counts words and pairs of characters over the whole collection. The few passages that
it finds are read: a weighted sum of their features orders them. Its weights were learnt from
judged questions, except where public sets have too few of the kind; these were set by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

import numpy as np

from corpus.model import Passage
from corpus.tables import read_table
from retrieval.answer.candidate import Candidate
from retrieval.answer.features import Features, WeightedQuestion
from retrieval.answer.sums import row_sums
from retrieval.index.lexicon import Lexicon
from retrieval.question.patterns import SIGNED_TYPES, signs_of
from retrieval.question.question import Question

SIGN_WEIGHT = 0.1
"""Weight of a sign of the answer, such as 因为 where the reason is asked for, near the topic; the
best passage's BM25 score weighs 1."""

CONTEXT_WEIGHT = 0.3
"""Weight of the section that answered the question before; of its article, half as much."""

CODE_WEIGHT = 0.3
"""Weight of being code that says none of the question's words, though a heading above it does."""

_MAX_SIGNS = 2
"""Number of different signs of an answer from which it counts as given."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A candidate with its final score; higher is better."""

    candidate: Candidate
    score: float


@cache
def learnt_weights() -> Features:
    """Return the weight of each feature."""
    return Features(**read_table("retrieval.answer", "ranking_weights.toml"))


def rank(
    question: Question,
    candidates: Sequence[Candidate],
    lexicon: Lexicon,
    quoted: Passage | None = None,
) -> list[RankedPassage]:
    """Return the candidates by their final score, best first.

    Args:
        question: The question.
        candidates: The passages that the engine found.
        lexicon: The terms of the collection.
        quoted: The passage that answered the question before, if this one leans on it.
    """
    if not candidates:
        return []
    weighted = WeightedQuestion(question, lexicon)
    scores = row_sums(weighted.table(candidates) * np.array(learnt_weights()))
    if question.answer_types & SIGNED_TYPES:
        scores += SIGN_WEIGHT * np.array(_sign_shares(question, candidates, weighted))
    if quoted:
        scores += CONTEXT_WEIGHT * np.array(
            [_context_share(c.passage, quoted) for c in candidates]
        )
    if any(one.passage.code for one in candidates):
        scores -= CODE_WEIGHT * np.array([_is_unrelated_code(question, one) for one in candidates])
    ranked = map(RankedPassage, candidates, scores.tolist())
    return sorted(ranked, key=attrgetter("score"), reverse=True)


def _is_unrelated_code(question: Question, candidate: Candidate) -> bool:
    """Return True for a passage of code alone in which no word of the question occurs."""
    passage = candidate.passage
    if sum(end - start for start, end in passage.code) < len(passage.text):
        return False
    return not any(word.text in candidate.folded for word in question.words)


def _sign_shares(
    question: Question, candidates: Sequence[Candidate], weighted: WeightedQuestion
) -> Sequence[float]:
    """Return how clearly passages give a reason, an advantage or a meaning that is asked for.

    The signs are counted in the sentence with most of the question's terms and in the next one.

    Returns:
        The share of `_MAX_SIGNS` different signs, from 0 to 1.
    """
    requested = question.answer_types & SIGNED_TYPES
    texts = weighted.on_topic(candidates, following=1)
    counts = [max(len(signs_of(kind, text)) for kind in requested) for text in texts]
    return [min(count, _MAX_SIGNS) / _MAX_SIGNS for count in counts]


def _context_share(passage: Passage, quoted: Passage) -> float:
    """Return 1 for a passage of the section that was quoted before, 0.5 for one of its article."""
    if passage.article_id != quoted.article_id:
        return 0.0
    return 1.0 if passage.heading == quoted.heading else 0.5
