"""Word lists and regular expressions that tell what a question asks for, read from data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import Any, TypeVar

from corpus.tables import read_table
from retrieval.question.screen import Screen
from retrieval.text.script import fold

Key = TypeVar("Key")


_MAX_COMPILED = 1 << 10
"""The number of patterns of values that are remembered: 23家 and others have one each."""


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
    CLAIM = "claim"


VALUE_TYPES = frozenset({AnswerType.WHEN, AnswerType.NUMBER})
"""Answer types that are values: a passage without a date, or a number, cannot answer."""


SIDES = frozenset({AnswerType.BENEFIT, AnswerType.HARM})
"""Answer types that take a side, which a question names by a word that answers rarely contain."""


SIGNED_TYPES = SIDES | {
    AnswerType.WHY,
    AnswerType.MEANING,
    AnswerType.EXAMPLE,
    AnswerType.CLAIM,
}
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
class Phrases:
    """The phrases of an intent, and the courtesies that may stand around each."""

    phrase: re.Pattern[str]
    courtesy: re.Pattern[str]

    def make_up(self, folded: str) -> bool:
        """Return True if a message is one of these phrases or several, and courtesies alone.

        What could be either is a phrase, and what was taken once is not given back, so that time
        is linear in the length.
        """
        place, found = 0, False
        while place < len(folded):
            match = self.phrase.match(folded, place)
            found = found or bool(match)
            match = match or self.courtesy.match(folded, place)
            if not match or match.end() == place:
                return False
            place = match.end()
        return found


TALK_FRAMES = ("a_not_a", "filler", "ordinal", "meaning_frame", "example_frame")
"""The names of the patterns of words that only make a text a question."""

_SCREENED = (*TALK_FRAMES, "several_articles", "instruction")
"""The names of the patterns that each question is matched against."""


class Patterns:
    """Patterns over folded text; question_words.toml says what each one matches.

    Each is compiled when it is first used, as one question needs half of them.

    Attributes:
        answer_types: Match questions that ask for an answer type.
        answer_signs: Match sentences that give an answer of the type.
        aspects: Match questions about metadata.
        small_talk: Match whole messages that ask the articles nothing, by their intent.
        value_kinds: Match questions that name a kind of value, by its number in the data.
        dates: Match dates.
        period_bounds: Match dates with what makes periods of them.
    """

    answer_types: _Compiled[AnswerType]
    answer_signs: Mapping[AnswerType, re.Pattern[str]]
    aspects: _Compiled[Aspect]
    small_talk: Mapping[str, Phrases]
    value_kinds: _Compiled[int]
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
    what: re.Pattern[str]
    quantity: re.Pattern[str]
    priced: re.Pattern[str]
    calendar: re.Pattern[str]
    relative_time: re.Pattern[str]
    mention_suffix: re.Pattern[str]
    person_asked: re.Pattern[str]
    asked_person: re.Pattern[str]
    filler: re.Pattern[str]
    plural: re.Pattern[str]
    ordinal: re.Pattern[str]
    meaning_frame: re.Pattern[str]
    definition: re.Pattern[str]
    example_frame: re.Pattern[str]
    a_not_a: re.Pattern[str]
    several_articles: re.Pattern[str]
    side_by_side: re.Pattern[str]
    compare_lead: re.Pattern[str]
    compares: re.Pattern[str]
    edition: re.Pattern[str]
    subject_lead: re.Pattern[str]
    subject_end: re.Pattern[str]
    asks_for_more: re.Pattern[str]
    asks_to_continue: re.Pattern[str]
    leaning: re.Pattern[str]
    pronoun: re.Pattern[str]
    enumeration: re.Pattern[str]
    procedure: re.Pattern[str]
    asked_of_before: re.Pattern[str]
    choice: re.Pattern[str]
    materials: re.Pattern[str]
    materials_heading: re.Pattern[str]
    elliptic: re.Pattern[str]
    then_and_now: re.Pattern[str]
    tells_then_and_now: re.Pattern[str]
    states_difference: re.Pattern[str]
    subjectless: re.Pattern[str]
    verdict: re.Pattern[str]
    verdict_heading: re.Pattern[str]
    superlative: re.Pattern[str]
    english: re.Pattern[str]
    instruction: re.Pattern[str]

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table
        self.answer_types = _Compiled(AnswerType, table["answer_types"])
        self.answer_signs = _Compiled(AnswerType, table["answer_signs"])
        self.aspects = _Compiled(Aspect, table["aspects"])
        self.dates = _Compiled(str, table["dates"])
        asks = {str(number): kind["asks"] for number, kind in enumerate(table["value_kinds"])}
        self.value_kinds = _Compiled(int, asks)
        bounds = table["period_bounds"].items()
        talk = table["small_talk"]
        courtesy = re.compile("|".join([*talk["courtesies"], r"\W"]))
        self.small_talk = {
            intent: Phrases(re.compile("|".join(phrases)), courtesy)
            for intent, phrases in talk["intents"].items()
        }
        self.period_bounds = _Compiled(
            Bound, {key: one.replace(DATE_MARK, _WHOLE_DATE) for key, one in bounds}
        )

    def matches(self, folded: str) -> Mapping[str, Sequence[re.Match[str]]]:
        """Return all matches in a question of the patterns that each question is matched against.

        They are given by the names of the patterns; those that do not match are left out.
        """
        passing = self._screen.passing(folded)
        found = {name: [*getattr(self, name).finditer(folded)] for name in passing}
        return {name: matches for name, matches in found.items() if matches}

    def small_talk_in(self, folded: str) -> str | None:
        """Return the intent of a message that asks the articles nothing; None of others."""
        passing = self._talk_screen.passing(folded)
        talk = (intent for intent in self.small_talk if intent in passing)
        return next((intent for intent in talk if self.small_talk[intent].make_up(folded)), None)

    @cached_property
    def _screen(self) -> Screen[str]:
        return Screen({name: self._table["patterns"][name] for name in _SCREENED})

    @cached_property
    def _talk_screen(self) -> Screen[str]:
        intents = self._table["small_talk"]["intents"].items()
        return Screen({intent: "|".join(phrases) for intent, phrases in intents})

    def __getattr__(self, name: str) -> re.Pattern[str]:
        """Return a pattern that has not been used before.

        Raises:
            AttributeError: There is none of this name.
        """
        if name.startswith("_") or name not in self._table["patterns"]:
            raise AttributeError(name)
        pattern = re.compile(self._table["patterns"][name])
        setattr(self, name, pattern)
        return pattern


class _Compiled(Mapping[Key, re.Pattern[str]]):
    """Patterns by key, in the order of a table; each is compiled when it is first used."""

    def __init__(self, key: Callable[[str], Key], table: Mapping[str, str]) -> None:
        self._sources = {key(name): source for name, source in table.items()}
        self._patterns: dict[Key, re.Pattern[str]] = {}

    def __getitem__(self, key: Key) -> re.Pattern[str]:
        if key not in self._patterns:
            self._patterns[key] = re.compile(self._sources[key])
        return self._patterns[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def searches(self, text: str) -> Iterator[tuple[Key, re.Match[str]]]:
        """Yield the keys of the patterns that match in a text, each with the first match."""
        passing = self._screen.passing(text)
        for key in self._sources:
            if key in passing and (match := self[key].search(text)):
                yield key, match

    @cached_property
    def _screen(self) -> Screen[Key]:
        return Screen(self._sources)


def question_table() -> Mapping[str, Any]:
    """Return question_words.toml, parsed."""
    return read_table("retrieval.question", "question_words.toml")


@cache
def words_of(name: str) -> frozenset[str]:
    """Return one word list of question_words.toml, folded."""
    return frozenset(map(fold, question_table()[name].split()))


@cache
def patterns() -> Patterns:
    """Return the patterns of question_words.toml."""
    return Patterns(question_table())


def requested_aspects(folded: str) -> Iterator[tuple[Aspect, re.Match[str]]]:
    """Yield the aspects of articles that a folded question may ask for, each with its match.

    A question about what an article says asks for no aspect, except for the author.
    """
    for aspect, match in patterns().aspects.searches(folded):
        if aspect is Aspect.AUTHOR or not patterns().article_content.search(folded):
            yield aspect, match


def requested_values(folded: str) -> Iterator[tuple[tuple[int, int], re.Pattern[str]]]:
    """Yield the span of each kind of value that a folded question names, and its pattern.

    The pattern matches the folded texts that give such a value: an amount of money for 多少钱, a
    number of years or hours for 多久, 23家 for 几家. A kind that is named by a part of what names
    another one is not asked for: 几个 in 几个小时. Nor is a number by 哪几条.
    """
    kinds = question_table()["value_kinds"]
    found = list(patterns().value_kinds.searches(folded))
    for number, match in found:
        is_of_which = match[0][0] == "几" and folded.endswith("哪", 0, match.start())
        if is_of_which or any(_is_within(match, other) for _, other in found):
            continue
        groups = match.groupdict()
        span = match.span("asked" if groups.get("asked") else 0)
        classifier = groups.get("classifier") or ""
        alike = texts_for("alike_classifiers", classifier) or classifier
        yield span, _compiled(kinds[number]["gives"].format(classifier=alike))


def _is_within(match: re.Match[str], other: re.Match[str]) -> bool:
    """Return True if a match is a part of another, longer one."""
    return match.span() != other.span() and (
        other.start() <= match.start() and match.end() <= other.end()
    )


def gives_fact(fact: str, text: str) -> bool:
    """Return True if a folded text gives a fact, such as the age, by its value alone: 六十八岁."""
    pattern = texts_for("fact_values", fact)
    return bool(pattern and _compiled(pattern).search(text))


def texts_for(name: str, word: str) -> str | None:
    """Return what a table of question_words.toml has for a word, among several in one key."""
    return _by_word(name).get(word)


def quality_names(folded: str) -> Sequence[str]:
    """Return what passages call the qualities that a folded question asks about: 价格 for 贵."""
    found = (names for word, names in _by_word("qualities").items() if word in folded)
    return [name for names in found for name in names.split()]


@cache
def _by_word(name: str) -> Mapping[str, str]:
    """Return the texts of a table whose keys are several words each, by single word."""
    return {word: one for words, one in question_table()[name].items() for word in words.split()}


@lru_cache(maxsize=_MAX_COMPILED)
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
