"""Deep links: what a payload carries comes back as it was."""

from __future__ import annotations

import pytest

from bot.views.links import ArticleKeys, DeepLink, Place, article_key, read_payload
from corpus.model import Article, Corpus


@pytest.mark.parametrize("place", ["article", "passage", "question"])
def test_a_link_leads_where_it_was_made_for(place: Place) -> None:
    """A payload is read as the place that it was written for."""
    link = DeepLink(place, "0123456789ab")

    assert link == read_payload(link.payload)
    assert f"https://t.me/some_bot?start={link.payload}" == link.address("some_bot")


@pytest.mark.parametrize(
    "payload", ["", "x_0123456789ab", "a_", "a_0123", "p_XYZ", "a-0123456789ab"]
)
def test_what_is_no_link(payload: str) -> None:
    """Anything else is no place."""
    assert read_payload(payload) is None


def test_articles_by_their_keys() -> None:
    """A key leads to its article, in the corpus of the moment."""
    keys = ArticleKeys()
    first, second = (Corpus((Article(name, "a.md", "题"),)) for name in ("甲" * 500, "\udc80"))
    key = article_key(first.articles[0])

    assert first.articles[0] is keys.find(first, key)
    assert keys.find(second, key) is None
    assert second.articles[0] is keys.find(second, article_key(second.articles[0]))
