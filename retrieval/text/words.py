"""Words of Chinese text: jieba, and rjieba where it is installed.

jieba's model for unknown words (its HMM) is off everywhere: it decides from the surrounding
sentence, which a question does not share with a passage. Without the HMM, rjieba gives the same
words as jieba about ten times faster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Literal, TypeAlias
from weakref import WeakSet

import jieba

from retrieval.text.cache import load_or_compute

Mode = Literal["search", "default"]
Tokenize = Callable[[str, Mode], Iterable[tuple[str, int, int]]]
"""Tokenizes folded text into words with their half-open spans."""

Jieba: TypeAlias = jieba.Tokenizer

_LOADED = WeakSet[Jieba]()
"""The tokenizers in use: one takes a second to load and 60 MB."""


def load_jieba(cache_folder: Path | None) -> Jieba:
    """Return a tokenizer with jieba's dictionary, parsed or from the cache."""
    # jieba's own cache is in the system's temporary folder, and is read four times slower.
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = load_or_compute(
        cache_folder, "jieba", version("jieba"), _parse_dictionary
    )
    tokenizer.initialized = True
    _LOADED.add(tokenizer)
    return tokenizer


def rjieba_tokenize() -> Tokenize | None:
    """Return rjieba's tokenizer, None where it is not installed."""
    with suppress(ImportError):
        import rjieba

        return partial(_by_place, rjieba.tokenize)
    return None


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
    tokenizer = jieba.Tokenizer()
    words, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return words, total
