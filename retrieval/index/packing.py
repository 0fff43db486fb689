"""Posting lists packed in bits: the rows of the passages that have a term, and its count in each.

Lists follow one another in words of 32 bits, in the byte order of the machine. A row is the number
of a passage, and a gap is the number of rows between two rows of a list, or before the first one.
A list has blocks of 128 postings, the last one often of fewer:

    1 word                      the number of postings
    16 bits for each block      its header, and 16 bits of padding after an odd number
    for each block
        n · w bits              its n gaps of w bits each, lowest bits first, padded to words
        16 bits for each count  its counts above 1, padded to words

The header has w in bits 0 to 5 (0 to 32), the number of counts above 1 in bits 6 to 13, and bit 14
set if the block is wide. A count has the place of its posting in the block in bits 0 to 6, and how
much it exceeds 1 in bits 7 to 15. In a wide block one exceeds 1 by more than that holds (511), and
each takes 32 bits: 16 for the place, 16 for how much it exceeds 1.

A term that the rows 3, 4 and 9 have once, once and twice takes 4 words, 00000003 00000043 00000103
00000082: 3 postings; a header with w = 3 and one count; the gaps 3, 0 and 4; place 2, 1 more.

`unpack` reads lists with numpy, `compiled.py` with numba.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

BLOCK = 128
"""Number of postings in a block."""

_WIDTH_BITS, _PLACE_BITS, _WIDE_BIT = 6, 7, 14
_MAX_NARROW = (1 << 16 - _PLACE_BITS) - 1
"""The most by which a count can exceed 1 in a block that is not wide."""


class Unpacked(NamedTuple):
    """Posting lists as plain arrays: the size of each list, and its rows and counts in turn."""

    sizes: Array
    rows: Array
    counts: Array


class _Headers(NamedTuple):
    """The headers of some blocks, and how many postings each block has.

    Attributes:
        sizes: The number of postings.
        widths: The number of bits of a gap.
        raised: The number of counts above 1.
        wide: True for a block that is wide.
    """

    sizes: Array
    widths: Array
    raised: Array
    wide: Array


class _Blocks(NamedTuple):
    """Blocks, and where they are.

    Attributes:
        sizes: See `_Headers`, as for the next three.
        gaps: The offset of the gaps of each, in words.
        counts: The offset of the counts of each, in words.
    """

    sizes: Array
    widths: Array
    raised: Array
    wide: Array
    gaps: Array
    counts: Array


def pack(lists: Unpacked) -> tuple[Array, Array]:
    """Return the words of lists, and the offset of each; that of a list without postings is 0.

    Rows ascend in each list. The first list begins at word 0.
    """
    rows, counts = lists.rows, lists.counts
    filled = lists.sizes[lists.sizes > 0].astype(np.int64)
    if not len(filled):
        return np.zeros(0, np.uint32), np.zeros(len(lists.sizes), np.int64)
    numbers = -(-filled // BLOCK)
    ranks = _ranks(numbers)
    firsts = np.repeat(_before(filled), numbers) + ranks * BLOCK
    sizes = np.minimum(BLOCK, np.repeat(filled, numbers) - ranks * BLOCK)
    gaps = np.diff(rows.astype(np.int64), prepend=0) - 1
    gaps[_before(filled)] = rows[_before(filled)]
    widths = np.frexp(np.maximum.reduceat(gaps, firsts).astype(np.float64))[1].astype(np.int64)
    raised = np.add.reduceat(counts > 1, firsts, dtype=np.int64)
    wide = np.maximum.reduceat(counts, firsts) > _MAX_NARROW + 1
    lengths = _gap_words(sizes, widths) + _count_words(raised, wide)
    list_words = 1 + (numbers + 1) // 2 + np.add.reduceat(lengths, _before(numbers))
    offsets = _before(list_words)
    blocks = _layout(offsets, numbers, _Headers(sizes, widths, raised, wide))
    words = np.zeros(list_words.sum(), np.uint32)
    words[offsets] = filled
    headers = widths | raised << _WIDTH_BITS | wide.astype(np.int64) << _WIDE_BIT
    words.view(np.uint16)[np.repeat(2 * offsets + 2, numbers) + ranks] = headers
    _write_gaps(words, blocks, gaps)
    _write_counts(words.view(np.uint16), blocks, counts)
    places = np.zeros(len(lists.sizes), np.int64)
    places[lists.sizes > 0] = offsets
    return words, places


def unpack(words: Array, places: Array) -> Unpacked:
    """Return the lists at these offsets, whose first word may be 0 for a list without postings.

    *words* has at least two words after the last list.
    """
    all_sizes = words[places].astype(np.int64)
    filled, offsets = all_sizes[all_sizes > 0], places[all_sizes > 0]
    if not len(filled):
        return Unpacked(all_sizes, np.zeros(0, np.int64), np.zeros(0, np.int64))
    numbers = -(-filled // BLOCK)
    ranks = _ranks(numbers)
    sizes = np.minimum(BLOCK, np.repeat(filled, numbers) - ranks * BLOCK)
    halves = words.view(np.uint16)
    headers = halves[np.repeat(2 * offsets + 2, numbers) + ranks].astype(np.int64)
    widths, wide = headers & (1 << _WIDTH_BITS) - 1, headers >> _WIDE_BIT > 0
    raised = headers >> _WIDTH_BITS & (1 << _WIDE_BIT - _WIDTH_BITS) - 1
    blocks = _layout(offsets, numbers, _Headers(sizes, widths, raised, wide))
    rows = _read_gaps(words, blocks)
    rows += 1
    np.cumsum(rows, out=rows)
    rows -= np.repeat(np.concatenate([[1], rows[np.cumsum(filled)[:-1] - 1] + 1]), filled)
    return Unpacked(all_sizes, rows, _read_counts(halves, blocks, len(rows)))


def _layout(offsets: Array, numbers: Array, headers: _Headers) -> _Blocks:
    """Return where the blocks of lists are; *numbers* has the number of blocks of each list."""
    gap_words = _gap_words(headers.sizes, headers.widths)
    before = _before(gap_words + _count_words(headers.raised, headers.wide))
    of_list = offsets + 1 + (numbers + 1) // 2 - before[_before(numbers)]
    gaps = np.repeat(of_list, numbers) + before
    return _Blocks(*headers, gaps, gaps + gap_words)


def _write_gaps(words: Array, blocks: _Blocks, gaps: Array) -> None:
    some = np.flatnonzero(gaps)  # Gaps of 0 bits are in no word.
    bits = (_ranks(blocks.sizes) * np.repeat(blocks.widths, blocks.sizes))[some]
    at = np.repeat(blocks.gaps, blocks.sizes)[some] + (bits >> 5)
    values = gaps[some].astype(np.uint64) << (bits & 31).astype(np.uint64)
    np.add.at(words, at, values.astype(np.uint32))  # No two gaps share a bit.
    high = (values >> np.uint64(32)).astype(np.uint32)
    over = np.flatnonzero(high)
    np.add.at(words, at[over] + 1, high[over])


def _read_gaps(words: Array, blocks: _Blocks) -> Array:
    # In place where it can be: fetching fresh memory takes longer than computing.
    widths = np.repeat(blocks.widths, blocks.sizes)
    bits = _ranks(blocks.sizes)
    bits *= widths
    at = np.repeat(blocks.gaps, blocks.sizes)
    at += bits >> 5
    gaps: Array = words[at].astype(np.int64)
    at += 1
    gaps |= words[at].astype(np.int64) << 32
    bits &= 31
    gaps >>= bits
    gaps &= (1 << widths) - 1
    return gaps


def _write_counts(halves: Array, blocks: _Blocks, counts: Array) -> None:
    postings = np.flatnonzero(counts > 1)
    places = _ranks(blocks.sizes)[postings]
    excess = counts[postings].astype(np.int64) - 1
    at, wide = _count_offsets(blocks)
    halves[at] = np.where(wide, places, places | excess << _PLACE_BITS)
    halves[at[wide] + 1] = excess[wide]


def _read_counts(halves: Array, blocks: _Blocks, size: int) -> Array:
    at, wide = _count_offsets(blocks)
    entries = halves[at].astype(np.int64)
    places = entries & BLOCK - 1
    counts = np.ones(size, np.int64)
    excess = entries >> _PLACE_BITS
    excess[wide] = halves[at[wide] + 1]
    counts[np.repeat(_before(blocks.sizes), blocks.raised) + places] += excess
    return counts


def _count_offsets(blocks: _Blocks) -> tuple[Array, Array]:
    """Return the offset of each count above 1, in halves of words, and if its block is wide."""
    wide = np.repeat(blocks.wide, blocks.raised)
    return np.repeat(2 * blocks.counts, blocks.raised) + _ranks(blocks.raised) * (1 + wide), wide


def _gap_words(sizes: Array, widths: Array) -> Array:
    return sizes * widths + 31 >> 5


def _count_words(raised: Array, wide: Array) -> Array:
    return np.where(wide, raised, raised + 1 >> 1)


def _before(sizes: Array) -> Array:
    """Return the sum of the sizes before each one."""
    before: Array = np.cumsum(sizes) - sizes
    return before


def _ranks(sizes: Array) -> Array:
    """Return 0, 1, 2 … for each size, up to it."""
    ranks: Array = np.arange(sizes.sum()) - np.repeat(_before(sizes), sizes)
    return ranks
