"""Comparison of two runs: which questions changed, and whether the change is significant."""

from __future__ import annotations

import random
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RESAMPLES = 5_000
"""Number of bootstrap samples."""

_SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two runs over the same questions.

    Attributes:
        n: Number of questions in both runs.
        better: Ids of the questions with a higher score than before.
        worse: Ids of the questions with a lower score.
        difference: Difference of the mean scores.
        interval: The 95 % confidence interval of the difference.
    """

    n: int
    better: tuple[str, ...]
    worse: tuple[str, ...]
    difference: float
    interval: tuple[float, float]

    @property
    def is_more_than_chance(self) -> bool:
        """True if the confidence interval excludes 0."""
        low, high = self.interval
        return low > 0 or high < 0

    def as_json(self) -> dict[str, Any]:
        """Return the comparison in the form of `eval --compare --json`."""
        return {
            "n": self.n,
            "better": list(self.better),
            "worse": list(self.worse),
            "difference": self.difference,
            "interval": list(self.interval),
            "more_than_chance": self.is_more_than_chance,
        }


def compare(before: Mapping[str, float], after: Mapping[str, float]) -> Comparison:
    """Compare the scores of two runs, by question id; only questions in both runs count.

    The interval is the percentile interval of a paired bootstrap (Efron & Tibshirani, An
    Introduction to the Bootstrap, 1993). Its seed is fixed, so equal runs give equal intervals.
    """
    gains = {name: score - before[name] for name, score in after.items() if name in before}
    values = list(gains.values())
    return Comparison(
        n=len(values),
        better=tuple(name for name, gain in gains.items() if gain > 0),
        worse=tuple(name for name, gain in gains.items() if gain < 0),
        difference=statistics.fmean(values) if values else 0.0,
        interval=_interval(values),
    )


def _interval(gains: list[float]) -> tuple[float, float]:
    """Return the 95 % confidence interval of the mean."""
    if not any(gains):
        return 0.0, 0.0
    chance = random.Random(_SEED)  # noqa: S311 - not for secrets
    means = sorted(statistics.fmean(chance.choices(gains, k=len(gains))) for _ in range(RESAMPLES))
    return means[RESAMPLES * 25 // 1000], means[RESAMPLES * 975 // 1000 - 1]
