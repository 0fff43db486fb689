"""Passages that an engine found, as the ranking and what follows it read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from corpus.model import Article, Passage
from retrieval.index.scanning import Presence, Scanner
from retrieval.index.text_arrays import AnalyzedText, Span
from retrieval.library import Snapshot


class Candidate(NamedTuple):
    """A passage that an engine found, with its article and the engine's score.

    `analyzed` is what was made of its text when it was indexed, `scanner` looks texts up in it.
    """

    article: Article
    passage: Passage
    score: float
    analyzed: AnalyzedText
    scanner: Scanner

    @property
    def folded(self) -> str:
        """The passage's text, folded; offsets are those of the text."""
        return self.analyzed.folded

    @property
    def headings(self) -> str:
        """The article's title and the passage's headings, folded."""
        return self.analyzed.above

    @property
    def title(self) -> str:
        """The article's title, folded."""
        return self.analyzed.above[: len(self.article.title)]

    @property
    def sentences(self) -> Sequence[Span]:
        """The spans of the passage's sentences."""
        return self.analyzed.sentences


def candidate_of(snapshot: Snapshot, passage: Passage, score: float = 0.0) -> Candidate:
    """Return a passage of a collection as a candidate."""
    article, texts = snapshot.corpus.article_of(passage), snapshot.texts
    return Candidate(article, passage, score, texts.of(passage.id), texts.scanner)


def find_texts(candidates: Sequence[Candidate], texts: Sequence[str]) -> Presence:
    """Return which of these texts occur in which of some candidates, at least one."""
    return candidates[0].scanner.find([one.analyzed for one in candidates], texts)
