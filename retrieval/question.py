"""What a question asks: its terms, the words that say what it is about, and what answer it wants."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from retrieval.aliases import Aliases
from retrieval.analysis import PAIR, SINGLE, Analyzer, Term, han_runs
from retrieval.correction import corrections
from retrieval.lexicon import Lexicon
from retrieval.script import fold, in_other_words

WORD_WEIGHT = 1.0
PAIR_WEIGHT = 0.5
ALIAS = 0.9
CORRECTION = 0.8
PART = 0.5
"""What a word counts that was not asked for, but stands for one that was."""

MOST_TERMS = 160
"""Terms that are looked for, however long the question is; the rarest stay."""

_MOST_CHARACTERS = 1000
_MOST_CORRECTED = 120
_MOST_WORDS = 40
"""How far into a long question its words are understood one by one."""

_WIDEST_NAME = 3
"""Words that a name with another name across the strait may have."""


class Asks(StrEnum):
    """The kind of answer that a question wants."""

    WHO = "who"
    WHEN = "when"
    NUMBER = "number"
    WHERE = "where"
    WHY = "why"
    HOW = "how"


class About(StrEnum):
    """What a question wants to know of an article, or of the collection."""

    AUTHOR = "author"
    DATE = "date"
    TITLE = "title"
    COUNT = "count"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Substitute:
    """A word that stands for a stretch of the question: another name, or a slip put right."""

    start: int
    end: int
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood over one collection.

    `terms` are what the engine looks for, `singles` the characters that tell its hits apart.
    `words` are those that say what it is about, where they
    stand in the folded text; `substitutes` may stand for some of them.
    """

    text: str
    folded: str
    terms: Mapping[str, float]
    singles: tuple[str, ...]
    words: tuple[Term, ...]
    substitutes: tuple[Substitute, ...] = ()
    asks: frozenset[Asks] = frozenset()
    about: About | None = None
    is_across: bool = False
    is_greeting: bool = False
    is_instruction: bool = False

    def following(self, before: Question, weight: float) -> Question:
        """The same question, leaning on the one before: its terms count as well, but less."""
        terms = {term: weight * value for term, value in before.terms.items()}
        words = self.words or before.words
        return replace(self, terms=terms | dict(self.terms), words=words)


def understand(text: str, analyzer: Analyzer, lexicon: Lexicon, aliases: Aliases) -> Question:
    """Read a question.

    Args:
        text: As it was typed.
        analyzer: The one that the passages were indexed with.
        lexicon: The words of the collection.
        aliases: Other names of things.
    """
    folded = fold(text[:_MOST_CHARACTERS]).strip()
    words = analyzer.terms(folded, "default")
    cut = [word for word in words if word.text in _vocabulary().cut]
    asked = _blank(folded, cut)
    informative = [word for word in words if word.text not in _vocabulary().silent][:_MOST_WORDS]
    substitutes = tuple(_substitutes(asked, informative, lexicon, aliases))
    patterns = _patterns()
    return Question(
        text=text,
        folded=folded,
        terms=_terms(asked, substitutes, analyzer, lexicon),
        singles=tuple(dict.fromkeys(c for run in han_runs(asked) for c in asked[slice(*run)])),
        words=tuple(informative),
        substitutes=substitutes,
        asks=frozenset(kind for kind in Asks if patterns.asks[kind].search(folded)),
        about=_about(folded),
        is_across=bool(patterns.across.search(folded)),
        is_greeting=bool(patterns.greeting.fullmatch(folded)),
        is_instruction=bool(patterns.instruction.search(folded)),
    )


def _blank(folded: str, cut: Iterable[Term]) -> str:
    """The question with these words blanked out, every offset kept."""
    characters = list(folded)
    for word in cut:
        characters[word.start : word.end] = " " * (word.end - word.start)
    return "".join(characters)


def _terms(
    asked: str, substitutes: Iterable[Substitute], analyzer: Analyzer, lexicon: Lexicon
) -> Mapping[str, float]:
    """What the engine looks for: the question's words and pairs, and those of substitutes."""
    terms = dict(_weighted(asked, 1.0, analyzer))
    for one in substitutes:
        for term, weight in _weighted(one.text, one.weight, analyzer):
            terms[term] = max(weight, terms.get(term, 0.0))
    if len(terms) > MOST_TERMS:
        rarest = sorted(terms, key=lambda term: -lexicon.worth(term) * (lexicon.found(term) > 0))
        terms = {term: terms[term] for term in rarest[:MOST_TERMS]}
    return terms


def _weighted(text: str, weight: float, analyzer: Analyzer) -> Iterator[tuple[str, float]]:
    for term in analyzer.bag(text):
        if term.startswith(PAIR):
            yield term, weight * PAIR_WEIGHT
        elif not term.startswith(SINGLE):
            yield term, weight * WORD_WEIGHT


def _substitutes(
    asked: str, words: list[Term], lexicon: Lexicon, aliases: Aliases
) -> Iterator[Substitute]:
    named = list(aliases.mentions(asked))
    for mention in named:
        for other in mention.others:
            yield Substitute(mention.start, mention.end, other, ALIAS)
    for slip in corrections(asked[:_MOST_CORRECTED], lexicon):
        if not any(name.start < slip.end and slip.start < name.end for name in named):
            for meant in slip.meant:
                yield Substitute(slip.start, slip.end, meant, CORRECTION)
    yield from _across_the_strait(asked, words, lexicon)
    for word in words:
        if word.end - word.start == 1:
            for whole in lexicon.holding(word.text, limit=5):
                yield Substitute(word.start, word.end, whole, PART)


def _across_the_strait(
    asked: str, words: list[Term], lexicon: Lexicon
) -> Iterator[Substitute]:
    """What Taiwan's words are called on the mainland, and the other way round."""
    for first, word in enumerate(words):
        for last in words[first : first + _WIDEST_NAME]:
            written = asked[word.start : last.end]
            for other in in_other_words(written):
                if lexicon.knows(other):
                    yield Substitute(word.start, last.end, other, ALIAS)


def _about(folded: str) -> About | None:
    """Which of an article's or the collection's data is asked for."""
    patterns = _patterns()
    for kind, pattern in patterns.about.items():
        if pattern.search(folded) and (kind is About.COUNT or patterns.article.search(folded)):
            return kind
    return None


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Words that are cut from questions, and those that are no evidence."""

    cut: frozenset[str]
    silent: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What shows the kind of a question."""

    asks: Mapping[Asks, re.Pattern[str]]
    about: Mapping[About, re.Pattern[str]]
    article: re.Pattern[str]
    across: re.Pattern[str]
    greeting: re.Pattern[str]
    instruction: re.Pattern[str]


@cache
def question_table() -> Mapping[str, Any]:
    """The words and patterns of questions, as question_words.toml has them."""
    text = files("retrieval").joinpath("question_words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _vocabulary() -> _Vocabulary:
    table = question_table()
    cut = {fold(word) for name in ("interrogatives", "courtesy") for word in table[name].split()}
    return _Vocabulary(frozenset(cut), frozenset(cut | set(map(fold, table["stop"].split()))))


@cache
def _patterns() -> _Patterns:
    table = question_table()
    return _Patterns(
        asks={kind: re.compile(table["asks"][kind]["asked"]) for kind in Asks},
        about={kind: re.compile(table["about"][kind]) for kind in About},
        article=re.compile(table["about"]["article"]),
        across=re.compile(table["across"]["asked"]),
        greeting=re.compile(table["talk"]["greeting"]),
        instruction=re.compile(table["talk"]["instruction"]),
    )
