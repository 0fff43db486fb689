"""Pinyin of Chinese characters and words, from pypinyin's tables."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain

SYLLABLE = r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,6}"
"""Regular expression of one syllable as annotations print it: lower case, with tone mark."""

_SYLLABLE = re.compile(SYLLABLE)


@cache
def readings(character: str) -> frozenset[str]:
    """Return all readings of one Chinese character, with tone marks (行 → xíng, háng …)."""
    # Imported here, as loading the tables takes a moment and few texts need them.
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
    return frozenset(reading for reading in chain(*found) if _SYLLABLE.fullmatch(reading))


@cache
def plain_reading(character: str) -> str:
    """Return the usual reading of one Chinese character, without tone (行 → xing).

    It is empty if the character has no reading.
    """
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, errors="ignore")
    return str(found[0][0]) if found else ""


@lru_cache(maxsize=1 << 16)  # A reload asks for the same words again.
def reading_of(word: str) -> str:
    """Return the reading of a Chinese word, without tones (重生 → chongsheng, 重要 → zhongyao)."""
    from pypinyin import lazy_pinyin
    from pypinyin.constants import PHRASES_DICT

    # Other words read the same character by character, which is faster.
    is_phrase = word in PHRASES_DICT
    return "".join(lazy_pinyin(word) if is_phrase else map(plain_reading, word))
