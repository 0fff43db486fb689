"""The analyzer: text to terms, which are jieba's words, character pairs and single characters.

The same analyzer serves passages and questions, so both produce the same terms.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import starmap
from operator import add
from pathlib import Path
from typing import NamedTuple

from retrieval.text.dictionary import Dictionary
from retrieval.text.script import fold, fold_part
from retrieval.text.words import (
    Jieba,
    Mode,
    Tokenize,
    WordCounts,
    load_jieba,
    mapped_jieba,
    rjieba_tokenize,
)

PAIR = "²"
SINGLE = "¹"
"""Prefixes of terms that are character pairs and single characters; no folded word has them."""

_MIN_COUNT = 30
"""Count in jieba's dictionary below which words are equally rare."""

_MAX_REMEMBERED = 1 << 14
"""The number of texts whose terms are remembered."""

WordsAndPairs = tuple[Sequence[str], Sequence[str]]

_BRIEF = 20_000
"""Characters that are tokenized in less time than it takes to load rjieba's dictionary."""

_LETTER = re.compile(r"[^\W_]")
_HAN = re.compile("[㐀-䶿一-鿿\U00020000-\U0003ffff]+")


class Term(NamedTuple):
    """A folded term and its half-open span of code points."""

    text: str
    start: int
    end: int

    def overlaps(self, spans: Iterable[tuple[int, int]]) -> bool:
        """Return True if the term overlaps one of these spans."""
        return any(start < self.end and self.start < end for start, end in spans)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text, the same text folded, and its words in search mode."""

    text: str
    folded: str
    terms: Sequence[Term]

    @property
    def bag(self) -> list[str]:
        """The terms to index: words, and pairs and singles of Chinese characters."""
        bag = [term.text for term in self.terms]
        for run in _HAN.findall(self.folded):
            bag += [PAIR + run[place : place + 2] for place in range(len(run) - 1)]
            bag += [SINGLE + character for character in run]
        return bag


class Analyzer:
    """Turns text into terms.

    Args:
        cache_folder: The folder for parsed dictionaries. Without one, jieba's dictionary is parsed
            by each process that needs it, which takes about a second.
        fast: Use rjieba if it is installed.
        is_brief: Begin with a tokenizer that need not load a dictionary, for a process that
            answers one question; it is used for the first `_BRIEF` characters.
    """

    def __init__(
        self, cache_folder: Path | None = None, *, fast: bool = True, is_brief: bool = False
    ) -> None:
        self.cache_folder = cache_folder
        self.dictionary = Dictionary(cache_folder)
        self._fast = fast
        self._left = _BRIEF if is_brief else 0
        self.frequency = lru_cache(maxsize=1 << 16)(self._frequency)
        """Return a word's count in jieba's dictionary, 0 for an unknown word; either script."""
        self.information = lru_cache(maxsize=1 << 16)(self._information)
        """Return how rare a folded word is in general Chinese: −ln of its share of all words.

        Rare and unknown words count as if they had been counted `_MIN_COUNT` times.
        """
        self.words_and_pairs = lru_cache(maxsize=_MAX_REMEMBERED)(self._words_and_pairs)
        """Return the words and the pairs of Chinese characters of a word or a short text.

        They are remembered, as questions share their substitutes.
        """

    @property
    def factory(self) -> partial[Analyzer]:
        """A picklable callable that makes an equal analyzer in another process."""
        return partial(Analyzer, self.cache_folder, fast=self._fast)

    def terms(self, text: str, mode: Mode = "search") -> list[Term]:
        """Return the words of *text* in order.

        In search mode a long word follows the shorter words that it contains.
        """
        return list(starmap(Term, self._words(fold(text), mode)))

    def terms_of_folded(self, folded: str, mode: Mode = "search") -> list[Term]:
        """Return the words of a folded text or of a part of one in order; see `terms`."""
        return list(starmap(Term, self._words(fold_part(folded), mode)))

    def analyze(self, text: str) -> Analysis:
        """Return a text with its words in search mode."""
        folded = fold(text)
        return Analysis(text, folded, list(starmap(Term, self._words(folded, "search"))))

    def bag(self, text: str) -> list[str]:
        """Return the terms to index; see `Analysis.bag`."""
        return self.analyze(text).bag

    def words_and_pairs_of_folded(self, folded: str) -> WordsAndPairs:
        """Return the words and the pairs of a folded text or of a part of one."""
        folded = fold_part(folded)
        words = [word for word, _, _ in self._words(folded, "search")]
        runs = _HAN.findall(folded)
        return words, [PAIR + pair for run in runs for pair in map(add, run, run[1:])]

    def _words_and_pairs(self, text: str) -> WordsAndPairs:
        return self.words_and_pairs_of_folded(fold(text))

    def _words(self, folded: str, mode: Mode) -> Iterable[tuple[str, int, int]]:
        self._left -= len(folded)
        tokenizer = self._brief_jieba if self._left > 0 else None
        found = (
            tokenizer.tokenize(folded, mode, HMM=False)
            if tokenizer
            else self._tokenize(folded, mode)
        )
        return [one for one in found if one[0].isalnum() or _LETTER.search(one[0])]

    def _information(self, word: str) -> float:
        count = self._counts.of(fold_part(word)) or 0
        return math.log(self._counts.total / max(count, _MIN_COUNT))

    def _frequency(self, word: str) -> int:
        return self._counts.of(fold(word)) or 0

    @cached_property
    def _tokenize(self) -> Tokenize:
        return (rjieba_tokenize() if self._fast else None) or self._jieba_tokenize

    def _jieba_tokenize(self, folded: str, mode: Mode) -> Iterable[tuple[str, int, int]]:
        found: Iterable[tuple[str, int, int]] = self._jieba.tokenize(folded, mode, HMM=False)
        return found

    @cached_property
    def _counts(self) -> WordCounts:
        return WordCounts(self.cache_folder)

    @cached_property
    def _brief_jieba(self) -> Jieba | None:
        return mapped_jieba(self._counts)

    @cached_property
    def _jieba(self) -> Jieba:
        return load_jieba(self.cache_folder)


def whole_words(terms: Sequence[Term]) -> list[Term]:
    """Return the terms of search mode that no other term contains, as default mode gives them."""
    words: list[Term] = []
    for term in reversed(terms):
        if not words or term.end <= words[-1].start:
            words.append(term)
    return words[::-1]


def han_runs(folded: str) -> Iterable[tuple[int, int]]:
    """Yield the half-open spans of unbroken Chinese characters."""
    return (match.span() for match in _HAN.finditer(folded))
