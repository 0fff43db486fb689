"""How Chinese characters are read: the one door to pypinyin's tables."""

from __future__ import annotations

import re
from functools import cache

SYLLABLE = r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,6}"
"""Regular expression of one syllable as annotations print it: lower case, the tone as a mark."""

_SYLLABLE = re.compile(SYLLABLE)

_TYPED = re.compile(
    r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])"
    r"(?:i(?:ang?|ong|ng?|ao?|e|u)?|u(?:ang?|ai|n|o|a|e|i)?|a(?:ng?|i|o)?|e(?:ng?|i)?|ong|ou|ve?)"
    r"|[bpmfw]o|a(?:ng?|i|o)?|e(?:ng?|i|r)?|ou?"
)


def is_syllable(text: str) -> bool:
    """Whether a folded text may be one syllable as readers type it, without its tone: duan."""
    return bool(_TYPED.fullmatch(text))


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
