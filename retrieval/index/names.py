"""Numbered texts, the terms or the passage ids of an index, in arrays that files are mapped to.

Looking a text or a number up reads a page of each array or two, and no text need be in memory as
an object of its own. What answers many questions loads names that are not too many, as a
dictionary is three times as quick. The arrays, for n texts:

    letters: uint8              all texts in UTF-8, one behind the other, in the order of numbers
    starts: uint32[n + 1]       where each text begins in `letters`, and where the last one ends
    hashes: uint32[n]           the CRC-32 of each text
    order: uint32[n]            the numbers of all texts, by bucket, ascending in each
    buckets: uint32[n + 1]      where each bucket begins in `order`, and where the last one ends

A text is in the bucket with the number CRC-32(text) mod n.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol, overload
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from retrieval.index.runs import stable_order

ARRAYS = ("letters", "starts", "hashes", "order", "buckets")
"""The names of the arrays, which are attributes of `Names`."""


_REMEMBERED = 1 << 14
"""The number of texts whose numbers are remembered."""

MAX_LOADED = 1 << 19
"""The most names that are loaded, which takes about 70 MiB."""


class PassageIds(Protocol):
    """The ids of passages, by row."""

    def __getitem__(self, row: int, /) -> str: ...

    def number(self, passage_id: str, /) -> int | None:
        """Return the row of a passage; None if it is missing."""
        ...


class Names(Sequence[str]):
    """Different texts, numbered from 0.

    Args:
        letters: See above, as for the others.
    """

    def __init__(
        self,
        letters: NDArray[np.uint8],
        starts: NDArray[np.uint32],
        hashes: NDArray[np.uint32],
        order: NDArray[np.uint32],
        buckets: NDArray[np.uint32],
    ) -> None:
        self.letters, self.starts, self.hashes = letters, starts, hashes
        self.order, self.buckets = order, buckets
        self._letters, self._starts = letters.data, starts.data
        self._order, self._buckets = order.data, buckets.data
        self._loaded: Sequence[str] | None = None
        self.number: Callable[[str], int | None] = lru_cache(_REMEMBERED)(self._number)
        """Return the number of a text; None if it is missing."""

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, number: int) -> str: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...

    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        if self._loaded is not None:
            return self._loaded[number]
        span = slice(self._starts[number], self._starts[number + 1])
        return str(self._letters[span], "utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        letters, start = self._letters, 0
        for end in self._starts[1:]:
            yield str(letters[start:end], "utf-8", "surrogatepass")
            start = end

    def load(self) -> None:
        """Load all texts into memory, if they are not too many."""
        if self._loaded is None and len(self) <= MAX_LOADED:
            self._loaded = tuple(self)
            self.number = {text: number for number, text in enumerate(self._loaded)}.get

    def number_of(self, text: str) -> int | None:
        """Return the number of a text, as `number`, which loading replaces."""
        return self.number(text)

    def _number(self, text: str) -> int | None:
        if not self._order:
            return None
        data = text.encode("utf-8", "surrogatepass")
        bucket = crc32(data) % len(self._order)
        for number in self._order[self._buckets[bucket] : self._buckets[bucket + 1]]:
            if self._letters[self._starts[number] : self._starts[number + 1]] == data:
                return number
        return None

    def beginning_with(self, text: str) -> NDArray[np.bool_]:
        """Return for each text, by its number, if it begins with another one."""
        data = text.encode("utf-8", "surrogatepass")
        starts = self.starts.astype(np.int64)
        fits: NDArray[np.bool_] = np.diff(starts) >= len(data)
        for place, byte in enumerate(data):
            fits[fits] = self.letters[starts[:-1][fits] + place] == byte
        return fits

    def containing(self, text: str) -> Iterator[int]:
        """Yield the numbers of the texts that contain a text, in order; none contains nothing."""
        data, letters = text.encode("utf-8", "surrogatepass"), self.letters.tobytes()
        at = letters.find(data) if data else -1
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            end = self._starts[number + 1]
            if at + len(data) <= end:
                yield number
            at = letters.find(data, end if at + len(data) <= end else at + 1)


def make_names(texts: Iterable[str], known: Names | None = None) -> Names:
    """Return texts by number, in memory; all are different.

    Args:
        texts: The texts.
        known: Others, which keep their numbers.
    """
    letters, ends, hashes = bytearray(), array("I", (0,)), array("I")
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        letters += data
        ends.append(len(letters))
        hashes.append(crc32(data))
    all_letters, starts = np.frombuffer(letters, np.uint8), np.array(ends, np.uint32)
    more = _with_buckets(all_letters, starts, np.array(hashes, np.uint32))
    return (
        joined_names([(known, slice(0, len(known))), (more, slice(0, len(more)))])
        if known
        else more
    )


def joined_names(parts: Sequence[tuple[Names, slice]]) -> Names:
    """Return texts by number that are some of others: for each part its names, and which numbers.

    All are different.
    """
    letters, starts, hashes = [np.zeros(0, np.uint8)], [np.zeros(1, np.uint32)], [_NO_NUMBERS]
    size = 0
    for names, span in parts:
        bounds = names.starts[span.start : span.stop + 1]
        letters.append(names.letters[bounds[0] : bounds[-1]])
        starts.append(bounds[1:] - bounds[0] + np.uint32(size))
        hashes.append(names.hashes[span])
        size += len(letters[-1])
    return _with_buckets(np.concatenate(letters), np.concatenate(starts), np.concatenate(hashes))


def _with_buckets(
    letters: NDArray[np.uint8], starts: NDArray[np.uint32], hashes: NDArray[np.uint32]
) -> Names:
    size = max(len(hashes), 1)
    buckets = hashes % np.uint32(size)
    bounds = np.cumsum(np.bincount(buckets, minlength=size))
    order = stable_order(buckets).astype(np.uint32)
    return Names(letters, starts, hashes, order, np.append(0, bounds).astype(np.uint32))


_NO_NUMBERS = np.zeros(0, np.uint32)
NO_NAMES = make_names(())


class Numbering:
    """Numbers texts on top of other ones, new ones in the order in which they come.

    Args:
        known: The texts that have numbers already.
    """

    def __init__(self, known: Names | None = None) -> None:
        self._known = NO_NAMES if known is None else known
        self._numbers: dict[str, int] = {}
        self._new: list[str] = []

    def number(self, text: str) -> int:
        """Return the number of a text, a new one if it has none."""
        number = self._numbers.get(text)
        if number is None:
            number = self._known.number(text)
            if number is None:
                number = len(self._known) + len(self._new)
                self._new.append(text)
            self._numbers[text] = number
        return number

    def names(self) -> Names:
        """Return all texts by number."""
        return make_names(self._new, self._known) if self._new else self._known
