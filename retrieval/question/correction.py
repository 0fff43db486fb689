"""Corrections of typing errors and of pinyin, by the words of the collection.

Only text that the collection does not contain is corrected, and only to words that it contains, so
that a correction never hides a passage.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from retrieval.index.lexicon import Lexicon
from retrieval.text.analysis import han_runs
from retrieval.text.dictionary import Dictionary

MAX_CORRECTIONS = 3
"""Maximum number of words that one error is corrected to."""

_MAX_LENGTH = 4
"""Maximum length of an error: characters, or syllables of pinyin that are typed apart."""

_LATIN_WORD = re.compile(r"[a-zü]+")
_LATIN_RUN = re.compile(r"[a-zü]+(?:[\s'’]+[a-zü]+)*")
_SYLLABLE_BREAK = re.compile(r"[\s'’]+")


@dataclass(frozen=True, slots=True)
class Correction:
    """A span of a folded question, and the words that replace it, likeliest first."""

    start: int
    end: int
    replacements: tuple[str, ...]


def corrections(folded: str, lexicon: Lexicon, dictionary: Dictionary) -> list[Correction]:
    """Return corrections of pinyin, of homophones and of characters that look alike.

    Args:
        folded: The question, folded.
        lexicon: The terms of the collection.
        dictionary: The readings of characters, and of words that differ from those of theirs.
    """
    return [
        *_pinyin_corrections(folded, lexicon, dictionary),
        *_character_corrections(folded, lexicon, dictionary),
    ]


def _pinyin_corrections(
    folded: str, lexicon: Lexicon, dictionary: Dictionary
) -> Iterator[Correction]:
    """Yield the words that are typed in pinyin, the longest reading at each place."""
    for match in _LATIN_RUN.finditer(folded):
        parts = [part.span() for part in _LATIN_WORD.finditer(match[0])]
        place = 0
        while place < len(parts):
            for last in range(min(place + _MAX_LENGTH, len(parts)) - 1, place - 1, -1):
                start, end = parts[place][0], parts[last][1]
                typed = match[0][start:end]
                reading = _SYLLABLE_BREAK.sub("", typed).replace("ü", "v")
                words = _words_read(reading, lexicon, dictionary)
                if words and not lexicon.document_frequency(typed):
                    yield Correction(match.start() + start, match.start() + end, tuple(words))
                    place = last
                    break
            place += 1


def _words_read(reading: str, lexicon: Lexicon, dictionary: Dictionary) -> list[str]:
    """Return words with this reading, or else two that follow each other in the collection."""
    if words := _sounding_like(reading, lexicon, dictionary):
        return words[:MAX_CORRECTIONS]
    halves = ((reading[:place], reading[place:]) for place in range(1, len(reading)))
    compounds = (
        one + other
        for first, second in halves
        for one in [
            *_sounding_like(first, lexicon, dictionary),
            *lexicon.characters_like(first),
        ]
        for other in [
            *_sounding_like(second, lexicon, dictionary),
            *lexicon.characters_like(second),
        ]
        if len(one + other) > 2
    )
    return list(islice(filter(lexicon.contains, compounds), MAX_CORRECTIONS))


def _sounding_like(reading: str, lexicon: Lexicon, dictionary: Dictionary) -> list[str]:
    """Return the words of the collection with this reading, frequent ones first."""
    listed = filter(lexicon.contains, dictionary.sounding_like(reading))
    words = dict.fromkeys((*lexicon.sounding_like(reading), *listed))
    return sorted(words, key=lambda word: -lexicon.document_frequency(word))


def _character_corrections(
    folded: str, lexicon: Lexicon, dictionary: Dictionary
) -> Iterator[Correction]:
    """Yield the words that are typed with a wrong character, the longest at each place."""
    for begin, end in han_runs(folded):
        run, place = folded[begin:end], 0
        known = lexicon.known_pairs(run)
        while False in known[place:]:
            first = known.index(False, place)
            place = max(place, first + 2 - _MAX_LENGTH)  # Nothing before it has the unknown pair.
            for length in range(min(_MAX_LENGTH, len(run) - place), first + 1 - place, -1):
                typed, pairs = run[place : place + length], known[place : place + length - 1]
                if lexicon.document_frequency(typed):
                    continue
                if words := _similar_words(typed, pairs, lexicon, dictionary):
                    yield Correction(begin + place, begin + place + length, words)
                    place += length - 1
                    break
            place += 1


def _similar_words(
    typed: str, pairs: Sequence[bool], lexicon: Lexicon, dictionary: Dictionary
) -> tuple[str, ...]:
    """Return words that sound the same and share a character, else words that look alike.

    Args:
        typed: A text that is no word of the collection.
        pairs: For each two neighbouring characters of it, if the collection has them so.
        lexicon: The terms of the collection.
        dictionary: The readings and the four-corner codes of characters.
    """
    reading = "".join(map(dictionary.plain_reading, typed))
    sounding = lexicon.sounding_like(reading)
    words = [word for word in sounding if _share(word, typed)] if sounding else []
    words = words or _looking_like(typed, _wrong_places(pairs), lexicon, dictionary)
    return tuple(dict.fromkeys(words))[:MAX_CORRECTIONS] if words else ()


def _wrong_places(pairs: Sequence[bool]) -> Sequence[int]:
    """Return the places whose character alone may be wrong: those in every unknown pair.

    The collection has all pairs of its words.
    """
    last = len(pairs) - 1 - pairs[::-1].index(False)
    return range(last, pairs.index(False) + 2)


def _share(word: str, typed: str) -> bool:
    """Return True if two words of the same length have the same character at some place."""
    return len(word) == len(typed) and any(map(operator.eq, word, typed))


def _looking_like(
    typed: str, places: Iterable[int], lexicon: Lexicon, dictionary: Dictionary
) -> list[str]:
    """Return the words that differ in one of these characters, the first one of a word last."""
    first: list[str] = []
    later: set[str] = set()
    for place in places:
        before, after = typed[:place], typed[place + 1 :]
        if not (fillers := lexicon.fillers(before, after)):
            continue
        if len(typed) == 2:
            fillers = dictionary.looking_like(typed[place], fillers)
        words = [before + character + after for character in fillers]
        if place:
            later.update(words)
        else:
            first = words
    return [*sorted(later, key=lexicon.rank), *first] if later else first
