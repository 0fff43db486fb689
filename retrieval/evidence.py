"""Whether passages answer a question, do so perhaps, or do not.

A score says which passage goes first, not whether it answers: near-topic questions score as high
as good ones. What tells them apart is which of the question's words stand together in one place,
and whether the kind of answer that is asked for stands there too. Nothing here knows a
collection; docs/retrieval.md shows what each limit costs and gains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.pinyin import is_pinyin
from retrieval.analysis import Term
from retrieval.dictionary import Dictionary
from retrieval.kinds import Asks, gives, patterns
from retrieval.lexicon import Lexicon
from retrieval.question import Question
from retrieval.ranking import Candidate
from retrieval.substitutes import Substitute

IN_CONTEXT = 0.5
"""What a word counts that stands in the title or a heading, not in the passage itself."""

IN_PARTS = 0.5
"""What a long word counts at most whose parts alone stand in the passage."""

ALONE = 0.25
"""What a single character counts at most that stands beside none it stood beside when asked."""

IN_OTHER_WORDS = 0.8
"""What a word counts at most for which another stands, or what was meant by it."""

DOUBTFUL_BELOW = 0.45
"""Where less of the question is covered, a passage is quoted with a word of doubt."""

ENOUGH = 0.6
"""Where less of a question is covered, a day, a number and a name that it asks about must stand
there, and a person is taken for missing."""

ENOUGH_FOR_KIND = 0.25
"""Where less is covered, so must the kind of thing that is asked for: 哪个学校."""

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
class Evidence:
    """What speaks for an answer: how much of the question is covered by one passage, from 0 to 1.

    `missing` are words of the question that no passage covers.
    """

    coverage: float
    missing: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why passages do not answer a question, or None, and whether they may be about another."""

    reason: Reason | None
    is_doubtful: bool


def weigh(question: Question, candidates: Sequence[Candidate], lexicon: Lexicon) -> Evidence:
    """How well the best of these passages covers a question."""
    worth = [lexicon.worth(word.text) for word in question.words]
    shares = [[_share(word, question, one) for word in question.words] for one in candidates]
    total = sum(worth) or 1.0
    sums = (sum(w * s for w, s in zip(worth, row, strict=True)) / total for row in shares)
    covered = [max(column) for column in zip(*shares, strict=True)] if shares else []
    missing = [word for word, share in zip(question.words, covered, strict=False) if not share]
    return Evidence(max(sums, default=0.0), tuple(missing))


def judge(
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
    lacks = _lacks_value(question, candidates, lexicon)
    lacks_more = is_little and (
        bool(patterns().person.search(question.folded))
        or _lacks_name(question, candidates, dictionary)
        or (evidence.coverage < ENOUGH_FOR_KIND and _lacks_kind(question, evidence))
    )
    if (lacks and is_little) or lacks_more or _lacks_service(question, evidence):
        return Verdict(Reason.DETAIL_MISSING, is_doubtful)
    return Verdict(None, is_doubtful or lacks)


def _share(word: Term, question: Question, candidate: Candidate) -> float:
    """How much of a word of the question a passage covers, from 0 to 1."""
    substitutes = ((one.text, IN_OTHER_WORDS) for one in _instead(word, question))
    stands = max(
        weight * _stands(text, candidate) for text, weight in ((word.text, 1.0), *substitutes)
    )
    return min(stands, ALONE) if _is_alone(word, question, candidate) else stands


def _stands(text: str, candidate: Candidate) -> float:
    if text in candidate.folded:
        return 1.0
    if text in candidate.around:
        return IN_CONTEXT
    pairs = [text[place : place + 2] for place in range(len(text) - 1)]
    if len(pairs) < 2 or text.isascii():
        return 0.0
    return IN_PARTS * sum(pair in candidate.folded for pair in pairs) / len(pairs)


def _is_alone(word: Term, question: Question, candidate: Candidate) -> bool:
    """Whether it is one Chinese character, of no word that the passage shares with the question.

    What the analyzer does not know it cuts into characters, which stand in many other words.
    """
    if len(word.text) > 1 or word.text.isascii():
        return False
    before = question.folded[max(0, word.start - 1) : word.end]
    after = question.folded[word.start : word.end + 1]
    return not any(len(pair) > 1 and pair in candidate.folded for pair in (before, after))


def _lacks_value(question: Question, candidates: Iterable[Candidate], lexicon: Lexicon) -> bool:
    """Whether a day or a number is asked for, and none stands where it should."""
    wanted = question.asks & {Asks.WHEN, Asks.NUMBER}
    if not wanted:
        return False
    texts = [text for one in candidates for text in _about_it(question, one, lexicon)]
    return not all(any(gives(kind, text) for text in texts) for kind in wanted)


def _about_it(question: Question, candidate: Candidate, lexicon: Lexicon) -> Iterator[str]:
    """The sentences of a passage, two by two, that hold half of what the question is about."""
    worth = {word: lexicon.worth(word.text) for word in question.words}
    spans = candidate.sentences
    for (start, _), (_, end) in zip(spans, (*spans[1:], *spans[-1:]), strict=True):
        text = candidate.folded[start:end]
        held = (value for word, value in worth.items() if _is_said(word, question, text))
        if sum(held) >= 0.5 * sum(worth.values()):
            yield text


def _is_said(word: Term, question: Question, text: str) -> bool:
    return word.text in text or any(one.text in text for one in _instead(word, question))


def _instead(word: Term, question: Question) -> Iterator[Substitute]:
    """What stands for a word of the question, as far as that is sure."""
    return (
        one
        for one in question.substitutes
        if not one.is_guess and one.start < word.end and word.start < one.end
    )


def _lacks_name(
    question: Question, candidates: Sequence[Candidate], dictionary: Dictionary
) -> bool:
    """Whether a name is asked about that stands nowhere: of a person, a place, a product.

    Where most of the question is Chinese, a word in Latin letters counts as one, unless it is
    English or pinyin, and so does a number.
    """
    latin = sum(word.text.isascii() for word in question.words)
    is_chinese = 2 * latin < len(question.words)
    return any(
        is_chinese and _LATIN.fullmatch(name.text) and not _is_word(name.text, dictionary)
        if name.text.isascii()
        else dictionary.is_name(name.text)
        for name in _stretches(question)
        if not any(_share(name, question, one) for one in candidates)
    )


def _is_word(text: str, dictionary: Dictionary) -> bool:
    """Whether a text in Latin letters is English or pinyin."""
    return bool(dictionary.meaning(text)) or is_pinyin(text)


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
    """Whether one of a kind is asked for, as in 哪个学校, that no passage speaks of."""
    ends = {match.end() for match in patterns().which.finditer(question.folded)}
    return any(word.start in ends for word in evidence.missing)


def _lacks_service(question: Question, evidence: Evidence) -> bool:
    """Whether something is to be done for the reader, or shown how, of which no passage speaks."""
    match = patterns().service.search(question.folded)
    wanted = match and (match["after"] or match["before"] or match["fee"])
    return any(word.text == wanted for word in evidence.missing)
