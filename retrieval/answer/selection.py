"""Selection of the ranked passages to quote: their order, diversification, deduplication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter

from corpus.duplicates import ComparedText, DistinctTexts, letters_of
from retrieval.answer.comparisons import changes_first, side_by_side
from retrieval.answer.ranking import RankedPassage
from retrieval.index.lexicon import Lexicon
from retrieval.question.patterns import patterns
from retrieval.question.question import Question

MIN_SHARE_ELSEWHERE = 0.6
"""Share of the best passage's score from which one of another article is quoted.

Over 560 questions on pages, none of the 98 quotations below it answered (docs/retrieval.md).
"""

SAME_ARTICLE_DECAY = 0.6
"""Each passage of an article that is quoted already multiplies a score by this, if the question
asks what several articles say."""


def select(ordered: Iterable[RankedPassage], limit: int) -> list[RankedPassage]:
    """Return the passages to quote, near-duplicates left out."""
    return list(islice(_distinct(ordered), limit))


def in_order(
    question: Question, ranked: Sequence[RankedPassage], named: Collection[str], lexicon: Lexicon
) -> Iterable[RankedPassage]:
    """Return the passages in the order in which they are to be quoted.

    Args:
        question: The question.
        ranked: The passages, best first; at least one.
        named: The ids of the articles that it names by title.
        lexicon: The terms of the collection.
    """
    if patterns().then_and_now.search(question.folded):
        return changes_first(ranked)
    if question.subjects:
        return side_by_side(ranked, question, lexicon)
    decay = _same_article_decay(question, named)
    return fitting(ranked) if decay == 1 else diversified(ranked, decay)


def fitting(ranked: Sequence[RankedPassage]) -> Iterator[RankedPassage]:
    """Yield the passages without those of other articles that fit much worse than the best.

    Which article a passage is of is looked up for those that fit worse alone.
    """
    if not ranked:
        return
    best = max(ranked, key=attrgetter("score"))
    for one in ranked:
        is_near = one.score >= MIN_SHARE_ELSEWHERE * best.score
        if is_near or one.candidate.article is best.candidate.article:
            yield one


def _same_article_decay(question: Question, named: Collection[str]) -> float:
    """Return the factor on a score for each passage of the same article that is quoted already.

    Args:
        question: The question.
        named: The ids of the articles that it names by title. If there are several, the factor is
            0, so that each is quoted once before any is quoted again.
    """
    if len(named) > 1:
        return 0.0
    return SAME_ARTICLE_DECAY if question.spans_articles else 1.0


def diversified(ranked: Sequence[RankedPassage], decay: float) -> Iterator[RankedPassage]:
    """Yield passages, best first, by their score, which decays with each of the same article.

    With a decay of 0, the best passage of every article comes first. After
    maximal marginal relevance (Carbonell & Goldstein 1998), where the similarity of two
    passages is 1 if they are of the same article, else 0.
    """
    taken: Counter[str] = Counter()
    remaining = list(ranked)
    while remaining:
        best = max(remaining, key=lambda one: one.score * decay ** taken[one.candidate.article.id])
        remaining.remove(best)
        taken[best.candidate.article.id] += 1
        yield best


def _distinct(ranked: Iterable[RankedPassage]) -> Iterator[RankedPassage]:
    """Yield the passages without near-duplicates, such as a lead that repeats its article."""
    chosen = DistinctTexts()
    for one in ranked:
        if chosen.add(ComparedText(letters_of(one.candidate.folded))):
            yield one
