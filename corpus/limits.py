"""Limits of what is read and fetched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits of reading; what exceeds one is reported as a Problem, and the rest is served."""

    files: int = 100_000
    """Maximum number of articles in a collection."""

    file_bytes: int = 32 << 20
    """Maximum size of a file in bytes; only scanned books are larger, and their text is not."""

    characters: int = 2_000_000
    """Maximum number of characters of an article, about four long novels."""

    longest_passage: int = 600
    """Maximum length of a passage in characters, about one screen of a phone."""

    shortest_passage: int = 20
    """A paragraph with fewer characters is joined to the next one."""


@dataclass(frozen=True, kw_only=True)
class FetchLimits:
    """Limits of fetching an article from the web."""

    bytes: int = Limits.file_bytes
    """Maximum size in bytes, after decompression."""

    seconds: float = 30.0
    """Seconds from the first name lookup to the last byte."""

    redirects: int = 5
    """Maximum number of redirects."""

    private: bool = False
    """Allow addresses of this machine and its network."""


DEFAULT_LIMITS = Limits()
