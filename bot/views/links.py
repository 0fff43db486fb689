"""Deep links: an address that opens the bot at an article, a passage or a question.

The payload of https://t.me/NAME?start=PAYLOAD has at most 64 characters of A-Z, a-z, 0-9, _ and -
(https://core.telegram.org/bots/features#deep-linking).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.model import Article, Corpus

Place = Literal["article", "passage", "question"]

_PREFIXES: dict[Place, str] = {"article": "a", "passage": "p", "question": "q"}
_PAYLOAD = re.compile(r"([a-z])_([0-9a-f]{8,16})")


@dataclass(frozen=True, slots=True)
class DeepLink:
    """A place to open: what it is, and its id; an article's is its key."""

    place: Place
    id: str

    @property
    def payload(self) -> str:
        """What stands behind `start=`."""
        return f"{_PREFIXES[self.place]}_{self.id}"

    def address(self, username: str) -> str:
        """The whole address, for the bot of this name."""
        return f"https://t.me/{username}?start={self.payload}"


def read_payload(payload: str) -> DeepLink | None:
    """The place that a payload names, or None where it names none."""
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        return None
    for place, prefix in _PREFIXES.items():
        if prefix == match[1]:
            return DeepLink(place, match[2])
    return None


def article_key(article: Article) -> str:
    """What an article is called where its id may be too long: twelve hexadecimal digits."""
    return hashlib.blake2b(article.id.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


class ArticleKeys:
    """Articles by their keys; the table is made once for each corpus."""

    def __init__(self) -> None:
        self._corpus: Corpus | None = None
        self._articles: Mapping[str, Article] = {}

    def find(self, corpus: Corpus, key: str) -> Article | None:
        """The article with this key, or None where it has gone."""
        if corpus is not self._corpus:
            self._articles = {article_key(article): article for article in corpus.articles}
            self._corpus = corpus
        return self._articles.get(key)
