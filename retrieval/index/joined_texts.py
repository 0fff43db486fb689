"""Analyzed texts of several sources joined, piece by piece, as they are written to a file.

A build has the texts of passages that have not changed in the files of the last build, and those
of the others in a scratch file. They are never in memory together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.runs import Scratch
from retrieval.index.text_arrays import NO_TEXTS, TEXT_ARRAYS, TextArrays, starts_of

Array = NDArray[Any]

_STARTS = {"flags": "starts", "units": "unit_starts", "above_units": "above_starts"}
"""The array that says where each text of another one begins."""


class ScratchTexts:
    """Analyzed texts in a scratch file.

    Attributes:
        marks: The marks of the texts, of each arrays that were added.

    Args:
        folder: See `Scratch`.
    """

    def __init__(self, folder: Path | None) -> None:
        self._scratch = Scratch(folder, alignment=8)
        self._places: list[list[tuple[int, np.dtype[Any], int]]] = []
        self.marks: list[NDArray[np.uint64]] = []

    def add(self, texts: TextArrays) -> None:
        """Write the arrays of some passages, at least one."""
        arrays = [getattr(texts, name) for name in TEXT_ARRAYS]
        self._places.append([(self._scratch.write(one), one.dtype, len(one)) for one in arrays])
        self.marks.append(texts.marks)

    def arrays(self) -> Sequence[TextArrays]:
        """Return all arrays, mapped; none are added afterwards."""
        if not self._places:
            return ()
        data = self._scratch.read()
        return [
            TextArrays(*(np.frombuffer(data, kind, size, at) for at, kind, size in places))
            for places in self._places
        ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Passages that follow each other in one source, and the titles and headings above them."""

    source: TextArrays
    rows: slice
    above: slice


class JoinedTexts:
    """The analyzed texts of passages, from several sources.

    Args:
        rows: The rows of the passages, counted through all sources.
        sources: The arrays that have them.
    """

    def __init__(self, rows: NDArray[np.int64], sources: Sequence[TextArrays]) -> None:
        self._rows, self._sources = rows, sources

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def unchanged(self) -> TextArrays | None:
        """The first source if the passages are its own; None if they are not."""
        first = self._sources[0]
        return first if np.array_equal(self._rows, np.arange(len(first.marks))) else None

    def arrays(self) -> TextArrays:
        """Return the arrays in memory."""
        if (unchanged := self.unchanged) is not None:
            return unchanged
        return TextArrays(**{name: np.concatenate([*self.parts(name)]) for name in TEXT_ARRAYS})

    def size(self, name: str) -> int:
        """Return the length of an array."""
        return sum(map(len, self.parts(name)))

    def parts(self, name: str) -> Iterator[Array]:
        """Yield an array in parts, which are of one type."""
        empty: Array = getattr(NO_TEXTS, name)
        yield empty
        last = 0
        for piece in self._pieces:
            array: Array = getattr(piece.source, name)
            span = piece.above if name.startswith("above_") else piece.rows
            if name == "marks":
                yield array[span]
            elif name == "above":
                yield (array[span] - piece.above.start + last).astype(empty.dtype)
                last += piece.above.stop - piece.above.start
            elif name in _STARTS:
                starts = getattr(piece.source, _STARTS[name])
                yield array[starts[span.start] : starts[span.stop]]
            else:
                yield array[span.start + 1 : span.stop + 1] - array[span.start] + last
                last += int(array[span.stop] - array[span.start])

    @cached_property
    def _pieces(self) -> Sequence[_Piece]:
        first_rows = starts_of(len(one.marks) for one in self._sources)
        numbers = np.searchsorted(first_rows, self._rows, side="right") - 1
        breaks = np.flatnonzero((np.diff(self._rows) != 1) | (np.diff(numbers) != 0)) + 1
        bounds = (0, *breaks.tolist(), len(self._rows)) if len(self._rows) else ()
        pieces = []
        for first, last in pairwise(bounds):
            source = self._sources[numbers[first]]
            start = int(self._rows[first] - first_rows[numbers[first]])
            rows = slice(start, start + last - first)
            above = slice(int(source.above[rows.start]), int(source.above[rows.stop - 1]) + 1)
            pieces.append(_Piece(source, rows, above))
        return pieces


def find_rows(
    marks: NDArray[np.uint64], sources: Sequence[NDArray[np.uint64]]
) -> NDArray[np.int64]:
    """Return the row of each of these texts in all sources, counted through; -1 where none has it.

    Args:
        marks: The marks of the texts.
        sources: The marks of the texts in each source.
    """
    known = np.concatenate([np.zeros(0, np.uint64), *sources])
    if not len(known):
        return np.full(len(marks), -1)
    order = np.argsort(known, kind="stable")
    places = np.minimum(np.searchsorted(known[order], marks), len(known) - 1)
    rows = order[places]
    return np.where(known[rows] == marks, rows, -1)
