"""Discourse: sentences that cannot stand without the sentence before or after them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from corpus.segment import ends_in_report
from corpus.tables import read_table

_OPENING = "\"'“‘「『（( \t\n\u3000"
"""Characters that may precede the first word of a sentence."""


def points_back(sentence: str) -> bool:
    """Return True if a folded sentence begins by pointing to the one before it: 这, 但是, 其次."""
    return bool(_patterns()["points_back"].match(sentence.lstrip(_OPENING)))


def is_claim(sentence: str) -> bool:
    """Return True if a folded sentence reports what a later one may take back: 似乎, 有人认为."""
    return ends_in_report(sentence) or bool(_patterns()["claim"].search(sentence))


def is_rebuttal(sentence: str) -> bool:
    """Return True if a folded sentence takes back a claim right before it: 其实, 但."""
    return bool(_patterns()["rebuttal"].match(sentence.lstrip(_OPENING)))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    table = read_table("retrieval.answer", "discourse.toml")
    return {name: re.compile("|".join(words)) for name, words in table.items()}
