"""The difference between two versions of an article, by paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Article


@dataclass(frozen=True, slots=True)
class ArticleDiff:
    """The paragraphs of an article that another version has not, in the order of their text.

    A paragraph that only moved is in neither. `kept` is the share of the paragraphs of the earlier
    version that are in the later one, from 0 to 1.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    kept: float = 1.0

    @classmethod
    def between(cls, before: Article, after: Article) -> ArticleDiff:
        """Compare two versions of an article; equal paragraphs are counted."""
        added, removed = tuple(_only_in(after, before)), tuple(_only_in(before, after))
        count = sum(1 for _ in _paragraphs(before))
        return cls(added, removed, 1 - len(removed) / count if count else 0.0)


def _only_in(article: Article, other: Article) -> Iterator[str]:
    """Yield the paragraphs of an article that the other one has not, or has less often."""
    left = Counter(_paragraphs(other))
    for paragraph in _paragraphs(article):
        if left[paragraph]:
            left[paragraph] -= 1
        else:
            yield paragraph


def _paragraphs(article: Article) -> Iterator[str]:
    """Yield the lines of all passages, as a passage joins short paragraphs by line breaks."""
    for passage in article.passages:
        yield from filter(None, passage.text.split("\n"))
