"""Texts of a question looked up in passages, in compiled loops; `scanning.py` does so with numpy.

Texts are in UTF-16, as the passages are. Each text is in a bucket by its first unit, and a chain
goes through the texts of a bucket. Places at which a text may begin, some tenth of all, are noted
without a branch and then looked at.

numba does not notice in what it has cached of `retrieval/answer/compiled_features.py` that this
file has changed: whoever changes it touches that one as well.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from retrieval.index.text_arrays import SECTION_BEGINS, SENTENCE_ENDS

Array = NDArray[Any]

BUCKETS = 1024
"""Number of buckets, a power of 2: with thirty texts, one place in thirty is looked at in vain."""


class Texts(NamedTuple):
    """The texts that are looked for.

    Attributes:
        heads: The first text of each bucket; -1 for an empty one.
        nexts: The text behind each text of its bucket; -1 for the last one.
        starts: Where each text begins in `units`, and where the last one ends.
        units: The units of all texts.
        lengths: The length of each text in characters.
    """

    heads: Array
    nexts: Array
    starts: Array
    units: Array
    lengths: Array


class Passages(NamedTuple):
    """The texts of passages; see `TextArrays`.

    Attributes:
        rows: The rows of the passages.
        starts: Where the units of each passage begin, and where the last one ends.
        units: The units of all passages.
        above: The number of the title and headings above each row.
        above_starts: Where the units of each of these begin, and where the last one ends.
        above_units: The units of all titles and headings.
    """

    rows: Array
    starts: Array
    units: Array
    above: Array
    above_starts: Array
    above_units: Array


class Found(NamedTuple):
    """Texts that were found in passages; see `Presence`.

    Attributes:
        above: True for a text that occurs above a passage: a row for each passage.
        own: True for one that occurs in the passage itself.
        sentences: True for one that occurs in a sentence: a row for each sentence.
        bounds: The row of each passage's first sentence, then their number.
        ends: The last character of each sentence in its passage; -1 in an empty passage.
        is_first: True for a passage that is the first one below its title and headings.
    """

    above: Array
    own: Array
    sentences: Array
    bounds: Array
    ends: Array
    is_first: Array


@njit(cache=True, nogil=True)
def chained(numbers: Array, starts: Array, units: Array) -> Any:
    """Return texts with chains of those that have these numbers."""
    heads = np.full(BUCKETS, -1, np.int64)
    nexts = np.empty(len(starts) - 1, np.int64)
    lengths = np.empty(len(starts) - 1, np.int64)
    for text in numbers:
        bucket = units[starts[text]] & (BUCKETS - 1)
        nexts[text], heads[bucket] = heads[bucket], text
        lengths[text] = character_count(units, starts[text], starts[text + 1])
    return Texts(heads, nexts, starts, units, lengths)


@njit(cache=True, nogil=True)
def character_count(units: Array, first: int, last: int) -> int:
    """Return the number of characters that begin in a span of units."""
    count = 0
    for index in range(first, last):
        count += units[index] & 0xFC00 != 0xDC00
    return count


@njit(cache=True, nogil=True)
def _room(passages: Passages) -> int:
    """Return the most units of a passage, or of what is above one."""
    rows, starts, _, above, above_starts, _ = passages
    longest = 0
    for row in rows:
        longest = max(longest, starts[row + 1] - starts[row])
        longest = max(longest, above_starts[above[row] + 1] - above_starts[above[row]])
    return longest


@njit(cache=True, nogil=True)
def _note(units: Array, heads: Array, places: Array) -> int:
    """Write the places at which a text may begin to *places*; return their number."""
    count = 0
    for index in range(len(units)):
        places[count] = index
        count += heads[units[index] & (BUCKETS - 1)] >= 0
    return count


@njit(cache=True, nogil=True)
def stands(units: Array, index: int, text_units: Array, start: int, end: int) -> bool:
    """Return True if a text, a span of *text_units*, stands at an index of *units*."""
    if index + end - start > len(units):
        return False
    for offset in range(end - start):
        if units[index + offset] != text_units[start + offset]:
            return False
    return True


@njit(cache=True, nogil=True)
def character_scores(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    passages: Passages,
    texts: Texts,
    characters: Array,
    weights: Array,
    norms: Array,
    k1: float,
) -> Array:
    """Return the BM25 scores of single characters, by the norms of the passages."""
    rows, starts, units, above, above_starts, above_units = passages
    heads, counts = texts.heads, np.empty(len(texts.nexts), np.int64)
    scores = np.empty(len(rows))
    places = np.empty(_room(passages), np.int64)
    for passage in range(len(rows)):
        row, number = rows[passage], above[rows[passage]]
        counts[:] = 0
        own = units[starts[row] : starts[row + 1]]
        _add_counts(own, places, _note(own, heads, places), texts, counts)
        heading = above_units[above_starts[number] : above_starts[number + 1]]
        _add_counts(heading, places, _note(heading, heads, places), texts, counts)
        score, norm = 0.0, norms[passage]
        for place in range(len(characters)):
            count = counts[characters[place]]
            score += weights[place] * count * (k1 + 1) / (count + norm)
        scores[passage] = score
    return scores


@njit(cache=True, nogil=True)
def _add_counts(units: Array, places: Array, noted: int, texts: Texts, counts: Array) -> None:
    """Add to *counts* how often each text stands at the places that were noted."""
    heads, nexts, starts, text_units, _ = texts
    for place in range(noted):
        index = places[place]
        text = heads[units[index] & (BUCKETS - 1)]
        while text >= 0:
            start, end = starts[text], starts[text + 1]
            counts[text] += stands(units, index, text_units, start, end)
            text = nexts[text]


@njit(cache=True, nogil=True)
def look_up(passages: Passages, starts: Array, flags: Array, texts: Texts) -> Any:
    """Return which texts occur in the passages, whose characters have these flags."""
    rows, unit_starts, units, above, above_starts, above_units = passages
    bounds, ends = _sentences(rows, starts, flags)
    size = len(texts.nexts)
    found = Found(
        np.zeros((len(rows), size), np.bool_),
        np.zeros((len(rows), size), np.bool_),
        np.zeros((len(ends), size), np.bool_),
        bounds,
        ends,
        np.zeros(len(rows), np.bool_),
    )
    places, heads = np.empty(_room(passages), np.int64), texts.heads
    for passage in range(len(rows)):
        row, number = rows[passage], above[rows[passage]]
        heading = above_units[above_starts[number] : above_starts[number + 1]]
        noted = _note(heading, heads, places)
        _find_above(heading, places, noted, texts, found.above[passage])
        own = units[unit_starts[row] : unit_starts[row + 1]]
        if len(own):
            found.is_first[passage] = flags[starts[row]] & SECTION_BEGINS > 0
        is_plain = len(own) == starts[row + 1] - starts[row]
        noted = _note(own, heads, places)
        _find_own(own, places, noted, is_plain, texts, passage, found)
    return found


@njit(cache=True, nogil=True)
def _sentences(rows: Array, starts: Array, flags: Array) -> Any:
    """Return the bounds of passages among the sentences, and the last character of each."""
    total = len(rows)
    for row in rows:
        total += starts[row + 1] - starts[row]
    bounds, ends, count = np.zeros(len(rows) + 1, np.int64), np.empty(total, np.int64), 0
    for passage in range(len(rows)):
        own = flags[starts[rows[passage]] : starts[rows[passage] + 1]]
        for character in range(len(own)):
            ends[count] = character
            count += own[character] & SENTENCE_ENDS > 0
        if not len(own):
            ends[count] = -1
            count += 1
        bounds[passage + 1] = count
    return bounds, ends[:count]


@njit(cache=True, nogil=True)
def _find_above(units: Array, places: Array, noted: int, texts: Texts, found: Array) -> None:
    """Set *found* to True for each text that stands at a place that was noted."""
    heads, nexts, starts, text_units, _ = texts
    for place in range(noted):
        index = places[place]
        text = heads[units[index] & (BUCKETS - 1)]
        while text >= 0:
            start, end = starts[text], starts[text + 1]
            found[text] |= stands(units, index, text_units, start, end)
            text = nexts[text]


@njit(cache=True, nogil=True)
def _find_own(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    units: Array,
    places: Array,
    noted: int,
    is_plain: bool,  # noqa: FBT001
    texts: Texts,
    passage: int,
    found: Found,
) -> None:
    """Set the tables to True for each text that stands at a place that was noted.

    *is_plain* says that each character is one unit.
    """
    heads, nexts, starts, text_units, lengths = texts
    _, own, sentences, bounds, ends, _ = found
    sentence, at, begun = bounds[passage], 0, 0
    for place in range(noted):
        index = places[place]
        begun = index if is_plain else begun + character_count(units, at, index)
        at = index
        while ends[sentence] < begun and sentence < bounds[passage + 1] - 1:
            sentence += 1
        text = heads[units[index] & (BUCKETS - 1)]
        while text >= 0:
            start, end = starts[text], starts[text + 1]
            if stands(units, index, text_units, start, end):
                own[passage, text] = True
                sentences[sentence, text] |= begun + lengths[text] - 1 <= ends[sentence]
            text = nexts[text]
