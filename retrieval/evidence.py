"""Whether passages answer a question, do so perhaps, or do not.

A score says which passage goes first, not whether it answers: near-topic questions score as high
as good ones. What tells them apart is which of the question's words stand together in one place,
and whether the kind of answer that is asked for stands there too. Nothing here knows a
collection; docs/retrieval.md shows what each limit costs and gains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.analysis import Analyzer, Term
from retrieval.kinds import Asks, patterns
from retrieval.lexicon import Lexicon
from retrieval.question import Question
from retrieval.ranking import Candidate
from retrieval.substitutes import Substitute

IN_CONTEXT = 0.5
"""What a word counts that stands in the title or a heading, not in the passage itself."""

IN_PARTS = 0.5
"""What a long word counts at most whose parts alone stand in the passage."""

IN_OTHER_WORDS = 0.8
"""What a word counts at most for which another stands, or what was meant by it."""

DOUBTFUL_BELOW = 0.45
"""Where less of the question is covered, a passage is quoted with a word of doubt."""

ENOUGH_FOR_DETAIL = {Asks.WHO: 0.6, Asks.WHEN: 0.85, Asks.NUMBER: 0.85}
"""Where the detail that is asked for does not stand in the passage, so much must be covered."""

ENOUGH_FOR_NAME = 0.85
ENOUGH_FOR_INSTRUCTION = 0.5

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

    @property
    def is_doubtful(self) -> bool:
        """Whether so little is covered that the passage may be about something else."""
        return self.coverage < DOUBTFUL_BELOW


def weigh(question: Question, candidates: Sequence[Candidate], lexicon: Lexicon) -> Evidence:
    """How well the best of these passages covers a question."""
    worth = [lexicon.worth(word.text) for word in question.words]
    shares = [[_share(word, question, one) for word in question.words] for one in candidates]
    total = sum(worth) or 1.0
    sums = (sum(w * s for w, s in zip(worth, row, strict=True)) / total for row in shares)
    covered = [max(column) for column in zip(*shares, strict=True)] if shares else []
    missing = [word for word, share in zip(question.words, covered, strict=False) if not share]
    return Evidence(max(sums, default=0.0), tuple(missing))


def objection(
    question: Question,
    evidence: Evidence,
    candidates: Sequence[Candidate],
    analyzer: Analyzer,
    lexicon: Lexicon,
) -> Reason | None:
    """Why these passages do not answer, or None where nothing speaks against them."""
    if question.is_instruction and evidence.coverage < ENOUGH_FOR_INSTRUCTION:
        return Reason.INSTRUCTION
    if not evidence.coverage:
        return Reason.NOT_COVERED
    lacks = (
        _lacks_detail(question, evidence, candidates, lexicon)
        or _lacks_name(question, evidence, analyzer)
        or _lacks_service(question, evidence)
    )
    return Reason.DETAIL_MISSING if lacks else None


def _share(word: Term, question: Question, candidate: Candidate) -> float:
    """How much of a word of the question a passage covers, from 0 to 1."""
    substitutes = ((one.text, IN_OTHER_WORDS) for one in _instead(word, question))
    return max(
        weight * _stands(text, candidate) for text, weight in ((word.text, 1.0), *substitutes)
    )


def _stands(text: str, candidate: Candidate) -> float:
    if text in candidate.folded:
        return 1.0
    if text in candidate.around:
        return IN_CONTEXT
    pairs = [text[place : place + 2] for place in range(len(text) - 1)]
    if len(pairs) < 2 or text.isascii():
        return 0.0
    return IN_PARTS * sum(pair in candidate.folded for pair in pairs) / len(pairs)


def _lacks_detail(
    question: Question, evidence: Evidence, candidates: Sequence[Candidate], lexicon: Lexicon
) -> bool:
    """Whether a person, a day or a number is asked for, and none stands where it should."""
    kinds = patterns()
    if kinds.person.search(question.folded) and evidence.coverage < ENOUGH_FOR_DETAIL[Asks.WHO]:
        return True
    wanted = [
        kind
        for kind in (Asks.WHEN, Asks.NUMBER)
        if kind in question.asks and evidence.coverage < ENOUGH_FOR_DETAIL[kind]
    ]
    if not wanted:
        return False
    texts = [text for one in candidates for text in _about_it(question, one, lexicon)]
    return not all(any(_gives(kind, text) for text in texts) for kind in wanted)


def _gives(kind: Asks, text: str) -> bool:
    """Whether a text gives a day, or a number; a day is no number of anything."""
    signs = patterns().signs
    given = signs[Asks.WHEN].sub(" ", text) if kind is Asks.NUMBER else text
    return bool(signs[kind].search(given))


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


def _lacks_name(question: Question, evidence: Evidence, analyzer: Analyzer) -> bool:
    """Whether a name is asked about that stands nowhere: of a person, a place, a product.

    A word in Latin letters counts as a name where most of the question is Chinese.
    """
    latin = sum(word.text.isascii() for word in question.words)
    is_chinese = 2 * latin < len(question.words)
    names = (
        (is_chinese and _LATIN.fullmatch(word.text)) or analyzer.is_name(word.text)
        for word in evidence.missing
    )
    return evidence.coverage < ENOUGH_FOR_NAME and any(names)


def _lacks_service(question: Question, evidence: Evidence) -> bool:
    """Whether something is to be done for the reader, or shown how, of which no passage speaks."""
    match = patterns().service.search(question.folded)
    wanted = match and (match["after"] or match["before"])
    return any(word.text == wanted for word in evidence.missing)
