"""The catalogue of a collection's files, so that an unchanged file is not read again.

It is stored as an artifact: one line of JSON for each file that holds an article, and the passages
in a file of their own (see `kept_passages.py`), which is mapped.
"""

from __future__ import annotations

import hashlib
import os
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, NamedTuple

from pydantic import TypeAdapter

from corpus.artifacts import ArtifactStore, Write
from corpus.kept_passages import KeptPassages, MappedLines, encoded
from corpus.model import Article, Problem

_NAME, _PASSAGES, _STARTS = "articles.jsonl", "passages.jsonl", "starts"

_CLOCK_RESOLUTION = 2_000_000_000
"""Nanoseconds between two writes that surely give different times; FAT has the coarsest clock."""


class FileStamp(NamedTuple):
    """A file's size in bytes, and its times of modification and status change in nanoseconds."""

    size: int
    written: int
    changed: int


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A parsed file: its article, if it has one, and its problems."""

    article: Article | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """The state of a file when it was last read, and the result of parsing it.

    `override` is what sources.toml states about the file, `digest` a hash of its bytes. `stamp` is
    None if the file changed just before it was read: another change might not change its times.
    """

    name: str
    override: str
    stamp: FileStamp | None
    digest: str
    file: ParsedFile


Catalogue = Mapping[str, CatalogueEntry]
"""Entries by file name."""

_ROW = TypeAdapter(tuple[int, CatalogueEntry])
"""The number of an entry's passages, and the entry without them."""

_EXCLUDED: Any = {1: {"file": {"article": {"passages": True}}}}


def stamp_of(status: os.stat_result) -> FileStamp | None:
    """Return the stamp that changes with the file, None if the file is too new to tell."""
    stamp = FileStamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    is_settled = max(stamp.written, stamp.changed) + _CLOCK_RESOLUTION < time.time_ns()
    return stamp if is_settled else None


def digest_of(data: bytes) -> str:
    """Return a hash of a file's bytes (BLAKE2b, 32 hexadecimal digits)."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def open_catalogue(store: ArtifactStore) -> Catalogue:
    """Load the stored catalogue; empty if there is none or it is damaged."""
    try:
        paths = store.open()
        lines = MappedLines(paths[_PASSAGES], paths[_STARTS])
        with paths[_NAME].open("rb") as rows:
            entries = dict(_read(rows, lines))
    except (KeyError, OSError, ValueError):
        return {}
    return entries


def _read(rows: Iterable[bytes], lines: MappedLines) -> Iterator[tuple[str, CatalogueEntry]]:
    """Yield the entries by name.

    Raises:
        ValueError: A row is invalid, or there are more or fewer passages.
    """
    first = 0
    for row in rows:
        count, entry = _ROW.validate_json(row)
        file = entry.file
        if file.article:
            passages = KeptPassages(lines, first, count, file.article.id)
            file = replace(file, article=file.article.with_passages(passages))
        yield entry.name, replace(entry, file=file)
        first += count
    if first != len(lines):
        raise ValueError(f"there are {len(lines)} passages in place of {first}")


def save_catalogue(store: ArtifactStore, entries: Iterable[CatalogueEntry]) -> None:
    """Store a catalogue; passages that are read from a file are then read from the stored one.

    An entry that cannot be encoded, as its text has half a surrogate pair, is left out; its file
    is read again next time.

    Raises:
        OSError: The store cannot be written.
    """
    articles: list[Article] = []
    starts = array("Q", (0,))

    def write_rows(file: BinaryIO) -> None:
        for entry in entries:
            article = entry.file.article
            count = len(article.passages) if article else 0
            with suppress(ValueError):
                if article and not isinstance(article.passages, KeptPassages):
                    encoded(article)
                file.write(_ROW.dump_json((count, entry), exclude=_EXCLUDED) + b"\n")
                articles.extend([article] if article else [])

    def write_passages(file: BinaryIO) -> None:
        for article in articles:
            for line in encoded(article):
                file.write(line)
                starts.append(starts[-1] + len(line))

    contents: dict[str, Write] = {_NAME: write_rows, _PASSAGES: write_passages}
    paths = store.save({**contents, _STARTS: lambda file: file.write(starts)})
    lines, first = MappedLines(paths[_PASSAGES], paths[_STARTS]), 0
    for article in articles:
        if isinstance(article.passages, KeptPassages):
            article.passages.move(lines, first)
        first += len(article.passages)
