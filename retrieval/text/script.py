"""The scripts Chinese is written in: folding variants into one, and showing a text in either."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from opencc import OpenCC

_SIMPLIFIED = OpenCC("t2s")
_TRADITIONAL = OpenCC("s2tw")
_MAINLAND = OpenCC("tw2sp")
_TAIWAN = OpenCC("s2twp")


class Display(StrEnum):
    """The characters that a reader wants to see."""

    PRINTED = "printed"
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"

    def of(self, text: str) -> str:
        """A text in these characters, one for each of its own.

        Phrases decide (头发 gives 頭髮, 发现 發現), the words stay the author's, and an offset
        in the result is an offset in *text*. What already is in this script stays as printed.
        """
        if self is Display.PRINTED or not text:
            return text
        simplified, traditional = _SIMPLIFIED.convert(text), _TRADITIONAL.convert(text)
        wanted = simplified if self is Display.SIMPLIFIED else traditional
        if self is Display.TRADITIONAL and _changes(text, simplified) > _changes(
            text, traditional
        ):
            return text
        return wanted if len(wanted) == len(text) else text


class _Folding(dict[int, str]):
    """A translation table that is filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).lower()
        if len(folded) != 1:  # One of 1,300 that would grow or vanish: offsets go before folding.
            folded = character
        folded = _SIMPLIFIED.convert(folded)
        self[code] = folded if len(folded) == 1 else character
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Fold width, case and script one character for one: ＡＢＣ臺灣 becomes abc台湾.

    An offset in the result is an offset in *text*; characters that would change their
    number stay as they are.
    """
    return text.translate(_FOLDING)


def letters(text: str) -> str:
    """The letters and digits of a text, folded: what is left when only the words count."""
    return "".join(filter(str.isalnum, fold(text)))


def in_other_words(folded: str) -> tuple[str, ...]:
    """The same text with the words of the mainland, and with those of Taiwan, folded.

    网际网路 gives 互联网, 软件 gives 软体. Lengths may change; what stays the same is left out.
    """
    traditional = _TAIWAN.convert(folded)
    found = (fold(traditional), fold(_MAINLAND.convert(traditional)))
    return tuple(text for text in dict.fromkeys(found) if text != folded)


def _changes(text: str, converted: str) -> int:
    """How many characters a conversion changed."""
    return sum(one != other for one, other in zip(text, converted, strict=False))
