"""The seam between us and any engine: what is asked of it and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class Query:
    """Terms to look for, each with its weight."""

    terms: Mapping[str, float]


class Hit(NamedTuple):
    """A passage that holds a term of the query, and how well it matches among others."""

    passage_id: str
    score: float


class Searcher(Protocol):
    """An engine in this process, over the passages of one corpus; it never changes.

    Searching is plain computation, so it is synchronous: callers run it in a thread of their own.
    """

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return at most *limit* passages that contain a term of the query, best first."""
        ...
