"""How likely a stretch of Chinese is: the best segmentation under a unigram word model.

The model is the one jieba cuts with (the most probable path over dictionary words, each word's
probability being its share of the dictionary's counts). Only the counts are needed, so the caller
passes them in and this package knows no dictionary.
"""

from __future__ import annotations

import math
from collections.abc import Callable

Frequency = Callable[[str], int]
"""A word's count in a dictionary; 0 for what is no word. Either script."""

_TOTAL = 60_000_000
"""The order of magnitude of jieba's counts; only ratios of likelihoods matter."""

_MAX_WORD = 4
_MARKS = {
    **dict.fromkeys("、；：？！（）「」『』《》〈〉“”;:?!()", math.log(1 / 500)),
    **dict.fromkeys("。，,", math.log(1 / 50)),
}
"""Marks as tokens: about every fiftieth is a stop or a comma, the others are rarer."""

_STRANGE = math.log(1 / _TOTAL)


def log_likelihood(text: str, frequency: Frequency) -> float:
    """The natural logarithm of the probability of *text*'s best segmentation (Viterbi)."""
    best = [0.0]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - _MAX_WORD), end)
        best.append(max(best[start] + _token(text[start:end], frequency) for start in starts))
    return best[-1]


def _token(word: str, frequency: Frequency) -> float:
    if word in _MARKS:
        return _MARKS[word]
    if count := frequency(word):
        return math.log(count / _TOTAL)
    return _STRANGE if len(word) == 1 else -math.inf
