"""Passages that an engine found, as the ranking and what follows it read them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from corpus.model import Article, Passage
from corpus.sentences import sentences
from retrieval.text.script import fold


@dataclass(frozen=True)
class Candidate:
    """A passage that an engine found, with its article and the engine's score."""

    article: Article
    passage: Passage
    score: float

    @cached_property
    def folded(self) -> str:
        """The passage's text, folded; offsets are those of the text."""
        return fold(self.passage.text)

    @cached_property
    def headings(self) -> str:
        """The article's title and the passage's headings, folded."""
        return fold(" ".join((self.article.title, *self.passage.heading)))

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The spans of the passage's sentences."""
        return tuple(sentences(self.passage.text))
