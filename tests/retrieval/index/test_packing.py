"""Packed posting lists give back what was packed, whatever its gaps and counts."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.packing import BLOCK, Unpacked, pack, unpack

COUNTS = st.one_of(st.just(1), st.integers(1, 4), st.sampled_from((512, 513, 65_535)))
GAPS = st.one_of(st.just(0), st.integers(0, 40), st.sampled_from((1 << 16, 1 << 24)))
LISTS = st.lists(st.lists(st.tuples(GAPS, COUNTS), max_size=10), max_size=6)
REPEATED = st.sampled_from((1, 13, 40))
"""Number of times that each list is repeated, so that some have several blocks."""


def unpacked(lists: list[list[tuple[int, int]]]) -> Unpacked:
    """Return lists of gaps and counts as plain arrays."""
    rows = [np.cumsum([gap + 1 for gap, _ in one]) - 1 for one in lists]
    return Unpacked(
        np.array([len(one) for one in lists], np.int64),
        np.concatenate([np.zeros(0, np.int64), *rows]).astype(np.uint32),
        np.array([count for one in lists for _, count in one], np.uint16),
    )


@given(lists=LISTS, repeated=REPEATED)
def test_lists_are_unpacked_as_they_were(
    lists: list[list[tuple[int, int]]], repeated: int
) -> None:
    """Sizes, rows and counts are the same again; a list without postings may be anywhere."""
    before = unpacked([(one * repeated)[: 2 * BLOCK + 3] for one in lists])
    words, places = pack(before)
    words = np.concatenate([[0], words, [0, 0]]).astype(np.uint32)

    after = unpack(words, np.where(before.sizes > 0, places + 1, 0))

    for name in Unpacked._fields:
        assert getattr(before, name).tolist() == getattr(after, name).tolist()


def test_the_highest_row() -> None:
    """A gap may take all 32 bits."""
    rows = np.array([(1 << 32) - 2], np.uint32)
    words, places = pack(Unpacked(np.array([1]), rows, np.ones(1, np.uint16)))

    assert rows.tolist() == unpack(np.append(words, rows), places).rows.tolist()


def test_the_layout_is_the_documented_one() -> None:
    """The example in the module's description is right to the bit."""
    one = Unpacked(np.array([3]), np.array([3, 4, 9], np.uint32), np.array([1, 1, 2], np.uint16))

    assert [0x3, 0x43, 0x103, 0x82] == pack(one)[0].tolist()
