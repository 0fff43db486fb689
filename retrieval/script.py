"""The scripts Chinese is written in: folding a text so that its variants compare equal."""

from __future__ import annotations

import unicodedata

from opencc import OpenCC

_SIMPLIFIED = OpenCC("t2s")


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
