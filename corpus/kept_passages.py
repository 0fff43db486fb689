"""Passages that stay in a file, and are read when they are looked at.

A collection has up to a million passages, too many to have in memory as objects. Of each passage
there is a line of JSON, in UTF-8, and of all lines where they begin, as numbers of 64 bits in the
byte order of the machine; the last number is where the last line ends:

    ["3f0c9a…", "The text.", ["A heading"], [[0, 4]]]       id, text, headings, spans of code

A passage of another article than the one it is listed under has that article's id as a fifth item.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from errno import ENOSPC
from io import BytesIO, FileIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import Protocol, overload
from weakref import finalize

from corpus.model import MAX_LOADED, Article, Corpus, Passage


class Lines(Protocol):
    """Lines by number."""

    def read(self, first: int, end: int) -> bytes:
        """Return the lines from *first* to before *end*."""
        ...


class MappedLines:
    """Lines in a mapped file.

    Args:
        lines: The file of the lines.
        starts: The file of the places where they begin.

    Raises:
        OSError: A file cannot be read.
        ValueError: They do not belong together.
    """

    def __init__(self, lines: Path, starts: Path) -> None:
        self._data = _mapped(lines)
        self._starts = memoryview(_mapped(starts)).cast("Q")
        if self._starts[-1] != len(self._data):
            raise ValueError(f"{starts} does not belong to {lines}")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def read(self, first: int, end: int) -> bytes:
        """See `Lines`."""
        return self._data[self._starts[first] : self._starts[end]]


class ScratchLines:
    """Lines in an unnamed file, which is gone when nothing uses it any more.

    Args:
        folder: The folder of the file; where none can be written, the lines stay in memory.
    """

    def __init__(self, folder: Path) -> None:
        self._file: FileIO | BytesIO = BytesIO()
        self._starts = array("Q", (0,))
        self._lock = Lock()
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            file = TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - see finalize
            finalize(self, file.close)
            self._file = file

    def keep(self, article: Article) -> Article:
        """Return an article whose passages are in the file.

        One whose text has half a surrogate pair, or for which the disk has no room, is returned
        as it is.
        """
        try:
            lines = list(encoded(article))
            self._write(b"".join(lines))
        except (OSError, ValueError):
            return article
        first = len(self._starts) - 1
        for line in lines:
            self._starts.append(self._starts[-1] + len(line))
        return article.with_passages(KeptPassages(self, first, len(lines), article.id))

    def _write(self, data: bytes) -> None:
        with self._lock:
            self._file.seek(self._starts[-1])
            if self._file.write(data) < len(data):
                raise OSError(ENOSPC, "no room is left")

    def read(self, first: int, end: int) -> bytes:
        """See `Lines`."""
        with self._lock:
            self._file.seek(self._starts[first])
            return self._file.read(self._starts[end] - self._starts[first])


class KeptPassages(Sequence[Passage]):
    """The passages of an article, read from a file; equal to a tuple of them.

    Args:
        lines: The file.
        first: The number of the line of the first one.
        count: The number of passages.
        article_id: The id of the article.
    """

    __slots__ = ("_article_id", "_count", "_loaded", "_place")

    def __init__(self, lines: Lines, first: int, count: int, article_id: str) -> None:
        self._place, self._count, self._article_id = (lines, first), count, article_id
        self._loaded: tuple[Passage, ...] | None = None

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> Passage: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[Passage, ...]: ...

    def __getitem__(self, number: int | slice) -> Passage | tuple[Passage, ...]:
        if self._loaded is not None:
            return self._loaded[number]
        numbers = range(self._count)[number]
        if isinstance(numbers, range):
            return tuple(map(self.__getitem__, numbers))
        lines, first = self._place
        return self._decoded(lines.read(first + numbers, first + numbers + 1))

    def __iter__(self) -> Iterator[Passage]:
        if self._loaded is not None:
            return iter(self._loaded)
        return map(self._decoded, self.encoded().splitlines())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, KeptPassages):
            is_same = self._article_id == other._article_id and len(self) == len(other)
            return is_same and self.encoded() == other.encoded()
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def encoded(self) -> bytes:
        """Return the lines of all passages."""
        lines, first = self._place
        return lines.read(first, first + self._count)

    def move(self, lines: Lines, first: int) -> None:
        """Read from another file from now on, which has the same passages."""
        self._place = lines, first

    def load(self) -> None:
        """Take all passages into memory."""
        if self._loaded is None:
            self._loaded = tuple(self)

    def _decoded(self, line: bytes) -> Passage:
        name, text, heading, code, *other = json.loads(line.decode())  # Quicker than of bytes.
        article_id = other[0] if other else self._article_id
        return Passage(name, article_id, text, tuple(heading), tuple(map(tuple, code)))


def encoded(article: Article) -> Iterable[bytes]:
    """Return the lines of an article's passages.

    Raises:
        ValueError: A text has half a surrogate pair.
    """
    if isinstance(article.passages, KeptPassages):
        return article.passages.encoded().splitlines(keepends=True)
    return [_line(passage, article.id) for passage in article.passages]


def _line(passage: Passage, article_id: str) -> bytes:
    items = [passage.id, passage.text, passage.heading, passage.code]
    if passage.article_id != article_id:
        items.append(passage.article_id)
    return f"{json.dumps(items, ensure_ascii=False)}\n".encode()


def _mapped(path: Path) -> mmap | bytes:
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ) if path.stat().st_size else b""


def load_passages(corpus: Corpus) -> None:
    """Take the passages of a corpus into memory, unless they are too many.

    Reading one from its line takes longer than all else that is done with it.
    """
    if len(corpus) <= MAX_LOADED:
        for article in corpus.articles:
            if isinstance(article.passages, KeptPassages):
                article.passages.load()
