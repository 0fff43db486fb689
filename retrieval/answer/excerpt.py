"""Excerpts: the sentences of a passage that are quoted, and the highlights in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.sentences import CLOSING
from retrieval.answer.candidate import Candidate
from retrieval.answer.definitions import asks_for_definition, defines
from retrieval.answer.discourse import is_claim, is_rebuttal, points_back
from retrieval.answer.sums import total
from retrieval.index.lexicon import Lexicon
from retrieval.index.text_arrays import (
    TERM_BEGINS,
    TERM_ENDS,
    WORD_BEGINS,
    WORD_ENDS,
    Span,
)
from retrieval.question.numbers import PERCENT, is_number, occurrences
from retrieval.question.patterns import VALUE_TYPES, gives_answer
from retrieval.question.question import Question
from retrieval.text.analysis import Analyzer

MAX_EXCERPT = 220
"""Length of an excerpt in characters, about half a screen of a phone. A passage up to this length
is quoted whole; of a longer one, the best sentences and as many after them as fit. A single
sentence may be longer."""

MAX_WITH_CONTEXT = 330
"""Length of an excerpt with sentences without which it would mislead, in characters; with a short
rest that is not left out, it is less than `_LEAST_LEFT_OUT` longer."""

_LEAST_LEFT_OUT = 40
"""Number of characters from which the rest of a passage is left out; fewer are shown as well."""

_HEADING_FACTOR = 0.6
"""Factor on the worth of a text of the question that stands in the headings above."""

_MAX_CORE = 3
"""Maximum number of sentences that are chosen together by their value, before others are added."""

_MAX_REBUTTAL_DISTANCE = 2
"""Number of sentences after a claim among which a rebuttal is looked for."""

_SENTENCE_FACTOR = 0.93
"""Factor on an excerpt's value for each further sentence, so that short excerpts win."""

_QUESTION_FACTOR = 0.3
"""Factor on the value of a sentence that is itself a question."""

_NOTE_FACTOR = 0.7
"""Factor on the value of a sentence of a footnote, as the text that it supports goes first."""

_NOTE = re.compile(r"(?<=\n)\[(?:注?\d{1,3}|[a-z]{1,8}|[*†‡])\] ")
"""The beginning of a footnote at the end of a passage, with its mark."""

_ANSWER_FACTOR = 1.15
"""Factor on the value of a sentence that gives the type of answer that is asked for."""

_DEFINITION_FACTOR = 1.5
"""The same for one that says what a word means, where that is asked for."""


_Match = tuple[str, int, int]
"""A text of the question, and the span of a passage that it matches."""


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


class Highlighter:
    """Quotes passages for one question.

    Args:
        question: The question.
        analyzer: The analyzer of questions.
        lexicon: The terms of the collection.
    """

    def __init__(self, question: Question, analyzer: Analyzer, lexicon: Lexicon) -> None:
        self._question = question
        self._lexicon = lexicon
        self._texts = [
            (text, len(text.rstrip(f" {PERCENT}")), is_number(text))
            for text in _highlightable_texts(question, analyzer)
        ]
        self._hidden = {one.text for one in question.substitutes if not one.is_highlighted}

    def excerpt(self, candidate: Candidate, nearest: int | None = None) -> Excerpt:
        """Return the part of a passage that answers best: all of a short one, else some sentences.

        A sentence that points back comes with the one it points to, and a claim that the author
        takes back comes with the rebuttal.

        Args:
            candidate: The passage.
            nearest: The number of the sentence that answers, if it is known; else words choose.
        """
        matches = self._matches(candidate)
        span = self._best_span(candidate, matches, nearest)
        return self._highlighted(candidate.passage.text, span, matches)

    def whole(self, candidate: Candidate) -> Excerpt:
        """Return a whole passage as an excerpt, with what the question asks for highlighted."""
        text = candidate.passage.text
        return self._highlighted(text, (0, len(text)), self._matches(candidate))

    def _matches(self, candidate: Candidate) -> list[_Match]:
        """Return the occurrences of the question's texts that begin and end with a word.

        They are in the order of the question. A number may be part of a word, and of no longer
        number. A match of a part of a longer word covers the whole of it: 设施 matches 基础设施.
        """
        folded, flags = candidate.folded, candidate.analyzed.flags
        found: list[_Match] = []
        for text, letters, is_numeral in self._texts:
            place, before_last = folded.find(text), letters - 1
            if place < 0:
                continue
            if is_numeral:
                found += (
                    (text, *_widened(at, at + letters, at + len(text), flags))
                    for at in occurrences(text, folded)
                )
                continue
            while place >= 0:
                if flags[place] & TERM_BEGINS and flags[place + before_last] & TERM_ENDS:
                    ends = place + len(text)
                    found.append((text, *_widened(place, place + letters, ends, flags)))
                place = folded.find(text, place + 1)
        return found

    def _highlighted(self, text: str, span: Span, matches: Iterable[_Match]) -> Excerpt:
        """Return a span of a passage as an excerpt; what means only about the same stays plain."""
        first, last = span
        quoted = text[first:last].rstrip()
        last, hidden = first + len(quoted), self._hidden
        highlights = [
            (start - first, end - first)
            for match, start, end in matches
            if first <= start and end <= last and match not in hidden
        ]
        return Excerpt(quoted, first, tuple(merge(highlights)))

    def _best_span(
        self, candidate: Candidate, matches: Sequence[_Match], nearest: int | None
    ) -> Span:
        """Return the span to quote: the sentences with most of the question, with context."""
        text = candidate.folded
        if len(text) <= MAX_EXCERPT:
            return 0, len(text)
        spans = candidate.sentences
        if nearest is not None:
            return _Growth(text, spans).around(nearest, nearest)
        first, last = self._best_run(candidate, matches) if matches else (0, 0)
        noted = _noted_sentence(text, spans, first)
        if noted is not None and spans[last][1] - spans[noted][0] <= MAX_WITH_CONTEXT:
            first = noted
        start, end = _Growth(text, spans).around(first, last)
        return (start, end) if len(text) - (end - start) >= _LEAST_LEFT_OUT else (0, len(text))

    def _best_run(self, candidate: Candidate, matches: Sequence[_Match]) -> Span:
        """Return the first and the last of the one to three sentences that are worth most.

        A run is worth the idf of the texts that match in it, times the factor of its best
        sentence, less for each sentence but one. What the headings above say, all of the passage
        is about, so that it tells less where in it the answer is.
        """
        text, spans = candidate.folded, candidate.sentences
        texts = list(dict.fromkeys(match for match, _, _ in matches))
        shares = [_HEADING_FACTOR if one in candidate.headings else 1.0 for one in texts]
        weights = [
            share * self._lexicon.idf(one) for share, one in zip(shares, texts, strict=True)
        ]
        matched = _matched(matches, texts, [end for _, end in spans])

        notes = _NOTE.search(text)
        body = bisect_right(spans, (notes.start(), 0)) if notes else len(spans)

        @cache
        def factor_of(number: int) -> float:
            return _sentence_factor(self._question, text[slice(*spans[number])])

        @cache
        def worth_of(found: int) -> float:
            return total([one for number, one in enumerate(weights) if found >> number & 1])

        best, best_value = (0, 0), 0.0
        for first in range(len(spans)):
            found = 0
            for last in range(first, min(first + _MAX_CORE, len(spans))):
                if last > first and spans[last][1] - spans[first][0] > MAX_EXCERPT:
                    break
                found |= matched[last]
                if not found:
                    continue
                factor = max(map(factor_of, range(first, last + 1)))
                if not any(matched[first : min(last + 1, body)]):
                    factor *= _NOTE_FACTOR
                value = worth_of(found) * factor * _SENTENCE_FACTOR ** (last - first)
                if value > best_value:
                    best, best_value = (first, last), value
        return best


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


def _highlightable_texts(question: Question, analyzer: Analyzer) -> Iterable[str]:
    """Return the question's words, the words within them, and their substitutes, each once.

    The words of a number count only together, in the forms that are its substitutes.
    """
    numbers = [(one.start, one.end) for one in question.substitutes if is_number(one.text)]
    words = [
        word.text
        for word in question.words
        if not any(start <= word.start and word.end <= end for start, end in numbers)
    ]
    longer = (word for word in words if len(word) > 2)  # Within one of two there is no other.
    within = [
        part for word in longer for part in analyzer.words_and_pairs(word)[0] if len(part) > 1
    ]
    return dict.fromkeys((*words, *within, *(one.text for one in question.substitutes)))


def _widened(first: int, last: int, least: int, flags: bytes) -> Span:
    """Return the span of the whole words that a span of characters begins and ends in.

    Args:
        first: Where the characters begin.
        last: Where they end.
        least: Where the result ends at least, as a sign that belongs to them may be no word.
        flags: The flags of the passage.
    """
    while first and not flags[first] & WORD_BEGINS:
        first -= 1
    while last < len(flags) and not flags[last - 1] & WORD_ENDS:
        last += 1
    return first, max(last, least)


@dataclass(frozen=True, slots=True)
class _Growth:
    """Adds sentences of a folded passage around chosen ones.

    Sentences without which the chosen ones would mislead may exceed the usual length; others
    follow as long as they fit.
    """

    text: str
    spans: Sequence[Span]

    def around(self, first: int, last: int) -> Span:
        """Return the span of the sentences from *first* to *last* with those added.

        It ends neither in a question nor in a claim that is taken back next, and begins with no
        sentence that points back, unless what is missing is too long.
        """
        while self._points_back(first) and self._length(first - 1, last) <= MAX_WITH_CONTEXT:
            first -= 1
        while (needed := self._needed_after(last)) and (
            self._length(first, needed) <= MAX_WITH_CONTEXT
        ):
            last = needed
        for number in range(last + 1, len(self.spans)):
            if self._length(first, number) <= MAX_EXCERPT and not self._needed_after(number):
                last = number
        return self.spans[first][0], self.spans[last][1]

    def _points_back(self, number: int) -> bool:
        """Return True if a sentence points to one before it in the passage."""
        return number > 0 and points_back(self._sentences(number, number))

    def _needed_after(self, last: int) -> int | None:
        """Return the number of the sentence that an excerpt may not end before, if any.

        It is the answer to a question, the reply to a claim at the end of a paragraph, or the
        rebuttal of one of the last claims.
        """
        following = range(last + 1, len(self.spans))[:_MAX_REBUTTAL_DISTANCE]
        ending = self._sentences(last, last)
        if following and (_is_question(ending) or (ending.endswith("\n") and is_claim(ending))):
            return last + 1
        for number in reversed(following):
            claims = range(max(0, number - _MAX_REBUTTAL_DISTANCE), last + 1)
            if is_rebuttal(self._sentences(number, number)) and any(
                is_claim(self._sentences(claim, claim)) for claim in claims
            ):
                return number
        return None

    def _sentences(self, first: int, last: int) -> str:
        return self.text[self.spans[first][0] : self.spans[last][1]]

    def _length(self, first: int, last: int) -> int:
        return len(self._sentences(first, last).rstrip())


def _matched(matches: Sequence[_Match], texts: Sequence[str], ends: Sequence[int]) -> list[int]:
    """Return which texts match in each sentence, as a number in which each text has a bit.

    Args:
        matches: The matches; one that reaches into the next sentence counts in none.
        texts: The texts; the first one has the lowest bit.
        ends: Where the sentences end.
    """
    bits = {text: 1 << number for number, text in enumerate(texts)}
    matched = [0] * len(ends)
    for text, first, last in matches:
        sentence = bisect_right(ends, first)
        if last <= ends[sentence]:
            matched[sentence] |= bits[text]
    return matched


def _sentence_factor(question: Question, sentence: str) -> float:
    """Return the factor on a sentence's value: for a question, or for an answer.

    Where a kind of value is named, such as an amount of money, no other number is an answer.
    """
    if _is_question(sentence):
        return _QUESTION_FACTOR
    if asks_for_definition(question) and defines(question, sentence):
        return _DEFINITION_FACTOR
    kinds = question.answer_types - VALUE_TYPES if question.values else question.answer_types
    is_answer = any(gives_answer(kind, sentence) for kind in kinds) or (
        bool(question.values) and question.is_answered_by(sentence)
    )
    return _ANSWER_FACTOR if is_answer else 1.0


def _noted_sentence(text: str, spans: Sequence[Span], number: int) -> int | None:
    """Return the number of the sentence that a sentence of a footnote belongs to; else None."""
    marks = [match for match in _NOTE.finditer(text) if match.start() <= spans[number][0]]
    if not marks:
        return None
    place = text.find(marks[-1][0].rstrip())  # Without a reference, that of the note itself.
    return bisect_right([end for _, end in spans], place)


def _is_question(sentence: str) -> bool:
    """Return True if a folded sentence is a question, in quotation marks or not."""
    return sentence.rstrip().rstrip(CLOSING).endswith("?")
