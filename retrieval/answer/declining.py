"""Whether passages answer a question, do so perhaps, or do not.

What a question asks for must stand in the passages: a day, or a number, always; and where little
of the question is covered, it must stand beside what it is asked of, and so must the names that
are asked about. Nothing here knows a collection; docs/retrieval.md shows what each limit costs and
gains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.answer.evidence import Evidence, instead, share, weigh
from retrieval.answer.ranking import Candidate
from retrieval.index.lexicon import Lexicon
from retrieval.question.parsing import Question
from retrieval.question.patterns import VALUES, AnswerType, gives, patterns, words_of
from retrieval.text.analysis import Term, han_runs
from retrieval.text.dictionary import Dictionary

DOUBTFUL_BELOW = 0.45
"""Where less of the question is covered, a passage is quoted with a word of doubt, unless one of a
kind is asked for that no passage speaks of: 哪个学校."""

ENOUGH = 0.6
"""Where less of a question is covered, a day or a number must stand beside what it is asked of, a
name and a fact must stand at all, and a person is taken for missing."""

_WIDEST_NAME = 4
"""Words that a name may be cut into which the analyzer does not know."""

_LATIN = re.compile(r"[a-z][a-z0-9.+-]{2,}|\d{3,}")


class Reason(StrEnum):
    """Why nothing is quoted."""

    NOTHING_ASKED = "nothing-asked"
    GREETING = "greeting"
    THANKS = "thanks"
    INSTRUCTION = "instruction"
    NOT_COVERED = "not-covered"
    DETAIL_MISSING = "detail-missing"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why passages do not answer a question, or None, and whether they may be about another."""

    reason: Reason | None
    is_doubtful: bool


def assess(
    question: Question, candidates: Sequence[Candidate], dictionary: Dictionary, lexicon: Lexicon
) -> Verdict:
    """Whether these passages, best first, answer a question."""
    evidence = weigh(question, candidates, lexicon)
    is_little = evidence.coverage < ENOUGH
    is_doubtful = evidence.coverage < DOUBTFUL_BELOW
    if question.is_instruction and is_little:
        return Verdict(Reason.INSTRUCTION, is_doubtful)
    if not evidence.coverage:
        return Verdict(Reason.NOT_COVERED, is_doubtful)
    is_said = _gives_where_asked(question, candidates, lexicon)
    lacks = not is_said or _lacks_detail(question, evidence, candidates, dictionary)
    if _gives_nowhere(question, candidates) or (is_little and lacks):
        return Verdict(Reason.DETAIL_MISSING, is_doubtful)
    return Verdict(None, is_doubtful or not is_said)


def _gives_nowhere(question: Question, candidates: Iterable[Candidate]) -> bool:
    """Whether no passage holds any day, or any number, where one is asked for."""
    texts = [one.folded for one in candidates]
    wanted = question.answer_types & VALUES
    return any(not any(_shows(question, kind, text) for text in texts) for kind in wanted)


def _gives_where_asked(
    question: Question, candidates: Iterable[Candidate], lexicon: Lexicon
) -> bool:
    """Whether the day or the number that is asked for stands by what it is asked of."""
    wanted = question.answer_types & VALUES
    texts = [text for one in candidates if wanted for text in _about_it(question, one, lexicon)]
    return all(any(_shows(question, kind, text) for text in texts) for kind in wanted)


def _shows(question: Question, kind: AnswerType, text: str) -> bool:
    """Whether a text gives a day, or a number; who asks only when, hears after what as well."""
    is_relative = kind is AnswerType.WHEN and not patterns().exactly.search(question.folded)
    return gives(kind, text) or (is_relative and bool(patterns().relative.search(text)))


def _about_it(question: Question, candidate: Candidate, lexicon: Lexicon) -> Iterator[str]:
    """The sentences of a passage, two by two, that hold half of what the question is about."""
    worth = {word: lexicon.idf(word.text) for word in question.words}
    spans = candidate.sentences
    for (start, _), (_, end) in zip(spans, (*spans[1:], *spans[-1:]), strict=True):
        text = candidate.folded[start:end]
        held = (value for word, value in worth.items() if _is_said(word, question, text))
        if sum(held) >= 0.5 * sum(worth.values()):
            yield text


def _is_said(word: Term, question: Question, text: str) -> bool:
    return word.text in text or any(one.text in text for one in instead(word, question))


def _lacks_detail(
    question: Question,
    evidence: Evidence,
    candidates: Sequence[Candidate],
    dictionary: Dictionary,
) -> bool:
    """Whether a person is asked for, or something is asked about that stands nowhere."""
    return (
        bool(patterns().person.search(question.folded))
        or any(_asks_fact(word, question) for word in evidence.missing)
        or _lacks_service(question, evidence)
        or _lacks_name(question, candidates, dictionary)
        or (evidence.coverage < DOUBTFUL_BELOW and _lacks_kind(question, evidence))
    )


def _asks_fact(word: Term, question: Question) -> bool:
    """Whether a word asks for a fact, such as a price, and does not name it in passing."""
    return word.text in words_of("facts") and not patterns().passing.match(
        question.folded, word.end
    )


def _lacks_name(
    question: Question, candidates: Sequence[Candidate], dictionary: Dictionary
) -> bool:
    """Whether a name is asked about that stands nowhere: of a person, a place, a product.

    In a question that has Chinese characters, a word in Latin letters counts as one, unless it is
    English or pinyin, and so does a number.
    """
    is_chinese = any(han_runs(question.folded))
    names = (
        stretch
        for stretch in _stretches(question)
        if (
            is_chinese
            and _LATIN.fullmatch(stretch.text)
            and not _is_word(stretch.text, dictionary)
            if stretch.text.isascii()
            else dictionary.is_name(stretch.text)
        )
    )
    return any(not any(share(name, question, one) for one in candidates) for name in names)


def _is_word(text: str, dictionary: Dictionary) -> bool:
    """Whether Latin letters are pinyin, or English, for what is no name."""
    meant = dictionary.meaning(text)
    return dictionary.is_reading(text) or any(not dictionary.is_name(word) for word in meant)


def _stretches(question: Question) -> Iterator[Term]:
    """The words of a question, and those together that touch: a name may have been cut."""
    for first, word in enumerate(question.words):
        yield word
        end = word.end
        for other in question.words[first + 1 : first + _WIDEST_NAME]:
            if other.start != end:
                break
            end = other.end
            yield Term(question.folded[word.start : end], word.start, end)


def _lacks_kind(question: Question, evidence: Evidence) -> bool:
    """Whether one of a kind is asked for, as in 哪个学校, that no passage speaks of.

    What several articles say of something is asked for in the same words: 哪些看法.
    """
    ends = {match.end() for match in patterns().which.finditer(question.folded)}
    return not question.is_across and any(word.start in ends for word in evidence.missing)


def _lacks_service(question: Question, evidence: Evidence) -> bool:
    """Whether something is to be done for the reader, or shown how, of which no passage speaks."""
    match = patterns().service.search(question.folded)
    wanted = match and (match["after"] or match["before"])
    return any(word.text == wanted for word in evidence.missing)
