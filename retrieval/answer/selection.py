"""Selection of the ranked passages to quote: diversification over articles, deduplication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from corpus.duplicates import NEARLY_SAME, resemblance, shingles
from retrieval.answer.ranking import RankedPassage
from retrieval.text.script import letters


def select(ranked: Sequence[RankedPassage], limit: int, decay: float) -> list[RankedPassage]:
    """Return the passages to quote, best first.

    Args:
        ranked: Passages, best first.
        limit: Maximum number of passages.
        decay: Score multiplier per higher-ranked passage of the same article. With 1, the order
            stays; with 0, the best passage of every article comes first.
    """
    return list(islice(_distinct(_diversified(ranked, decay)), limit))


def _diversified(ranked: Sequence[RankedPassage], decay: float) -> Iterator[RankedPassage]:
    """Yield the passages by their score, which decays with each passage of the same article.

    After maximal marginal relevance (Carbonell & Goldstein 1998), where the similarity of two
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
    chosen: list[frozenset[str]] = []
    for one in ranked:
        parts = shingles(letters(one.candidate.passage.text))
        if not any(resemblance(parts, other) >= NEARLY_SAME for other in chosen):
            chosen.append(parts)
            yield one
