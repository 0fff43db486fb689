"""Texts that may replace words of a question: other names, numbers, corrections, synonyms."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from corpus.tables import read_table
from retrieval.index.lexicon import Lexicon
from retrieval.question.aliases import Aliases, everyday_synonyms
from retrieval.question.correction import MAX_CORRECTIONS, corrections
from retrieval.question.numbers import forms, quantities
from retrieval.question.patterns import texts_for, words_of
from retrieval.text.analysis import Term, han_runs
from retrieval.text.dictionary import Dictionary
from retrieval.text.regional import have_variants, regional_variants

ALIAS_WEIGHT = 0.9
"""Weight of another name for the same thing, or form of a number; a word of the question weighs
1."""

EVERYDAY_WEIGHT = 0.5
"""Weight of an everyday word for the same thing."""

CORRECTION_WEIGHT = 0.3
"""Weight of a correction."""

SYNONYM_WEIGHT = 0.4
"""Weight of a synonym of a word that no passage contains, and of a doubtful translation."""

_MAX_CORRECTED_CHARACTERS = 120
"""Length of the beginning of a question in which corrections are searched for."""

_MAX_NAME_WORDS = 3
"""Maximum number of words of a name with a regional variant or an English translation."""

_ENDINGS = (
    *(("", ""), ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e")),
    *(("ing", ""), ("ing", "e"), ("ation", "ate"), ("ion", "e"), ("ion", ""), ("ment", "")),
)
"""Endings of English words, each with what stands in its place in the word in the dictionary."""

_MAX_MEANINGS = 6
"""Maximum number of Chinese words for an English one."""

_MAX_EVERYDAY_WORDS = 12
"""Maximum number of words in a question whose everyday synonyms are searched for."""

_MAX_NUMBERS = 8
"""Maximum number of numbers in a question whose other forms are searched for."""

_MAX_FORMS = 6
"""Maximum number of forms of one number."""

_MAX_REMEMBERED = 1 << 14
"""The number of rows of words that are remembered without stop words."""

_PARTS = re.compile("[a-z0-9]+|[㐀-䶿一-鿿]+")
"""The parts of a form that the lexicon knows, without points and commas."""


class Substitute(NamedTuple):
    """A text that may replace a span of a folded question.

    Attributes:
        start: Start of the span.
        end: End of the span.
        text: The replacement, folded.
        weight: The weight of its terms.
        is_guess: True if it may not be what was meant: it is searched for, but a passage that
            contains it does not cover the word.
        is_highlighted: False if it means only about the same.
    """

    start: int
    end: int
    text: str
    weight: float
    is_guess: bool = False
    is_highlighted: bool = True


def sure_substitutes(word: Term, substitutes: Iterable[Substitute]) -> Iterator[Substitute]:
    """Yield the substitutes of a word of a question, without guesses."""
    return (
        one
        for one in substitutes
        if not one.is_guess and one.start < word.end and word.start < one.end
    )


def alias_substitutes(searched: str, aliases: Aliases) -> Iterator[Substitute]:
    """Yield the other names of things that the question names."""
    for mention in aliases.mentions(searched):
        for other in mention.others:
            yield Substitute(mention.start, mention.end, other, ALIAS_WEIGHT)


def number_substitutes(searched: str, lexicon: Lexicon) -> Iterator[Substitute]:
    """Yield the forms of a number that the collection may contain, its own with its unit first."""
    for quantity in islice(quantities(searched), _MAX_NUMBERS):
        typed = searched[quantity.start : quantity.end]
        known = (
            form
            for form in dict.fromkeys((typed, *forms(quantity)))
            if all(map(lexicon.contains, _PARTS.findall(form)))
        )
        for form in islice(known, _MAX_FORMS):
            yield Substitute(quantity.start, quantity.end, form, ALIAS_WEIGHT)


def correction_substitutes(
    searched: str,
    words: Iterable[Term],
    lexicon: Lexicon,
    aliases: Aliases,
    dictionary: Dictionary,
) -> Iterator[Substitute]:
    """Yield corrections of text that the collection does not contain, known names left alone."""
    found = corrections(searched[:_MAX_CORRECTED_CHARACTERS], lexicon, dictionary)
    names = list(aliases.mentions(searched)) if found else []
    in_words = {
        place
        for word in (words if found else ())
        if len(word.text) > 1
        for place in range(word.start, word.end)
    }
    for one in found:
        if any(name.start < one.end and one.start < name.end for name in names):
            continue
        typed = searched[one.start : one.end]
        for word in one.replacements:
            is_guess = _changes_word(typed, word, one.start, in_words)
            yield Substitute(one.start, one.end, word, CORRECTION_WEIGHT, is_guess)


def _changes_word(typed: str, replacement: str, start: int, in_words: Container[int]) -> bool:
    """Return True if a correction changes a word of the dictionary; False for pinyin.

    Args:
        typed: The text that is corrected.
        replacement: The correction.
        start: The offset of *typed* in the question.
        in_words: The offsets that belong to words of several characters.
    """
    pairs = enumerate(zip(typed, replacement, strict=False), start)
    return any(han_runs(typed)) and any(place in in_words for place, (a, b) in pairs if a != b)


def regional_substitutes(
    searched: str, words: Sequence[Term], lexicon: Lexicon
) -> Iterator[Substitute]:
    """Yield the mainland's words for those of Taiwan, and the reverse."""
    if not have_variants(searched):
        return
    spans = [
        (word.start, last.end)
        for first, word in enumerate(words)
        for last in words[first : first + _MAX_NAME_WORDS]
        if len(searched[word.start : last.end].split()) == 1  # No term has a blank.
    ]
    found = regional_variants([searched[start:end] for start, end in spans])
    for (start, end), others in zip(spans, found, strict=True):
        for other in filter(lexicon.contains, others):
            yield Substitute(start, end, other, ALIAS_WEIGHT)


def everyday_substitutes(
    searched: str, words: Sequence[Term], lexicon: Lexicon
) -> Iterator[Substitute]:
    """Yield the everyday synonyms of the words and phrases of a question."""
    mentions = list(everyday_synonyms().mentions(searched))
    starts = {word.start for word in words} if mentions else ()
    ends = {word.end for word in words} if mentions else ()
    found = [one for one in mentions if one.start in starts and one.end in ends]
    for mention in found[:_MAX_EVERYDAY_WORDS]:
        for other in _usable(mention.others, lexicon):
            yield Substitute(mention.start, mention.end, other, EVERYDAY_WEIGHT)


def quality_substitutes(words: Iterable[Term], lexicon: Lexicon) -> Iterator[Substitute]:
    """Yield the names of the qualities that words ask about: 价格 for 贵; they are guesses."""
    for word in words:
        names = texts_for("qualities", word.text.lstrip("最更"))
        for name in _usable(tuple(names.split()), lexicon) if names else ():
            yield Substitute(
                word.start, word.end, name, EVERYDAY_WEIGHT, is_guess=True, is_highlighted=False
            )


def synonym_substitutes(
    searched: str, words: Sequence[Term], lexicon: Lexicon, dictionary: Dictionary
) -> Iterator[Substitute]:
    """Yield translations of English words, and synonyms of Chinese ones.

    The more passages contain a Chinese word itself, the less its synonyms weigh.
    """
    for first, word in enumerate(words):
        if word.text.isascii():
            phrase = words[first : first + _MAX_NAME_WORDS]
            yield from _translations(searched, phrase, lexicon, dictionary)
            continue
        if others := _usable(dictionary.synonyms(word.text), lexicon):
            weight = SYNONYM_WEIGHT / math.sqrt(1 + lexicon.document_frequency(word.text))
            for other in others:
                yield Substitute(
                    word.start, word.end, other, weight, is_guess=True, is_highlighted=False
                )


def _translations(
    searched: str, words: Sequence[Term], lexicon: Lexicon, dictionary: Dictionary
) -> Iterator[Substitute]:
    """Yield the meanings of the first word, alone and together with those behind it.

    A single English word with several meanings is a guess, as only one of them is meant.
    """
    start = words[0].start
    for last in words:
        meanings = _meanings(searched[start : last.end], lexicon, dictionary)
        is_sure = meanings.is_sure or last is not words[0]
        is_guess, weight = not is_sure, ALIAS_WEIGHT if is_sure else SYNONYM_WEIGHT
        for other in meanings.words:
            is_doubtful = is_guess or len(other) == 1
            yield Substitute(start, last.end, other, weight, is_doubtful, not is_doubtful)


@dataclass(frozen=True, slots=True)
class _Meanings:
    """Chinese words for an English word or phrase; sure if all of them mean what it does."""

    words: Sequence[str] = ()
    is_sure: bool = False


def _meanings(english: str, lexicon: Lexicon, dictionary: Dictionary) -> _Meanings:
    """Return the meanings of an English word or phrase that the collection contains.

    If it has none, those of the word that it may be a form of: integrated, integrate.
    """
    if not english.isascii():
        return _Meanings()
    table = read_table("retrieval.question", "english.toml")["words"]
    for ending, replacement in _ENDINGS:
        if english.endswith(ending):
            form = english.removesuffix(ending) + replacement
            if words := _usable(tuple(table.get(form, ())), lexicon, _MAX_MEANINGS):
                return _Meanings(words, is_sure=True)
            if words := _usable(tuple(dictionary.translations(form)), lexicon, _MAX_MEANINGS):
                return _Meanings(words, is_sure=len(words) == 1)
    return _Meanings()


def _usable(
    words: tuple[str, ...], lexicon: Lexicon, limit: int = MAX_CORRECTIONS
) -> Sequence[str]:
    """Return the first few of these words that the collection contains, without stop words."""
    return lexicon.contained(_without_stop_words(words), limit) if words else ()


@lru_cache(maxsize=_MAX_REMEMBERED)
def _without_stop_words(words: tuple[str, ...]) -> tuple[str, ...]:
    stop_words = words_of("stop_words")
    return tuple(one for one in words if one not in stop_words)
