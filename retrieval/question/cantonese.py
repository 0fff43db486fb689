"""Cantonese questions in the words that Mandarin asks with: 邊度有得食 as 哪里有得食."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.tables import read_table


def in_mandarin(folded: str) -> str:
    """Return a folded question with Cantonese words that ask, point or join in Mandarin.

    One without any of them stays as it is, as do what a question is about, and one about words:
    唔该是什么意思.
    """
    marks, about_words, replacements = _patterns()
    if not marks.search(folded) or about_words.search(folded):
        return folded
    for pattern, text in replacements:
        folded = pattern.sub(text, folded)
    return folded


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], Sequence[tuple[re.Pattern[str], str]]]:
    """Return the patterns of `marks` and `about_words`, and what is replaced by what."""
    table = read_table("retrieval.question", "cantonese.toml")
    replacements = [(re.compile(pattern), text) for pattern, text in table["replacements"]]
    return re.compile(table["marks"]), re.compile(table["about_words"]), replacements
