"""The collection's own words: how many passages hold each, how each sounds, which look alike."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from corpus.pinyin import plain_reading, reading_of
from retrieval.index.terms import TermTable
from retrieval.text.analysis import PAIR, SINGLE

_WORD = re.compile("[㐀-䶿一-鿿]{2,4}")


class Lexicon:
    """What is known of the terms of one collection.

    Args:
        table: The terms of every passage.
    """

    def __init__(self, table: TermTable) -> None:
        self._table = table
        self._found: list[int] = table.frequencies.tolist()
        self._lengths: list[float] = table.relative_lengths.tolist()

    def document_frequency(self, term: str) -> int:
        """Return the number of passages that contain a term."""
        number = self._table.numbers.get(term)
        return 0 if number is None else self._found[number]

    def contains(self, text: str) -> bool:
        """Return True if Chinese text may occur in the collection: all its pairs do."""
        if len(text) == 1:
            return self.document_frequency(SINGLE + text) > 0
        pairs = (PAIR + text[place : place + 2] for place in range(len(text) - 1))
        return self.document_frequency(text) > 0 or all(
            self.document_frequency(pair) for pair in pairs
        )

    def idf(self, term: str) -> float:
        """Return a term's idf by Lucene's formula; highest for a term that occurs nowhere."""
        frequency = self.document_frequency(term)
        return math.log1p((len(self._lengths) - frequency + 0.5) / (frequency + 0.5))

    def length(self, passage_id: str) -> float:
        """How long a passage is, the mean being 1; 1 for one that is not of this collection."""
        place = self._table.places.get(passage_id)
        return 1.0 if place is None else self._lengths[place]

    def sounding_like(self, reading: str) -> list[str]:
        """The words that are read so (pinyin, tones left out), frequent ones first.

        A character counts with its usual reading, and with the one that it has in the word.
        """
        return self._by_sound.get(reading, [])

    def characters_like(self, reading: str) -> list[str]:
        """The single characters that are read so, frequent ones first."""
        return self._characters_by_sound.get(reading, [])

    def near(self, word: str) -> Iterable[str]:
        """The words of the same length that begin or end with the same character."""
        for place, end in ((0, word[:1]), (-1, word[-1:])):
            yield from self._by_end.get((len(word), place, end), ())

    def prepare(self) -> None:
        """Look up now what else the first mistyped question would wait for."""
        self.sounding_like("")
        self.characters_like("")
        list(self.near(""))

    @cached_property
    def _words(self) -> list[str]:
        return self._frequent_first(_WORD.fullmatch)

    @cached_property
    def _by_sound(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            for reading in {"".join(map(plain_reading, word)), reading_of(word)}:
                found[reading].append(word)
        return found

    @cached_property
    def _characters_by_sound(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for single in self._frequent_first(lambda term: term[0] == SINGLE):
            found[plain_reading(single[1])].append(single[1])
        return found

    @cached_property
    def _by_end(self) -> Mapping[tuple[int, int, str], list[str]]:
        found: dict[tuple[int, int, str], list[str]] = defaultdict(list)
        for word in self._words:
            found[len(word), 0, word[0]].append(word)
            found[len(word), -1, word[-1]].append(word)
        return found

    def _frequent_first(self, fits: Callable[[str], object]) -> list[str]:
        """The terms that fit and stand somewhere; equally frequent ones by their characters."""
        terms = filter(fits, filter(self.document_frequency, self._table.numbers))
        return sorted(terms, key=lambda term: (-self.document_frequency(term), term))
