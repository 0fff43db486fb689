"""The basic values: articles, passages, the corpus, and problems. All are frozen."""

from __future__ import annotations

import datetime as dt
import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
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

    `annotations` counts the readings that were removed from its text. `passages` is a tuple, or
    reads them from a file.
    """

    id: str
    path: str
    title: str
    author: str | None = None
    date: dt.date | None = None
    url: str | None = None
    headings: tuple[str, ...] = ()
    passages: Sequence[Passage] = ()
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

    def with_passages(self, passages: Sequence[Passage]) -> Article:
        """Return the article with its passages in another form."""
        return replace(self, passages=passages)


MAX_LOADED = 1 << 17
"""The most passages of a collection that are taken into memory, which takes about 130 MiB."""

Rows = Callable[[str], int | None]
"""Returns the number of a passage in the order of the corpus, by its id; None if it has none."""


@dataclass(frozen=True)
class Corpus:
    """All articles in a fixed order, and their passages by id.

    `rows` finds the passages of a corpus that are not in memory. Without it, they are all gone
    through for the first that is looked for.
    """

    articles: tuple[Article, ...] = ()
    rows: Rows | None = field(default=None, repr=False, compare=False)
    _articles: Mapping[str, Article] = field(init=False, repr=False, compare=False)
    _passages: Mapping[str, Passage] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        articles = {article.id: article for article in self.articles}
        if all(isinstance(article.passages, tuple) for article in self.articles):
            found = (passage for article in self.articles for passage in article.passages)
            passages: Mapping[str, Passage] = {passage.id: passage for passage in found}
        else:
            passages = PassagesByRow(self.articles, self.rows)
        object.__setattr__(self, "_articles", MappingProxyType(articles))
        object.__setattr__(self, "_passages", MappingProxyType(passages))

    @property
    def passages(self) -> Iterator[Passage]:
        """All passages, article by article, in their order."""
        return iter(self._passages.values())

    @cached_property
    def has_code(self) -> bool:
        """False if no passage contains lines of code; True as well if they are not in memory."""
        return len(self) > MAX_LOADED or any(passage.code for passage in self.passages)

    def passage_ids(self) -> Iterator[str]:
        """Return the ids of all passages, in their order."""
        return iter(self._passages)

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


class PassagesByRow(Mapping[str, Passage]):
    """Passages by id, which are looked up in their articles.

    Args:
        articles: The articles; no two passages have the same id.
        rows: See `Corpus`.
    """

    def __init__(self, articles: Sequence[Article], rows: Rows | None) -> None:
        self._all = articles
        self._starts = array("Q", accumulate((len(one.passages) for one in articles), initial=0))
        self._rows = rows

    def __getitem__(self, passage_id: str) -> Passage:
        if self._rows is None:
            self._rows = {name: row for row, name in enumerate(self)}.get
        row = self._rows(passage_id)
        if row is None:
            raise KeyError(passage_id)
        number = bisect_right(self._starts, row) - 1
        return self._all[number].passages[row - self._starts[number]]

    def __iter__(self) -> Iterator[str]:
        return (passage.id for passage in self.values())

    def __len__(self) -> int:
        return self._starts[-1]

    def values(self) -> ValuesView[Passage]:
        """Return the passages, in their order."""
        return _Passages(self, self._all)


class _Passages(ValuesView[Passage]):
    def __init__(self, mapping: PassagesByRow, articles: Sequence[Article]) -> None:
        super().__init__(mapping)
        self._all = articles

    def __iter__(self) -> Iterator[Passage]:
        return (passage for article in self._all for passage in article.passages)


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
