"""The collection's own words: how many passages hold each, how each sounds, which look alike."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from corpus.pinyin import plain_reading
from retrieval.analysis import PAIR, SINGLE
from retrieval.terms import TermTable

_WORD = re.compile("[㐀-䶿一-鿿]{2,4}")


class Lexicon:
    """What is known of the terms of one collection.

    Args:
        table: The terms of every passage.
    """

    def __init__(self, table: TermTable) -> None:
        found = table.frequencies.tolist()
        self._frequencies: dict[str, int] = dict(zip(table.vocabulary, found, strict=True))
        lengths = table.relative_lengths.tolist()
        self._lengths: dict[str, float] = dict(zip(table.passages, lengths, strict=True))

    def found(self, term: str) -> int:
        """How many passages hold a term."""
        return self._frequencies.get(term, 0)

    def knows(self, text: str) -> bool:
        """Whether a stretch of Chinese may stand in the collection: every pair in it does."""
        if len(text) == 1:
            return self.found(SINGLE + text) > 0
        pairs = (PAIR + text[place : place + 2] for place in range(len(text) - 1))
        return self.found(text) > 0 or all(self.found(pair) for pair in pairs)

    def worth(self, term: str) -> float:
        """How much a term says: Lucene's idf, highest for a term that stands nowhere."""
        found = self.found(term)
        return math.log1p((len(self._lengths) - found + 0.5) / (found + 0.5))

    def length(self, passage_id: str) -> float:
        """How long a passage is, the mean being 1; 1 for one that is not of this collection."""
        return self._lengths.get(passage_id, 1.0)

    def sounding_like(self, reading: str) -> list[str]:
        """The words that are read so (pinyin, tones left out), frequent ones first."""
        return self._by_sound.get(reading, [])

    def characters_like(self, reading: str) -> list[str]:
        """The single characters that are read so, frequent ones first."""
        return self._characters_by_sound.get(reading, [])

    def near(self, word: str) -> Iterable[str]:
        """The words of the same length that begin or end with the same character."""
        for place in (0, -1):
            yield from self._by_end.get((len(word), place, word[place]), ())

    @cached_property
    def _words(self) -> list[str]:
        words = (term for term, found in self._frequencies.items() if found)
        # Of words equally frequent the order is that of their characters, not that of the table.
        return sorted(
            filter(_WORD.fullmatch, words), key=lambda word: (-self._frequencies[word], word)
        )

    @cached_property
    def _by_sound(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            found["".join(map(plain_reading, word))].append(word)
        return found

    @cached_property
    def _characters_by_sound(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        singles = (term for term, n in self._frequencies.items() if n and term[0] == SINGLE)
        for single in sorted(singles, key=lambda term: -self._frequencies[term]):
            found[plain_reading(single[1])].append(single[1])
        return found

    @cached_property
    def _by_end(self) -> Mapping[tuple[int, int, str], list[str]]:
        found: dict[tuple[int, int, str], list[str]] = defaultdict(list)
        for word in self._words:
            found[len(word), 0, word[0]].append(word)
            found[len(word), -1, word[-1]].append(word)
        return found
