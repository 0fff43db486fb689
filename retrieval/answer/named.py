"""Weights of passages about what a question names: a thing, one of several, or a large number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import nlargest
from itertools import islice

from retrieval.answer.candidate import Candidate
from retrieval.question.numbers import forms, occurrences, quantities
from retrieval.question.patterns import AnswerType
from retrieval.question.question import Question

SIDE_WEIGHT = 0.15
"""Weight of standing below the name of a thing that the question names; see `Candidate.side`."""

OTHER_SIDE_WEIGHT = 0.4
"""Weight of standing below the name of one of the things that the title compares, where the
question names another one."""

FIRST_MENTION_WEIGHT = 0.15
"""Weight of being the first passage of the best one's article that has the word whose meaning is
asked for, as a word is explained where it is first used."""

NUMBER_WEIGHT = 0.15
"""Weight of containing a number that the question names, in whatever form."""

MIN_TELLING = 100
"""The smallest number that tells passages apart; years do not."""

_YEARS = 1000, 2100
"""The first and the last number that may be a year."""

_MAX_NUMBERS = 8
"""Maximum number of numbers in a question that are looked for."""

_FIRST = 6
"""Number of passages, those with the best scores, one of which stands below the name of a thing
if all are checked for that."""


def named_weights(
    question: Question,
    candidates: Sequence[Candidate],
    scores: Sequence[float],
    read: Sequence[int],
) -> Iterator[tuple[int, float]]:
    """Yield the weights of passages that are about what a question names.

    Args:
        question: The question.
        candidates: The passages.
        scores: Their scores.
        read: The numbers of those that were read.

    Yields:
        The number of a passage, and a weight of it.
    """
    first = nlargest(_FIRST, read, key=scores.__getitem__)
    if any(candidates[number].side for number in first):
        yield from _side_weights(question, candidates, read)
    if AnswerType.MEANING in question.answer_types and first:
        article = candidates[first[0]].article
        yield from _first_mention(
            question, candidates, [n for n in read if candidates[n].article is article]
        )
    yield from _number_weights(question, candidates, read)


def _side_weights(
    question: Question, candidates: Sequence[Candidate], read: Sequence[int]
) -> Iterator[tuple[int, float]]:
    """Yield the weights of passages below the name of a thing; see `Candidate.side`.

    Below 油车 of “油车还是电车”, a passage is about that one, also where it does not repeat its
    name, and not about 电车.
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


def _first_mention(
    question: Question, candidates: Sequence[Candidate], read: Sequence[int]
) -> Iterator[tuple[int, float]]:
    """Yield the weight of the first of several passages that have a question's words together.

    None gains if one of them says what it is, 新盐是指…, or calls something so: 俗称新盐.
    """
    start = min((word.start for word in question.words), default=0)
    name = question.folded[start : max((word.end for word in question.words), default=0)]
    having = [number for number in read if name and name in candidates[number].folded]
    called, word = "(?:俗称|所谓|又称|称为|称作|叫做|叫作|名为)", re.escape(name)
    says = re.compile(rf"{word},?(?:就|也|即)?(?:是(?!不是)|指|即|叫)|{called}[「『“\"']?{word}")
    if len(having) > 1 and not any(says.search(candidates[n].folded) for n in having):
        yield min(having, key=lambda number: candidates[number].row), FIRST_MENTION_WEIGHT


def _names(question: Question, side: str) -> bool:
    """Return True if a question has the name of a thing, or a word of it."""
    return side in question.folded or any(
        len(word.text) > 1 and word.text in side for word in question.words
    )


def _number_weights(
    question: Question, candidates: Sequence[Candidate], read: Sequence[int]
) -> Iterator[tuple[int, float]]:
    """Yield the weights of passages that contain a large number that the question names."""
    first, last = _YEARS
    for quantity in islice(quantities(question.folded), _MAX_NUMBERS):
        is_year = first <= quantity.value <= last and quantity.unit in {"", "年", "届", "年代"}
        if quantity.value < MIN_TELLING or is_year:
            continue
        typed = question.folded[quantity.start : quantity.end]
        texts = dict.fromkeys((typed, *forms(quantity)))
        for number in read:
            folded = candidates[number].folded
            found = (text for text in texts if text in folded)
            if any(True for text in found for _ in occurrences(text, folded)):
                yield number, NUMBER_WEIGHT
