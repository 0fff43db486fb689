"""Words of Chinese text: jieba, and rjieba where it is installed.

jieba's model for unknown words (its HMM) is off everywhere: it decides from the surrounding
sentence, which a question does not share with a passage. Without the HMM, rjieba gives the same
words as jieba about ten times faster.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache, partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias
from weakref import WeakSet

from corpus.artifacts import fingerprint
from retrieval.text.cache import load_or_compute
from retrieval.text.kept_table import KeptTable, Rows, open_tables

if TYPE_CHECKING:  # Imported when it is used: with setuptools installed, it takes a fifth second.
    import jieba

Mode = Literal["search", "default"]
Tokenize = Callable[[str, Mode], Iterable[tuple[str, int, int]]]
"""Tokenizes folded text into words with their half-open spans."""

Jieba: TypeAlias = "jieba.Tokenizer"

_TOTAL = " "
"""The key of the sum of all counts; no word is a blank."""

_LOADED: WeakSet[Jieba] = WeakSet()
"""The tokenizers in use: one takes a second to load and 60 MB."""


def load_jieba(cache_folder: Path | None) -> Jieba:
    """Return a tokenizer with jieba's dictionary, parsed or from the cache."""
    import jieba

    # jieba's own cache is in the system's temporary folder, and is read four times slower.
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = load_or_compute(
        cache_folder, "jieba", version("jieba"), _parse_dictionary
    )
    tokenizer.initialized = True
    _LOADED.add(tokenizer)
    return tokenizer


class WordCounts:
    """The counts of jieba's dictionary, kept and mapped; beginnings of words have the count 0.

    Args:
        cache_folder: The folder of all caches.
    """

    def __init__(self, cache_folder: Path | None) -> None:
        self._table: KeptTable = open_tables(
            cache_folder,
            "counts",
            fingerprint([__name__], ["jieba"]),
            lambda: {"counts": _counts()},
        )["counts"]
        self.total = self.of(_TOTAL) or 0

    def of(self, word: str) -> int | None:
        """Return the count of a word or of a beginning, None for any other text."""
        found = self._table.get(word)
        return int(found[0]) if found else None


class _Frequencies:
    """Counts in the form that jieba reads; those that were looked up are remembered."""

    def __init__(self, counts: WordCounts) -> None:
        self._counts = counts
        self._known: dict[str, int | None] = {}

    def get(self, text: str) -> int | None:
        if text not in self._known:
            self._known[text] = self._counts.of(text)
        return self._known[text]

    def __contains__(self, text: str) -> bool:
        return self.get(text) is not None

    def __getitem__(self, text: str) -> int:
        return self.get(text) or 0


def mapped_jieba(counts: WordCounts) -> Jieba | None:
    """Return a tokenizer that is ready at once and slow; None where importing jieba takes long.

    Beside setuptools jieba imports pkg_resources, which takes longer than loading rjieba.
    """
    if find_spec("pkg_resources"):
        return None
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = _Frequencies(counts), counts.total
    tokenizer.initialized = True
    return tokenizer


def _counts() -> Rows:
    words, total = _parse_dictionary()
    return {_TOTAL: [str(total)]} | {word: [str(count)] for word, count in words.items()}


def rjieba_tokenize() -> Tokenize | None:
    """Return rjieba's tokenizer, None where it is not installed."""
    with suppress(ImportError):
        import rjieba

        return partial(_by_place, rjieba.tokenize)
    return None


def dictionary_digest() -> str:
    """Return a hash of jieba's dictionary, in eight hexadecimal digits."""
    found = find_spec("jieba")
    path = Path(found.origin if found and found.origin else "").with_name("dict.txt")
    return hashlib.blake2b(path.read_bytes(), digest_size=4).hexdigest()


def cut(text: str) -> Sequence[str]:
    """Return the words of a text, punctuation and spaces included: joined they are the text."""
    return _fast_cut()(text)


@cache
def _fast_cut() -> Callable[[str], Sequence[str]]:
    try:
        import rjieba
    except ImportError:
        return _jieba_cut
    return lambda text: rjieba.cut(text, False)  # noqa: FBT003 - rjieba takes it by its place


def _jieba_cut(text: str) -> Sequence[str]:
    for tokenizer in _LOADED:
        return list(tokenizer.cut(text, HMM=False))
    return list(_own_jieba().cut(text, HMM=False))


@cache
def _own_jieba() -> Jieba:
    return load_jieba(None)


def _by_place(
    tokenize: Callable[[str, Mode, bool], list[tuple[str, int, int]]], folded: str, mode: Mode
) -> list[tuple[str, int, int]]:
    return tokenize(folded, mode, False)  # noqa: FBT003 - rjieba takes it by its place


def _parse_dictionary() -> tuple[dict[str, int], int]:
    """Parse jieba's dictionary into counts by word and their sum."""
    import jieba

    tokenizer = jieba.Tokenizer()
    words, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return words, total
