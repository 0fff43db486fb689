"""Ranking of the passages that an engine found, by their text.

The engine counts words and pairs of characters over the whole collection. For the few passages
that it finds, the text adds single characters (the rest of the BM25 model), the proximity of the
question's words, the presence of the type of answer that is asked for, and the score of the whole
article. docs/retrieval.md has the measured gain of each part.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from corpus.model import Article, Passage
from corpus.sentences import sentences
from retrieval.index.lexicon import Lexicon
from retrieval.index.postings import Bm25Parameters
from retrieval.question.patterns import VALUE_TYPES, gives_answer
from retrieval.question.question import Question
from retrieval.text.analysis import PAIR, SINGLE
from retrieval.text.script import fold

PROXIMITY_WEIGHT = 0.1
"""Weight of the proximity of the question's words; the best passage's BM25 score weighs 1."""

VALUE_WEIGHT = 0.06
"""Weight of a date or a number that is asked for, given or not."""

ARTICLE_WEIGHT = 0.2
"""Weight of the best score in the passage's article."""

_PROXIMITY_SCALE = 15
"""Distance in characters over which the proximity of two words falls to 1/e."""

_MAX_OCCURRENCES = 20
"""Maximum number of occurrences of one word in one passage that are compared."""

_BM25 = Bm25Parameters()


@dataclass(frozen=True)
class Candidate:
    """A passage that an engine found, with its article and the engine's score."""

    article: Article
    passage: Passage
    score: float

    @cached_property
    def folded(self) -> str:
        """The passage's text, folded; offsets are those of the text."""
        return fold(self.passage.text)

    @cached_property
    def headings(self) -> str:
        """The article's title and the passage's headings, folded."""
        return fold(" ".join((self.article.title, *self.passage.heading)))

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The spans of the passage's sentences."""
        return tuple(sentences(self.passage.text))


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A candidate with its final score; higher is better."""

    candidate: Candidate
    score: float


def rank(
    question: Question, candidates: Sequence[Candidate], lexicon: Lexicon
) -> list[RankedPassage]:
    """Return the candidates by their final score, best first."""
    characters = {
        character: weight * lexicon.idf(SINGLE + character)
        for character, weight in question.characters.items()
    }
    scores = [one.score + _character_score(one, characters, lexicon) for one in candidates]
    top = max(scores, default=0.0) or 1.0
    of_article: dict[str, float] = {}
    for one, score in zip(candidates, scores, strict=True):
        of_article[one.article.id] = max(score, of_article.get(one.article.id, 0.0))
    term_weights = _term_weights(question, lexicon)
    word_weights = {word.text: lexicon.idf(word.text) for word in question.words}
    ranked = [
        RankedPassage(
            one,
            score / top
            + PROXIMITY_WEIGHT * _proximity(word_weights, one)
            + VALUE_WEIGHT * _value_presence(question, one, term_weights)
            + ARTICLE_WEIGHT * of_article[one.article.id] / top,
        )
        for one, score in zip(candidates, scores, strict=True)
    ]
    return sorted(ranked, key=lambda one: -one.score)


def _character_score(
    candidate: Candidate, characters: Mapping[str, float], lexicon: Lexicon
) -> float:
    """Return the BM25 score of single characters, by the model that the engine uses.

    Args:
        candidate: The passage.
        characters: The characters of the question, with their weights times idf.
        lexicon: The terms of the collection.
    """
    text = candidate.headings + candidate.folded
    norm = _BM25.k1 * (1 - _BM25.b + _BM25.b * lexicon.length(candidate.passage.id))
    counts = ((weight, text.count(character)) for character, weight in characters.items())
    return sum(weight * n * (_BM25.k1 + 1) / (n + norm) for weight, n in counts if n)


def _term_weights(question: Question, lexicon: Lexicon) -> Mapping[str, float]:
    """Return the texts that were searched for and occur, with their weights times idf."""
    return {
        term.removeprefix(PAIR): weight * lexicon.idf(term)
        for term, weight in question.terms.items()
        if lexicon.document_frequency(term)
    }


def _proximity(weights: Mapping[str, float], candidate: Candidate) -> float:
    """Return how near neighbouring words of the question occur to each other, from 0 to 1.

    The contribution of a pair of words decays exponentially with their distance, after Tao & Zhai,
    An Exploration of Proximity Measures in Information Retrieval (2007).

    Args:
        weights: The words of the question in order, with their weights.
        candidate: The passage.
    """
    gained = total = 0.0
    places = {word: list(_occurrences(word, candidate.folded)) for word in weights}
    for one, other in pairwise(weights):
        weight = min(weights[one], weights[other])
        total += weight
        distances = [abs(a - b) for a in places[one] for b in places[other]]
        if distances:
            gained += weight * math.exp(-min(distances) / _PROXIMITY_SCALE)
    return gained / total if total else 0.0


def _occurrences(word: str, text: str) -> Iterator[int]:
    """Yield the offsets of a word in a text, the first few ones."""
    place = text.find(word)
    for _ in range(_MAX_OCCURRENCES):
        if place < 0:
            return
        yield place
        place = text.find(word, place + 1)


def _value_presence(
    question: Question, candidate: Candidate, term_weights: Mapping[str, float]
) -> int:
    """Return whether the passage gives the date or the number that is asked for.

    Only the sentence with most of the question's terms is checked.

    Returns:
        1 if it gives all that is asked for, -1 if not, 0 if no value is asked for.
    """
    requested = question.answer_types & VALUE_TYPES
    if not requested:
        return 0
    texts = (candidate.folded[start:end] for start, end in candidate.sentences)
    best = max(texts, key=lambda text: _contained_weight(text, term_weights), default="")
    return 1 if all(gives_answer(kind, best) for kind in requested) else -1


def _contained_weight(text: str, term_weights: Mapping[str, float]) -> float:
    """Return the sum of the weights of the terms that occur in a text."""
    return sum(weight for term, weight in term_weights.items() if term in text)
