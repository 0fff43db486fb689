"""Excerpts: the sentences of a passage that are quoted, and the highlights in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.sentences import CLOSING
from retrieval.answer.candidate import Candidate
from retrieval.answer.discourse import is_taken_back, points_back
from retrieval.index.lexicon import Lexicon
from retrieval.question.numbers import PERCENT, is_number, occurrences
from retrieval.question.patterns import gives_answer
from retrieval.question.question import Question
from retrieval.text.analysis import Analyzer, Term, whole_words

MAX_EXCERPT = 220
"""Length of an excerpt in characters, about half a screen of a phone. A passage up to this length
is quoted whole; of a longer one, the best sentences and as many after them as fit. A single
sentence may be longer."""

MAX_WITH_CONTEXT = 330
"""Length of an excerpt with sentences without which it would mislead, in characters."""

_MAX_CORE = 3
"""Maximum number of sentences that are chosen together by their value, before others are added."""

_MAX_REBUTTAL_DISTANCE = 2
"""Number of sentences after a claim among which a rebuttal is looked for."""

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
    question: Question,
    candidate: Candidate,
    analyzer: Analyzer,
    lexicon: Lexicon,
    nearest: int | None = None,
) -> Excerpt:
    """Return the part of a passage that answers best: all of a short one, else whole sentences.

    A sentence that points back comes with the one it points to, and a claim that the author takes
    back comes with the rebuttal.

    Args:
        question: The question.
        candidate: The passage.
        analyzer: The analyzer.
        lexicon: The terms of the collection.
        nearest: The number of the sentence that answers, if it is known; else words choose.
    """
    matches = list(_matches(_highlightable_texts(question, analyzer), candidate, analyzer))
    if nearest is not None and len(candidate.folded) > MAX_EXCERPT:
        span = _Growth(candidate.folded, candidate.sentences).around(nearest, nearest)
    else:
        span = _best_span(question, candidate, matches, lexicon)
    return _highlighted(question, candidate.passage.text, span, matches)


def highlighted_passage(question: Question, candidate: Candidate, analyzer: Analyzer) -> Excerpt:
    """Return a whole passage as an excerpt, with what the question asks for highlighted."""
    matches = _matches(_highlightable_texts(question, analyzer), candidate, analyzer)
    text = candidate.passage.text
    return _highlighted(question, text, (0, len(text)), matches)


def _highlighted(question: Question, text: str, span: Span, matches: Iterable[Term]) -> Excerpt:
    """Return a span of a passage as an excerpt; what means only about the same stays plain."""
    start, end = span
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
    """Return the question's words, the words within them, and their substitutes.

    The words of a number count only together, in the forms that are its substitutes.
    """
    numbers = [(one.start, one.end) for one in question.substitutes if is_number(one.text)]
    words = {
        word.text
        for word in question.words
        if not any(start <= word.start and word.end <= end for start, end in numbers)
    }
    within = {
        term.text
        for word in words
        for term in analyzer.terms(word)
        if term.end - term.start > 1 and term.text not in words
    }
    return frozenset(words | within | {one.text for one in question.substitutes})


def _matches(texts: Iterable[str], candidate: Candidate, analyzer: Analyzer) -> Iterator[Term]:
    """Yield the occurrences of these texts in a passage that begin and end with a word.

    A number may be part of a word, and of no longer number. A match of a part of a longer word
    covers the whole of it: 设施 matches 基础设施.
    """
    folded = candidate.folded
    terms = analyzer.terms(folded)
    words = whole_words(terms)
    starts, ends = {term.start for term in terms}, {term.end for term in terms}
    word_ends = [word.end for word in words]
    for text in texts:
        letters = len(text.rstrip(f" {PERCENT}"))  # A sign is no word.
        for place in occurrences(text, folded):
            end = place + letters
            if is_number(text) or (place in starts and end in ends):
                first, last = (words[bisect_right(word_ends, at)] for at in (place, end - 1))
                yield Term(text, first.start, max(last.end, place + len(text)))


def _best_span(
    question: Question, candidate: Candidate, matches: Sequence[Term], lexicon: Lexicon
) -> Span:
    """Return the span to quote: the sentences that contain most of the question, with context."""
    text = candidate.folded
    if len(text) <= MAX_EXCERPT:
        return 0, len(text)
    spans = candidate.sentences or ((0, len(text)),)
    factors = [_sentence_factor(question, text[start:end]) for start, end in spans]
    matched = [
        {match.text for match in matches if start <= match.start and match.end <= end}
        for start, end in spans
    ]
    weights = {match.text: lexicon.idf(match.text) for match in matches}
    core = max(_runs(spans), key=lambda run: _run_value(run, matched, weights, factors))
    return _Growth(text, spans).around(core[0], core[-1])


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

        It is the answer to a question, or the rebuttal of one of the last claims.
        """
        following = range(last + 1, min(last + 1 + _MAX_REBUTTAL_DISTANCE, len(self.spans)))
        if following and _is_question(self._sentences(last, last)):
            return last + 1
        rebuttals = (
            number
            for number in following
            for claim in range(max(0, number - _MAX_REBUTTAL_DISTANCE), last + 1)
            if is_taken_back(self._sentences(claim, claim), self._sentences(number, number))
        )
        return max(rebuttals, default=None)

    def _sentences(self, first: int, last: int) -> str:
        return self.text[self.spans[first][0] : self.spans[last][1]]

    def _length(self, first: int, last: int) -> int:
        return len(self._sentences(first, last).rstrip())


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
        for last in range(first, min(first + _MAX_CORE, len(spans))):
            if last == first or spans[last][1] - spans[first][0] <= MAX_EXCERPT:
                yield range(first, last + 1)


def _sentence_factor(question: Question, sentence: str) -> float:
    """Return the factor on a sentence's value: for a question, or for an answer."""
    if _is_question(sentence):
        return _QUESTION_FACTOR
    is_answer = any(gives_answer(kind, sentence) for kind in question.answer_types) or (
        bool(question.values) and question.is_answered_by(sentence)
    )
    return _ANSWER_FACTOR if is_answer else 1.0


def _is_question(sentence: str) -> bool:
    """Return True if a sentence is a question, in quotation marks or not."""
    return sentence.rstrip().rstrip(CLOSING).endswith(("？", "?"))
