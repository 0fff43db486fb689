"""What is known of a collection's files, so that a file that has not changed is not read again."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import BinaryIO, NamedTuple

from pydantic import TypeAdapter

from corpus.model import Article, Problem
from corpus.shelf import Shelf

_NAME = "articles.jsonl"

_SETTLED = 2_000_000_000
"""Nanoseconds after which a change shows in a file's times: the coarsest clock's step, FAT's."""


class Stamp(NamedTuple):
    """A file's size in bytes, and when it was last written and last changed in any way."""

    size: int
    written: int
    changed: int


@dataclass(frozen=True, slots=True)
class File:
    """One file, read: its article, where there is one, and its problems."""

    article: Article | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it was when it was last looked at, and what was understood of it.

    `digest` stands for its bytes and for what sources.toml says of it. There is no stamp where
    the file had only just changed: a second change might leave the stamp as it is.
    """

    name: str
    stamp: Stamp | None
    digest: str
    file: File

    def seen(self, stamp: Stamp | None) -> Entry:
        """The same, looked at once more."""
        return replace(self, stamp=stamp)


Catalogue = Mapping[str, Entry]
"""Entries by the file's name."""

_ENTRY = TypeAdapter(Entry)


def settled(status: os.stat_result, now: Callable[[], int] = time.time_ns) -> Stamp | None:
    """The stamp of a file, unless it has only just changed."""
    stamp = Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return stamp if max(stamp.written, stamp.changed) + _SETTLED < now() else None


def digest(data: bytes, said: object) -> str:
    """Stands for a file's bytes and for what is said of it elsewhere."""
    state = hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=16)
    state.update(b"\0" + data)
    return state.hexdigest()


def open_catalogue(shelf: Shelf) -> Catalogue:
    """The catalogue that is kept, or an empty one."""
    kept = shelf.open().get(_NAME)
    try:
        with kept.open("rb") if kept else suppress() as lines:
            entries = [_ENTRY.validate_json(line) for line in lines or ()]
    except (OSError, ValueError):
        return {}
    return {entry.name: entry for entry in entries}


def keep_catalogue(shelf: Shelf, entries: Iterable[Entry]) -> None:
    """Keep a catalogue, an entry a line.

    Raises:
        OSError: It cannot be written.
    """

    def write(file: BinaryIO) -> None:
        for entry in entries:
            with suppress(ValueError):  # Text that is no Unicode: its file is read again.
                file.write(_ENTRY.dump_json(entry) + b"\n")

    shelf.keep({_NAME: write})
