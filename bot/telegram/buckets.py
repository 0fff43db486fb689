"""Token buckets: how much each of many people or chats may ask."""

from __future__ import annotations

from dataclasses import dataclass

MAX_BUCKETS = 10_000
"""Maximum number of buckets in memory; those that were not used for longest are dropped."""


@dataclass(slots=True)
class _Bucket:
    """The tokens that are missing at a time, and whether its owner knows that none were left."""

    missing: float
    at: float
    is_told: bool = False


class Buckets:
    """A bucket for each person or chat, with as many tokens as come back to it in a minute.

    Time is that of the requests: what was written while the bot was down comes all at once, and
    is no flood. An unlimited bucket is never empty.

    Args:
        per_minute: Number of tokens of a bucket; 0 for no limit.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: dict[int, _Bucket] = {}

    def has(self, key: int | None, tokens: float, at: float) -> bool:
        """Return True if a bucket has some tokens at a time, in seconds since the epoch."""
        if not self._per_minute or key is None:
            return True
        return self._bucket(key, at).missing + tokens <= self._per_minute

    def take(self, key: int | None, tokens: float, at: float) -> None:
        """Take tokens, which the bucket must have."""
        if self._per_minute and key is not None:
            self._bucket(key, at).missing += tokens

    def tell(self, key: int, at: float) -> bool:
        """Return True if its owner is to be told that it is empty: once until it is full again."""
        bucket = self._bucket(key, at)
        is_news, bucket.is_told = not bucket.is_told, True
        return is_news

    def _bucket(self, key: int, at: float) -> _Bucket:
        """Return a bucket as it is at a time, and make it the one that was used last."""
        bucket = self._buckets.pop(key, None) or _Bucket(0.0, at)
        if len(self._buckets) == MAX_BUCKETS:
            del self._buckets[next(iter(self._buckets))]
        self._buckets[key] = bucket
        returned = max(0.0, at - bucket.at) * self._per_minute / 60
        bucket.missing = max(0.0, bucket.missing - returned)
        bucket.at = max(bucket.at, at)
        bucket.is_told &= bucket.missing > 0
        return bucket
