"""What is known of a collection's files, so that a file that has not changed is not read again."""

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

_SETTLED = 2_000_000_000
"""Nanoseconds after which a change shows in a file's times: the coarsest clock's step, FAT's."""


class FileStamp(NamedTuple):
    """A file's size in bytes, and when it was last written and last changed in any way."""

    size: int
    written: int
    changed: int


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """One file, read: its article, where there is one, and its problems."""

    article: Article | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A file as it was when it was last looked at, and what was understood of it.

    `told` is what sources.toml said of it, `digest` stands for its bytes. There is no stamp where
    the file had only just changed: another change might leave its times as they are.
    """

    name: str
    told: str
    stamp: FileStamp | None
    digest: str
    file: ParsedFile


Catalogue = Mapping[str, CatalogueEntry]
"""Entries by the file's name."""

_ENTRY = TypeAdapter(CatalogueEntry)


def stamp_of(status: os.stat_result) -> FileStamp | None:
    """What tells a file from the same file changed, or None while its times may not."""
    stamp = FileStamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    is_settled = max(stamp.written, stamp.changed) + _SETTLED < time.time_ns()
    return stamp if is_settled else None


def digest_of(data: bytes) -> str:
    """Stands for a file's bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def open_catalogue(shelf: ArtifactStore) -> Catalogue:
    """The catalogue that is kept, or an empty one."""
    try:
        with shelf.open()[_NAME].open("rb") as lines:
            entries = [_ENTRY.validate_json(line) for line in lines]
    except (KeyError, OSError, ValueError):
        return {}
    return {entry.name: entry for entry in entries}


def save_catalogue(shelf: ArtifactStore, entries: Iterable[CatalogueEntry]) -> None:
    """Keep a catalogue, an entry a line.

    Raises:
        OSError: It cannot be written.
    """

    def write(file: BinaryIO) -> None:
        for entry in entries:
            with suppress(ValueError):  # Text that is no Unicode: its file is read again.
                file.write(_ENTRY.dump_json(entry) + b"\n")

    shelf.keep({_NAME: write})
