"""Search of articles by words: by name first, then by text."""

from __future__ import annotations

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.answer.article_search import search_articles

NAMES = ("土壤", "流量的含义", "养分")
TEXTS = ("流量不是目标，土壤是。", "先说含义。", "養分與流量。")
ARTICLES = tuple(
    Article(str(place), "a.md", title, passages=(Passage(f"{place:016x}", str(place), text),))
    for place, (title, text) in enumerate(zip(NAMES, TEXTS, strict=True))
)
CORPUS = Corpus(ARTICLES)
RANKED = [ARTICLES[place].passages[0] for place in (2, 1, 0)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("流量", ["1", "2", "0"]),
        ("流量 土壤", ["0"]),
        ("养分", ["2"]),
        ("钢铁", []),
    ],
)
def test_named_articles_come_first(words: str, expected: list[str]) -> None:
    """Articles named by all words come first, then those whose text contains all, best first."""
    assert expected == [article.id for article in search_articles(CORPUS, RANKED, words)]


def test_text_is_searched_in_ranked_articles_alone() -> None:
    """An article that none of the ranked passages is from is found by its name only."""
    assert ["1"] == [article.id for article in search_articles(CORPUS, [], "流量")]
