"""Simplified and Traditional Chinese: folding both into one form, and display in either."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from opencc import OpenCC

_SIMPLIFIED = OpenCC("t2s")
_TRADITIONAL = OpenCC("s2tw")
_MAINLAND = OpenCC("tw2sp")
_TAIWAN = OpenCC("s2twp")


class Display(StrEnum):
    """The script in which a reader wants quotations shown."""

    PRINTED = "printed"
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"

    def of(self, text: str) -> str:
        """Convert a text to this script, one character for one.

        OpenCC's phrase tables decide between variants (头发 becomes 頭髮, 发现 發現). No word is
        replaced, offsets in the result are offsets in *text*, and a text that already is in the
        wanted script is returned unchanged.
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
    """A table for `str.translate` that computes each character's entry on first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).lower()
        if len(folded) != 1:  # About 1,300 characters would change length and shift offsets.
            folded = character
        folded = _SIMPLIFIED.convert(folded)
        self[code] = folded if len(folded) == 1 else character
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Fold width (NFKC), case and script one character for one: ＡＢＣ臺灣 becomes abc台湾.

    Offsets in the result are offsets in *text*. A character whose folding has another length is
    left as it is.
    """
    return text.translate(_FOLDING)


def letters(text: str) -> str:
    """Return the folded letters and digits of a text, without spaces and punctuation."""
    return "".join(filter(str.isalnum, fold(text)))


def regional_variants(folded: str) -> tuple[str, ...]:
    """Return the text in the vocabulary of Taiwan and in that of the mainland, folded.

    软件 gives 软体, 网际网路 gives 互联网. Lengths may change. Variants equal to *folded* are left
    out, so the result has at most two entries.
    """
    traditional = _TAIWAN.convert(folded)
    found = (fold(traditional), fold(_MAINLAND.convert(traditional)))
    return tuple(text for text in dict.fromkeys(found) if text != folded)


def _changes(text: str, converted: str) -> int:
    """Count the positions at which two texts of equal length differ."""
    return sum(one != other for one, other in zip(text, converted, strict=False))
