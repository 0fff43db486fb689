"""Tables of texts by text that are kept in files and mapped: looking one up reads a page or two.

A file, with numbers of 32 bits in the byte order of the machine:

    n                   the number of buckets, twice that of the keys, at least 1: over half of the
                        texts that are no keys fall in an empty one
    offsets[n + 1]      where the lines of each bucket begin, counted from the first line on; then
                        where the last one ends
    lines               for each key a line break, the key, and a tab before each value, in UTF-8

A key is in the bucket with the number CRC-32(key) mod n. A key without values has one empty value.
`KeptTable.rows` reads a whole table, for debugging.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from zlib import crc32

from corpus.artifacts import ArtifactStore, Write

Rows = Mapping[str, Iterable[str]]
"""The values of each key; no key or value has a line break or a tab."""

_BUCKETS = 2
"""Buckets for each key."""

_NUMBER = 4
"""Bytes of a number."""


class KeptTable:
    """A table of texts by text.

    Args:
        data: The bytes of its file, in memory or mapped.
    """

    def __init__(self, data: bytes | mmap) -> None:
        self._data = data
        numbers = memoryview(data).cast("B")
        (self._buckets,) = numbers[:_NUMBER].cast("I")
        self._first = (self._buckets + 2) * _NUMBER
        self._offsets = numbers[_NUMBER : self._first].cast("I")

    def get(self, key: str) -> Sequence[str]:
        """Return the values of a key; none if it is missing."""
        encoded = key.encode("utf-8", "surrogatepass")
        bucket = crc32(encoded) % self._buckets
        begin, finish = self._offsets[bucket], self._offsets[bucket + 1]
        if begin == finish:
            return ()
        lines = self._data[self._first + begin : self._first + finish]
        start = lines.find(b"\n" + encoded + b"\t")
        if start < 0:
            return ()
        start += len(encoded) + 2
        end = lines.find(b"\n", start)
        values = lines[start:] if end < 0 else lines[start:end]
        return values.decode("utf-8", "surrogatepass").split("\t")

    def __contains__(self, key: str) -> bool:
        """Return True if there is such a key."""
        return bool(self.get(key))

    def rows(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield all keys with their values."""
        for line in _decoded(self._data[self._first :]).split("\n")[1:]:
            key, *values = line.split("\t")
            yield key, values


def table_bytes(rows: Rows) -> bytes:
    """Return the bytes of a table's file.

    Raises:
        ValueError: A key or a value has a line break or a tab.
    """
    lines = [b""] * max(_BUCKETS * len(rows), 1)
    for key, values in rows.items():
        fields = (key, *values) if values else (key, "")
        line = "\t".join(fields)
        if "\n" in line or line.count("\t") >= len(fields):
            raise ValueError(f"not a line: {fields}")
        lines[crc32(_encoded(key)) % len(lines)] += b"\n" + _encoded(line)
    offsets = array("I", (len(lines), 0, *accumulate(map(len, lines))))
    return offsets.tobytes() + b"".join(lines)


def open_tables(
    folder: Path | None, name: str, fingerprint: str, compute: Callable[[], Mapping[str, Rows]]
) -> Mapping[str, KeptTable]:
    """Return the tables that are kept, or compute them and keep them.

    If the folder cannot be written, they are in memory.

    Args:
        folder: The folder of all caches; if None, nothing is kept.
        name: The name of these tables, and of their folder in *folder*.
        fingerprint: A hash or version of everything they depend on. Tables that were kept under
            another one are not used.
        compute: Returns the rows of each table by its name.
    """
    store = ArtifactStore(folder / name, fingerprint) if folder else None
    with suppress(OSError, ValueError):
        if store and (paths := store.open()):
            return {table: _mapped(path) for table, path in paths.items()}
    contents = {table: table_bytes(rows) for table, rows in compute().items()}
    with suppress(OSError, ValueError):
        if store:
            paths = store.save({table: _writer(data) for table, data in contents.items()})
            return {table: _mapped(path) for table, path in paths.items()}
    return {table: KeptTable(data) for table, data in contents.items()}


def _mapped(path: Path) -> KeptTable:
    with path.open("rb") as file:
        return KeptTable(mmap(file.fileno(), 0, access=ACCESS_READ))


def _writer(data: bytes) -> Write:
    return lambda file: file.write(data)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
