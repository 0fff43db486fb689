"""The decision whether passages answer a question, do so perhaps, or do not.

A date or a number that is asked for must occur in the passages. Where little of the question is
covered, so must the names, the facts and the services that it mentions, and a person where it is
asked who. An answer is doubtful if little is covered, if the value asked for stands only beside
something else, if a fact is given by its value alone, or if the best passage lacks a part of what
is asked. None of this depends on a collection; docs/retrieval.md has the costs and gains of each
threshold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from retrieval.answer.candidate import Candidate
from retrieval.answer.cells import sentence_with_units, with_units
from retrieval.answer.evidence import Evidence, measure_coverage, mentions
from retrieval.answer.missing_names import lacks_name
from retrieval.answer.ranking import RankedPassage
from retrieval.index.lexicon import Lexicon
from retrieval.question.numbers import whole_forms
from retrieval.question.patterns import (
    VALUE_TYPES,
    AnswerType,
    gives_answer,
    gives_fact,
    patterns,
    texts_for,
    words_of,
)
from retrieval.question.question import SMALL_TALK, Intent, Question
from retrieval.text.analysis import Term
from retrieval.text.dictionary import Dictionary

NOT_COVERED_BELOW = 0.1
"""Coverage below which a question counts as one about something else."""

DOUBTFUL_BELOW = 0.5
"""Coverage below which an answer is marked as doubtful; or declined, if the question asks for one
of a category that no passage mentions: 哪个学校."""

SUFFICIENT_FROM = 0.6
"""Coverage from which a question counts as answered. Below it, the names and the services that it
mentions must occur, and a person where it is asked who."""

FACT_SUFFICIENT_FROM = 0.7
"""The same for a fact, such as a price; from here on it may be given in other words, in doubt."""

CLEAR_LEAD = 0.4
"""Lead of the best passage over the next one from which it is not doubted for little coverage, nor
for a word that it lacks and another passage has."""

CLEAR_FROM = 0.25
"""Coverage from which such a lead counts."""

_TOPIC_SHARE = 0.6
"""Share of a question's words, by weight, from which a sentence is about its topic."""

_WEIGHTY = 0.2
"""Share of the weights of a question's words that one word makes up if it matters much."""

_WEIGHTY_PREDICATE = 0.3
"""The same share in a question that asks what something is, or whether it is so."""

_WEIGHTY_ABSENT = 0.15
"""The same share of a word that no passage has, where it is asked whether something is so."""

_PARTICLES = "吗嘛呢啊呀吧"
"""End a question and say nothing."""

_COUNTED = "轮期"
"""Units of editions that may do without 第: 二期工程."""

_NUMBERED = re.compile(r"[a-z]\d|\d[a-z]|\d{3}")
"""Matches a word that tells a thing from others of its kind: rtx4090, 2024."""


class Reason(StrEnum):
    """The reason for an abstention; that of small talk has the name of its intent."""

    NOTHING_ASKED = "nothing-asked"
    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    GOOD_NIGHT = "good-night"
    ABOUT = "about"
    ABILITIES = "abilities"
    HELP = "help"
    CONTACT = "contact"
    DISSATISFIED = "dissatisfied"
    INSTRUCTION = "instruction"
    NOT_COVERED = "not-covered"
    DETAIL_MISSING = "detail-missing"
    NO_MORE = "no-more"
    NO_SUCH_DATE = "no-such-date"
    NO_ARTICLES = "no-articles"
    UNAVAILABLE = "unavailable"


_CHOICE = re.compile(r"\d{1,2}\W*")
"""What is typed to choose from a list; no passage is meant by it."""

UNANSWERED = frozenset({Reason.NOT_COVERED, Reason.DETAIL_MISSING})
"""Reasons for declining a question that articles could have answered."""

NO_QUESTION = frozenset(Reason(intent.value) for intent in SMALL_TALK) | {
    Reason.NOTHING_ASKED,
    Reason.INSTRUCTION,
    Reason.NO_MORE,
}
"""Reasons for declining what asks nothing of the articles, or nothing else than before. Any other
reason declines a question."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of checking passages.

    Attributes:
        reason: The reason to decline; None if the passages answer the question.
        is_doubtful: True if they answer it, but may be about something else.
    """

    reason: Reason | None = None
    is_doubtful: bool = False


def reason_not_to_search(question: Question) -> Reason | None:
    """Return the reason to decline a question without a search, or None."""
    if question.intent in SMALL_TALK:
        return Reason(question.intent.value)
    if question.words or question.request.aspect:
        return Reason.NOTHING_ASKED if _CHOICE.fullmatch(question.folded) else None
    is_instruction = question.intent is Intent.INSTRUCTION
    return Reason.INSTRUCTION if is_instruction else Reason.NOTHING_ASKED


def assess(
    question: Question, ranked: Sequence[RankedPassage], dictionary: Dictionary, lexicon: Lexicon
) -> Verdict:
    """Check whether these passages, best first, answer a question."""
    candidates = [one.candidate for one in ranked]
    evidence = measure_coverage(question, ranked, lexicon)
    is_little = evidence.coverage < SUFFICIENT_FROM
    if question.intent is Intent.INSTRUCTION and is_little:
        return Verdict(Reason.INSTRUCTION)
    if not evidence.is_any_word_covered:
        return Verdict(Reason.NOT_COVERED)
    facts = _missing_facts(question, evidence, candidates)
    are_given = not facts or _gives_facts(facts, question, candidates)
    is_enough = evidence.coverage >= FACT_SUFFICIENT_FROM
    lacks_detail = not (are_given or is_enough) or (
        is_little and _lacks_detail(question, evidence, candidates, dictionary, lexicon)
    )
    lacks_value = _lacks_value(question, (with_units(one.folded) for one in candidates))
    if lacks_detail or (lacks_value and question.answer_types & VALUE_TYPES):
        return Verdict(Reason.DETAIL_MISSING)
    if evidence.coverage < NOT_COVERED_BELOW:
        return Verdict(Reason.NOT_COVERED)
    on_topic = (text for one in candidates for text in sentences_on_topic(question, one))
    is_clear = evidence.coverage >= CLEAR_FROM and _stands_out(ranked)
    is_doubtful = (
        (evidence.coverage < DOUBTFUL_BELOW and not is_clear)
        or (bool(facts) and not (are_given and is_enough))
        or _lacks_part(question, evidence, is_clear=is_clear)
        or _lacks_edition(question, candidates)
        or any(_NUMBERED.search(word.text) for word in evidence.missing)
        or _lacks_value(question, on_topic)
    )
    return Verdict(is_doubtful=is_doubtful)


def _stands_out(ranked: Sequence[RankedPassage]) -> bool:
    """Return True if the first passage is far ahead of the second one."""
    return len(ranked) > 1 and ranked[0].score - ranked[1].score >= CLEAR_LEAD


def _lacks_part(question: Question, evidence: Evidence, *, is_clear: bool) -> bool:
    """Return True if the best passage lacks a word that makes up much of what is asked.

    A word matters more where a value, a person or one of a category is asked for than where it is
    asked what something is or whether it is so; there, one that no passage has matters more.
    """
    found, folded = patterns(), question.folded
    is_which = found.which.search(folded) and not question.subjects
    if question.asks_for_value or is_which or found.person.search(folded):
        share = _WEIGHTY
    elif found.yes_no.search(folded) or found.what.search(folded):
        share = _WEIGHTY_PREDICATE
    else:
        return False
    total = sum(question.weights.values())
    absent = evidence.missing if found.yes_no.search(folded) else ()
    parts = [(words, _WEIGHTY_ABSENT, False) for words in _joined(absent)]
    parts += [(words, share, True) for words in _joined(evidence.missing_in_best)]
    for words, least, may_be_priced in parts:
        if is_clear and may_be_priced and len(words) == 1:
            continue
        text = "".join(word.text for word in words)
        is_heavy = sum(question.weights[word.text] for word in words) >= least * total
        is_priced = may_be_priced and found.priced.search(folded, 0, words[0].start)
        if len(text) > 1 and is_heavy and (is_priced or not found.quantity.fullmatch(text)):
            return True
    return False


def _lacks_edition(question: Question, candidates: Sequence[Candidate]) -> bool:
    """Return True if it is asked of one of several rounds or volumes that no passage mentions."""
    return any(
        not any(edition.search(one.headings + one.folded) for one in candidates)
        for edition in map(_edition, patterns().edition.finditer(question.folded))
    )


def _edition(match: re.Match[str]) -> re.Pattern[str]:
    """Return the pattern of an edition that is asked for: 第一轮, 第1轮, 首轮 and 一轮."""
    forms = whole_forms(match["nth"])
    first = ["首", "头一"] if "1" in forms else []
    ordinals = [*first, *(f"第{form}" for form in forms)]
    bare = [f"(?<![第十百\\d]){form}" for form in forms] if match["unit"] in _COUNTED else []
    return re.compile(rf"(?:{'|'.join([*ordinals, *bare])})\s*{match['unit']}")


def _joined(words: Iterable[Term]) -> Iterator[Sequence[Term]]:
    """Yield each word; single characters side by side together, as a name is split into them."""
    run: list[Term] = []
    for word in words:
        if run and not (run[-1].end == word.start and len(run[-1].text) == len(word.text) == 1):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _lacks_value(question: Question, texts: Iterable[str]) -> bool:
    """Return True if a date or a number is asked for that none of these texts gives.

    A question that asks when, and for no exact date, accepts a time relative to an event.
    """
    if not question.asks_for_value:
        return False
    accepts_relative = AnswerType.WHEN in question.answer_types and not (
        patterns().exact_date.search(question.folded)
    )
    return not any(
        question.is_answered_by(text)
        or (accepts_relative and patterns().relative_time.search(text))
        for text in texts
    )


def sentences_on_topic(question: Question, candidate: Candidate) -> Iterator[str]:
    """Yield each sentence of a passage, with the next one, if they have most of the question.

    A sentence is left out that has nothing of it, as what it gives belongs to something else,
    unless a word of the question is in the headings above.
    """
    weights = {word: question.weights[word.text] for word in question.words}
    folded, spans = candidate.folded, candidate.sentences
    for (start, middle), (_, end) in zip(spans, (*spans[1:], *spans[-1:]), strict=True):
        text = folded[start:end]
        contained = [
            word
            for word in weights
            if mentions(text, word, question) or word.text in candidate.headings
        ]
        if sum(weights[word] for word in contained) >= _TOPIC_SHARE * sum(weights.values()):
            first = folded[start:middle]
            has_any = any(
                (len(word.text) > 1 and word.text in candidate.headings)
                or mentions(first, word, question)
                for word in contained
            )
            yield sentence_with_units(folded, start if has_any else middle, end)


def _lacks_detail(
    question: Question,
    evidence: Evidence,
    candidates: Sequence[Candidate],
    dictionary: Dictionary,
    lexicon: Lexicon,
) -> bool:
    """Return True if no passage mentions the person, the service or the name asked for."""
    return (
        _lacks_person(question, candidates)
        or _lacks_service(question, evidence)
        or lacks_name(question, candidates, dictionary, lexicon)
        or (evidence.coverage < DOUBTFUL_BELOW and _lacks_category(question, evidence))
    )


def _lacks_person(question: Question, candidates: Sequence[Candidate]) -> bool:
    """Return True if it is asked which person did something, and no passage mentions a person."""
    if not patterns().person.search(question.folded):
        return False
    return not any(gives_answer(AnswerType.WHO, one.folded) for one in candidates)


def _missing_facts(
    question: Question, evidence: Evidence, candidates: Sequence[Candidate]
) -> Sequence[Term]:
    """Return the words that ask for a fact, such as a price, and that no passage mentions.

    A fact that the question only mentions does not count. A person who is asked for must be
    mentioned by the whole word: 董事会 is no 董事长.
    """
    found, folded = patterns(), question.folded
    facts = [word for word in evidence.missing if word.text in words_of("facts")]
    people = [
        word
        for word in question.words
        if word.text in words_of("people")
        and _asks_for_person(question, word)
        and not any(mentions(one.headings + one.folded, word, question) for one in candidates)
    ]
    return [word for word in facts + people if not found.mention_suffix.match(folded, word.end)]


def _asks_for_person(question: Question, person: Term) -> bool:
    """Return True if a question asks who this is, or how many: 老板是谁, 有多少会员.

    At its end, a person is asked for if nothing else is, 茶馆 老板, or if 多少 or the like
    precedes; 怎么联系老板呢 asks for none.
    """
    found, folded = patterns(), question.folded
    if any(letter.isalnum() and letter not in _PARTICLES for letter in folded[person.end :]):
        return bool(found.asked_person.match(folded, person.end))
    asks_else = bool(question.answer_types or question.values or found.yes_no.search(folded))
    return not asks_else or bool(found.person_asked.search(folded, 0, person.start))


def _gives_facts(
    facts: Sequence[Term], question: Question, candidates: Sequence[Candidate]
) -> bool:
    """Return True if sentences on the topic give these facts by their values alone."""
    topic = replace(question, words=tuple(word for word in question.words if word not in facts))
    texts = [text for one in candidates for text in sentences_on_topic(topic, one)]
    return all(any(gives_fact(fact.text, text) for text in texts) for fact in facts)


def _lacks_service(question: Question, evidence: Evidence) -> bool:
    """Return True if the question asks how to use a service that no passage mentions."""
    match = patterns().service.search(question.folded)
    service = match and (match["after"] or match["before"])
    return any(word.text == service for word in evidence.missing)


def _lacks_category(question: Question, evidence: Evidence) -> bool:
    """Return True if one of a category is asked for, as in 哪个学校, that no passage mentions.

    Questions over several articles do not count, as they ask for opinions so: 哪些看法. Nor do
    the items of a list, which may have another name, 哪几条规矩, and a quality, 哪个省钱.
    """
    found, folded = patterns(), question.folded
    ends = {match.end() for match in found.which.finditer(folded)}
    is_listed = question.subjects or found.enumeration.search(folded)
    return not (question.spans_articles or is_listed) and any(
        word.start in ends and not texts_for("qualities", word.text) for word in evidence.missing
    )
