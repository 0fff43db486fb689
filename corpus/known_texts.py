"""Articles that a collection has, so that none is added twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from hashlib import blake2b

from corpus.duplicates import NEARLY_SAME
from corpus.model import Article

_MARKS = re.compile(r"\W+")


class KnownTexts:
    """The addresses and texts of articles, collected when they are first needed.

    Args:
        articles: Returns the articles of the collection.
    """

    def __init__(self, articles: Callable[[], Iterable[Article]]) -> None:
        self._articles = articles

    def has_address(self, url: str) -> bool:
        """Return True if an article has an address, over http or https."""
        return _plain(url) in self._addresses

    def has_text(self, article: Article) -> bool:
        """Return True if most of an article's text stands, in whole passages, in others."""
        texts = [_letters(passage.text) for passage in article.passages]
        known = sum(len(text) for text in texts if _digest(text) in self._passages)
        return known >= NEARLY_SAME * sum(map(len, texts))

    def add(self, article: Article, url: str) -> None:
        """Add an article, and the address where it was found."""
        self._passages.update(_digest(_letters(one.text)) for one in article.passages)
        self._addresses.update(map(_plain, {url, article.url or url}))

    @cached_property
    def _addresses(self) -> set[str]:
        return {_plain(one.url) for one in self._articles() if one.url}

    @cached_property
    def _passages(self) -> set[bytes]:
        passages = (passage for one in self._articles() for passage in one.passages)
        return {_digest(_letters(passage.text)) for passage in passages}


def _plain(url: str) -> str:
    """Return an address without what does not lead to another page."""
    return url.partition("#")[0].partition("://")[2].rstrip("/")


def _letters(text: str) -> str:
    return _MARKS.sub("", text)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(errors="replace"), digest_size=8).digest()
