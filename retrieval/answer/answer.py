"""Answers as values: passages quoted, articles shown, or the reason why nothing is."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Article, Passage
from retrieval.answer.declining import Reason
from retrieval.answer.excerpt import Excerpt
from retrieval.question.patterns import Aspect

QUOTED = 3
"""Passages that an answer quotes unless the caller asks for another number."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that answers, or, without one, an article as a whole: its card."""

    article: Article
    passage: Passage | None
    excerpt: Excerpt
    score: float

    @property
    def heading(self) -> tuple[str, ...]:
        """The headings that the passage stands under."""
        return self.passage.heading if self.passage else ()

    @property
    def text(self) -> str:
        """What the excerpt is a slice of: the passage, or the lead of the article."""
        return self.passage.text if self.passage else self.article.lead


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, best first; `doubtful` where it may not be what was asked.

    `aspect` says which of an article's or the collection's data was asked for, where it was, and
    `articles` how many articles are meant, where that was.
    """

    question: str
    citations: tuple[Citation, ...]
    doubtful: bool = False
    aspect: Aspect | None = None
    articles: int | None = None


@dataclass(frozen=True, slots=True)
class Abstention:
    """Nothing is quoted, which is a normal result."""

    question: str
    reason: Reason
