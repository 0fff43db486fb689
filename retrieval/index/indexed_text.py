"""The text that each passage is indexed by."""

from __future__ import annotations

from corpus.model import Corpus

BREAK = "\x1e"
"""Stands between what is above a passage and its own text; titles and headings have none."""


def indexed_texts(corpus: Corpus) -> dict[str, str]:
    """Return for each passage id the article's title and the headings above it, then its text."""
    return {
        passage.id: BREAK.join((_above(article.title, *passage.heading), passage.text))
        for article in corpus.articles
        for passage in article.passages
    }


def _above(*lines: str) -> str:
    return " ".join(lines).replace(BREAK, " ")
