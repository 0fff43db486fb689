"""Texts that say the same: word for word, or nearly."""

from __future__ import annotations

_SHINGLE = 4
NEARLY_SAME = 0.8
"""The share of common shingles from which two texts count as one."""


def shingles(letters: str) -> frozenset[str]:
    """All stretches of four letters (w-shingles, Broder 1997) of a text without punctuation."""
    last = max(1, len(letters) - _SHINGLE + 1)
    return frozenset(letters[place : place + _SHINGLE] for place in range(last))


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the smaller set of shingles is in the other one, from 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
