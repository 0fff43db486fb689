"""The catalogue of a collection's files, so that an unchanged file is not read again.

It is stored as an artifact, one line of JSON for each file that holds an article.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from pydantic import TypeAdapter

from corpus.artifacts import ArtifactStore
from corpus.model import Article, Problem

_NAME = "articles.jsonl"

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

_ENTRY = TypeAdapter(CatalogueEntry)


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
        with store.open()[_NAME].open("rb") as lines:
            entries = [_ENTRY.validate_json(line) for line in lines]
    except (KeyError, OSError, ValueError):
        return {}
    return {entry.name: entry for entry in entries}


def save_catalogue(store: ArtifactStore, entries: Iterable[CatalogueEntry]) -> None:
    """Store a catalogue.

    An entry that cannot be encoded, as its text has half a surrogate pair, is left out; its file
    is read again next time.

    Raises:
        OSError: The store cannot be written.
    """

    def write(file: BinaryIO) -> None:
        for entry in entries:
            with suppress(ValueError):
                file.write(_ENTRY.dump_json(entry) + b"\n")

    store.save({_NAME: write})
