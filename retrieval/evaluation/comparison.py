"""Whether answers got better: which questions turned, and whether that is more than chance."""

from __future__ import annotations

import random
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RESAMPLES = 5_000
_SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rows of answers to the same questions, each worth 0 to 1.

    `difference` is the gain of the mean, and `interval` holds 95 in 100 of what it might as well
    have been, had other questions of the kind been asked.
    """

    n: int
    better: tuple[str, ...]
    worse: tuple[str, ...]
    difference: float
    interval: tuple[float, float]

    @property
    def is_more_than_chance(self) -> bool:
        """Whether the interval leaves out 0."""
        low, high = self.interval
        return low > 0 or high < 0

    def as_json(self) -> dict[str, Any]:
        """The comparison as `eval --compare --json` prints it."""
        return {
            "n": self.n,
            "better": list(self.better),
            "worse": list(self.worse),
            "difference": self.difference,
            "interval": list(self.interval),
            "more_than_chance": self.is_more_than_chance,
        }


def compare(before: Mapping[str, float], after: Mapping[str, float]) -> Comparison:
    """Compare what answers were worth, question by question; only those in both rows count.

    The interval is the percentile interval of a paired bootstrap (Efron & Tibshirani, An
    Introduction to the Bootstrap, 1993), the same on every run.
    """
    gains = {name: worth - before[name] for name, worth in after.items() if name in before}
    values = list(gains.values())
    return Comparison(
        n=len(values),
        better=tuple(name for name, gain in gains.items() if gain > 0),
        worse=tuple(name for name, gain in gains.items() if gain < 0),
        difference=statistics.fmean(values) if values else 0.0,
        interval=_interval(values),
    )


def _interval(gains: list[float]) -> tuple[float, float]:
    if not any(gains):
        return 0.0, 0.0
    chance = random.Random(_SEED)  # noqa: S311 - chance, not secrets
    means = sorted(statistics.fmean(chance.choices(gains, k=len(gains))) for _ in range(RESAMPLES))
    return means[RESAMPLES * 25 // 1000], means[RESAMPLES * 975 // 1000 - 1]
