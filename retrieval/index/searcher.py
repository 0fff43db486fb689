"""The interface between the answerer and a search engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from corpus.message import ReportedError
from retrieval.index.names import PassageIds


@dataclass(frozen=True, slots=True)
class Query:
    """Weighted terms to search for."""

    terms: Mapping[str, float]


class Hit(NamedTuple):
    """A passage that contains a term of the query.

    Attributes:
        row: The row of the passage in the index.
        score: Its score.
        names: The ids of all passages, by row.
    """

    row: int
    score: float
    names: PassageIds

    @property
    def passage_id(self) -> str:
        """The id of the passage."""
        return self.names[self.row]


class UnavailableError(ReportedError):
    """The server of an engine does not answer, or no longer has what is asked of it."""


class Searcher(Protocol):
    """An immutable index of the passages of one corpus, in this process or on a server.

    Searching is plain computation, or one that a server does, so it is synchronous: callers run it
    in a thread of their own.
    """

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return at most *limit* passages that contain a term of the query, best first.

        Raises:
            UnavailableError: The server of the engine does not answer.
        """
        ...
