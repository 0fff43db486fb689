"""Ranking by meaning where words fall silent.

The less of a question its best passages cover with words, the more the passages' nearness in
meaning counts beside their scores by words. Words alone find the passages, and decide whether
anything is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from retrieval.answer.candidate import Candidate
from retrieval.answer.evidence import measure_coverage
from retrieval.answer.excerpt import MAX_EXCERPT
from retrieval.answer.ranking import RankedPassage
from retrieval.library import Snapshot
from retrieval.meaning.meaning import AskedMeaning
from retrieval.question.question import Question

SILENT_BELOW = 0.75
"""Coverage of a question by words from which meaning counts nothing."""

NEAREST = 5
"""Number of the passages nearest in meaning that gain, each by as much as it is nearer than the
last of these. So only few come forward, and the level of an encoder's cosines does not matter."""

_COVERING_PASSAGES = 5
"""Number of passages, best first, of which one must cover the question."""

_FIRST = 3
"""Number of passages that are quoted at first. One that words rank among them is not quoted for
its meaning, even if that ranks it higher."""

_NAMES = re.compile("[0-9《]|[a-z]{2}")
"""Numbers, titles and Latin names, which words find and an encoder blurs (folded)."""


@dataclass(frozen=True, slots=True)
class NearnessRanking:
    """Passages ranked by words and meaning, best first.

    Attributes:
        ranked: The passages.
        raised: The ids of those that came forward for their meaning.
        asked: The meaning of the question; None if words alone ranked the passages.
    """

    ranked: Sequence[RankedPassage]
    raised: frozenset[str] = frozenset()
    asked: AskedMeaning | None = None

    def nearest_sentence(self, candidate: Candidate) -> int | None:
        """Return the number of the sentence that is nearest to the question in meaning.

        Returns:
            The number; None if words ranked the passage where it is, if it is short enough to be
            quoted whole, or if that is not known.
        """
        text, is_raised = candidate.passage.text, candidate.passage.id in self.raised
        if not (self.asked and is_raised) or len(text) <= MAX_EXCERPT:
            return None
        spans = candidate.sentences
        if not spans:
            return None
        return self.asked.nearest([text[start:end] for start, end in spans])


def rank_by_nearness(
    question: Question, ranked: Sequence[RankedPassage], snapshot: Snapshot
) -> NearnessRanking:
    """Rank passages by their meaning as well, as far as words leave the question open.

    Args:
        question: The question.
        ranked: The passages by words, best first.
        snapshot: The collection.
    """
    by_words = NearnessRanking(ranked)
    if snapshot.meaning is None or len(ranked) < 2 or not _is_open(question):
        return by_words
    best = ranked[:_COVERING_PASSAGES]
    coverage = measure_coverage(question, best, snapshot.lexicon).coverage
    weight = snapshot.meaning.weight * max(0.0, 1 - coverage / SILENT_BELOW)
    asked = snapshot.meaning.asked(question.text) if weight else None
    if asked is None:
        return by_words
    cosines = asked.cosines([one.candidate.passage.id for one in ranked])
    level = nlargest(NEAREST, cosines)[-1]
    nearer = [
        one._replace(score=one.score + weight * max(cosine - level, 0.0))
        for one, cosine in zip(ranked, cosines, strict=True)
    ]
    numbers = sorted(range(len(nearer)), key=lambda number: -nearer[number].score)
    raised = (
        nearer[number].candidate.passage.id
        for place, number in enumerate(numbers)
        if place < number and number >= _FIRST
    )
    return NearnessRanking([nearer[number] for number in numbers], frozenset(raised), asked)


def _is_open(question: Question) -> bool:
    """Return True for a question that stands alone and names nothing that words must find."""
    is_plain = not (question.subjects or question.request.titles or question.follows)
    return is_plain and not _NAMES.search(question.folded)
