"""Results of a question: an answer with citations, or an abstention with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import overload

from corpus.model import Article, Passage
from corpus.rows import head_above
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
    def table_head(self) -> str | None:
        """The first row of the table that the excerpt begins within, if that is left out."""
        return head_above(self.text, self.excerpt.start)

    @property
    def is_cut_after(self) -> bool:
        """True if text of the passage after the excerpt is left out."""
        return bool(self.text[self.excerpt.start + len(self.excerpt.text) :].strip())


class LazyCitations(Sequence[Citation]):
    """Citations that are made when they are looked at, each once, as few are shown at a time.

    Args:
        makers: For each citation the function that makes it.
    """

    def __init__(self, makers: Iterable[Callable[[], Citation]]) -> None:
        self._made: list[Callable[[], Citation] | Citation] = list(makers)

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, place: int) -> Citation: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Citation, ...]: ...

    def __getitem__(self, place: int | slice) -> Citation | tuple[Citation, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(len(self))[place])
        found = self._made[place]
        if not isinstance(found, Citation):
            self._made[place] = found = found()
        return found

    def __eq__(self, other: object) -> bool:
        """Return True for a sequence of the same citations."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


@dataclass(frozen=True, slots=True)
class Answer:
    """Citations that answer a question, best first.

    Attributes:
        question: The question as it was typed.
        citations: Passages, or cards where `aspect` is set; an excerpt may be cut when it is first
            looked at.
        doubtful: True if the passages may be about something else.
        aspect: The metadata that was asked for; None for a question about content.
        articles: The number of articles that are meant, where that was asked for.
        follows: The earlier question that this one was understood by; None if it stands alone.
    """

    question: str
    citations: Sequence[Citation]
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
