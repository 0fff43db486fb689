"""How Chinese characters are read: the one door to pypinyin's tables."""

from __future__ import annotations

import re
from functools import cache

SYLLABLE = r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,6}"
"""Regular expression of one syllable as annotations print it: lower case, the tone as a mark."""

_SYLLABLE = re.compile(SYLLABLE)


@cache
def readings(character: str) -> frozenset[str]:
    """All readings of one Chinese character, tones as marks (行 → xíng, háng …)."""
    from pypinyin import Style, pinyin  # Its tables take a moment, and few texts need them.

    (found,) = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore") or [[]]
    return frozenset(reading for reading in found if _SYLLABLE.fullmatch(reading))


@cache
def plain_reading(character: str) -> str:
    """The usual reading of one Chinese character, its tone left out (行 → xing)."""
    from pypinyin import Style, pinyin

    ((reading, *_),) = pinyin(character, style=Style.NORMAL, errors="ignore") or [[""]]
    return str(reading)


def reading_of(word: str) -> str:
    """How a Chinese word is read as one, tones left out (重生 → chongsheng, 重要 → zhongyao)."""
    from pypinyin import lazy_pinyin
    from pypinyin.constants import PHRASES_DICT

    is_phrase = word in PHRASES_DICT  # Others are read character by character, and faster so.
    return "".join(lazy_pinyin(word) if is_phrase else map(plain_reading, word))
