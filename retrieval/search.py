"""The seam between us and any engine: what is asked of it and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Query:
    """Terms to look for, each with its weight."""

    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matched: its id, its score, and what each matched term gave to it.

    A score says which of two passages goes first and nothing else; whether a passage
    matched at all is in `matched`.
    """

    passage_id: str
    score: float
    matched: Mapping[str, float] = field(default_factory=dict)


class Searcher(Protocol):
    """An index over the passages of one corpus; it never changes."""

    async def search(self, query: Query, limit: int) -> list[Hit]:
        """The passages that match best, at most *limit*, best first; equal ones as printed."""
        ...
