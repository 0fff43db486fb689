"""The terms of passages, as texts are tokenized into them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.index.names import NO_NAMES, Names, Numbering, make_names

Text = TypeVar("Text")

TermCounts = tuple[NDArray[np.uint32], NDArray[np.uint16]]
"""The numbers of a passage's distinct terms, and the count of each in the passage."""

_MAX_COUNT = np.iinfo(np.uint16).max
"""The highest count that is stored; higher ones are stored as this."""


@dataclass(frozen=True)
class Terms:
    """The passages and the terms of a collection, without the terms of each passage.

    Attributes:
        passages: The passage ids, in the order of the rows.
        vocabulary: The terms, in the order of their numbers.
        marks: A 64-bit hash of each passage's indexed text, which includes the titles above it.
        frequencies: The number of passages that contain each term (document frequency).
        lengths: The number of terms in each passage, repetitions included; a term counts for at
            most 65,535.
        articles: A hash of all that decides the passages of each article, which follow each other;
            empty if that is not known.
        article_starts: The row of each article's first passage, then the number of rows.
    """

    passages: Names = NO_NAMES
    vocabulary: Names = NO_NAMES
    marks: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    frequencies: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    lengths: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    articles: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    article_starts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))

    @property
    def relative_lengths(self) -> NDArray[np.float64]:
        """The lengths divided by their mean; zeros if all passages are empty."""
        lengths = self.lengths.astype(np.float64)
        return lengths / lengths.mean() if lengths.any() else lengths

    def rows_of(self, passages: Iterable[str], marks: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the row of each passage, -1 if it is unknown or has another mark."""
        found = map(self.passages.number, passages)
        rows = np.fromiter((-1 if row is None else row for row in found), np.int64, len(marks))
        known = np.flatnonzero(rows >= 0)
        rows[known[self.marks[rows[known]] != marks[known]]] = -1
        return rows


@dataclass(frozen=True)
class TermTable(Terms):
    """The terms of each passage, in memory: a sparse matrix in the CSR layout.

    The reference engine is made from it, and what is indexed for one run of a program only.

    Attributes:
        offsets: The offset of each passage's terms in `ids`, and the length of `ids` as the last
            entry: passage i has the terms `ids[offsets[i]:offsets[i + 1]]`.
        ids: The numbers of each passage's distinct terms.
        counts: The count of each term in its passage, parallel to `ids`.
    """

    offsets: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    ids: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    counts: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, np.uint16))

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

    @property
    def lengths(self) -> NDArray[np.int64]:
        """The number of terms of each passage, repetitions included."""
        ends = np.concatenate([[0], np.cumsum(self.counts, dtype=np.int64)])
        sums: NDArray[np.int64] = np.diff(ends[np.concatenate([[0], np.cumsum(self.sizes)])])
        return sums

    def numbered(self, numbering: Numbering) -> NDArray[np.uint32]:
        """Return `ids` as numbers of another vocabulary, to which new terms are added."""
        own = list(map(numbering.number, self.vocabulary))
        return np.array(own, np.uint32)[self.ids]


class Texts(Protocol):
    """Texts that are gone through one by one, and need not be in memory together."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[str]: ...


TokenizeTexts = Callable[[Texts], Iterator[TermBatch]]
"""Tokenizes texts and yields their terms in batches, in order."""


def tokenize_batch(texts: Iterable[Text], bag: Callable[[Text], Sequence[str]]) -> TermBatch:
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


def tokenized(texts: Texts, tokenize: TokenizeTexts) -> Iterator[TermBatch]:
    """Yield the terms of texts in batches.

    Raises:
        ValueError: *tokenize* yielded the terms of more or of fewer texts.
    """
    count = 0
    for batch in tokenize(texts):
        count += len(batch.sizes)
        if count > len(texts):
            break
        yield batch
    if count != len(texts):
        raise ValueError(f"{len(texts)} passages were tokenized into {count}")


def build_table(texts: Mapping[str, str], tokenize: TokenizeTexts) -> TermTable:
    """Build the term table of passages.

    Args:
        texts: The indexed text of each passage, by its id.
        tokenize: Tokenizes the texts.

    Raises:
        ValueError: *tokenize* yielded the terms of more or of fewer passages than it was given.
    """
    numbering = Numbering()
    sizes, lengths = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    ids, counts = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint16)]
    for batch in tokenized(texts.values(), tokenize):
        sizes.append(batch.sizes)
        lengths.append(batch.lengths)
        ids.append(batch.numbered(numbering))
        counts.append(batch.counts)
    all_ids, vocabulary = np.concatenate(ids), numbering.names()
    return TermTable(
        passages=make_names(texts),
        vocabulary=vocabulary,
        marks=marks_of(texts.values()),
        frequencies=np.bincount(all_ids, minlength=len(vocabulary)),
        lengths=np.concatenate(lengths),
        offsets=np.concatenate([[0], np.cumsum(np.concatenate(sizes))]),
        ids=all_ids,
        counts=np.concatenate(counts),
    )


def marks_of(texts: Texts) -> NDArray[np.uint64]:
    """Return the hash of each text; see `mark_of`."""
    return np.fromiter(map(mark_of, texts), np.uint64, len(texts))


def mark_of(text: str) -> int:
    """Return a 64-bit hash of a text (BLAKE2b)."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest())
