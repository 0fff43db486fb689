"""Ranking of the passages that an engine found, by their text.

The engine counts words and pairs of characters over the whole collection. For the few passages
that it finds, the text adds single characters (the rest of the BM25 model), the proximity of the
question's words, the presence of the type of answer that is asked for, and the score of the whole
article. docs/retrieval.md has the measured gain of each part.
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
from retrieval.question.patterns import SIGNED_TYPES, signs_of
from retrieval.question.question import Question
from retrieval.question.substitutes import sure_substitutes
from retrieval.text.analysis import PAIR, SINGLE, Term
from retrieval.text.script import fold

PROXIMITY_WEIGHT = 0.1
"""Weight of the proximity of the question's words; the best passage's BM25 score weighs 1."""

VALUE_WEIGHT = 0.06
"""Weight of a date or a number that is asked for, given or not."""

SIGN_WEIGHT = 0.1
"""Weight of a sign of the answer, such as 因为 where the reason is asked for, near the topic."""

CONTEXT_WEIGHT = 0.3
"""Weight of the section that answered the question before; of its article, half as much."""

ARTICLE_WEIGHT = 0.2
"""Weight of the best score in the passage's article."""

CODE_WEIGHT = 0.3
"""Weight of being code that says none of the question's words, though a heading above it does."""

_PROXIMITY_SCALE = 15
"""Distance in characters over which the proximity of two words falls to 1/e."""

_MAX_SIGNS = 2
"""Number of different signs of an answer from which it counts as given."""

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
    word_weights = {word: lexicon.idf(word.text) for word in question.words}
    ranked = [
        RankedPassage(
            one,
            score / top
            + PROXIMITY_WEIGHT * _proximity(question, word_weights, one)
            + VALUE_WEIGHT * _value_presence(question, one, term_weights)
            + SIGN_WEIGHT * _sign_share(question, one, term_weights)
            + CONTEXT_WEIGHT * _context_share(one.passage, quoted)
            + ARTICLE_WEIGHT * of_article[one.article.id] / top
            - CODE_WEIGHT * _is_unrelated_code(one, word_weights),
        )
        for one, score in zip(candidates, scores, strict=True)
    ]
    return sorted(ranked, key=lambda one: -one.score)


def _is_unrelated_code(candidate: Candidate, words: Iterable[Term]) -> bool:
    """Return True for a passage of code alone in which no word of the question occurs."""
    code = sum(end - start for start, end in candidate.passage.code)
    if code < len(candidate.passage.text):
        return False
    return not any(word.text in candidate.folded for word in words)


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


def _proximity(question: Question, weights: Mapping[Term, float], candidate: Candidate) -> float:
    """Return how near neighbouring words of the question occur to each other, from 0 to 1.

    The contribution of a pair of words decays exponentially with their distance, after Tao & Zhai,
    An Exploration of Proximity Measures in Information Retrieval (2007).

    Args:
        question: The question, with the substitutes of its words.
        weights: Its words in order, with their weights.
        candidate: The passage.
    """
    gained = total = 0.0
    places = {word: list(_places(word, question, candidate.folded)) for word in weights}
    for one, other in pairwise(weights):
        weight = min(weights[one], weights[other])
        total += weight
        distances = [abs(a - b) for a in places[one] for b in places[other]]
        if distances:
            gained += weight * math.exp(-min(distances) / _PROXIMITY_SCALE)
    return gained / total if total else 0.0


def _places(word: Term, question: Question, text: str) -> Iterator[int]:
    """Yield the offsets of a word of the question in a text, or else of its substitutes."""
    if word.text in text:
        yield from _occurrences(word.text, text)
    else:
        for one in sure_substitutes(word, question.substitutes):
            yield from _occurrences(one.text, text)


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
    if not question.asks_for_value:
        return 0
    best = _on_topic(candidate, term_weights, following=0)
    return 1 if question.is_answered_by(best) else -1


def _sign_share(
    question: Question, candidate: Candidate, term_weights: Mapping[str, float]
) -> float:
    """Return how clearly a passage gives a reason, an advantage or a meaning that is asked for.

    The signs are counted in the sentence with most of the question's terms and in the next one.

    Returns:
        The share of `_MAX_SIGNS` different signs, from 0 to 1; 0 if nothing such is asked for.
    """
    requested = question.answer_types & SIGNED_TYPES
    text = _on_topic(candidate, term_weights, following=1) if requested else ""
    count = max((len(signs_of(kind, text)) for kind in requested), default=0)
    return min(count, _MAX_SIGNS) / _MAX_SIGNS


def _context_share(passage: Passage, quoted: Passage | None) -> float:
    """Return 1 for a passage of the section that was quoted before, 0.5 for one of its article."""
    if quoted is None or passage.article_id != quoted.article_id:
        return 0.0
    return 1.0 if passage.heading == quoted.heading else 0.5


def _on_topic(candidate: Candidate, term_weights: Mapping[str, float], *, following: int) -> str:
    """Return the sentence with most of these terms, folded, and as many following ones."""
    spans = candidate.sentences
    if not spans:
        return candidate.folded
    weights = [
        _contained_weight(candidate.folded[start:end], term_weights) for start, end in spans
    ]
    best = weights.index(max(weights))
    end = spans[min(best + following, len(spans) - 1)][1]
    return candidate.folded[spans[best][0] : end]


def _contained_weight(text: str, term_weights: Mapping[str, float]) -> float:
    """Return the sum of the weights of the terms that occur in a text."""
    return sum(weight for term, weight in term_weights.items() if term in text)
