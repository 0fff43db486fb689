"""Text to terms: folding, jieba's words, and where each of them stands.

The same analyzer serves passages and questions, so that both sides agree on what a word is. That
is also why jieba's guessing of unknown words (its HMM) stays off: it guesses from the sentence
around a word, which question and passage do not share.
"""

from __future__ import annotations

import marshal
import os
import re
from contextlib import suppress
from functools import cached_property, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import jieba

from retrieval.script import fold

_WORD = re.compile(r"[^\W_]")


class Term(NamedTuple):
    """A term, folded, and the half-open span of code points where it stands."""

    text: str
    start: int
    end: int


class Analyzer:
    """Cuts text into terms.

    *cache_folder* is where jieba keeps its parsed dictionary between starts; without one it is
    parsed at every start, which takes about a second more.
    """

    def __init__(self, cache_folder: Path | None = None) -> None:
        self._cache_folder = cache_folder
        self.frequency = lru_cache(maxsize=1 << 16)(self._frequency)

    def terms(self, text: str) -> list[Term]:
        """The words of *text*, in order; long words are followed by the words within them."""
        return [
            Term(word, start, end)
            for word, start, end in self._jieba.tokenize(fold(text), mode="search", HMM=False)
            if _WORD.search(word)
        ]

    def is_informative(self, term: str) -> bool:
        """Whether a folded term says what is asked: no stop word, interrogative or courtesy."""
        return term not in _stop_words()

    def _frequency(self, word: str) -> int:
        """How often jieba's dictionary counts a word of either script; 0 for what is no word."""
        return int(self._jieba.FREQ.get(fold(word), 0))

    @cached_property
    def _jieba(self) -> jieba.Tokenizer:
        tokenizer = jieba.Tokenizer()
        tokenizer.FREQ, tokenizer.total = _dictionary(tokenizer, self._cache_folder)
        tokenizer.initialized = True
        return tokenizer


def _dictionary(tokenizer: jieba.Tokenizer, folder: Path | None) -> tuple[dict[str, int], int]:
    """Words with their counts, and the sum of them; parsed once, then kept in *folder*.

    jieba keeps a cache as well, but in the system's temporary folder, and reads it value by value,
    which takes four times as long.
    """
    cache = folder / f"jieba-{version('jieba')}.cache" if folder else None
    if cache and (kept := _kept(cache)):
        return kept
    words, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    if cache:
        _keep(cache, marshal.dumps((words, total)))
    return words, total


def _kept(cache: Path) -> tuple[dict[str, int], int] | None:
    """What a cache holds, or None where it is missing or torn."""
    try:
        words, total = marshal.loads(cache.read_bytes())  # noqa: S302 - written by us alone
    except (OSError, EOFError, ValueError, TypeError):
        return None
    return words, total


def _keep(cache: Path, data: bytes) -> None:
    """Write a cache whole or not at all; a folder that cannot be written costs only time."""
    draft = cache.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(cache)


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    text = files("retrieval").joinpath("stopwords.txt").read_text("utf-8")
    lines = (line.split("#", 1)[0] for line in text.splitlines())
    return frozenset(fold(word) for line in lines for word in line.split())
