"""Search of articles by words."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.model import Article, Corpus, Passage
from retrieval.text.script import fold


def search_articles(corpus: Corpus, ranked: Iterable[Passage], words: str) -> list[Article]:
    """Return the articles that have to do with some words.

    First come the articles whose title, author or headings contain all of the words, in the order
    of the corpus; then, of the articles of the *ranked* passages, best first, those whose text
    contains all of them. Characters are compared across scripts.
    """
    best = {passage.article_id: corpus.article(passage.article_id) for passage in ranked}
    found = [
        *(one for one in corpus.articles if _is_named(one, words)),
        *(one for one in best.values() if one and _mentions(one, words)),
    ]
    return list({article.id: article for article in found}.values())


def _is_named(article: Article, words: str) -> bool:
    return _contains_all(words, article.title, article.author or "", *article.headings)


def _mentions(article: Article, words: str) -> bool:
    return _contains_all(words, *(passage.text for passage in article.passages))


def _contains_all(words: str, *texts: str) -> bool:
    folded = fold("\n".join(texts))
    return all(word in folded for word in fold(words).split())
