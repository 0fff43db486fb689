"""Ranking of the passages that an engine found, by their text.

The engine counts words and pairs of characters over the whole collection. The few passages that
it finds are read: a weighted sum of their features orders them. Its weights were learnt from
judged questions, except where public sets have too few of the kind; these were set by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from corpus.model import Passage
from corpus.tables import read_table
from retrieval.answer.candidate import Candidate
from retrieval.answer.cells import gives_value
from retrieval.answer.features import Features, Reading, WeightedQuestion
from retrieval.answer.labels import label_of
from retrieval.answer.named import named_weights
from retrieval.index.lexicon import Lexicon
from retrieval.question.patterns import SIGNED_TYPES, VALUE_TYPES, patterns, signs_of
from retrieval.question.question import Question

SIGN_WEIGHT = 0.1
"""Weight of a sign of the answer, such as 因为 where the reason is asked for, near the topic; the
best passage's BM25 score weighs 1."""

FAR_SIGN = 0.5
"""Factor on a sign that stands elsewhere in the passage."""

LABEL_WEIGHT = 0.5
"""Weight of a heading or a sentence that labels a passage of the best passage's article as what is
asked for, 直播为什么火起来 where the reason is, and of several items where a list is asked for."""

VALUE_WEIGHT = 0.15
"""Weight of a value of the kind that is asked for, such as an amount of money, in a passage of the
best passage's article, beside the feature of that name."""

CONTEXT_WEIGHT = 0.3
"""Weight of the section that answered the question before; of its article, half as much."""

CODE_WEIGHT = 0.3
"""Weight of being code that says none of the question's words, though a heading above it does."""

SOURCES_WEIGHT = 0.3
"""Weight of being a list of sources or of further reading, which names what others say."""

_SOURCES = re.compile(
    r"\W*(?:参考(?:资料|文献|书目|来源)|资料来源|(?:延伸|相关|推荐|扩展|更多)(?:阅读|文章|链接)|目录)[】\]\s]*(?::|\n|$)"
)
"""The beginning of such a list."""

_ASKS_FOR_SOURCES = re.compile("参考|文献|书目|来源|阅读|链接|目录")
"""What a question has that such a list may answer."""

_MAX_SIGNS = 2
"""Number of different signs of an answer from which it counts as given."""


class RankedPassage(NamedTuple):
    """A candidate with its final score; higher is better.

    `covered` is how much it covers of each word of the question; None if it was not read for that.
    """

    candidate: Candidate
    score: float
    covered: Sequence[float] | None = None


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
    is_signed = bool(question.answer_types & SIGNED_TYPES)
    asked = WeightedQuestion(question, lexicon)
    reading = asked.read(candidates, learnt_weights(), all_topics=is_signed)
    scores = [*reading.sums]
    if is_signed:
        shares = _sign_shares(question, candidates, reading)
        scores = _with(scores, SIGN_WEIGHT, shares)
    if is_label := label_of(question):
        labelled = _in_best_article(is_label, candidates, scores, reading)
        scores = _with(scores, LABEL_WEIGHT, labelled)
    if _asks_for_one_value(question):
        given = _in_best_article(
            lambda one: gives_value(question, one.folded), candidates, scores, reading
        )
        scores = _with(scores, VALUE_WEIGHT, given)
    read = [number for number, covered in enumerate(reading.covered) if covered is not None]
    for number, weight in named_weights(question, candidates, scores, read):
        scores[number] += weight
    if quoted:
        scores = _with(
            scores, CONTEXT_WEIGHT, (_context_share(one.passage, quoted) for one in candidates)
        )
    for number, weight in _losses(question, candidates, read):
        scores[number] -= weight
    ranked = map(RankedPassage, candidates, scores, reading.covered)
    return sorted(ranked, key=attrgetter("score"), reverse=True)


def _with(scores: Iterable[float], weight: float, values: Iterable[float]) -> list[float]:
    """Return scores to which a weighted value is added each."""
    return [score + weight * value for score, value in zip(scores, values, strict=True)]


def _losses(
    question: Question, candidates: Sequence[Candidate], read: Iterable[int]
) -> Iterator[tuple[int, float]]:
    """Yield the number of a passage that says nothing itself, and how much that weighs."""
    if not _ASKS_FOR_SOURCES.search(question.folded):
        for number in read:
            if _SOURCES.match(candidates[number].folded):
                yield number, SOURCES_WEIGHT
    if candidates[0].corpus.has_code:
        for number, one in enumerate(candidates):
            if _is_unrelated_code(question, one):
                yield number, CODE_WEIGHT


def _is_unrelated_code(question: Question, candidate: Candidate) -> bool:
    """Return True for a passage of code alone in which no word of the question occurs."""
    passage = candidate.passage
    if sum(end - start for start, end in passage.code) < len(passage.text):
        return False
    return not any(word.text in candidate.folded for word in question.words)


def _sign_shares(
    question: Question, candidates: Sequence[Candidate], reading: Reading
) -> Sequence[float]:
    """Return how clearly passages give a reason, an advantage or a meaning that is asked for.

    The signs are counted in the sentence with most of the question's terms and in the next one;
    in a passage that was read, those elsewhere count less.

    Returns:
        The share of `_MAX_SIGNS` different signs, from 0 to 1.
    """
    requested = question.answer_types & SIGNED_TYPES

    def share(text: str) -> float:
        return min(max(len(signs_of(kind, text)) for kind in requested), _MAX_SIGNS) / _MAX_SIGNS

    topics = zip(candidates, reading.topics.tolist(), strict=True)
    near = [share(one.folded[start:end]) for one, (start, _, end) in topics]
    return [
        found if found >= FAR_SIGN or covered is None else max(found, FAR_SIGN * share(one.folded))
        for found, one, covered in zip(near, candidates, reading.covered, strict=True)
    ]


def _in_best_article(
    share: Callable[[Candidate], float],
    candidates: Sequence[Candidate],
    scores: Sequence[float],
    reading: Reading,
) -> Iterator[float]:
    """Yield the share of each passage of the best one's article that was read, 0 of others."""
    article = candidates[scores.index(max(scores))].article
    for one, covered in zip(candidates, reading.covered, strict=True):
        yield share(one) if covered is not None and one.article is article else 0.0


def _asks_for_one_value(question: Question) -> bool:
    """Return True if a question asks for a value of one thing, and not where it is the highest."""
    is_compared = question.subjects or patterns().superlative.search(question.folded)
    is_one = len(question.values) == 1 and len(question.answer_types & VALUE_TYPES) <= 1
    return is_one and not is_compared


def _context_share(passage: Passage, quoted: Passage) -> float:
    """Return 1 for a passage of the section that was quoted before, 0.5 for one of its article."""
    if passage.article_id != quoted.article_id:
        return 0.0
    return 1.0 if passage.heading == quoted.heading else 0.5
