"""The basic values: articles, passages, the corpus, and problems. All are frozen."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from corpus.message import Message

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem in the collection that a person should look at.

    After an error the file is not served, after a warning it is.
    `path` is relative to the corpus folder; `line` counts from 1.
    """

    severity: Severity
    path: str
    line: int | None
    message: Message


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair of one damaged place: the text before and after, and the reason."""

    before: str
    after: str
    why: Message


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotable part of an article, in the article's own script.

    `heading` is the path of headings above it, outermost first. `code` has the half-open spans of
    its text that are lines of code.
    """

    id: str
    article_id: str
    text: str
    heading: tuple[str, ...] = ()
    code: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article; `path` is its file, relative to the corpus folder.

    `annotations` counts the readings that were removed from its text.
    """

    id: str
    path: str
    title: str
    author: str | None = None
    date: dt.date | None = None
    url: str | None = None
    headings: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    repairs: tuple[Repair, ...] = ()
    annotations: int = 0

    @property
    def lead(self) -> str:
        """The text of the first passage, empty if there is none."""
        return self.passages[0].text if self.passages else ""

    def renamed(self, article_id: str) -> Article:
        """Return the article under another id, with new ids of its passages."""
        ids = passage_ids(article_id, (passage.text for passage in self.passages))
        passages = (
            replace(passage, id=name, article_id=article_id)
            for name, passage in zip(ids, self.passages, strict=True)
        )
        return replace(self, id=article_id, passages=tuple(passages))


@dataclass(frozen=True)
class Corpus:
    """All articles in a fixed order, and their passages by id."""

    articles: tuple[Article, ...] = ()
    _articles: Mapping[str, Article] = field(init=False, repr=False, compare=False)
    _passages: Mapping[str, Passage] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        articles = {article.id: article for article in self.articles}
        passages = {
            passage.id: passage for article in self.articles for passage in article.passages
        }
        object.__setattr__(self, "_articles", MappingProxyType(articles))
        object.__setattr__(self, "_passages", MappingProxyType(passages))

    @property
    def passages(self) -> Iterator[Passage]:
        """All passages, article by article, in their order."""
        return iter(self._passages.values())

    def __len__(self) -> int:
        """The number of passages."""
        return len(self._passages)

    def article(self, article_id: str) -> Article | None:
        """Return the article with this id, None if there is none."""
        return self._articles.get(article_id)

    def passage(self, passage_id: str) -> Passage | None:
        """Return the passage with this id, None if there is none."""
        return self._passages.get(passage_id)

    def article_of(self, passage: Passage) -> Article:
        """Return the article that contains a passage of this corpus."""
        return self._articles[passage.article_id]


@dataclass(frozen=True, slots=True)
class CorpusDiff:
    """The difference between two corpora: article ids, each list sorted.

    `removed` are ids of the earlier corpus, the others of the later one.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @classmethod
    def between(cls, before: Corpus, after: Corpus) -> CorpusDiff:
        """Compare two corpora article by article.

        An article is known again by its file, as its id may pass to another one; by its id if the
        file was moved.
        """
        files = {article.path: article for article in before.articles}
        pairs = [(files.pop(new.path, None), new) for new in after.articles]
        moved = {article.id: article for article in files.values()}
        pairs = [(old or moved.pop(new.id, None), new) for old, new in pairs]
        return cls(
            added=tuple(sorted(new.id for old, new in pairs if old is None)),
            changed=tuple(sorted(new.id for old, new in pairs if old and _differ(old, new))),
            removed=tuple(sorted(moved)),
        )


def _differ(old: Article, new: Article) -> bool:
    """Return True if an article has changed, but for an id that another article had before."""
    return (old if old.id == new.id else old.renamed(new.id)) != new


def passage_ids(article_id: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield ids of passages, which depend on the article's id and the passage's text alone.

    An id is 16 hexadecimal digits of BLAKE2b over both; equal texts of an article are numbered.
    """
    seen: dict[str, int] = {}
    for text in texts:
        number = seen.get(text, 0)
        seen[text] = number + 1
        key = "\0".join((article_id, text, str(number)))
        yield hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
