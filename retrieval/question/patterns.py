"""Word lists and regular expressions that tell what a question asks for, read from data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from retrieval.text.script import fold


class AnswerType(StrEnum):
    """The type of answer that a question asks for."""

    WHO = "who"
    WHEN = "when"
    NUMBER = "number"
    WHERE = "where"
    WHY = "why"
    HOW = "how"


VALUE_TYPES = frozenset({AnswerType.WHEN, AnswerType.NUMBER})
"""Answer types that are values: a passage without a date, or a number, cannot answer."""


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
        dates: Match dates.
        period_bounds: Match dates with what makes periods of them.
    """

    answer_types: Mapping[AnswerType, re.Pattern[str]]
    answer_signs: Mapping[AnswerType, re.Pattern[str]]
    aspects: Mapping[Aspect, re.Pattern[str]]
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
    relative_time: re.Pattern[str]
    mention_suffix: re.Pattern[str]
    filler: re.Pattern[str]
    a_not_a: re.Pattern[str]
    several_articles: re.Pattern[str]
    greeting: re.Pattern[str]
    thanks: re.Pattern[str]
    about_the_bot: re.Pattern[str]
    instruction: re.Pattern[str]


@cache
def question_table() -> Mapping[str, Any]:
    """Return question_words.toml, parsed."""
    text = files("retrieval.question").joinpath("question_words.toml").read_text("utf-8")
    return tomllib.loads(text)


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
        dates=compiled("dates"),
        period_bounds={
            Bound(key): re.compile(pattern.replace(DATE_MARK, _WHOLE_DATE))
            for key, pattern in table["period_bounds"].items()
        },
        **compiled("patterns"),
    )


def requested_aspects(folded: str) -> Iterator[tuple[Aspect, re.Match[str]]]:
    """Yield the aspects of articles that a folded question may ask for, each with its match.

    A question about what an article says asks for no aspect, except for the author.
    """
    is_about_content = bool(patterns().article_content.search(folded))
    for aspect, pattern in patterns().aspects.items():
        match = pattern.search(folded)
        if match and (aspect is Aspect.AUTHOR or not is_about_content):
            yield aspect, match


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
