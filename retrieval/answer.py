"""A question's answer: passages quoted, or the reason why none is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Article, Passage
from retrieval.analysis import Analyzer
from retrieval.library import Library, Snapshot
from retrieval.script import letters
from retrieval.search import Hit, Query
from retrieval.snippet import Excerpt, excerpt

QUOTED = 3
"""How many passages a reader wants to see at once."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that answers, the article it stands in, and the part of it to quote."""

    article: Article
    passage: Passage
    excerpt: Excerpt
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, best first; `doubtful` where it may not be what was asked."""

    question: str
    citations: tuple[Citation, ...]
    doubtful: bool = False


class Reason(StrEnum):
    """Why nothing is quoted."""

    NOTHING_ASKED = "nothing-asked"
    NOT_COVERED = "not-covered"


@dataclass(frozen=True, slots=True)
class Abstention:
    """Nothing is quoted, which is a normal result."""

    question: str
    reason: Reason


class Answerer:
    """Answers questions from the library's current snapshot."""

    def __init__(self, library: Library, analyzer: Analyzer) -> None:
        self._library = library
        self._analyzer = analyzer

    async def answer(self, question: str, limit: int = QUOTED) -> Answer | Abstention:
        """Quote the passages that answer, at most *limit*, or say why there are none.

        A question without an informative term asks nothing that could be found; where no
        passage holds one of its informative terms, nothing answers it.
        """
        snapshot = self._library.current
        query = await asyncio.to_thread(self._understand, question)
        if not query.terms:
            return Abstention(question, Reason.NOTHING_ASKED)
        hits = await snapshot.searcher.search(query, limit * 4)
        if not hits:
            return Abstention(question, Reason.NOT_COVERED)
        return Answer(question, await asyncio.to_thread(self._quote, snapshot, hits, limit))

    async def rank(self, question: str, limit: int) -> list[Hit]:
        """The passages that match best, whether or not they answer: for measuring the ranking."""
        query = await asyncio.to_thread(self._understand, question)
        return await self._library.current.searcher.search(query, limit)

    def _understand(self, question: str) -> Query:
        terms = (term.text for term in self._analyzer.terms(question))
        return Query({term: 1.0 for term in terms if self._analyzer.is_informative(term)})

    def _quote(self, snapshot: Snapshot, hits: Iterable[Hit], limit: int) -> tuple[Citation, ...]:
        """The first hits, each text once: a lead that repeats its article is not quoted twice."""
        quoted: list[str] = []
        citations: list[Citation] = []
        for hit in hits:
            passage = snapshot.corpus.passage(hit.passage_id)
            if passage is None or len(citations) == limit:
                break
            said = letters(passage.text)
            if any(said in other or other in said for other in quoted):
                continue
            quoted.append(said)
            citations.append(self._citation(snapshot, passage, hit))
        return tuple(citations)

    def _citation(self, snapshot: Snapshot, passage: Passage, hit: Hit) -> Citation:
        part = excerpt(passage.text, self._analyzer.terms(passage.text), hit.matched)
        return Citation(snapshot.corpus.article_of(passage), passage, part, hit.score)
