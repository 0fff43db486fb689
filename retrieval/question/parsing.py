"""What a question asks: its terms, what it is about, and what kind of answer it wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from retrieval.index.lexicon import Lexicon
from retrieval.question.aliases import Aliases
from retrieval.question.patterns import AnswerType, Aspect, asked_of_articles, patterns, words_of
from retrieval.question.substitutes import (
    Substitute,
    across_the_strait,
    of_like_meaning,
    other_names,
    put_right,
)
from retrieval.text.analysis import PAIR, SINGLE, Analyzer, Term, han_runs
from retrieval.text.script import fold

PAIR_WEIGHT, SINGLE_WEIGHT, SILENT_WEIGHT = 0.5, 1.65, 1.15
"""What a pair of characters counts beside a word, which counts 1; what a single character does;
and one that stands in stop words alone."""

MAX_TERMS = 160
"""Terms that are looked for, however long the question is; the rarest stay."""

_MAX_CHARACTERS = 1000
_MAX_WORDS = 40
"""How far into a long question its words are understood one by one."""

_MAX_SINGLES = 120

_TITLE = re.compile("《([^》]{1,120})》")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood over one collection.

    `terms` are what the engine looks for, `singles` the characters that tell its hits apart, both
    with their weights. `words` are those that say what it is about, where they stand in the folded
    text; `substitutes` may stand for some of them. Of a question `aspect` an article, `named` are
    the words that name it; `titles` are those it puts in 《》. A follow-up that names none
    `refers_back` article that the question before was answered from.
    """

    text: str
    folded: str
    terms: Mapping[str, float]
    singles: Mapping[str, float]
    words: tuple[Term, ...]
    substitutes: tuple[Substitute, ...] = ()
    answer_types: frozenset[AnswerType] = frozenset()
    aspect: Aspect | None = None
    named: tuple[Term, ...] = ()
    titles: tuple[str, ...] = ()
    refers_back: bool = False
    is_across: bool = False
    is_greeting: bool = False
    is_thanks: bool = False
    is_instruction: bool = False

    def naming(self) -> Question:
        """The same question, being about the words alone that name an article."""
        return replace(self, words=self.named)

    def following(self, before: Question, weight: float) -> Question:
        """The same question, leaning on the one before: its terms count as well, but less."""
        terms = {term: weight * value for term, value in before.terms.items()}
        singles = {one: weight * value for one, value in before.singles.items()}
        meant = self if self.words else before
        return replace(
            self,
            refers_back=self.aspect not in {None, Aspect.COUNT} and not self.named,
            terms=terms | dict(self.terms),
            singles=singles | dict(self.singles),
            words=meant.words,
            substitutes=meant.substitutes,
        )


def parse_question(text: str, analyzer: Analyzer, lexicon: Lexicon, aliases: Aliases) -> Question:
    """Read a question.

    Args:
        text: As it was typed.
        analyzer: The one that the passages were indexed with.
        lexicon: The words of the collection.
        aliases: Other names of things.
    """
    folded = fold(_bounded(text)).strip()
    words = analyzer.terms(folded, "default")
    kinds = patterns()
    is_across = bool(kinds.across.search(folded))
    cut = _framing(folded, words, is_across=is_across)
    asked = _blank(folded, cut)
    informative = _informative(words, cut)
    substitutes = (
        *other_names(asked, aliases),
        *put_right(asked, words, lexicon, aliases),
        *across_the_strait(asked, informative, lexicon),
        *of_like_meaning(asked, informative, lexicon, analyzer.dictionary),
    )
    about, named = _about(folded, informative)
    return Question(
        text=text,
        folded=folded,
        terms=_terms(asked, substitutes, analyzer, lexicon),
        singles=_singles(asked, informative),
        words=tuple(informative),
        substitutes=substitutes,
        answer_types=frozenset(
            kind for kind in AnswerType if kinds.answer_types[kind].search(folded)
        ),
        aspect=about,
        named=named,
        titles=tuple(_TITLE.findall(folded)),
        is_across=is_across,
        is_greeting=bool(kinds.greeting.fullmatch(folded) or kinds.chat.search(folded)),
        is_thanks=bool(kinds.thanks.fullmatch(folded)),
        is_instruction=bool(kinds.instruction.search(folded)),
    )


def _informative(words: Sequence[Term], cut: Iterable[Term]) -> list[Term]:
    """The words that say what it is about, each where it stands first."""
    silent = _vocabulary().silent | {word.text for word in cut}
    once = {word.text: word for word in reversed(words) if word.text not in silent}
    return sorted(once.values(), key=lambda word: word.start)[:_MAX_WORDS]


def _framing(folded: str, words: Iterable[Term], *, is_across: bool) -> list[Term]:
    """The words that only make a question of it: they are not looked for."""
    vocabulary = _vocabulary()
    framing = vocabulary.cut | vocabulary.comparing if is_across else vocabulary.cut
    found = (kind.finditer(folded) for kind in (patterns().whether, patterns().aside))
    spans = [match.span() for matches in found for match in matches]
    return [word for word in words if word.text in framing or _touches(word, spans)]


def _bounded(text: str) -> str:
    """The beginning and the end of a long text: what stands between rarely asks."""
    if len(text) <= _MAX_CHARACTERS:
        return text
    half = _MAX_CHARACTERS // 2
    return f"{text[:half]} {text[-half:]}"


def _singles(asked: str, informative: Iterable[Term]) -> Mapping[str, float]:
    """The Chinese characters of a question, and what each counts."""
    telling = {character for word in informative for character in word.text}
    found = dict.fromkeys(one for start, end in han_runs(asked) for one in asked[start:end])
    return {
        character: SINGLE_WEIGHT if character in telling else SILENT_WEIGHT
        for character in islice(found, _MAX_SINGLES)
    }


def _touches(word: Term, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a word stands in one of these stretches, wholly or in part."""
    return any(start < word.end and word.start < end for start, end in spans)


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
    if len(terms) > MAX_TERMS:
        rarest = sorted(
            terms, key=lambda term: -lexicon.idf(term) * (lexicon.document_frequency(term) > 0)
        )
        terms = {term: terms[term] for term in rarest[:MAX_TERMS]}
    return terms


def _weighted(text: str, weight: float, analyzer: Analyzer) -> Iterator[tuple[str, float]]:
    for term in analyzer.bag(text):
        if term.startswith(PAIR):
            yield term, weight * PAIR_WEIGHT
        elif not term.startswith(SINGLE):
            yield term, weight


def _about(folded: str, words: Iterable[Term]) -> tuple[Aspect | None, tuple[Term, ...]]:
    """Which of an article's or the collection's data is asked for, and of what."""
    titles = [match.span(1) for match in _TITLE.finditer(folded)]
    articles = [match.span() for match in patterns().article.finditer(folded)]
    for kind, match in asked_of_articles(folded):
        asking = [match.span(), *articles]
        named = tuple(
            word for word in words if _touches(word, titles) or not _touches(word, asking)
        )
        if articles or (kind in (Aspect.COUNT, Aspect.AUTHOR) and not named):
            return kind, named
    return None, ()


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Words that are cut from questions, and those that are no evidence."""

    cut: frozenset[str]
    comparing: frozenset[str]
    silent: frozenset[str]


@cache
def _vocabulary() -> _Vocabulary:
    cut = words_of("interrogatives") | words_of("courtesy")
    return _Vocabulary(cut, words_of("comparing"), cut | words_of("stop"))
