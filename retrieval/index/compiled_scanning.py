"""The compiled scanner: each passage is read once, and all texts are found in it.

Texts are in UTF-16, as the passages are. Each text is in a bucket by its first unit, and a chain
goes through the texts of a bucket.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from retrieval.index.scanning import Counts, Presence
from retrieval.index.text_arrays import (
    SENTENCE_ENDS,
    TEXT_ARRAYS,
    UTF_16,
    AnalyzedText,
    TextArrays,
)

Array = NDArray[Any]

BUCKETS = 1024
"""Number of buckets, a power of 2: with a hundred texts, one place in ten is looked at twice."""


class _Texts(NamedTuple):
    """The texts that are looked for.

    Attributes:
        heads: The first text of each bucket; -1 for an empty one.
        nexts: The text behind each text of its bucket; -1 for the last one.
        starts: Where each text begins in `units`, and where the last one ends.
        units: The units of all texts.
    """

    heads: Array
    nexts: Array
    starts: Array
    units: Array


class CompiledScanner:
    """Looks texts up in compiled loops; see `Scanner`.

    Args:
        arrays: The texts of the collection.
    """

    def __init__(self, arrays: TextArrays) -> None:
        self._arrays = TextArrays(
            **{name: _unchanging(getattr(arrays, name)) for name in TEXT_ARRAYS}
        )

    def find(self, passages: Sequence[AnalyzedText], texts: Sequence[str]) -> Presence:
        """See `Scanner`."""
        arrays, (text_starts, text_units) = self._arrays, _encoded(texts)
        above, own, sentences, bounds, spans = _find(
            _rows(passages),
            arrays.starts,
            arrays.flags,
            arrays.unit_starts,
            arrays.units,
            arrays.above,
            arrays.above_starts,
            arrays.above_units,
            text_starts,
            text_units,
        )
        return Presence(above, own, sentences, bounds, spans)

    def count(self, passages: Sequence[AnalyzedText], characters: Sequence[str]) -> Counts:
        """See `Scanner`."""
        arrays, (text_starts, text_units) = self._arrays, _encoded(characters)
        counts: Counts = _count_all(
            _rows(passages),
            arrays.unit_starts,
            arrays.units,
            arrays.above,
            arrays.above_starts,
            arrays.above_units,
            text_starts,
            text_units,
        )
        return counts


def _rows(passages: Sequence[AnalyzedText]) -> Array:
    return np.array([one.row for one in passages], np.int64)


def _unchanging(array: Array) -> Array:
    """Return an array that cannot be written, as mapped ones are: numba compiles each kind."""
    view = array.view()
    view.flags.writeable = False
    return view


def _encoded(texts: Sequence[str]) -> tuple[Array, Array]:
    """Return where each text begins, where the last one ends, and their units."""
    units = np.frombuffer("".join(texts).encode(UTF_16), np.uint16)
    starts = [0, *accumulate(map(len, texts))]
    if starts[-1] != len(units):  # A character has two units.
        starts = [0, *accumulate(len(text.encode(UTF_16)) // 2 for text in texts)]
    return np.array(starts, np.int64), units


@njit(cache=True, nogil=True)
def _find(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    rows: Array,
    starts: Array,
    flags: Array,
    unit_starts: Array,
    units: Array,
    above: Array,
    above_starts: Array,
    above_units: Array,
    text_starts: Array,
    text_units: Array,
) -> Any:
    """Return the tables of `Presence` for the passages of these rows."""
    texts = _chained(text_starts, text_units)
    bounds, spans = _sentences(rows, starts, flags)
    in_above = np.zeros((len(rows), len(texts.nexts)), np.bool_)
    in_own = np.zeros((len(rows), len(texts.nexts)), np.bool_)
    in_sentences = np.zeros((bounds[-1], len(texts.nexts)), np.bool_)
    for place in range(len(rows)):
        row, number = rows[place], above[rows[place]]
        first, last = above_starts[number], above_starts[number + 1]
        _find_above(above_units, first, last, texts, in_above[place])
        first, last = unit_starts[row], unit_starts[row + 1]
        _find_own(
            units,
            first,
            last,
            texts,
            flags[starts[row] : starts[row + 1]],
            in_own[place],
            in_sentences[bounds[place] : bounds[place + 1]],
        )
    return in_above, in_own, in_sentences, bounds, spans


@njit(cache=True, nogil=True)
def _find_above(
    units: Array,
    first: int,
    last: int,
    texts: _Texts,
    found: Array,
) -> None:
    """Set *found* to True for each text that occurs in a span of units."""
    for index in range(first, last):
        text = texts.heads[units[index] & (BUCKETS - 1)]
        while text >= 0:
            found[text] |= _matched(units, index, last, texts, text) > 0
            text = texts.nexts[text]


@njit(cache=True, nogil=True)
def _find_own(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    units: Array,
    first: int,
    last: int,
    texts: _Texts,
    flags: Array,
    found: Array,
    sentences: Array,
) -> None:
    """Set *found* to True for each text that occurs in a passage, and so for its sentences."""
    sentence, character = 0, -1
    for index in range(first, last):
        if _continues(units[index]):
            continue
        sentence += character >= 0 and flags[character] & SENTENCE_ENDS > 0
        character += 1
        text = texts.heads[units[index] & (BUCKETS - 1)]
        while text >= 0:
            length = _matched(units, index, last, texts, text)
            if length:
                found[text] = True
                sentences[sentence, text] |= not _is_broken(flags, character, length)
            text = texts.nexts[text]


@njit(cache=True, nogil=True)
def _count_all(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    rows: Array,
    unit_starts: Array,
    units: Array,
    above: Array,
    above_starts: Array,
    above_units: Array,
    text_starts: Array,
    text_units: Array,
) -> Any:
    """Return how often each text occurs in the passages of these rows and above them."""
    texts = _chained(text_starts, text_units)
    counts = np.zeros((len(rows), len(texts.nexts)), np.int64)
    for place in range(len(rows)):
        row, number = rows[place], above[rows[place]]
        first, last = unit_starts[row], unit_starts[row + 1]
        _count(units, first, last, texts, counts[place])
        first, last = above_starts[number], above_starts[number + 1]
        _count(above_units, first, last, texts, counts[place])
    return counts


@njit(cache=True, nogil=True)
def _count(
    units: Array,
    first: int,
    last: int,
    texts: _Texts,
    counts: Array,
) -> None:
    """Add to *counts* how often each text occurs in a span of units."""
    for index in range(first, last):
        text = texts.heads[units[index] & (BUCKETS - 1)]
        while text >= 0:
            if _matched(units, index, last, texts, text):
                counts[text] += 1
            text = texts.nexts[text]


@njit(cache=True, nogil=True)
def _chained(starts: Array, units: Array) -> Any:
    """Return texts with their chains."""
    heads = np.full(BUCKETS, -1, np.int64)
    nexts = np.empty(len(starts) - 1, np.int64)
    for text in range(len(nexts)):
        bucket = units[starts[text]] & (BUCKETS - 1)
        nexts[text], heads[bucket] = heads[bucket], text
    return _Texts(heads, nexts, starts, units)


@njit(cache=True, nogil=True)
def _sentences(rows: Array, starts: Array, flags: Array) -> Any:
    """Return the bounds of the passages among the sentences, and the spans of all sentences."""
    bounds = np.zeros(len(rows) + 1, np.int64)
    for place in range(len(rows)):
        count = 0
        for character in range(starts[rows[place]], starts[rows[place] + 1]):
            count += flags[character] & SENTENCE_ENDS > 0
        bounds[place + 1] = bounds[place] + max(count, 1)
    spans = np.zeros((bounds[-1], 2), np.int64)
    for place in range(len(rows)):
        sentence, begin = bounds[place], starts[rows[place]]
        for character in range(begin, starts[rows[place] + 1]):
            if flags[character] & SENTENCE_ENDS:
                spans[sentence, 1] = character + 1 - begin
                sentence += 1
                if sentence < bounds[place + 1]:
                    spans[sentence, 0] = character + 1 - begin
    return bounds, spans


@njit(cache=True, nogil=True)
def _matched(units: Array, index: int, end: int, texts: _Texts, text: int) -> int:
    """Return the length of a text in characters if it stands at an index, else 0."""
    start = texts.starts[text]
    size = texts.starts[text + 1] - start
    if index + size > end:
        return 0
    length = 0
    for offset in range(size):
        if units[index + offset] != texts.units[start + offset]:
            return 0
        length += not _continues(units[index + offset])
    return length


@njit(cache=True, nogil=True)
def _continues(unit: int) -> bool:
    """Return True for the second half of a surrogate pair."""
    return unit & 0xFC00 == 0xDC00


@njit(cache=True, nogil=True)
def _is_broken(flags: Array, first: int, length: int) -> bool:
    """Return True if a sentence ends within a text of this length."""
    ends = 0
    for character in range(first, first + length - 1):
        ends |= flags[character] & SENTENCE_ENDS
    return ends > 0
