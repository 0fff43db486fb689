"""Simplified and Traditional Chinese: folding both into one form, and display in either."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from corpus.artifacts import fingerprint
from retrieval.text.cache import load_or_compute
from retrieval.text.converter import Converter

_SIMPLIFIED = Converter("t2s")
_VARIANTS = (Converter("hk2s"), Converter("tw2s"))
"""The tables for variants of Hong Kong and Taiwan that the first table does not know: 衞, 敍."""

_KEPT = (range(ord(" "), 0xA000), range(0xF900, 0x10000))
"""The characters whose folding is kept: those up to Chinese, its variants and wide forms."""

_REPLACEMENT = "\ufffd"


class Display(StrEnum):
    """The script in which a reader wants quotations shown."""

    PRINTED = "printed"
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"

    def of(self, text: str) -> str:
        """Convert a text to this script, one character for one.

        The words that a character stands in decide between variants: 头发 becomes 頭髮, and 发现
        發現. No word is replaced, offsets in the result are offsets in *text*, and a text that
        already is in the wanted script is returned unchanged.
        """
        if self is Display.PRINTED:
            return text
        # Imported here, as few programs show another script than that of a text.
        from retrieval.text.conversion import to_simplified, to_traditional

        return to_simplified(text) if self is Display.SIMPLIFIED else to_traditional(text)


class _Folding(dict[int, str]):
    """A table for `str.translate` that looks up or computes each character's entry on first use.

    Args:
        spellings: The characters that are folded otherwise than by OpenCC's tables.
    """

    def __init__(self, spellings: Mapping[str, str]) -> None:
        super().__init__()
        self._spellings = spellings
        self._changed: Mapping[int, str] | None = None

    def keep(self, cache_folder: Path) -> None:
        """Take what characters are folded to from a folder of caches, where it is kept."""
        if self._changed is not None:
            return
        state = fingerprint([__name__], ["opencc"], unicodedata.unidata_version)
        self._changed = load_or_compute(cache_folder, "folding", state, self._changes)

    def _changes(self) -> dict[int, str]:
        folded = ((code, self._folded(chr(code))) for code in chain(*_KEPT))
        return {code: one for code, one in folded if one != chr(code)}

    def __missing__(self, code: int) -> str:
        changed, character = self._changed, chr(code)
        if changed is not None and any(code in block for block in _KEPT):
            self[code] = changed.get(code, character)
        else:
            self[code] = self._folded(character)
        return self[code]

    def _folded(self, character: str) -> str:
        if "\ud800" <= character <= "\udfff":  # No library takes half of a surrogate pair.
            return _REPLACEMENT
        folded = unicodedata.normalize("NFKC", character).lower()
        if len(folded) != 1:  # About 1,300 characters would change length and shift offsets.
            folded = character
        for table in (_SIMPLIFIED, *_VARIANTS):
            folded = self._spellings.get(folded) or table.convert(folded)
        folded = self._spellings.get(folded, folded)
        return folded if len(folded) == 1 else character


class _Spellings:
    """Characters that are folded in some words alone, or in all but some: 想像 becomes 想象.

    Args:
        rules: The rules of script.toml, by character.
    """

    def __init__(self, rules: Mapping[str, Mapping[str, str]]) -> None:
        self._folded = {character: rule["to"] for character, rule in rules.items()}
        self._pattern = re.compile("|".join(_rule_pattern(*rule) for rule in rules.items()))
        self.occur_in = re.compile(f"[{''.join(rules)}]").search
        """Find one of the characters in a text; None if it has none of them."""

    def fold(self, text: str) -> str:
        """Return the text with the usual spellings, one character for one."""
        if not self.occur_in(text):
            return text
        return self._pattern.sub(lambda match: self._folded[match[0]], text)


def _rule_pattern(character: str, rule: Mapping[str, str]) -> str:
    """Return a pattern for a character, which looks at its neighbours."""
    inside = "|".join(_contexts(character, rule.get("in", "")))
    outside = "|".join(_contexts(character, rule.get("except", "")))
    return character + (f"(?:{inside})" if inside else "") + (f"(?!{outside})" if outside else "")


def _contexts(character: str, words: str) -> Iterator[str]:
    """Yield a pattern for each place in these words that matches right behind the character."""
    places = (
        (word[: match.start()], word[match.end() :])
        for word in words.split()
        for match in re.finditer(character, word)
    )
    for before, after in places:
        yield (f"(?<={before}{character})" if before else "") + (f"(?={after})" if after else "")


_DATA: Mapping[str, Any] = tomllib.loads(
    files("retrieval.text").joinpath("script.toml").read_text("utf-8")
)
_FOLDING = _Folding(
    # Characters with rules of their own stay as they are until these are applied.
    dict(zip(_DATA["spellings"], _DATA["spellings"], strict=True))
    | {pair[0]: pair[1] for pair in _DATA["characters"].split()}
)
_SPELLINGS = _Spellings(_DATA["spellings"])


def keep_folding(cache_folder: Path) -> None:
    """Look characters up in a folder of caches from now on, without OpenCC's tables."""
    _FOLDING.keep(cache_folder)


def fold(text: str) -> str:
    """Fold width (NFKC), case, script and spelling, one character for one.

    ＡＢＣ臺灣 becomes abc台湾, and 想像 becomes 想象. Offsets in the result are offsets in *text*.
    A character whose folding has another length is left as it is. Half of a surrogate pair, which
    stands for a byte that is no text, becomes U+FFFD.
    """
    return _SPELLINGS.fold(text.translate(_FOLDING))


def fold_part(part: str) -> str:
    """Fold a part of a folded text again.

    Nothing but spellings can change, as the part may lack the neighbours that decided them.
    """
    return _SPELLINGS.fold(part)


def may_change_in_parts(folded: str) -> bool:
    """Return False if no part of a folded text changes when it is folded by itself."""
    return bool(_SPELLINGS.occur_in(folded))


def letters(text: str) -> str:
    """Return the folded letters and digits of a text, without spaces and punctuation."""
    return "".join(filter(str.isalnum, fold(text)))
