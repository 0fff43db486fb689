"""The passages of a published collection, read from its database when they are looked at.

What ranking and excerpts need of a passage is stored with it: its text, its text as it was
analyzed, and where its words and sentences begin and end. The last ones that were looked at are in
memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, Select, Table, bindparam, select

from corpus.model import Passage
from retrieval.index.analyzed_texts import AnalyzedTexts
from retrieval.index.database import SearchDatabase
from retrieval.index.text_arrays import NO_TEXTS, AnalyzedText, TextArrays, arrays_of

REMEMBERED = 4_096
"""The number of passages that are kept in memory, about 10 MB of them."""


class StoredText(AnalyzedText):
    """A passage's text as it was analyzed, read from a database.

    Args:
        row: The number of the passage.
        folded: Its text, folded.
        above: The title and headings above it, folded.
        flags: The flags of its characters; see `text_arrays.py`.
    """

    __slots__ = ()

    def __init__(self, row: int, folded: str, above: str, flags: bytes) -> None:
        super().__init__(NO_TEXTS, row)
        self._folded, self._above, self._flags = folded, above, flags


class StoredPassage(NamedTuple):
    """A passage with what was made of it when it was published."""

    row: int
    passage: Passage
    text: StoredText
    length: int


def content_of(passage: Passage, analyzed: AnalyzedText) -> bytes:
    """Return the JSON of a passage for its row in the database."""
    folded = None if analyzed.folded == passage.text else analyzed.folded
    values = (passage.text, passage.heading, passage.code, folded, analyzed.above)
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")


class StoredPassages:
    """The passages of one version of a collection, with their ids; see `PassageIds`.

    Errors are those of `SearchDatabase.read`.

    Args:
        database: The database.
        table: The table of the passages.
        articles: The ids of the articles, by their numbers.
    """

    def __init__(self, database: SearchDatabase, table: Table, articles: Sequence[str]) -> None:
        self._database = database
        self._articles = articles
        self._known: dict[int, StoredPassage] = {}
        self._rows: dict[str, int] = {}
        self._changing = Lock()
        columns = table.c
        names = (columns.id, columns.name, columns.article, columns.length)
        all_columns = select(*names, columns.content, columns.flags)
        self._by_row = all_columns.where(columns.id.in_(bindparam("wanted", expanding=True)))
        self._by_name = all_columns.where(columns.name == bindparam("wanted"))

    def read(self, rows: Sequence[int]) -> list[StoredPassage]:
        """Return the passages with these numbers; those that are not in memory are read."""
        found = {row: one for row in rows if (one := self._known.get(row))}
        if lacking := [row for row in rows if row not in found]:
            read = self._select(self._by_row, lacking)
            found |= {one.row: one for one in read}
        return [found[row] for row in rows]

    def __getitem__(self, row: int) -> str:
        """Return the id of the passage with a number."""
        return self.read([row])[0].passage.id

    def number(self, name: str) -> int | None:
        """Return the number of the passage with an id; None if there is none."""
        row = self._rows.get(name)
        if row is not None:
            return row
        return next((one.row for one in self._select(self._by_name, name)), None)

    def _select(self, query: Select[Any], wanted: object) -> list[StoredPassage]:
        """Read passages, and remember them."""
        found = list(map(self._passage, self._database.rows(query, {"wanted": wanted})))
        self._remember(found)
        return found

    def _passage(self, row: Row[Any]) -> StoredPassage:
        content = json.loads(row.content.decode("utf-8", "surrogatepass"))
        text, heading, code, folded, above = content
        spans = tuple((start, end) for start, end in code)
        article = self._articles[row.article]
        passage = Passage(row.name, article, text, tuple(heading), spans)
        folded = text if folded is None else folded
        analyzed = StoredText(row.id, folded, above, bytes(row.flags))
        return StoredPassage(row.id, passage, analyzed, row.length)

    def _remember(self, found: Iterable[StoredPassage]) -> None:
        """Keep passages in memory in place of those that have been there longest."""
        with self._changing:
            for one in found:
                self._known[one.row] = one
                self._rows[one.passage.id] = one.row
            for row in list(self._known)[: max(len(self._known) - REMEMBERED, 0)]:
                self._rows.pop(self._known.pop(row).passage.id, None)


class StoredTexts(AnalyzedTexts):
    """The texts of all passages of a published collection, read when they are looked at.

    `arrays` has none of them; numpy ranks those that are gathered.

    Args:
        passages: The passages.
    """

    is_remote = True

    def __init__(self, passages: StoredPassages) -> None:
        super().__init__(NO_TEXTS, passages)
        self._stored = passages

    def at(self, row: int) -> AnalyzedText:
        """See `AnalyzedTexts`."""
        return self._stored.read([row])[0].text

    def gathered(self, rows: NDArray[np.int64]) -> tuple[TextArrays, NDArray[np.int64]]:
        """See `AnalyzedTexts`."""
        texts = [one.text for one in self._stored.read(rows.tolist())]
        found = [(one.folded, one.above, one.flags) for one in texts]
        return arrays_of(found, NO_TEXTS.marks), np.arange(len(rows))


class ArticlePassages(Sequence[Passage]):
    """The passages of an article, read when they are looked at.

    Two are equal if their passages are; what is known of the texts decides, not the texts.

    Args:
        passages: The passages of the collection.
        first: The number of the article's first passage.
        count: The number of its passages.
        digest: A hash of their ids, texts, headings and lines of code.
    """

    __slots__ = ("_count", "_digest", "_first", "_passages")

    def __init__(self, passages: StoredPassages, first: int, count: int, digest: str) -> None:
        self._passages = passages
        self._first, self._count, self._digest = first, count, digest

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        rows = range(self._first, self._first + self._count)[place]
        if isinstance(rows, int):
            return self._passages.read([rows])[0].passage
        return tuple(one.passage for one in self._passages.read(rows))

    def __iter__(self) -> Iterator[Passage]:
        passages: Sequence[Passage] = self[:]
        return iter(passages)

    def __reversed__(self) -> Iterator[Passage]:
        passages: Sequence[Passage] = self[:]
        return reversed(passages)

    def __contains__(self, value: object) -> bool:
        return value in self[:]

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """See `Sequence`; the passage is found by its id."""
        row = self._passages.number(value.id)
        place = -1 if row is None else row - self._first
        if not start <= place < (self._count if stop is None else min(stop, self._count)):
            raise ValueError(value)
        return place

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ArticlePassages):
            return self._digest == other._digest
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._digest)
