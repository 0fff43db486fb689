"""Headings that make sense without the title of their article, and those that do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from retrieval.question.patterns import words_of
from retrieval.text.analysis import han_runs
from retrieval.text.script import fold

_LATIN = re.compile("[a-z0-9]+")

_PARTICLES = "的 了 吗 呢 吧 么 和 与 是 我 你 您"
"""Single characters that no pair of characters is taken across."""


def makes_sense_alone(heading: str, title: str) -> bool:
    """Return True if a heading repeats something of its article's title, and so names the topic.

    Under 铁锅怎么养, 铁锅生锈了怎么办 makes sense alone, and 该买哪个 does not. Pairs of Chinese
    characters count as words, for a dictionary takes too long to load for the label of a button.
    """
    named = set(_words(fold(title)))
    return any(word in named for word in _words(fold(heading)))


def _words(folded: str) -> Iterator[str]:
    """Yield words of letters and digits, and pairs of Chinese characters, without common ones."""
    yield from (word for word in _LATIN.findall(folded) if word not in _common())
    told = _common_han().sub(" ", folded)
    for start, end in han_runs(told):
        yield from map("".join, pairwise(told[start:end]))


@cache
def _common() -> frozenset[str]:
    return words_of("interrogatives") | words_of("courtesy") | words_of("stop_words")


@cache
def _common_han() -> re.Pattern[str]:
    words = [word for word in _common() if len(word) > 1 and not word.isascii()]
    return re.compile("|".join([*sorted(words, key=len, reverse=True), *_PARTICLES.split()]))
