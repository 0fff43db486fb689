"""Word lists and regular expressions that tell what a question asks for, read from data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from corpus.tables import read_table
from retrieval.text.script import fold


class AnswerType(StrEnum):
    """The type of answer that a question asks for."""

    WHO = "who"
    WHEN = "when"
    NUMBER = "number"
    WHERE = "where"
    WHY = "why"
    HOW = "how"
    BENEFIT = "benefit"
    HARM = "harm"
    MEANING = "meaning"
    EXAMPLE = "example"


VALUE_TYPES = frozenset({AnswerType.WHEN, AnswerType.NUMBER})
"""Answer types that are values: a passage without a date, or a number, cannot answer."""


SIDES = frozenset({AnswerType.BENEFIT, AnswerType.HARM})
"""Answer types that take a side, which a question names by a word that answers rarely contain."""


SIGNED_TYPES = SIDES | {AnswerType.WHY, AnswerType.MEANING, AnswerType.EXAMPLE}
"""Answer types that a passage may give without a sign of them, though it rarely does."""


class Aspect(StrEnum):
    """The metadata of an article, or of the collection, that a question asks for."""

    AUTHOR = "author"
    DATE = "date"
    TITLE = "title"
    SOURCE = "source"
    COUNT = "count"
    SUMMARY = "summary"


DATE_MARK = "＠"
"""Stands for a date in patterns of periods, and for each of its characters in the text that they
are matched against; folded text has none of its own."""

_WHOLE_DATE = f"(?<!{DATE_MARK}){DATE_MARK}++"
"""Matches all marks of a date at once, so that many dates cost no more than few."""


class Bound(StrEnum):
    """The relation of a period to the dates that name it; after a date excludes it, since not."""

    BETWEEN = "between"
    UNTIL = "until"
    SINCE = "since"
    AFTER = "after"
    BEFORE = "before"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled patterns over folded text; question_words.toml says what each one matches.

    Attributes:
        answer_types: Match questions that ask for an answer type.
        answer_signs: Match sentences that give an answer of the type.
        aspects: Match questions about metadata.
        small_talk: Match whole messages that ask the articles nothing, by their intent.
        dates: Match dates.
        period_bounds: Match dates with what makes periods of them.
    """

    answer_types: Mapping[AnswerType, re.Pattern[str]]
    answer_signs: Mapping[AnswerType, re.Pattern[str]]
    aspects: Mapping[Aspect, re.Pattern[str]]
    small_talk: Mapping[str, re.Pattern[str]]
    dates: Mapping[str, re.Pattern[str]]
    period_bounds: Mapping[Bound, re.Pattern[str]]
    article_reference: re.Pattern[str]
    article_content: re.Pattern[str]
    person: re.Pattern[str]
    identity: re.Pattern[str]
    listing: re.Pattern[str]
    of_articles: re.Pattern[str]
    newest: re.Pattern[str]
    oldest: re.Pattern[str]
    service: re.Pattern[str]
    which: re.Pattern[str]
    exact_date: re.Pattern[str]
    yes_no: re.Pattern[str]
    quantity: re.Pattern[str]
    calendar: re.Pattern[str]
    relative_time: re.Pattern[str]
    mention_suffix: re.Pattern[str]
    filler: re.Pattern[str]
    plural: re.Pattern[str]
    ordinal: re.Pattern[str]
    meaning_frame: re.Pattern[str]
    example_frame: re.Pattern[str]
    a_not_a: re.Pattern[str]
    several_articles: re.Pattern[str]
    side_by_side: re.Pattern[str]
    compare_lead: re.Pattern[str]
    subject_lead: re.Pattern[str]
    subject_end: re.Pattern[str]
    asks_for_more: re.Pattern[str]
    asks_to_continue: re.Pattern[str]
    leaning: re.Pattern[str]
    pronoun: re.Pattern[str]
    enumeration: re.Pattern[str]
    procedure: re.Pattern[str]
    instruction: re.Pattern[str]


def question_table() -> Mapping[str, Any]:
    """Return question_words.toml, parsed."""
    return read_table("retrieval.question", "question_words.toml")


@cache
def words_of(name: str) -> frozenset[str]:
    """Return one word list of question_words.toml, folded."""
    return frozenset(map(fold, question_table()[name].split()))


@cache
def patterns() -> Patterns:
    """Return the patterns of question_words.toml, compiled."""
    table = question_table()

    def compiled(name: str) -> dict[str, re.Pattern[str]]:
        return {key: re.compile(pattern) for key, pattern in table[name].items()}

    return Patterns(
        answer_types={AnswerType(key): one for key, one in compiled("answer_types").items()},
        answer_signs={AnswerType(key): one for key, one in compiled("answer_signs").items()},
        aspects={Aspect(key): one for key, one in compiled("aspects").items()},
        small_talk=dict(_small_talk(table["small_talk"])),
        dates=compiled("dates"),
        period_bounds={
            Bound(key): re.compile(pattern.replace(DATE_MARK, _WHOLE_DATE))
            for key, pattern in table["period_bounds"].items()
        },
        **compiled("patterns"),
    )


def _small_talk(table: Mapping[str, Any]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield each intent with the pattern of messages of its phrases and of courtesies alone.

    The possessive quantifiers prevent backtracking that is exponential in the length.
    """
    courtesy = "|".join([*table["courtesies"], r"\W"])
    for intent, phrases in table["intents"].items():
        phrase = "|".join(phrases)
        before = f"(?:(?!{phrase})(?:{courtesy}))*+"
        yield intent, re.compile(f"(?:{before}(?:{phrase}))++(?:{courtesy})*+")


def requested_aspects(folded: str) -> Iterator[tuple[Aspect, re.Match[str]]]:
    """Yield the aspects of articles that a folded question may ask for, each with its match.

    A question about what an article says asks for no aspect, except for the author.
    """
    is_about_content = bool(patterns().article_content.search(folded))
    for aspect, pattern in patterns().aspects.items():
        match = pattern.search(folded)
        if match and (aspect is Aspect.AUTHOR or not is_about_content):
            yield aspect, match


def requested_values(folded: str) -> Iterator[tuple[tuple[int, int], re.Pattern[str]]]:
    """Yield the span of each kind of value that a folded question names, and its pattern.

    The pattern matches the folded texts that give such a value: an amount of money for 多少钱, a
    number of years or hours for 多久, 23家 for 几家.
    """
    for asks, gives in _value_kinds():
        if match := asks.search(folded):
            groups = match.groupdict()
            span = match.span("asked" if groups.get("asked") else 0)
            yield span, _compiled(gives.format(**groups))


@cache
def _value_kinds() -> tuple[tuple[re.Pattern[str], str], ...]:
    kinds = question_table()["value_kinds"]
    return tuple((re.compile(kind["asks"]), kind["gives"]) for kind in kinds)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def gives_answer(kind: AnswerType, text: str) -> bool:
    """Return True if a folded text gives an answer of this type.

    Dates do not count as numbers. False for types without signs, such as persons.
    """
    signs = patterns().answer_signs
    if kind not in signs:
        return False
    if kind is AnswerType.NUMBER:
        text = signs[AnswerType.WHEN].sub(" ", text)
    return bool(signs[kind].search(text))


def signs_of(kind: AnswerType, text: str) -> frozenset[str]:
    """Return the different signs in a folded text that it gives an answer of this type."""
    signs = patterns().answer_signs.get(kind)
    return frozenset(match[0] for match in signs.finditer(text)) if signs else frozenset()
