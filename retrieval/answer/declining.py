"""The decision whether passages answer a question, do so perhaps, or do not.

A date or a number that is asked for must always occur in the passages. Where little of the
question is covered, it must occur beside what it is asked about, and so must the names that the
question mentions. None of this depends on a collection; docs/retrieval.md has the costs and gains
of each threshold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.answer.evidence import (
    Evidence,
    measure_coverage,
    sure_substitutes,
    term_coverage,
)
from retrieval.answer.ranking import Candidate
from retrieval.index.lexicon import Lexicon
from retrieval.question.patterns import (
    VALUE_TYPES,
    AnswerType,
    gives_answer,
    patterns,
    words_of,
)
from retrieval.question.question import Intent, Question
from retrieval.text.analysis import Term, han_runs
from retrieval.text.dictionary import Dictionary

DOUBTFUL_BELOW = 0.45
"""Coverage below which an answer is marked as doubtful; or declined, if the question asks for one
of a category that no passage mentions: 哪个学校."""

SUFFICIENT_FROM = 0.6
"""Coverage from which a question counts as answered. Below it, a date or a number must occur
beside what it is asked about, names and facts must occur, and a person counts as missing."""

_TOPIC_SHARE = 0.5
"""Share of a question's words, weighted by idf, from which a sentence is about its topic."""

_MAX_NAME_WORDS = 4
"""Maximum number of words that the analyzer splits an unknown name into."""

_LATIN_NAME = re.compile(r"[a-z][a-z0-9.+-]{2,}|\d{3,}")
"""Words that may be names in a Chinese question: Latin letters, and numbers."""


class Reason(StrEnum):
    """The reason for an abstention."""

    NOTHING_ASKED = "nothing-asked"
    GREETING = "greeting"
    THANKS = "thanks"
    INSTRUCTION = "instruction"
    NOT_COVERED = "not-covered"
    DETAIL_MISSING = "detail-missing"
    NO_SUCH_DATE = "no-such-date"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of checking passages.

    Attributes:
        reason: The reason to decline; None if the passages answer the question.
        is_doubtful: True if they may be about something else.
    """

    reason: Reason | None
    is_doubtful: bool


def assess(
    question: Question, candidates: Sequence[Candidate], dictionary: Dictionary, lexicon: Lexicon
) -> Verdict:
    """Check whether these passages, best first, answer a question."""
    evidence = measure_coverage(question, candidates, lexicon)
    is_little = evidence.coverage < SUFFICIENT_FROM
    is_doubtful = evidence.coverage < DOUBTFUL_BELOW
    if question.intent is Intent.INSTRUCTION and is_little:
        return Verdict(Reason.INSTRUCTION, is_doubtful)
    if not evidence.coverage:
        return Verdict(Reason.NOT_COVERED, is_doubtful)
    if _lacks_value(question, (one.folded for one in candidates)):
        return Verdict(Reason.DETAIL_MISSING, is_doubtful)
    on_topic = (text for one in candidates for text in _sentences_on_topic(question, one, lexicon))
    lacks_value_on_topic = _lacks_value(question, on_topic)
    if is_little and (
        lacks_value_on_topic or _lacks_detail(question, evidence, candidates, dictionary)
    ):
        return Verdict(Reason.DETAIL_MISSING, is_doubtful)
    return Verdict(None, is_doubtful or lacks_value_on_topic)


def _lacks_value(question: Question, texts: Iterable[str]) -> bool:
    """Return True if a date or a number is asked for that none of these texts gives."""
    requested = question.answer_types & VALUE_TYPES
    if not requested:
        return False
    texts = list(texts)
    return any(not any(_gives_value(question, kind, text) for text in texts) for kind in requested)


def _gives_value(question: Question, kind: AnswerType, text: str) -> bool:
    """Return True if a text gives a date, or a number.

    A question that asks when, and for no exact date, accepts a time relative to an event.
    """
    if gives_answer(kind, text):
        return True
    accepts_relative = kind is AnswerType.WHEN and not patterns().exact_date.search(
        question.folded
    )
    return accepts_relative and bool(patterns().relative_time.search(text))


def _sentences_on_topic(
    question: Question, candidate: Candidate, lexicon: Lexicon
) -> Iterator[str]:
    """Yield each two successive sentences of a passage that contain half of the question."""
    weights = {word: lexicon.idf(word.text) for word in question.words}
    spans = candidate.sentences
    for (start, _), (_, end) in zip(spans, (*spans[1:], *spans[-1:]), strict=True):
        text = candidate.folded[start:end]
        contained = (w for word, w in weights.items() if _mentions(text, word, question))
        if sum(contained) >= _TOPIC_SHARE * sum(weights.values()):
            yield text


def _mentions(text: str, word: Term, question: Question) -> bool:
    """Return True if a text contains a word of the question, or a substitute of it."""
    return word.text in text or any(one.text in text for one in sure_substitutes(word, question))


def _lacks_detail(
    question: Question,
    evidence: Evidence,
    candidates: Sequence[Candidate],
    dictionary: Dictionary,
) -> bool:
    """Return True if a person is asked for, or about something that no passage mentions."""
    return (
        bool(patterns().person.search(question.folded))
        or _lacks_fact(question, evidence)
        or _lacks_service(question, evidence)
        or _lacks_name(question, candidates, dictionary)
        or (evidence.coverage < DOUBTFUL_BELOW and _lacks_category(question, evidence))
    )


def _lacks_fact(question: Question, evidence: Evidence) -> bool:
    """Return True if a fact, such as a price, is asked for that no passage mentions.

    A fact that the question only mentions does not count.
    """
    return any(
        word.text in words_of("facts")
        and not patterns().mention_suffix.match(question.folded, word.end)
        for word in evidence.missing
    )


def _lacks_service(question: Question, evidence: Evidence) -> bool:
    """Return True if the question asks how to use a service that no passage mentions."""
    match = patterns().service.search(question.folded)
    service = match and (match["after"] or match["before"])
    return any(word.text == service for word in evidence.missing)


def _lacks_category(question: Question, evidence: Evidence) -> bool:
    """Return True if one of a category is asked for, as in 哪个学校, that no passage mentions.

    Questions over several articles do not count, as they ask for opinions so: 哪些看法.
    """
    ends = {match.end() for match in patterns().which.finditer(question.folded)}
    return not question.spans_articles and any(word.start in ends for word in evidence.missing)


def _lacks_name(
    question: Question, candidates: Sequence[Candidate], dictionary: Dictionary
) -> bool:
    """Return True if the question mentions a name that no passage covers."""
    is_chinese = any(han_runs(question.folded))
    names = (
        span
        for span in _possible_names(question)
        if _is_name(span.text, dictionary, is_chinese=is_chinese)
    )
    return any(not any(term_coverage(name, question, one) for one in candidates) for name in names)


def _possible_names(question: Question) -> Iterator[Term]:
    """Yield the words of a question, and adjacent words together, as a name may be split."""
    for first, word in enumerate(question.words):
        yield word
        end = word.end
        for other in question.words[first + 1 : first + _MAX_NAME_WORDS]:
            if other.start != end:
                break
            end = other.end
            yield Term(question.folded[word.start : end], word.start, end)


def _is_name(text: str, dictionary: Dictionary, *, is_chinese: bool) -> bool:
    """Return True for a name of a person, a place or a product.

    Args:
        text: A word of the question, or several, folded.
        dictionary: The names, the English words and the pinyin that are known.
        is_chinese: True if the question has Chinese characters. In such a question, numbers and
            words in Latin letters count as names, unless they are English or pinyin.
    """
    if not text.isascii():
        return dictionary.is_name(text)
    if not is_chinese or not _LATIN_NAME.fullmatch(text):
        return False
    return not _is_latin_word(text, dictionary)


def _is_latin_word(text: str, dictionary: Dictionary) -> bool:
    """Return True if Latin letters are pinyin, or English for something that is no name."""
    meanings = dictionary.translations(text)
    return dictionary.is_reading(text) or any(not dictionary.is_name(word) for word in meanings)
