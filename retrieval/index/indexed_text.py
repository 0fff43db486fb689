"""The text that each passage is indexed by."""

from __future__ import annotations

from corpus.model import Corpus


def indexed_texts(corpus: Corpus) -> dict[str, str]:
    """Return for each passage id the article's title, the headings above it and its text."""
    return {
        passage.id: "\n".join((article.title, *passage.heading, passage.text))
        for article in corpus.articles
        for passage in article.passages
    }
