"""Ranking by meaning where words fall silent.

The less of a question its best passages cover with words, the more the passages' nearness in
meaning counts beside their scores by words. An English question shares none with Chinese passages
but by translations, so there meaning counts most. Words alone find the passages, and decide
whether anything is quoted.
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
from retrieval.index.lexicon import Lexicon
from retrieval.library import Snapshot
from retrieval.meaning.meaning import AskedMeaning
from retrieval.question.patterns import patterns
from retrieval.question.question import Question
from retrieval.text.analysis import han_runs

SILENT_BELOW = 0.6
"""Coverage of a question by words from which meaning counts nothing."""

NEAREST = 5
"""Number of the passages nearest in meaning that gain, each by as much as it is nearer than the
last of these. So only few come forward, and the level of an encoder's cosines does not matter."""

ENGLISH_FACTOR = 8.0
"""Factor on the weight of meaning for a question in English, where every passage gains by its
cosine: translations find passages, and say little about which one is best."""

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
    if snapshot.meaning is None or len(ranked) < 2 or not _stands_alone(question):
        return by_words
    factor, gaining = _influence(question, ranked, snapshot.lexicon)
    weight = snapshot.meaning.weight * factor
    asked = snapshot.meaning.asked(question.text) if weight else None
    if asked is None:
        return by_words
    cosines = asked.cosines([one.candidate.passage.id for one in ranked])
    level = nlargest(gaining, cosines)[-1]
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


def _influence(
    question: Question, ranked: Sequence[RankedPassage], lexicon: Lexicon
) -> tuple[float, int]:
    """Return the factor on the weight of meaning, and how many passages gain by it.

    Args:
        question: The question, which stands alone.
        ranked: The passages by words, best first.
        lexicon: The terms of the collection.
    """
    is_english = _is_english(question.folded)
    if not is_english and _NAMES.search(question.folded):
        return 0.0, NEAREST
    coverage = measure_coverage(question, ranked[:_COVERING_PASSAGES], lexicon).coverage
    share = max(0.0, 1 - coverage / SILENT_BELOW)
    return (ENGLISH_FACTOR * share, len(ranked)) if is_english else (share, NEAREST)


def _stands_alone(question: Question) -> bool:
    """Return True for a question about one thing, which names no title and does not lean back."""
    return not (question.subjects or question.request.titles or question.follows)


def _is_english(folded: str) -> bool:
    """Return True for a text in English; not in pinyin, nor in Chinese with English words."""
    return not any(han_runs(folded)) and len(patterns().english.findall(folded)) > 1
