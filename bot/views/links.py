"""Deep links: URLs that open the bot at an article, a passage or a question.

The payload of https://t.me/NAME?start=PAYLOAD has at most 64 characters of A-Z, a-z, 0-9, _ and -
(https://core.telegram.org/bots/features#deep-linking).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.model import Article, Corpus
from corpus.source_entries import EDITABLE

LinkKind = Literal["article", "passage", "question"]

_PREFIXES: dict[LinkKind, str] = {"article": "a", "passage": "p", "question": "q"}
_KINDS: dict[str, LinkKind] = {prefix: kind for kind, prefix in _PREFIXES.items()}
_EDIT = re.compile(
    r"tg://resolve\?domain=\w+&start=a_([0-9a-f]{12})(?:_([0-9a-f]{6}))?&field=("
    + "|".join(EDITABLE)
    + ")&file=([0-9a-f]{12})(?:&panel=([0-9]{1,10}))?"
)
_PAYLOAD = re.compile(r"([a-z])_([0-9a-f]{8,16})(?:_([0-9a-f]{6}))?")


@dataclass(frozen=True, slots=True)
class DeepLink:
    """A link to an article, by its key, or to a passage or question, by its id.

    Args:
        kind: What it leads to.
        id: The key or the id.
        collection: The mark of the collection that it leads to, as the reader of the link may
            have chosen another; empty for the only one, and for a question, which has its own.
    """

    kind: LinkKind
    id: str
    collection: str = ""

    @classmethod
    def parse(cls, payload: str) -> DeepLink | None:
        """Parse a payload; return None if it is not one of a deep link."""
        match = _PAYLOAD.fullmatch(payload)
        kind = _KINDS.get(match[1]) if match else None
        return cls(kind, match[2], match[3] or "") if match and kind else None

    @property
    def payload(self) -> str:
        """The parameter `start` of the URL."""
        return "_".join(filter(None, (_PREFIXES[self.kind], self.id, self.collection)))

    def address(self, username: str) -> str:
        """Return the URL for the bot with this username."""
        return f"https://t.me/{username}?start={self.payload}"


@dataclass(frozen=True, slots=True)
class EditLink:
    """The link in a request for a new value, which a reply to it has with it.

    No other message has one: addresses of articles begin with http.

    Args:
        article_key: The key of the article, which the link opens.
        file_key: The key of its file, which the new value is for.
        field: The field of its metadata.
        collection: The mark of its collection.
        panel: The number of the message whose button asked for the value; 0 in older requests.
    """

    article_key: str
    file_key: str
    field: str
    collection: str = ""
    panel: int = 0

    @classmethod
    def parse(cls, address: str) -> EditLink | None:
        """Parse an address; return None if it is not one of a request."""
        match = _EDIT.fullmatch(address)
        if match is None:
            return None
        return cls(match[1], match[4], match[3], match[2] or "", int(match[5] or 0))

    def address(self, username: str) -> str:
        """Return the address, which opens the article in the bot with this username."""
        payload = DeepLink("article", self.article_key, self.collection).payload
        place = f"field={self.field}&file={self.file_key}"
        place += f"&panel={self.panel}" if self.panel else ""
        return f"tg://resolve?domain={username}&start={payload}&{place}"


def article_key(article: Article) -> str:
    """Return twelve hexadecimal digits for an article's id, which may be too long for a link."""
    return _hashed(article.id)


def file_key(article: Article) -> str:
    """Return twelve hexadecimal digits for an article's file.

    An id passes to the next article of the same stem when a file is removed; a file's name does
    not, so it stands for the article in whatever changes it.
    """
    return _hashed(article.path)


def text_key(article: Article) -> str:
    """Return twelve hexadecimal digits for an article's text, whatever is stated of it."""
    return _hashed("\0".join(passage.text for passage in article.passages))


def _hashed(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


class ArticleKeys:
    """Finds articles by their keys; the table is built once per corpus.

    Args:
        key_of: Function that returns an article's key.
    """

    def __init__(self, key_of: Callable[[Article], str] = article_key) -> None:
        self._key_of = key_of
        self._corpus: Corpus | None = None
        self._articles: Mapping[str, Article] = {}

    def find(self, corpus: Corpus, key: str) -> Article | None:
        """Return the article with this key, or None if the corpus has none."""
        if corpus is not self._corpus:
            self._articles = {self._key_of(article): article for article in corpus.articles}
            self._corpus = corpus
        return self._articles.get(key)
