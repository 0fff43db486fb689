"""Text to terms: folding, jieba's words, pairs and single characters, and where each stands.

The same analyzer serves passages and questions, so that both sides agree on what a term is. That
is also why jieba's guessing of unknown words (its HMM) stays off: it guesses from the sentence
around a word, which question and passage do not share. Without it rjieba cuts letter for letter as
jieba does, some ten times faster, and is used where it is installed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Literal, NamedTuple

import jieba

from retrieval.text.cache import cached
from retrieval.text.dictionary import Dictionary
from retrieval.text.script import fold

PAIR = "²"
SINGLE = "¹"
"""What pairs and single characters begin with as terms; folding leaves no such mark in a word."""

_LETTER = re.compile(r"[^\W_]")
_HAN = re.compile("[㐀-䶿一-鿿\U00020000-\U0003ffff]+")

Mode = Literal["search", "default"]
Cut = Callable[[str, Mode], Iterable[tuple[str, int, int]]]
"""Cuts folded text: words with their half-open spans."""


class Term(NamedTuple):
    """A term, folded, and the half-open span of code points where it stands."""

    text: str
    start: int
    end: int


class Analyzer:
    """Cuts text into terms.

    Args:
        cache_folder: Where parsed dictionaries are kept between starts; without one jieba's is
            parsed at every start that needs it, which takes about a second more.
        fast: Whether rjieba may cut where it is installed.
    """

    def __init__(self, cache_folder: Path | None = None, *, fast: bool = True) -> None:
        self.cache_folder = cache_folder
        self.dictionary = Dictionary(cache_folder)
        self._fast = fast
        self.frequency = lru_cache(maxsize=1 << 16)(self._frequency)
        """How often jieba's dictionary counts a word of either script; 0 for what is no word."""

    @property
    def factory(self) -> partial[Analyzer]:
        """How another process makes the same analyzer."""
        return partial(Analyzer, self.cache_folder, fast=self._fast)

    def terms(self, text: str, mode: Mode = "search") -> list[Term]:
        """The words of *text* in order; in search mode long ones behind the words within them."""
        return list(map(Term._make, self._words(fold(text), mode)))

    def bag(self, text: str) -> list[str]:
        """What *text* is indexed by: its words, and pairs and single characters of its Chinese."""
        folded = fold(text)
        bag = [word for word, _, _ in self._words(folded, "search")]
        for run in _HAN.findall(folded):
            bag += [PAIR + run[place : place + 2] for place in range(len(run) - 1)]
            bag += [SINGLE + character for character in run]
        return bag

    def _words(self, folded: str, mode: Mode) -> Iterable[tuple[str, int, int]]:
        found = self._cut(folded, mode)
        return [one for one in found if one[0].isalnum() or _LETTER.search(one[0])]

    def _frequency(self, word: str) -> int:
        return int(self._jieba.FREQ.get(fold(word), 0))

    @cached_property
    def _cut(self) -> Cut:
        if self._fast:
            with suppress(ImportError):
                import rjieba

                return partial(_rust_cut, rjieba.tokenize)
        return self._jieba_cut

    def _jieba_cut(self, folded: str, mode: Mode) -> Iterable[tuple[str, int, int]]:
        found: Iterable[tuple[str, int, int]] = self._jieba.tokenize(folded, mode, HMM=False)
        return found

    @cached_property
    def _jieba(self) -> jieba.Tokenizer:
        # jieba's own cache stands in the system's temporary folder, and is read four times slower.
        tokenizer = jieba.Tokenizer()
        tokenizer.FREQ, tokenizer.total = cached(
            self.cache_folder, "jieba", version("jieba"), _dictionary
        )
        tokenizer.initialized = True
        return tokenizer


def _rust_cut(
    tokenize: Callable[[str, Mode, bool], list[tuple[str, int, int]]], folded: str, mode: Mode
) -> list[tuple[str, int, int]]:
    return tokenize(folded, mode, False)  # noqa: FBT003 - rjieba takes it by its place


def whole_words(terms: Sequence[Term]) -> list[Term]:
    """Those of the terms of search mode that stand within no other, as default mode has them."""
    words: list[Term] = []
    for term in reversed(terms):
        if not words or term.end <= words[-1].start:
            words.append(term)
    return words[::-1]


def han_runs(folded: str) -> Iterable[tuple[int, int]]:
    """The half-open spans of unbroken Chinese characters."""
    return (match.span() for match in _HAN.finditer(folded))


def _dictionary() -> tuple[dict[str, int], int]:
    """Words with their counts, and the sum of them."""
    tokenizer = jieba.Tokenizer()
    words, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return words, total
