"""Deep links: what a payload carries comes back as it was."""

from __future__ import annotations

import re

import pytest

from bot.views.links import ArticleKeys, DeepLink, EditLink, LinkKind, article_key
from corpus.model import Article, Corpus


@pytest.mark.parametrize("collection", ["", "0a1b2c"])
@pytest.mark.parametrize("kind", ["article", "passage", "question"])
def test_a_link_is_parsed_as_it_was_made(kind: LinkKind, collection: str) -> None:
    """The payload of a link is parsed to the same link; Telegram takes it as a parameter."""
    link = DeepLink(kind, "0123456789abcdef", collection)

    assert link == DeepLink.parse(link.payload)
    assert re.fullmatch(r"[\w-]{1,64}", link.payload, re.ASCII)
    assert f"https://t.me/some_bot?start={link.payload}" == link.address("some_bot")


@pytest.mark.parametrize(
    "payload",
    [
        *("", "x_0123456789ab", "a_", "a_0123", "p_XYZ", "a-0123456789ab"),
        *("a_0123456789ab_", "a_0123456789ab_0a1b2", "a_0123456789ab_0a1b2c_0a1b2c"),
    ],
)
def test_other_payloads(payload: str) -> None:
    """Any other payload is no deep link."""
    assert DeepLink.parse(payload) is None


@pytest.mark.parametrize("collection", ["", "0a1b2c"])
@pytest.mark.parametrize("panel", [0, 4294967295])
def test_a_request_is_known_by_its_link(collection: str, panel: int) -> None:
    """The link of a request says which field of which article it is about, and who asked."""
    link = EditLink("0123456789ab", "ba9876543210", "date", collection, panel)

    assert link == EditLink.parse(link.address("some_bot"))


@pytest.mark.parametrize(
    "address",
    [
        "https://t.me/some_bot?start=a_0123456789ab&field=date&file=ba9876543210",
        "tg://resolve?domain=some_bot&start=a_0123456789ab",
        "tg://resolve?domain=some_bot&start=a_0123456789ab&field=date",
        "tg://resolve?domain=some_bot&start=a_0123456789ab&field=id&file=ba9876543210",
    ],
)
def test_an_article_cannot_make_a_request(address: str) -> None:
    """No address that an article may have, nor an unknown field, is the link of a request."""
    assert EditLink.parse(address) is None


def test_articles_by_their_keys() -> None:
    """An article is found by its key in the corpus it is in."""
    keys = ArticleKeys()
    first, second = (Corpus((Article(name, "a.md", "题"),)) for name in ("甲" * 500, "\udc80"))
    key = article_key(first.articles[0])

    assert first.articles[0] is keys.find(first, key)
    assert keys.find(second, key) is None
    assert second.articles[0] is keys.find(second, article_key(second.articles[0]))
