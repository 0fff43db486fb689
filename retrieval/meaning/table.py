"""The vectors of passages, a byte a number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.meaning.encoder import Vectors
from retrieval.meaning.unhurried import unhurried

_MAX_CODE = 127


@dataclass(frozen=True)
class VectorTable:
    """The vectors of passages: `codes[i] * scales[i]` is that of passage i.

    Attributes:
        passages: The passage ids, in the order of the rows.
        marks: A 64-bit hash of each text that was encoded.
        codes: The numbers of each vector, from -127 to 127.
        scales: The factor on each vector's numbers.
    """

    passages: Sequence[str] = ()
    marks: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    codes: NDArray[np.int8] = field(default_factory=lambda: np.zeros((0, 0), np.int8))
    scales: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))

    @classmethod
    def of(cls, passages: Sequence[str], marks: NDArray[np.uint64], vectors: Vectors) -> Self:
        """Return the table of these passages, which have these marks and vectors."""
        scales = np.abs(vectors).max(axis=1, initial=0.0) / _MAX_CODE
        divisors = np.where(scales > 0, scales, 1.0)[:, None]
        codes = np.rint(vectors / divisors).astype(np.int8)
        return cls(tuple(passages), marks, codes, scales.astype(np.float32))

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The row of each passage, by its id."""
        return {name: row for row, name in unhurried(enumerate(self.passages))}

    def lacking(self, passages: Sequence[str], marks: NDArray[np.uint64]) -> list[str]:
        """Return the ids of those passages that the table lacks, or has another mark of."""
        own, rows = self.marks.tolist(), map(self.rows.get, passages)
        return [
            name
            for name, row, mark in unhurried(zip(passages, rows, marks.tolist(), strict=True))
            if row is None or own[row] != mark
        ]

    def with_rows(self, other: VectorTable, wanted: Iterable[str]) -> VectorTable:
        """Return a table of those wanted passages that this one or another has; that one wins."""
        if not self.passages:
            return other
        known = (name for name in unhurried(wanted) if name in self.rows)
        of_own = [name for name in known if name not in other.rows]
        rows = [self.rows[name] for name in unhurried(of_own)]
        return VectorTable(
            (*of_own, *other.passages),
            np.concatenate([self.marks[rows], other.marks]),
            np.concatenate([self.codes[rows], other.codes]),
            np.concatenate([self.scales[rows], other.scales]),
        )

    def cosines(self, passages: Iterable[str], vector: Vectors) -> list[float]:
        """Return the cosine of each passage's vector and another; 0 for an unknown passage."""
        rows = [self.rows.get(name) for name in passages]
        known = [row for row in rows if row is not None]
        products = (self.codes[known].astype(np.float32) @ vector) * self.scales[known]
        found = iter(products.tolist())
        return [0.0 if row is None else next(found) for row in rows]


def marks_of(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Return a 64-bit hash of each text (BLAKE2b)."""
    encoded = (text.encode("utf-8", "surrogatepass") for text in texts)
    marks = (hashlib.blake2b(data, digest_size=8).digest() for data in encoded)
    return np.frombuffer(b"".join(marks), ">u8").astype(np.uint64)
