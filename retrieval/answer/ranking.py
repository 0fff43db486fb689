"""Ranking of the passages that an engine found, by their text.

The engine counts words and pairs of characters over the whole collection. The few passages that
it finds are read: a weighted sum of their features orders them. Its weights were learnt from
judged questions, except where public sets have too few of the kind; these were set by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from heapq import nlargest
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from corpus.model import Passage
from corpus.tables import read_table
from retrieval.answer.candidate import Candidate
from retrieval.answer.discourse import points_back
from retrieval.answer.features import Features, Reading, WeightedQuestion
from retrieval.answer.items import counts_items, has_items
from retrieval.index.lexicon import Lexicon
from retrieval.question.numbers import forms, occurrences, quantities
from retrieval.question.patterns import (
    SIDES,
    SIGNED_TYPES,
    patterns,
    quality_names,
    signs_of,
)
from retrieval.question.question import Question
from retrieval.question.substitutes import sure_substitutes
from retrieval.text.analysis import Term

SIGN_WEIGHT = 0.1
"""Weight of a sign of the answer, such as 因为 where the reason is asked for, near the topic; the
best passage's BM25 score weighs 1."""

LABEL_WEIGHT = 0.5
"""Weight of a heading or a sentence that labels a passage of the best passage's article as what is
asked for, 直播为什么火起来 where the reason is, and of several items where a list is asked for."""

CONTEXT_WEIGHT = 0.3
"""Weight of the section that answered the question before; of its article, half as much."""

CODE_WEIGHT = 0.3
"""Weight of being code that says none of the question's words, though a heading above it does."""

SIDE_WEIGHT = 0.15
"""Weight of standing below the name of one of the things that the title compares, where the
question names it."""

OTHER_SIDE_WEIGHT = 0.4
"""Weight of standing below the name of such a thing where the question names another one."""

NUMBER_WEIGHT = 0.15
"""Weight of containing a number that the question names, in whatever form."""

MIN_TELLING = 100
"""The smallest number that tells passages apart; years do not."""

_YEARS = range(1000, 2101)

_MAX_NUMBERS = 8
"""Maximum number of numbers in a question that are looked for."""

_FIRST = 6
"""Number of passages, those with the best scores, one of which stands below the name of a thing
if all are checked for that."""

_MAX_LABEL = 30
"""Maximum length of a first sentence that labels its passage."""


_OPENING = re.compile(r"(?:^|(?<=[。;!?\n]))[^,。;!?\n]{2,8}(?:是|也|就|在于|:)")
"""The beginning of a sentence or of a half of one that may name what it is about."""

_FEW = re.compile("没|不[多大明]|很少|有限")
"""Says behind the name of a side that there is little of it."""

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
    if is_label := _label(question):
        article = candidates[scores.index(max(scores))].article
        labelled = (
            covered is not None and one.article is article and is_label(one)
            for one, covered in zip(candidates, reading.covered, strict=True)
        )
        scores = _with(scores, LABEL_WEIGHT, labelled)
    read = [number for number, covered in enumerate(reading.covered) if covered is not None]
    first = nlargest(_FIRST, read, key=scores.__getitem__)
    if any(candidates[number].side for number in first):
        for number, weight in _side_weights(question, candidates, read):
            scores[number] += weight
    for number, weight in _number_weights(question, candidates, read):
        scores[number] += weight
    if quoted:
        scores = _with(
            scores, CONTEXT_WEIGHT, (_context_share(one.passage, quoted) for one in candidates)
        )
    if candidates[0].corpus.has_code:
        scores = _with(
            scores, -CODE_WEIGHT, (_is_unrelated_code(question, one) for one in candidates)
        )
    ranked = map(RankedPassage, candidates, scores, reading.covered)
    return sorted(ranked, key=attrgetter("score"), reverse=True)


def _with(scores: Iterable[float], weight: float, values: Iterable[float]) -> list[float]:
    """Return scores to which a weighted value is added each."""
    return [score + weight * value for score, value in zip(scores, values, strict=True)]


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

    The signs are counted in the sentence with most of the question's terms and in the next one.

    Returns:
        The share of `_MAX_SIGNS` different signs, from 0 to 1.
    """
    requested = question.answer_types & SIGNED_TYPES
    texts = [
        one.folded[start:end]
        for one, (start, _, end) in zip(candidates, reading.topics.tolist(), strict=True)
    ]
    counts = [max(len(signs_of(kind, text)) for kind in requested) for text in texts]
    return [min(count, _MAX_SIGNS) / _MAX_SIGNS for count in counts]


def _number_weights(
    question: Question, candidates: Sequence[Candidate], read: Sequence[int]
) -> Iterator[tuple[int, float]]:
    """Yield the weights of passages that contain a large number that the question names.

    Args:
        question: The question.
        candidates: The passages.
        read: The numbers of those that were read.

    Yields:
        The number of the passage, and its weight.
    """
    for quantity in islice(quantities(question.folded), _MAX_NUMBERS):
        is_year = quantity.value in _YEARS and quantity.unit in {"", "年", "届", "年代"}
        if quantity.value < MIN_TELLING or is_year:
            continue
        typed = question.folded[quantity.start : quantity.end]
        texts = dict.fromkeys((typed, *forms(quantity)))
        for number in read:
            folded = candidates[number].folded
            found = (text for text in texts if text in folded)
            if any(True for text in found for _ in occurrences(text, folded)):
                yield number, NUMBER_WEIGHT


def _side_weights(
    question: Question, candidates: Sequence[Candidate], read: Sequence[int]
) -> Iterator[tuple[int, float]]:
    """Yield the weights of passages below the name of a thing; see `Candidate.side`.

    Below 油车 of “油车还是电车”, a passage is about that one, also where it does not repeat its
    name, and not about 电车.

    Args:
        question: The question.
        candidates: The passages.
        read: The numbers of those that were read.

    Yields:
        The number of the passage, and its weight.
    """
    sides = {number: side for number in read if (side := candidates[number].side)}
    named = {number: side for number, side in sides.items() if _names(question, side)}
    articles = {candidates[number].article.id for number in named}
    for number, side in sides.items():
        one = candidates[number]
        if number in named:
            yield number, SIDE_WEIGHT
        elif one.article.id in articles and one.is_compared(side):
            yield number, -OTHER_SIDE_WEIGHT


def _names(question: Question, side: str) -> bool:
    """Return True if a question has the name of a thing, or a word of it."""
    return side in question.folded or any(
        len(word.text) > 1 and word.text in side for word in question.words
    )


def _label(question: Question) -> Callable[[Candidate], bool] | None:
    """Return what tells that a passage is labelled as the answer; None if nothing does."""
    if asked := patterns().enumeration.search(question.folded):
        return lambda one: has_items(one.folded) or counts_items(one.folded, asked[0])
    if question.answer_types & SIGNED_TYPES:
        return lambda one: _is_labelled(question, one)
    if patterns().superlative.search(question.folded):
        return lambda one: _is_table_of(question, one)
    return None


def _is_table_of(question: Question, candidate: Candidate) -> bool:
    """Return True for a table with a column of what the question asks the most of."""
    head, is_table, _ = candidate.folded.partition("\n")
    names = quality_names(question.folded)
    return bool(is_table and " | " in head) and any(name in head for name in names)


def _is_labelled(question: Question, candidate: Candidate) -> bool:
    """Return True for a passage that is labelled as what the question asks for.

    Its headings or its short first sentence ask the same, 为何拖了七年？, or one of its sentences,
    or the half of one, begins with the side that is asked for: 坏处是夏天太晒.
    """
    (start, end), *_ = candidate.sentences
    labels = [candidate.headings[len(candidate.title) :]]
    if end - start <= _MAX_LABEL:
        labels.append(candidate.folded[start:end])
    if any(_asks_the_same(question, label) for label in labels):
        return True
    if not question.answer_types & SIDES:
        return False
    labels += _OPENING.findall(candidate.folded)
    return any(_names_side(question, label) for label in labels)


def _asks_the_same(question: Question, label: str) -> bool:
    """Return True if a folded text asks for the same of something that the question names."""
    asked = {kind for kind, _ in patterns().answer_types.searches(label)}
    types = question.answer_types & (SIGNED_TYPES - SIDES)
    return bool(asked & types) and _mentions_any(question, label)


def _names_side(question: Question, label: str) -> bool:
    """Return True if a folded text names the side that is asked for, and none of another thing.

    煤炉的坏处 is no harm of another thing, and 没有什么坏处 is none at all.
    """
    for kind, match in patterns().answer_types.searches(label):
        if kind not in question.answer_types & SIDES:
            continue
        before, after = label[: match.start()], label[match.end() :]
        if "没" in before or _FEW.match(after):
            return False
        owner = before.removesuffix("的")
        return owner == before or points_back(owner) or _mentions_any(question, owner)
    return False


def _mentions_any(question: Question, label: str) -> bool:
    return any(_mentions(label, word, question) for word in question.words)


def _mentions(label: str, word: Term, question: Question) -> bool:
    forms = (word.text, *(one.text for one in sure_substitutes(word, question.substitutes)))
    return len(word.text) > 1 and any(form in label for form in forms)


def _context_share(passage: Passage, quoted: Passage) -> float:
    """Return 1 for a passage of the section that was quoted before, 0.5 for one of its article."""
    if passage.article_id != quoted.article_id:
        return 0.0
    return 1.0 if passage.heading == quoted.heading else 0.5
