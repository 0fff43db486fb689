"""The term table: the term counts of every passage, from which the index is built.

The arrays are a sparse matrix in the CSR layout, with a row per passage and a column per term.
Rows of unchanged passages are copied from the previous table, so that only changed passages are
tokenized again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Text = TypeVar("Text")

TermCounts = tuple[NDArray[np.uint32], NDArray[np.uint16]]
"""The numbers of a passage's distinct terms, and the count of each in the passage."""

_MAX_COUNT = np.iinfo(np.uint16).max
"""The highest count that is stored; higher ones are stored as this."""

_MIN_USED = 0.75
"""The share of the vocabulary in use at which, and below which, unused terms are dropped."""


@dataclass(frozen=True)
class TermTable:
    """The terms of all passages.

    Searching needs only `frequencies` and `lengths`, so `ids` and `counts` can stay on disk.

    Attributes:
        passages: The passage ids, in the order of the rows.
        numbers: The number of each term. Terms are in the order of their numbers.
        marks: A 64-bit hash of each passage's indexed text, which includes the titles above it.
        offsets: The offset of each passage's terms in `ids`, and the length of `ids` as the last
            entry: passage i has the terms `ids[offsets[i]:offsets[i + 1]]`.
        ids: The numbers of each passage's distinct terms.
        counts: The count of each term in its passage, parallel to `ids`.
        frequencies: The number of passages that contain each term (document frequency).
        lengths: The number of terms in each passage, repetitions included; a term counts for at
            most 65,535.
    """

    passages: Sequence[str] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    marks: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    offsets: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    ids: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    counts: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, np.uint16))
    frequencies: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    lengths: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    @cached_property
    def vocabulary(self) -> Sequence[str]:
        """The terms in the order of their numbers."""
        return tuple(self.numbers)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The row of each passage, by its id."""
        return {name: row for row, name in enumerate(self.passages)}

    @property
    def relative_lengths(self) -> NDArray[np.float64]:
        """The lengths divided by their mean; zeros if all passages are empty."""
        lengths = self.lengths.astype(np.float64)
        return lengths / lengths.mean() if lengths.any() else lengths

    def rows_of(self, passages: Iterable[str], marks: NDArray[np.uint64]) -> list[int | None]:
        """Return the row of each passage, None if it is unknown or has another mark."""
        own = self.marks.tolist()
        rows = map(self.rows.get, passages)
        return [
            row if row is not None and own[row] == mark else None
            for row, mark in zip(rows, marks.tolist(), strict=True)
        ]

    def terms_of(self, row: int) -> TermCounts:
        """Return the numbers and counts of one passage's terms."""
        span = slice(self.offsets[row], self.offsets[row + 1])
        return self.ids[span], self.counts[span]


@dataclass(frozen=True, slots=True)
class TermBatch:
    """The terms of some passages.

    Attributes:
        vocabulary: The distinct terms of the batch.
        sizes: The number of distinct terms of each passage.
        ids: The distinct terms of each passage in turn, as indices into `vocabulary`.
        counts: The count of each term in its passage, parallel to `ids`.
    """

    vocabulary: list[str]
    sizes: NDArray[np.int64]
    ids: NDArray[np.uint32]
    counts: NDArray[np.uint16]


TokenizeTexts = Callable[[Sequence[str]], Iterator[TermBatch]]
"""Tokenizes texts and yields their terms in batches, in order."""


def tokenize_batch(texts: Sequence[Text], bag: Callable[[Text], Sequence[str]]) -> TermBatch:
    """Tokenize some texts into one batch.

    Args:
        texts: The texts.
        bag: Returns the terms of a text, repetitions included.
    """
    numbers: dict[str, int] = {}
    bags = [Counter(bag(text)) for text in texts]
    ids = [numbers.setdefault(term, len(numbers)) for counted in bags for term in counted]
    counts = [min(count, _MAX_COUNT) for counted in bags for count in counted.values()]
    return TermBatch(
        list(numbers),
        np.fromiter(map(len, bags), np.int64, len(bags)),
        np.array(ids, np.uint32),
        np.array(counts, np.uint16),
    )


def build_table(
    texts: Mapping[str, str], tokenize: TokenizeTexts, known: TermTable | None = None
) -> TermTable:
    """Build the term table of these passages.

    Args:
        texts: The indexed text of each passage, by its id.
        tokenize: Tokenizes the texts of passages that *known* lacks or that have changed.
        known: A previous table, whose terms are reused.

    Raises:
        ValueError: *tokenize* yielded the terms of more or of fewer passages than it was given.
    """
    known = known or TermTable()
    marks = np.fromiter(map(mark_of, texts.values()), np.uint64, len(texts))
    rows = known.rows_of(texts, marks)
    if rows == list(range(len(known.passages))):  # No passage was added, moved or changed.
        return known
    fresh = [text for text, row in zip(texts.values(), rows, strict=True) if row is None]
    numbers = dict(known.numbers)
    new = iter(_tokenized(fresh, tokenize, numbers))
    found = [next(new) if row is None else known.terms_of(row) for row in rows]
    sizes = np.fromiter((len(ids) for ids, _ in found), np.int64, len(found))
    lengths = (counts.sum(dtype=np.int64) for _, counts in found)
    ids = np.concatenate([np.zeros(0, np.uint32), *(ids for ids, _ in found)])
    return _without_unused_terms(
        TermTable(
            passages=tuple(texts),
            numbers=numbers,
            marks=marks,
            offsets=np.concatenate([[0], np.cumsum(sizes)]),
            ids=ids,
            counts=np.concatenate([np.zeros(0, np.uint16), *(counts for _, counts in found)]),
            frequencies=np.bincount(ids, minlength=len(numbers)),
            lengths=np.fromiter(lengths, np.int64, len(found)),
        )
    )


def mark_of(text: str) -> int:
    """Return a 64-bit hash of a text (BLAKE2b)."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest())


def _tokenized(
    texts: Sequence[str], tokenize: TokenizeTexts, numbers: dict[str, int]
) -> list[TermCounts]:
    """Return the terms of each text by the table's numbers; add new terms to *numbers*.

    Raises:
        ValueError: *tokenize* yielded the terms of more or of fewer texts.
    """
    counts = list(_numbered(tokenize(texts), numbers))
    if len(counts) != len(texts):
        raise ValueError(f"{len(texts)} passages were tokenized into {len(counts)}")
    return counts


def _numbered(batches: Iterable[TermBatch], numbers: dict[str, int]) -> Iterator[TermCounts]:
    """Yield the terms of each passage by the table's numbers; add new terms to *numbers*."""
    for batch in batches:
        table_ids = [numbers.setdefault(term, len(numbers)) for term in batch.vocabulary]
        ends = np.cumsum(batch.sizes)
        ids = np.array(table_ids, np.uint32)[batch.ids]
        # The last piece is what follows the last passage: nothing.
        pieces = zip(np.split(ids, ends), np.split(batch.counts, ends), strict=True)
        yield from islice(pieces, len(ends))


def _without_unused_terms(table: TermTable) -> TermTable:
    """Return the table without unused terms, or as it is if they are few (`_MIN_USED`)."""
    used = np.flatnonzero(table.frequencies)
    if len(used) > _MIN_USED * len(table.numbers):
        return table
    renumbered = np.zeros(len(table.numbers), np.uint32)
    renumbered[used] = np.arange(len(used), dtype=np.uint32)
    return replace(
        table,
        numbers={table.vocabulary[old]: new for new, old in enumerate(used.tolist())},
        ids=renumbered[table.ids],
        frequencies=table.frequencies[used],
    )
