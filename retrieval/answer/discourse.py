"""Discourse: sentences that cannot stand without the sentence before or after them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from corpus.tables import read_table

_OPENING = "\"'“‘「『（( \t\n\u3000"
"""Characters that may precede the first word of a sentence."""


def points_back(sentence: str) -> bool:
    """Return True if a folded sentence begins by pointing to the one before it: 这, 但是, 其次."""
    return bool(_patterns()["points_back"].match(sentence.lstrip(_OPENING)))


def is_taken_back(claim: str, following: str) -> bool:
    """Return True if a folded sentence takes back what the folded text before it reports."""
    is_rebuttal = _patterns()["rebuttal"].match(following.lstrip(_OPENING))
    return bool(is_rebuttal and _patterns()["claim"].search(claim))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    table = read_table("retrieval.answer", "discourse.toml")
    return {name: re.compile("|".join(words)) for name, words in table.items()}
