"""Which of the passages that an engine found answers best.

The engine counts words and pairs of characters over the whole collection. For the few passages that
it finds, this looks at the text: single characters (the rest of the BM25 model), how much of the
question stands there, how much of it in two neighbouring sentences, and how well the whole
article matches. Each part's gain is measured in docs/retrieval.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.model import Article, Passage
from corpus.sentences import sentences
from retrieval.analysis import PAIR, SINGLE
from retrieval.bm25 import Weights
from retrieval.lexicon import Lexicon
from retrieval.question import Question
from retrieval.script import fold

RELATIVE, ABSOLUTE, COVERAGE, NEARNESS, ARTICLE = 8.0, 4.0, 3.0, 2.0, 2.0
"""What the parts of a score count: in proportion to the best hit's score, in proportion to all that
the question is worth, what of it stands in the passage, what in two sentences, and how well the
article's best passage matches."""

_BM25 = Weights()

Values = Sequence[tuple[str, float]]
"""Stretches of text, and what each is worth."""


@dataclass(frozen=True)
class Candidate:
    """A passage that an engine found, with its article and the engine's score."""

    article: Article
    passage: Passage
    score: float

    @cached_property
    def folded(self) -> str:
        """The passage's text, folded: offsets are those of the text."""
        return fold(self.passage.text)

    @cached_property
    def around(self) -> str:
        """Title and headings, folded."""
        return fold(" ".join((self.article.title, *self.passage.heading)))

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The spans of the passage's sentences."""
        return tuple(sentences(self.passage.text))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate and its place among the others: the higher, the better."""

    candidate: Candidate
    score: float


def rank(question: Question, candidates: Sequence[Candidate], lexicon: Lexicon) -> list[Ranked]:
    """The candidates in order, best first."""
    if not candidates:
        return []
    worth = {
        term: weight * lexicon.worth(term)
        for term, weight in question.terms.items()
        if lexicon.found(term)
    }
    values = [(term.removeprefix(PAIR), value) for term, value in worth.items()]
    singles = {single: lexicon.worth(SINGLE + single) for single in question.singles}
    mean = sum(len(one.passage.text) for one in candidates) / len(candidates)
    scores = [one.score + _singles(one, singles, lexicon.mean_length or mean) for one in candidates]
    top, mass = max(scores), (sum(worth.values()) + sum(singles.values())) or 1.0
    by_article: dict[str, float] = {}
    for one, score in zip(candidates, scores, strict=True):
        by_article[one.article.id] = max(score, by_article.get(one.article.id, 0.0))
    ranked = [
        Ranked(
            one,
            RELATIVE * score / top
            + ABSOLUTE * score / mass
            + COVERAGE * _held(one.around + one.folded, values) / mass
            + NEARNESS * _nearest(one, values) / mass
            + ARTICLE * by_article[one.article.id] / top,
        )
        for one, score in zip(candidates, scores, strict=True)
    ]
    return sorted(ranked, key=lambda one: -one.score)


def _singles(candidate: Candidate, singles: Mapping[str, float], mean: float) -> float:
    """What single characters give to a passage, by the model that the engine uses for the rest."""
    text = candidate.around + candidate.folded
    norm = _BM25.k1 * (1 - _BM25.b + _BM25.b * len(text) / mean)
    counts = ((worth, text.count(single)) for single, worth in singles.items())
    return sum(worth * n * (_BM25.k1 + 1) / (n + norm) for worth, n in counts if n)


def _held(text: str, values: Values) -> float:
    """What the terms are worth that stand in a text."""
    return sum(value for term, value in values if term in text)


def _nearest(candidate: Candidate, values: Values) -> float:
    """What the terms are worth that stand together in two neighbouring sentences."""
    spans = candidate.sentences
    pairs = zip(spans, (*spans[1:], spans[-1]), strict=True) if spans else ()
    windows = (candidate.folded[start:end] for (start, _), (_, end) in pairs)
    return max((_held(window, values) for window in windows), default=0.0)
