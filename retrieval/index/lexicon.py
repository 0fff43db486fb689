"""The words of a collection: document frequencies, and words by pinyin and by their ends."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from heapq import nlargest

from corpus.pinyin import plain_reading, reading_of
from retrieval.index.terms import TermTable
from retrieval.text.analysis import PAIR, SINGLE

_WORD = re.compile("[㐀-䶿一-鿿]{2,4}")
"""The words that corrections choose from."""


class Lexicon:
    """Lookups in the terms of one collection.

    Args:
        table: The terms of all passages.
    """

    def __init__(self, table: TermTable) -> None:
        self._table = table
        self._frequencies: list[int] = table.frequencies.tolist()
        self._lengths: list[float] = table.relative_lengths.tolist()

    def document_frequency(self, term: str) -> int:
        """Return the number of passages that contain a term."""
        number = self._table.numbers.get(term)
        return 0 if number is None else self._frequencies[number]

    def contains(self, text: str) -> bool:
        """Return True if a text may occur in the collection: as a word, or all its pairs do."""
        if len(text) == 1:
            return any(map(self.document_frequency, (SINGLE + text, text)))
        pairs = (PAIR + text[place : place + 2] for place in range(len(text) - 1))
        return self.document_frequency(text) > 0 or all(
            self.document_frequency(pair) for pair in pairs
        )

    def pairs_with(self, character: str, limit: int) -> list[str]:
        """Return the most frequent terms that are a pair with a character, as the index has them.

        Single characters have no postings of their own.
        """
        pairs = (term for term in self._table.numbers if character in term and term[0] == PAIR)
        found = filter(self.document_frequency, pairs)
        return nlargest(limit, found, key=self.document_frequency)

    def idf(self, term: str) -> float:
        """Return Lucene's idf of a term, highest for a term that does not occur."""
        frequency = self.document_frequency(term)
        return math.log1p((len(self._lengths) - frequency + 0.5) / (frequency + 0.5))

    def length(self, passage_id: str) -> float:
        """Return a passage's length divided by the mean, 1 for an unknown passage."""
        row = self._table.rows.get(passage_id)
        return 1.0 if row is None else self._lengths[row]

    def sounding_like(self, reading: str) -> list[str]:
        """Return the words with this pinyin (without tones), frequent ones first.

        A word is listed under the usual readings of its characters and under its own reading.
        """
        return self._by_sound.get(reading, [])

    def characters_like(self, reading: str) -> list[str]:
        """Return the characters with this pinyin (without tones), frequent ones first."""
        return self._characters_by_sound.get(reading, [])

    def near(self, word: str) -> Iterable[str]:
        """Yield the words of the same length with the same first or last character."""
        for index, character in ((0, word[:1]), (-1, word[-1:])):
            yield from self._by_end.get((len(word), index, character), ())

    def prepare(self) -> None:
        """Build all tables, so that the first mistyped question does not wait for them."""
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
        """The words by their length, an index (0 or -1), and the character there."""
        found: dict[tuple[int, int, str], list[str]] = defaultdict(list)
        for word in self._words:
            found[len(word), 0, word[0]].append(word)
            found[len(word), -1, word[-1]].append(word)
        return found

    def _frequent_first(self, fits: Callable[[str], object]) -> list[str]:
        """Return the occurring terms that fit, by descending frequency, then by code points."""
        terms = filter(fits, filter(self.document_frequency, self._table.numbers))
        return sorted(terms, key=lambda term: (-self.document_frequency(term), term))
