"""The part of a passage that is quoted, and what is highlighted in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.answer.ranking import Candidate
from retrieval.index.lexicon import Lexicon
from retrieval.question.parsing import Question
from retrieval.question.patterns import gives
from retrieval.text.analysis import Analyzer, Term, whole_words

MAX_SENTENCES = 3
MAX_EXCERPT = 200
"""Characters of several sentences together; a single one may have more."""

SHORT = 40
"""A passage of so few characters is quoted whole."""

_PER_SENTENCE = 0.93
"""What each further sentence leaves of an excerpt's value: the fewer, the better."""

_MERE_QUESTION = 0.3
"""What is left of a sentence's value that asks and does not say."""

_FITS = 1.15
"""What it adds that a sentence holds the kind of answer that is asked for."""

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
    found = list(_found(sought, candidate, analyzer))
    start, end = _best_run(question, candidate, found, lexicon)
    end = start + len(text[start:end].rstrip())
    unmarked = {one.text for one in question.substitutes if not one.is_marked}
    inside = [
        (t.start - start, t.end - start)
        for t in found
        if start <= t.start and t.end <= end and t.text not in unmarked
    ]
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
    """What is looked for: the question's words, those within, and what stands for them."""
    words = {word.text for word in question.words}
    within = {
        term.text
        for word in words
        for term in analyzer.terms(word)
        if term.end - term.start > 1 and term.text not in words
    }
    return frozenset(words | within | {one.text for one in question.substitutes})


def _found(sought: Iterable[str], candidate: Candidate, analyzer: Analyzer) -> Iterator[Term]:
    """Where what is sought stands, from where a word begins to where one ends.

    What is a part of a longer word stands for the whole of it: 设施 for 基础设施.
    """
    folded = candidate.folded
    parts = analyzer.terms(folded)
    words = whole_words(parts)
    starts, ends = {part.start for part in parts}, {part.end for part in parts}
    closing = [word.end for word in words]
    for one in sought:
        place = folded.find(one)
        while place >= 0:
            end = place + len(one)
            if place in starts and end in ends:
                first, last = (words[bisect_right(closing, at)] for at in (place, end - 1))
                yield Term(one, first.start, last.end)
            place = folded.find(one, place + 1)


def _best_run(
    question: Question, candidate: Candidate, found: Sequence[Term], lexicon: Lexicon
) -> Span:
    """The run of sentences that says most of what is asked, in few words."""
    text = candidate.folded
    spans = candidate.sentences or ((0, len(text)),)
    if len(text) <= SHORT:
        return 0, len(text)
    factors = [_factor(question, text[start:end]) for start, end in spans]
    held = [{t.text for t in found if start <= t.start and t.end <= end} for start, end in spans]
    worth = {term.text: lexicon.idf(term.text) for term in found}

    def value(run: range) -> float:
        inside = set().union(*(held[index] for index in run))
        factor = max(factors[index] for index in run)
        return sum(worth[text] for text in inside) * factor * _PER_SENTENCE ** (len(run) - 1)

    best = max(_runs(spans), key=value)
    last = best[-1]
    if factors[last] == _MERE_QUESTION and last + 1 < len(spans):
        last += 1  # A question stands with what answers it.
    first = max(best[0], last + 1 - MAX_SENTENCES)
    return spans[first][0], spans[last][1]


def _runs(spans: Sequence[Span]) -> Iterator[range]:
    """Every sentence, and every row of two or three that is not too long."""
    for first in range(len(spans)):
        for last in range(first, min(first + MAX_SENTENCES, len(spans))):
            if last == first or spans[last][1] - spans[first][0] <= MAX_EXCERPT:
                yield range(first, last + 1)


def _factor(question: Question, sentence: str) -> float:
    """What a sentence's kind adds to its value, or takes from it."""
    if sentence.rstrip().endswith(("？", "?")):
        return _MERE_QUESTION
    return _FITS if any(gives(kind, sentence) for kind in question.answer_types) else 1.0
