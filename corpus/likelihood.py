"""The likelihood of Chinese text: its best segmentation under a unigram word model.

The model is the one that jieba segments with: the most probable path over dictionary words, each
word with its share of the dictionary's counts. The caller passes the counts in, so that this
package needs no dictionary.
"""

from __future__ import annotations

import math
from collections.abc import Callable

Frequency = Callable[[str], int]
"""Returns a word's count in a dictionary, 0 for an unknown word; either script."""

_TOTAL = 60_000_000
"""The order of magnitude of jieba's counts; only ratios of likelihoods matter."""

_MAX_WORD = 4
"""Maximum length of a word that is looked up."""

_MARKS = {
    **dict.fromkeys("、；：？！（）「」『』《》〈〉“”;:?!()", math.log(1 / 500)),
    **dict.fromkeys("。，,", math.log(1 / 50)),
}
"""Log probabilities of punctuation marks: about every fiftieth token is a stop or a comma."""

_UNKNOWN = math.log(1 / _TOTAL)
"""Log probability of a character that the dictionary lacks."""


def log_likelihood(text: str, frequency: Frequency) -> float:
    """Return the natural logarithm of the probability of the best segmentation (Viterbi)."""
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
    return _UNKNOWN if len(word) == 1 else -math.inf
