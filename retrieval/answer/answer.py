"""Results of a question: an answer with citations, or an abstention with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Article, Passage
from retrieval.answer.declining import Reason
from retrieval.answer.excerpt import Excerpt
from retrieval.question.patterns import Aspect


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that is quoted; or, without a passage, an article that is shown as a card.

    Attributes:
        article: The article.
        passage: The passage that is quoted.
        excerpt: The part that is shown.
        score: Higher is better.
        outline: Headings of the article, one a line, which are quoted in place of a passage.
        by_meaning: True if the passage is quoted for its meaning, not for the words it shares.
    """

    article: Article
    passage: Passage | None
    excerpt: Excerpt
    score: float
    outline: str = ""
    by_meaning: bool = False

    @property
    def heading(self) -> tuple[str, ...]:
        """The headings above the passage, outermost first; empty for a card."""
        return self.passage.heading if self.passage else ()

    @property
    def text(self) -> str:
        """The text that the excerpt is a slice of: a passage, headings, or the lead."""
        return self.passage.text if self.passage else self.outline or self.article.lead

    @property
    def is_cut_before(self) -> bool:
        """True if text of the passage before the excerpt is left out."""
        return bool(self.text[: self.excerpt.start].strip())

    @property
    def is_cut_after(self) -> bool:
        """True if text of the passage after the excerpt is left out."""
        return bool(self.text[self.excerpt.start + len(self.excerpt.text) :].strip())


@dataclass(frozen=True, slots=True)
class Answer:
    """Citations that answer a question, best first.

    Attributes:
        question: The question as it was typed.
        citations: Passages, or cards where `aspect` is set.
        doubtful: True if the passages may be about something else.
        aspect: The metadata that was asked for; None for a question about content.
        articles: The number of articles that are meant, where that was asked for.
        follows: The earlier question that this one was understood by; None if it stands alone.
    """

    question: str
    citations: tuple[Citation, ...]
    doubtful: bool = False
    aspect: Aspect | None = None
    articles: int | None = None
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Abstention:
    """A declined question: nothing is quoted, which is a normal result.

    Attributes:
        question: The question as it was typed.
        reason: The reason.
        follows: The earlier question that this one was understood by; None if it stands alone.
    """

    question: str
    reason: Reason
    follows: str | None = None
