"""Words of Taiwan and of the mainland for the same things, by OpenCC's tables.

Converting takes a microsecond a character, and few texts have a word that the tables change.
regional.toml has marks of these words: pairs of characters and characters, one of which is in each
word that the tables of one version of OpenCC change to something that folding does not undo. A
text without any is not converted. With another version of OpenCC all texts are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import add

from corpus.tables import read_table
from retrieval.text.converter import VERSION, Converter
from retrieval.text.script import fold, fold_part, may_change_in_parts

_MAINLAND = Converter("tw2sp")
_TAIWAN = Converter("s2twp")

_DATA = read_table("retrieval.text", "regional.toml")
_ARE_KNOWN: bool = _DATA["opencc"] == VERSION
_PAIRS = frozenset(_DATA["pairs"].split())
_CHARACTERS = frozenset(_DATA["characters"] + "\0")
"""The marks, and the null character, behind which OpenCC takes nothing."""


def regional_variants(folded: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield for each text what it is in the vocabulary of Taiwan and of the mainland, folded.

    软件 gives 软体, 网际网路 gives 互联网. Lengths may change. Variants equal to the text are left
    out, so there are at most two.

    Args:
        folded: Parts of folded texts, of one line each.
    """
    varying = [text for text in folded if _has_mark(text) or fold_part(text) != text]
    found = dict(zip(varying, _converted(varying), strict=True))
    return (found.get(text, ()) for text in folded)


def have_variants(folded: str) -> bool:
    """Return False if no part of a folded text has a regional variant, as in most texts."""
    return _has_mark(folded) or may_change_in_parts(folded)


def _has_mark(folded: str) -> bool:
    """Return True if a folded text may have a word that OpenCC changes."""
    if not _ARE_KNOWN or not _CHARACTERS.isdisjoint(folded):
        return True
    return not _PAIRS.isdisjoint(map(add, folded, folded[1:]))


def _converted(folded: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the variants of each text by OpenCC."""
    if not folded:
        return
    # OpenCC and folding take nothing across the end of a line, nor OpenCC behind a null character.
    traditional = _TAIWAN.convert("\n".join(text.partition("\0")[0] for text in folded))
    rows = (fold(one).split("\n") for one in (traditional, _MAINLAND.convert(traditional)))
    for text, *variants in zip(folded, *rows, strict=True):
        yield tuple(one for one in dict.fromkeys(variants) if one != text)
