"""Kinds of question, and what a passage shows that gives the answer: patterns kept as data."""

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
    """The kind of answer that a question wants."""

    WHO = "who"
    WHEN = "when"
    NUMBER = "number"
    WHERE = "where"
    WHY = "why"
    HOW = "how"


VALUES = frozenset({AnswerType.WHEN, AnswerType.NUMBER})
"""Kinds of answer that must stand in so many words where they are asked for."""


class Aspect(StrEnum):
    """What a question wants to know of an article, or of the collection."""

    AUTHOR = "author"
    DATE = "date"
    TITLE = "title"
    SOURCE = "source"
    COUNT = "count"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Patterns:
    """What shows the kind of a question, and of an answer (`signs`), in folded text."""

    answer_types: Mapping[AnswerType, re.Pattern[str]]
    signs: Mapping[AnswerType, re.Pattern[str]]
    aspect: Mapping[Aspect, re.Pattern[str]]
    article: re.Pattern[str]
    inside: re.Pattern[str]
    person: re.Pattern[str]
    identity: re.Pattern[str]
    newest: re.Pattern[str]
    oldest: re.Pattern[str]
    service: re.Pattern[str]
    which: re.Pattern[str]
    exactly: re.Pattern[str]
    relative: re.Pattern[str]
    passing: re.Pattern[str]
    aside: re.Pattern[str]
    chat: re.Pattern[str]
    whether: re.Pattern[str]
    across: re.Pattern[str]
    greeting: re.Pattern[str]
    thanks: re.Pattern[str]
    instruction: re.Pattern[str]


@cache
def question_table() -> Mapping[str, Any]:
    """The words and patterns of questions, as question_words.toml has them."""
    text = files("retrieval.question").joinpath("question_words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def words_of(table: str) -> frozenset[str]:
    """The words of one table of question_words.toml."""
    return frozenset(map(fold, question_table()[table].split()))


@cache
def patterns() -> Patterns:
    """The patterns, compiled."""
    table = question_table()
    asks = {AnswerType(kind): re.compile(pattern) for kind, pattern in table["asks"].items()}
    signs = {AnswerType(kind): re.compile(pattern) for kind, pattern in table["signs"].items()}
    about = {Aspect(kind): re.compile(pattern) for kind, pattern in table["about"].items()}
    others = {name: re.compile(pattern) for name, pattern in table["others"].items()}
    return Patterns(answer_types=asks, signs=signs, aspect=about, **others)


def asked_of_articles(folded: str) -> Iterator[tuple[Aspect, re.Match[str]]]:
    """What a question may want to know of articles, rather than of what they say, and where."""
    kinds = patterns()
    is_inside = bool(kinds.inside.search(folded))
    for kind, pattern in kinds.aspect.items():
        match = pattern.search(folded)
        if match and (kind is Aspect.AUTHOR or not is_inside):
            yield kind, match


def gives(kind: AnswerType, text: str) -> bool:
    """Whether a folded text shows an answer of this kind; a day is no number of anything.

    False for kinds that no pattern shows, such as persons.
    """
    signs = patterns().signs
    if kind not in signs:
        return False
    given = signs[AnswerType.WHEN].sub(" ", text) if kind is AnswerType.NUMBER else text
    return bool(signs[kind].search(given))
