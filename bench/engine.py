"""The interface of the engines that are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from bench.shared_terms import QuestionTerms

HITS = 10
"""Number of passages that every query asks for."""

MIB = 1 << 20
"""Bytes in a mebibyte."""


@dataclass(frozen=True, slots=True)
class BuildCost:
    """The cost of a build: seconds to tokenize and to index, and the size of the index in MiB."""

    tokenize_s: float | None
    index_s: float
    index_mb: float | None


class Engine(Protocol):
    """An engine to be compared."""

    def build(self) -> BuildCost:
        """Index the collection."""
        ...

    def prepare(self, asked: QuestionTerms) -> Any:
        """Return the argument of `search` for a question; this is not timed."""
        ...

    def search(self, prepared: Any) -> list[str]:
        """Return the ids of the best passages, at most `HITS`."""
        ...

    def start(self) -> float | None:
        """Return the seconds from the index on disk to a first hit; None if it is not on disk."""
        ...


@runtime_checkable
class Answering(Protocol):
    """An engine that makes excerpts."""

    def answer(self, text: str) -> list[str]:
        """Return the ids of the best passages for a question as typed, with excerpts made."""
        ...
