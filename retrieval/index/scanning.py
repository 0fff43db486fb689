"""The texts of a question that occur in passages: above each, in it, and in its sentences.

All passages are scanned at once with numpy. `retrieval/answer/compiled_features.py` has a compiled
counterpart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.text_arrays import SECTION_BEGINS, SENTENCE_ENDS, TextArrays, encoded

Array = NDArray[Any]
Booleans = NDArray[np.bool_]
Counts = NDArray[np.int64]

_UNITS = 1 << 16
"""Number of different units of UTF-16."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Tables of the texts that occur in some passages, with a column for each text.

    Attributes:
        counts: How often a text occurs in a passage and above it; a row for each passage.
        above: True where a text occurs in the title or the headings above a passage.
        own: True where it occurs in the passage itself.
        sentences: True where it occurs in a sentence. The sentences of each passage follow those
            of the passage before; an empty passage has an empty one.
        bounds: The row of each passage's first sentence in `sentences`, then their number.
        spans: Where each sentence begins and ends in its passage.
        is_first: True for a passage that is the first one below its title and headings.
    """

    counts: Counts
    above: Booleans
    own: Booleans
    sentences: Booleans
    bounds: Counts
    spans: Counts
    is_first: Booleans


@dataclass(frozen=True, slots=True)
class _Places:
    """The places at which texts stand in joined pieces.

    Attributes:
        pieces: The number of the piece.
        starts: The first unit.
        texts: The number of the text.
    """

    pieces: Array
    starts: Array
    texts: Array


class SoughtTexts:
    """The texts that are looked for, in UTF-16, one after the other.

    Attributes:
        starts: Where each text begins in `units`, and where the last one ends.
        units: The units of all texts.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.units = np.frombuffer(encoded("".join(texts)), np.uint16)
        starts = [0, *accumulate(map(len, texts))]
        if starts[-1] != len(self.units):  # A character has two units.
            starts = [0, *accumulate(len(encoded(text)) // 2 for text in texts)]
        self.starts = np.array(starts, np.int64)

    def __len__(self) -> int:
        """The number of texts."""
        return len(self.starts) - 1


def find(arrays: TextArrays, rows: Counts, texts: SoughtTexts) -> Presence:
    """Return which texts, none of them empty, occur in the passages of these rows."""
    units, unit_bounds = _joined(arrays.units, arrays.unit_starts, rows)
    places = _places(units, unit_bounds, texts)
    above = _places(*_joined(arrays.above_units, arrays.above_starts, arrays.above[rows]), texts)
    flags, starts = _joined(arrays.flags, arrays.starts, rows)
    own_counts, above_counts = (_counts(found, len(rows), len(texts)) for found in (places, above))
    bounds, spans = _sentences(flags, starts)
    ends = np.flatnonzero(_flags_of_units(flags, units) & SENTENCE_ENDS)
    sentences = np.zeros((bounds[-1], len(texts)), np.bool_)
    if len(ends):
        number = np.searchsorted(ends, places.starts)
        sizes = np.diff(texts.starts)[places.texts]
        is_whole = ends[number] >= places.starts + sizes - 1
        number += (bounds[:-1] - np.searchsorted(ends, unit_bounds[:-1]))[places.pieces]
        sentences[number[is_whole], places.texts[is_whole]] = True
    is_first = np.zeros(len(rows), np.bool_)
    filled = starts[:-1] < starts[1:]
    is_first[filled] = flags[starts[:-1][filled]] & SECTION_BEGINS > 0
    return Presence(
        counts=own_counts + above_counts,
        above=above_counts > 0,
        own=own_counts > 0,
        sentences=sentences,
        bounds=bounds,
        spans=spans,
        is_first=is_first,
    )


def _joined(array: Array, starts: Counts, numbers: Array) -> tuple[Array, Counts]:
    """Return the pieces of an array with these numbers as one, and where each begins and ends."""
    firsts, ends = starts[numbers], starts[numbers + 1]
    spans = zip(firsts.tolist(), ends.tolist(), strict=True)
    pieces = [array[first:end] for first, end in spans]
    bounds = np.zeros(len(numbers) + 1, np.int64)
    np.cumsum(ends - firsts, out=bounds[1:])
    return np.concatenate([array[:0], *pieces]), bounds


def _places(units: Array, bounds: Counts, texts: SoughtTexts) -> _Places:
    """Return all places at which a text stands within a piece."""
    firsts = texts.units[texts.starts[:-1]]
    begins = np.zeros(_UNITS, np.bool_)
    begins[firsts] = True
    found = np.flatnonzero(begins[units])
    order = np.argsort(firsts, kind="stable")
    low, high = (np.searchsorted(firsts[order], units[found], side) for side in ("left", "right"))
    counts = high - low
    ranks = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    numbers, starts = order[np.repeat(low, counts) + ranks], np.repeat(found, counts)
    pieces = np.searchsorted(bounds, starts, "right") - 1
    sizes = np.diff(texts.starts)
    kept = starts + sizes[numbers] <= bounds[pieces + 1]
    for offset in range(1, sizes.max(initial=0)):
        pieces, starts, numbers = pieces[kept], starts[kept], numbers[kept]
        longer = np.flatnonzero(sizes[numbers] > offset)
        kept = np.ones(len(numbers), np.bool_)
        if not len(longer):
            break
        expected = texts.units[texts.starts[numbers[longer]] + offset]
        kept[longer] = units[starts[longer] + offset] == expected
    return _Places(pieces[kept], starts[kept], numbers[kept])


def _counts(places: _Places, pieces: int, texts: int) -> Counts:
    """Return how often each text stands in each piece."""
    numbers = places.pieces * texts + places.texts
    return np.bincount(numbers, minlength=pieces * texts).reshape(pieces, texts)


def _sentences(flags: Array, starts: Counts) -> tuple[Counts, Counts]:
    """Return the bounds and the spans of the sentences; see `Presence`.

    Args:
        flags: The flags of the passages' characters.
        starts: Where those of each passage begin and end.
    """
    ends = np.flatnonzero(flags & SENTENCE_ENDS)
    before = np.searchsorted(ends, starts)
    bounds = np.zeros(len(starts), np.int64)
    np.cumsum(np.maximum(np.diff(before), 1), out=bounds[1:])
    passages = np.searchsorted(starts, ends, "right") - 1
    numbers = np.arange(len(ends)) + (bounds - before)[passages]
    spans = np.zeros((bounds[-1], 2), np.int64)
    spans[numbers, 1] = ends + 1 - starts[passages]
    spans[1:, 0] = spans[:-1, 1]
    spans[bounds[:-1], 0] = 0
    return bounds, spans


def _flags_of_units(flags: Array, units: Array) -> Array:
    """Return flags for units instead of characters, each at a character's last unit."""
    if len(flags) == len(units):
        return flags
    begins = np.flatnonzero(units & 0xFC00 != 0xDC00)
    spread = np.zeros(len(units), np.uint8)
    spread[np.append(begins[1:], len(units)) - 1] = flags
    return spread
