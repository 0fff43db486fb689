"""The interface between the answerer and a search engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class Query:
    """Weighted terms to search for."""

    terms: Mapping[str, float]


class Hit(NamedTuple):
    """A passage that contains a term of the query, with its score."""

    passage_id: str
    score: float


class Searcher(Protocol):
    """An immutable index of the passages of one corpus, in this process.

    Searching is plain computation, so it is synchronous: callers run it in a thread of their own.
    """

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return at most *limit* passages that contain a term of the query, best first."""
        ...
