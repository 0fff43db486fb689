"""Excerpts: the sentences of a passage that are quoted, and the highlights in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.answer.ranking import Candidate
from retrieval.index.lexicon import Lexicon
from retrieval.question.patterns import gives_answer
from retrieval.question.question import Question
from retrieval.text.analysis import Analyzer, Term, whole_words

MAX_SENTENCES = 3
"""Maximum number of sentences of an excerpt."""

MAX_EXCERPT = 200
"""Maximum length of an excerpt of several sentences, in characters; a single one may be longer."""

SHORT_PASSAGE = 40
"""Maximum length of a passage that is always quoted whole, in characters."""

_SENTENCE_FACTOR = 0.93
"""Factor on an excerpt's value for each further sentence, so that short excerpts win."""

_QUESTION_FACTOR = 0.3
"""Factor on the value of a sentence that is itself a question."""

_ANSWER_FACTOR = 1.15
"""Factor on the value of a sentence that gives the type of answer that is asked for."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A contiguous slice of a passage.

    Attributes:
        text: The slice.
        start: Its offset in the passage.
        highlights: Half-open spans to highlight, counted from the beginning of the slice.
    """

    text: str
    start: int
    highlights: tuple[Span, ...]


def best_excerpt(
    question: Question, candidate: Candidate, analyzer: Analyzer, lexicon: Lexicon
) -> Excerpt:
    """Return the one to three whole sentences of a passage that answer best."""
    text = candidate.passage.text
    matches = list(_matches(_highlightable_texts(question, analyzer), candidate, analyzer))
    start, end = _best_span(question, candidate, matches, lexicon)
    end = start + len(text[start:end].rstrip())
    hidden = {one.text for one in question.substitutes if not one.is_highlighted}
    highlights = [
        (match.start - start, match.end - start)
        for match in matches
        if start <= match.start and match.end <= end and match.text not in hidden
    ]
    return Excerpt(text[start:end], start, tuple(merge(highlights)))


def whole_excerpt(text: str) -> Excerpt:
    """Return a whole text as an excerpt without highlights."""
    return Excerpt(text, 0, ())


def merge(spans: Iterable[Span]) -> list[Span]:
    """Return the union of spans, as spans in order that neither touch nor overlap."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _highlightable_texts(question: Question, analyzer: Analyzer) -> frozenset[str]:
    """Return the question's words, the words within them, and their substitutes."""
    words = {word.text for word in question.words}
    within = {
        term.text
        for word in words
        for term in analyzer.terms(word)
        if term.end - term.start > 1 and term.text not in words
    }
    return frozenset(words | within | {one.text for one in question.substitutes})


def _matches(texts: Iterable[str], candidate: Candidate, analyzer: Analyzer) -> Iterator[Term]:
    """Yield the occurrences of these texts in a passage that begin and end with a word.

    A match of a part of a longer word covers the whole of it: 设施 matches 基础设施.
    """
    folded = candidate.folded
    terms = analyzer.terms(folded)
    words = whole_words(terms)
    starts, ends = {term.start for term in terms}, {term.end for term in terms}
    word_ends = [word.end for word in words]
    for text in texts:
        place = folded.find(text)
        while place >= 0:
            end = place + len(text)
            if place in starts and end in ends:
                first, last = (words[bisect_right(word_ends, at)] for at in (place, end - 1))
                yield Term(text, first.start, last.end)
            place = folded.find(text, place + 1)


def _best_span(
    question: Question, candidate: Candidate, matches: Sequence[Term], lexicon: Lexicon
) -> Span:
    """Return the span of the sentences that contain most of the question, in few sentences."""
    text = candidate.folded
    if len(text) <= SHORT_PASSAGE:
        return 0, len(text)
    spans = candidate.sentences or ((0, len(text)),)
    factors = [_sentence_factor(question, text[start:end]) for start, end in spans]
    matched = [
        {match.text for match in matches if start <= match.start and match.end <= end}
        for start, end in spans
    ]
    weights = {match.text: lexicon.idf(match.text) for match in matches}
    best = max(_runs(spans), key=lambda run: _run_value(run, matched, weights, factors))
    last = best[-1]
    if factors[last] == _QUESTION_FACTOR and last + 1 < len(spans):
        last += 1  # A question needs the sentence that answers it.
    first = max(best[0], last + 1 - MAX_SENTENCES)
    return spans[first][0], spans[last][1]


def _run_value(
    run: range,
    matched: Sequence[set[str]],
    weights: Mapping[str, float],
    factors: Sequence[float],
) -> float:
    """Return the value of a run of sentences as an excerpt.

    Args:
        run: The indexes of the sentences.
        matched: The texts that match in each sentence.
        weights: The idf of each text.
        factors: The factor of each sentence; the highest in the run counts.
    """
    texts = set().union(*(matched[index] for index in run))
    factor = max(factors[index] for index in run)
    return sum(weights[text] for text in texts) * factor * _SENTENCE_FACTOR ** (len(run) - 1)


def _runs(spans: Sequence[Span]) -> Iterator[range]:
    """Yield every sentence, and every run of two or three that is short enough, by indexes."""
    for first in range(len(spans)):
        for last in range(first, min(first + MAX_SENTENCES, len(spans))):
            if last == first or spans[last][1] - spans[first][0] <= MAX_EXCERPT:
                yield range(first, last + 1)


def _sentence_factor(question: Question, sentence: str) -> float:
    """Return the factor on a sentence's value: for a question, or for an answer."""
    if sentence.rstrip().endswith(("？", "?")):
        return _QUESTION_FACTOR
    is_answer = any(gives_answer(kind, sentence) for kind in question.answer_types)
    return _ANSWER_FACTOR if is_answer else 1.0
