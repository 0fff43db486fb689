"""How much a collection may ask of the machine that reads it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds for reading; what is beyond one becomes a Problem, and the rest is served."""

    files: int = 100_000
    """Articles in a collection: some hundred times as many as one person reads in a year."""

    file_bytes: int = 32 << 20
    """Bytes of one file: a long book of scanned pages is longer, its text never is."""

    characters: int = 2_000_000
    """Characters of one article, unpacked: four thick novels."""

    longest_passage: int = 600
    """Characters of a passage at most: what a phone's screen shows at a glance."""

    shortest_passage: int = 20
    """A paragraph of fewer characters is quoted with the one that it introduces."""


@dataclass(frozen=True, kw_only=True)
class FetchLimits:
    """Bounds for fetching an article from the web."""

    bytes: int = Limits.file_bytes
    """Bytes at most, unpacked."""

    seconds: float = 30.0
    """From the first look-up to the last byte."""

    redirects: int = 5

    private: bool = False
    """Whether addresses of this machine and its network may be fetched."""


DEFAULT_LIMITS = Limits()
