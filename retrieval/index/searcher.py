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
    """An immutable index of the passages of one corpus."""

    async def search(self, query: Query, limit: int) -> list[Hit]:
        """The passages that match best, at most *limit*, best first; none that holds no term."""
        ...
