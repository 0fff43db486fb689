"""Runs: postings of some thousand passages each, sorted, from which posting lists are merged.

A build sorts its postings a run at a time and writes each run to a file, so that its memory does
not grow with the collection. Lists are then merged for some terms at a time. A build on top of
another index takes that index's lists as one more run, with its rows renumbered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO, FileIO
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple, Protocol
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from retrieval.index.packing import Unpacked

Array = NDArray[Any]

_MERGE_BATCH = 1 << 21
"""Number of postings that are merged at a time, unless one term has more."""


class Entries(NamedTuple):
    """Postings as parallel arrays: terms by number, rows, and counts."""

    terms: Array
    rows: Array
    counts: Array


class Run(Protocol):
    """A source of postings."""

    def sizes(self, terms: int) -> Array:
        """Return the number of postings of each of the first *terms* terms, or a higher one."""
        ...

    def part(self, first: int, end: int) -> Entries:
        """Return the postings of the terms from *first* to before *end*."""
        ...


class Scratch:
    """Arrays in an unnamed file, which is gone when nothing uses it any more.

    Args:
        folder: The folder of the file; without one, or where it cannot be written, the arrays stay
            in memory.
    """

    def __init__(self, folder: Path | None, alignment: int = 4) -> None:
        self._size, self._alignment = 0, alignment
        self._file: FileIO | BytesIO = BytesIO()
        if folder:
            with suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                file = TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - see finalize
                finalize(self, file.close)
                self._file = file

    def write(self, array: Array) -> int:
        """Append an array, and return its offset in bytes."""
        data, offset = array.tobytes(), self._size
        data += bytes(-len(data) % self._alignment)
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError:  # The disk is full.
            self._file.seek(0)
            self._file = BytesIO(self._file.read()[:offset])
            self._file.seek(offset)
            self._file.write(data)
        self._size += len(data)
        return offset

    def read(self) -> memoryview | mmap:
        """Return all that was written, at least one array."""
        if isinstance(self._file, BytesIO):
            return self._file.getbuffer()
        return mmap(self._file.fileno(), self._size, access=ACCESS_READ)


class _Place(NamedTuple):
    """A run in a scratch file: its number of distinct terms and of postings, and its offsets."""

    terms: int
    postings: int
    offsets: Sequence[int]


class SortedRuns:
    """Runs in a scratch file.

    For each run its distinct terms, the end of each one's postings, rows and counts.

    Args:
        folder: See `Scratch`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._scratch = Scratch(folder)
        self._places: list[_Place] = []

    def add(self, entries: Entries) -> None:
        """Sort the postings of some passages by term; their rows ascend."""
        if not len(entries.terms):
            return
        order = stable_order(entries.terms)
        terms = entries.terms[order]
        ends = np.flatnonzero(np.append(terms[1:] != terms[:-1], True)) + 1
        arrays = (
            terms[ends - 1].astype(np.uint32),
            ends.astype(np.uint32),
            entries.rows[order].astype(np.uint32),
            entries.counts[order].astype(np.uint16),
        )
        offsets = [self._scratch.write(array) for array in arrays]
        self._places.append(_Place(len(ends), len(terms), offsets))

    def runs(self) -> list[Run]:
        """Return all runs; none is added afterwards."""
        if not self._places:
            return []
        data = self._scratch.read()
        return [_SortedRun(data, place) for place in self._places]


class _SortedRun:
    """A run in the data of a scratch file."""

    def __init__(self, data: memoryview | mmap, place: _Place) -> None:
        def array(index: int, kind: Any, count: int) -> Array:
            return np.frombuffer(data, kind, count, place.offsets[index])

        self._terms, self._ends = (array(index, np.uint32, place.terms) for index in (0, 1))
        self._rows = array(2, np.uint32, place.postings)
        self._counts = array(3, np.uint16, place.postings)

    def sizes(self, terms: int) -> Array:
        """See `Run`."""
        sizes = np.zeros(terms, np.int64)
        sizes[self._terms] = np.diff(self._ends, prepend=np.uint32(0))
        return sizes

    def part(self, first: int, end: int) -> Entries:
        """See `Run`."""
        low, high = np.searchsorted(self._terms, (first, end))
        if low == high:
            return Entries(self._terms[:0], self._rows[:0], self._counts[:0])
        start = int(self._ends[low - 1]) if low else 0
        ends = self._ends[low:high].astype(np.int64)
        span = slice(start, int(ends[-1]))
        terms = np.repeat(self._terms[low:high], np.diff(ends, prepend=start))
        return Entries(terms, self._rows[span], self._counts[span])


def merged(runs: Sequence[Run], terms: int) -> Iterator[tuple[int, Unpacked]]:
    """Yield the posting lists of all terms, some at a time, each time with the first's number."""
    if not runs:
        return
    sizes = sum(run.sizes(terms) for run in runs)
    batches = np.cumsum(sizes) // _MERGE_BATCH
    bounds = [0, *(np.flatnonzero(np.diff(batches)) + 1).tolist(), terms]
    for first, end in pairwise(bounds):
        yield first, _merged([run.part(first, end) for run in runs], first, end)


def _merged(parts: Sequence[Entries], first: int, end: int) -> Unpacked:
    numbers, rows, counts = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    keys = numbers.astype(np.int64) << 32 | rows
    if len(parts) > 1 or np.any(keys[1:] < keys[:-1]):
        order = np.argsort(keys, kind="stable")  # Timsort, which merges what is in order.
        numbers, rows, counts = numbers[order], rows[order], counts[order]
    sizes = np.bincount(numbers.astype(np.int64) - first, minlength=end - first)
    return Unpacked(sizes, rows, counts)


def stable_order(numbers: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return the indices that sort *numbers* stably (radix sort, 16 bits at a time)."""
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    if not len(numbers) or numbers.max() <= np.iinfo(np.uint16).max:
        return order
    high = (numbers >> np.uint32(16)).astype(np.uint16)
    return order[np.argsort(high[order], kind="stable")]
