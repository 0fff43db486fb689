"""Which of the passages that an engine found answers best.

The engine counts words and pairs of characters over the whole collection. For the few passages
that it finds, this looks at the text: single characters (the rest of the BM25 model), how near
the question's words stand to each other, whether the kind of answer is there that is asked for,
and how well the whole article matches. Each part's gain is measured in docs/retrieval.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from corpus.model import Article, Passage
from corpus.sentences import sentences
from retrieval.index.lexicon import Lexicon
from retrieval.index.postings import Bm25Parameters
from retrieval.question.parsing import Question
from retrieval.question.patterns import VALUES, gives
from retrieval.text.analysis import PAIR, SINGLE
from retrieval.text.script import fold

NEARNESS, KIND, ARTICLE = 0.1, 0.06, 0.2
"""What the other parts count, beside 1 for the best passage's BM25 score."""

_NEAR = 15
"""Characters over which the nearness of two words fades."""

_MAX_PLACES = 20
"""Places of one word in one passage that are looked at."""

_BM25 = Bm25Parameters()


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
class RankedPassage:
    """A candidate and its place among the others: the higher, the better."""

    candidate: Candidate
    score: float


def rank(
    question: Question, candidates: Sequence[Candidate], lexicon: Lexicon
) -> list[RankedPassage]:
    """The candidates in order, best first."""
    singles = {one: n * lexicon.idf(SINGLE + one) for one, n in question.singles.items()}
    scores = [one.score + _singles(one, singles, lexicon) for one in candidates]
    top = max(scores, default=0.0) or 1.0
    by_article: dict[str, float] = {}
    for one, score in zip(candidates, scores, strict=True):
        by_article[one.article.id] = max(score, by_article.get(one.article.id, 0.0))
    values = _values(question, lexicon)
    worth = {word.text: lexicon.idf(word.text) for word in question.words}
    ranked = [
        RankedPassage(
            one,
            score / top
            + NEARNESS * _nearness(worth, one)
            + KIND * _fits(question, one, values)
            + ARTICLE * by_article[one.article.id] / top,
        )
        for one, score in zip(candidates, scores, strict=True)
    ]
    return sorted(ranked, key=lambda one: -one.score)


def _singles(candidate: Candidate, singles: Mapping[str, float], lexicon: Lexicon) -> float:
    """What single characters give to a passage, by the model that the engine uses for the rest."""
    text = candidate.around + candidate.folded
    norm = _BM25.k1 * (1 - _BM25.b + _BM25.b * lexicon.length(candidate.passage.id))
    counts = ((worth, text.count(single)) for single, worth in singles.items())
    return sum(worth * n * (_BM25.k1 + 1) / (n + norm) for worth, n in counts if n)


def _values(question: Question, lexicon: Lexicon) -> Mapping[str, float]:
    """What each stretch of text is worth that the engine looked for."""
    found = (
        (term, weight)
        for term, weight in question.terms.items()
        if lexicon.document_frequency(term)
    )
    return {term.removeprefix(PAIR): weight * lexicon.idf(term) for term, weight in found}


def _nearness(worth: Mapping[str, float], candidate: Candidate) -> float:
    """How near neighbouring words of the question stand in a passage, from 0 to 1.

    Args:
        worth: The question's words in order, and what each is worth.
        candidate: The passage.

    What a pair gives fades with its distance, after Tao & Zhai, An Exploration of Proximity
    Measures in Information Retrieval (2007).
    """
    given = total = 0.0
    places = {word: list(_places(word, candidate.folded)) for word in worth}
    for one, other in pairwise(worth):
        least = min(worth[one], worth[other])
        total += least
        gaps = [abs(a - b) for a in places[one] for b in places[other]]
        if gaps:
            given += least * math.exp(-min(gaps) / _NEAR)
    return given / total if total else 0.0


def _places(word: str, text: str) -> Iterator[int]:
    """Where a word stands, the first few times."""
    place = text.find(word)
    for _ in range(_MAX_PLACES):
        if place < 0:
            return
        yield place
        place = text.find(word, place + 1)


def _fits(question: Question, candidate: Candidate, values: Mapping[str, float]) -> int:
    """Whether the sentence that holds most of the question gives a day or a number it asks for.

    Returns:
        1 where it gives all that is asked for, -1 where it does not, 0 where none is.
    """
    wanted = question.answer_types & VALUES
    if not wanted:
        return 0
    texts = (candidate.folded[start:end] for start, end in candidate.sentences)
    best = max(texts, key=lambda text: _held(text, values.items()), default="")
    return 1 if all(gives(kind, best) for kind in wanted) else -1


def _held(text: str, values: Iterable[tuple[str, float]]) -> float:
    """What the terms are worth that stand in a text."""
    return sum(value for term, value in values if term in text)
