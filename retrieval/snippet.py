"""The part of a passage that is quoted, and what is highlighted in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.analysis import Analyzer, Term
from retrieval.lexicon import Lexicon
from retrieval.question import Asks, Question
from retrieval.ranking import Candidate

MOST_SENTENCES = 3
LONGEST = 200
"""Characters of several sentences together; a single one may have more."""

SHORT = 40
"""A passage of so few characters is quoted whole."""

_PER_SENTENCE = 0.93
"""What each further sentence leaves of an excerpt's value: the fewer, the better."""

_MERE_QUESTION = 0.3
"""What is left of a sentence's value that asks and does not say."""

_FITS = 1.15
"""What it adds that a sentence holds the kind of answer that is asked for."""

_SIGNS = {
    Asks.WHY: re.compile("因为|由于|原因|之所以|是因|在于|缘于|源于|因此"),
    Asks.HOW: re.compile("通过|方式|方法|借助|以此|才能|必须|需要|应当"),
    Asks.NUMBER: re.compile(r"\d|[两三四五六七八九十百千万亿]"),
    Asks.WHEN: re.compile(r"\d|年|月|时候|时期|阶段|之后|以后"),
}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One contiguous slice of a passage: `text` begins at `start`; highlights count from there."""

    text: str
    start: int
    highlights: tuple[Span, ...]


def excerpt(
    question: Question, candidate: Candidate, analyzer: Analyzer, lexicon: Lexicon
) -> Excerpt:
    """The one to three whole sentences of a passage that answer best."""
    text = candidate.passage.text
    sought = _sought(question, analyzer)
    found = list(_found(sought, candidate.folded, analyzer.terms(text)))
    start, end = _best_run(question, candidate, found, lexicon)
    end = start + len(text[start:end].rstrip())
    inside = [(t.start - start, t.end - start) for t in found if start <= t.start and t.end <= end]
    return Excerpt(text[start:end], start, tuple(merge(inside)))


def whole(text: str) -> Excerpt:
    """A text as an excerpt of itself, nothing highlighted."""
    return Excerpt(text, 0, ())


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same stretches as spans that neither touch nor overlap, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _sought(question: Question, analyzer: Analyzer) -> frozenset[str]:
    """What is highlighted: the question's words, the words within them, and what stands for them."""
    words = {word.text for word in question.words}
    within = {
        term.text
        for word in words
        for term in analyzer.terms(word)
        if term.end - term.start > 1 and term.text not in words
    }
    return frozenset(words | within | {one.text for one in question.substitutes})


def _found(sought: Iterable[str], folded: str, terms: Sequence[Term]) -> Iterator[Term]:
    """Where what is sought stands, as whole words: it begins and ends where words do."""
    starts, ends = {term.start for term in terms}, {term.end for term in terms}
    for text in sought:
        place = folded.find(text)
        while place >= 0:
            if place in starts and place + len(text) in ends:
                yield Term(text, place, place + len(text))
            place = folded.find(text, place + 1)


def _best_run(
    question: Question, candidate: Candidate, found: Sequence[Term], lexicon: Lexicon
) -> Span:
    """The run of sentences that says most of what is asked, in few words."""
    text = candidate.folded
    spans = candidate.sentences or ((0, len(text)),)
    if len(text) <= SHORT:
        return 0, len(text)
    factors = [_factor(question, text[start:end]) for start, end in spans]

    def value(run: range) -> float:
        start, end = spans[run[0]][0], spans[run[-1]][1]
        inside = {term.text for term in found if start <= term.start and term.end <= end}
        factor = max(factors[index] for index in run)
        return sum(map(lexicon.worth, inside)) * factor * _PER_SENTENCE ** (len(run) - 1)

    best = max(_runs(spans), key=value)
    return spans[best[0]][0], spans[best[-1]][1]


def _runs(spans: Sequence[Span]) -> Iterator[range]:
    """Every sentence, and every row of two or three that is not too long."""
    for first in range(len(spans)):
        for last in range(first, min(first + MOST_SENTENCES, len(spans))):
            if last == first or spans[last][1] - spans[first][0] <= LONGEST:
                yield range(first, last + 1)


def _factor(question: Question, sentence: str) -> float:
    """What a sentence's kind adds to its value, or takes from it."""
    if sentence.rstrip().endswith(("？", "?")):
        return _MERE_QUESTION
    fits = any(sign.search(sentence) for ask, sign in _SIGNS.items() if ask in question.asks)
    return _FITS if fits else 1.0
