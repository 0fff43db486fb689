"""The words of a collection: document frequencies, and words by pinyin and by what they lack."""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from heapq import nlargest
from itertools import islice
from operator import add
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.artifacts import fingerprint
from corpus.pinyin import plain_reading, reading_of
from retrieval.index.terms import Terms
from retrieval.text.analysis import PAIR, SINGLE
from retrieval.text.kept_table import KeptTable, Rows, open_tables

_WORD = re.compile("[㐀-䶿一-鿿]{2,4}")
"""The words that corrections choose from."""

_LIBRARIES = ("jieba", "opencc", "pypinyin", "rjieba")
"""The libraries that decide which terms there are, and how they are read."""

_REMEMBERED = 1 << 13
"""The number of characters whose idf is remembered: all that questions commonly have."""

_MAX_REMEMBERED = 1 << 14
"""The number of rows of words that it is remembered of which the collection contains."""

_GAP = "*"
"""Stands for a character that is left out of a word."""


class Lexicon:
    """Lookups in the terms of one collection.

    Args:
        table: The terms of all passages.
        folder: The folder in which what is made of its words is kept; without one it is made by
            each process that needs it.
    """

    def __init__(self, table: Terms, folder: Path | None = None) -> None:
        self._table = table
        self._folder = folder
        self._frequencies = table.frequencies.data
        self._all_occur = bool(table.frequencies.all())
        self._lengths = table.lengths.view()
        self._lengths.setflags(write=False)  # As a mapped one: code is compiled for it.
        self._count = len(table.lengths)
        self.character_idf = lru_cache(_REMEMBERED)(self._character_idf)
        """Return the idf of a single character."""
        self._idf_of = lru_cache(None)(self._idf)
        self._mean_length = float(table.lengths.mean()) if table.lengths.any() else 1.0
        self.contained = lru_cache(_MAX_REMEMBERED)(self._contained)
        """Return the first few of some words that the collection contains, as many as a limit.

        Of words of two characters those that it has as words, of others see `contains`.
        """

    @property
    def mean_length(self) -> float:
        """The mean of the passages' lengths; 1 if all are empty."""
        return self._mean_length

    @property
    def table(self) -> Terms:
        """The terms of all passages."""
        return self._table

    def document_frequency(self, term: str) -> int:
        """Return the number of passages that contain a term."""
        number = self._table.vocabulary.number(term)
        return 0 if number is None else self._frequencies[number]

    def contains(self, text: str) -> bool:
        """Return True if a text may occur in the collection.

        It is a word, or all its pairs of characters occur, or all that a hyphen joins: wi-fi.
        """
        if len(text) == 1:
            return any(map(self.document_frequency, (SINGLE + text, text)))
        if self.document_frequency(text) > 0 or self._has_pairs(text):
            return True
        parts = text.split("-")
        return len(parts) > 1 and all(map(self.document_frequency, parts))

    def _contained(self, words: tuple[str, ...], limit: int) -> Sequence[str]:
        frequency = self.document_frequency
        known = (one for one in words if frequency(one) or (len(one) != 2 and self.contains(one)))
        return tuple(islice(known, limit))

    def _has_pairs(self, text: str) -> bool:
        """Return True if the collection has all two neighbouring characters of a text so."""
        return all(self.document_frequency(PAIR + pair) for pair in map(add, text, text[1:]))

    def known_pairs(self, text: str) -> list[bool]:
        """Return for each two neighbouring characters of a text if the collection has them so."""
        pairs = [PAIR + pair for pair in map(add, text, text[1:])]
        if self._all_occur:
            return [number is not None for number in map(self._table.vocabulary.number, pairs)]
        return [self.document_frequency(pair) > 0 for pair in pairs]

    def pairs_with(self, character: str, limit: int) -> list[str]:
        """Return the most frequent terms that are a pair with a character, as the index has them.

        Single characters have no postings of their own.
        """
        vocabulary = self._table.vocabulary
        terms = map(vocabulary.__getitem__, vocabulary.containing(character))
        pairs = (term for term in terms if term[0] == PAIR)
        found = filter(self.document_frequency, pairs)
        return nlargest(limit, found, key=self.document_frequency)

    def idf(self, term: str) -> float:
        """Return Lucene's idf of a term, highest for a term that does not occur."""
        return self._idf_of(self.document_frequency(term))

    def _idf(self, frequency: int) -> float:
        return math.log1p((self._count - frequency + 0.5) / (frequency + 0.5))

    def _character_idf(self, character: str) -> float:
        return self.idf(SINGLE + character)

    def known_idf(self, terms: Iterable[str]) -> list[float | None]:
        """Return the idf of each term, None for one that does not occur."""
        number, frequencies, idf = self._table.vocabulary.number, self._frequencies, self._idf_of
        numbers = map(number, terms)
        found = (None if one is None else frequencies[one] for one in numbers)
        return [idf(frequency) if frequency else None for frequency in found]

    def lengths(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the lengths of passages, by their rows, divided by the mean."""
        return self._lengths[rows] / self._mean_length

    @property
    def all_lengths(self) -> tuple[NDArray[np.int64], float]:
        """The lengths of all passages, by their rows, and the mean."""
        return self._lengths, self._mean_length

    def sounding_like(self, reading: str) -> Sequence[str]:
        """Return the words with this pinyin (without tones), frequent ones first.

        A word is listed under the usual readings of its characters and under its own reading.
        """
        return self._kept.get(reading)

    def characters_like(self, reading: str) -> Sequence[str]:
        """Return the characters with this pinyin (without tones), frequent ones first."""
        return self._kept.get(SINGLE + reading)

    def fillers(self, before: str, after: str) -> str:
        """Return the characters that make a word between two texts, those of frequent ones first.

        The word has two to four characters.
        """
        found = self._kept.get(before + _GAP + after)
        return found[0] if found else ""

    def rank(self, word: str) -> tuple[int, str]:
        """Return the key by which words are sorted: frequent ones first, then by code points."""
        return -self.document_frequency(word), word

    def prepare(self) -> None:
        """Load the names of terms and passages, and open or make what is kept of their sounds."""
        self._table.vocabulary.load()
        self._table.passages.load()
        _ = self._kept

    @cached_property
    def _kept(self) -> KeptTable:
        """The words by their sounds, characters by theirs (¹hang), fillers of gaps (银*, *行)."""
        marks = hashlib.blake2b(self._table.marks.tobytes()).hexdigest()
        state = fingerprint([__name__], _LIBRARIES, marks)
        return open_tables(self._folder, "words", state, lambda: {"words": self._rows()})["words"]

    def _rows(self) -> Rows:
        found: dict[str, list[str]] = defaultdict(list)
        fillers: dict[str, list[str]] = defaultdict(list)
        for word in self._frequent_first(_WORD.fullmatch):
            for reading in {"".join(map(plain_reading, word)), reading_of(word)}:
                found[reading].append(word)
            for place, character in enumerate(word):
                fillers[word[:place] + _GAP + word[place + 1 :]].append(character)
        for single in self._frequent_first(lambda term: term[0] == SINGLE):
            found[SINGLE + plain_reading(single[1])].append(single[1])
        return found | {gap: ["".join(characters)] for gap, characters in fillers.items()}

    def _frequent_first(self, fits: Callable[[str], object]) -> list[str]:
        """Return the occurring terms that fit, by descending frequency, then by code points."""
        terms = filter(fits, filter(self.document_frequency, self._table.vocabulary))
        return sorted(terms, key=self.rank)
