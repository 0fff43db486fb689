"""Tables of vectors."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.meaning.encoder import Vectors
from retrieval.meaning.table import VectorTable, marks_of

NAMES, MARKS = ("a", "b", "c"), marks_of(["甲", "乙", "丙"])


@pytest.fixture
def vectors() -> Vectors:
    """Three vectors of length 1."""
    random = np.random.default_rng(1).normal(size=(3, 512)).astype(np.float32)
    vectors: Vectors = random / np.linalg.norm(random, axis=1, keepdims=True)
    return vectors


def test_a_byte_a_number_is_enough(vectors: Vectors) -> None:
    """Cosines by whole numbers from -127 to 127 are those of the vectors, to a hundredth."""
    table = VectorTable.of(NAMES, MARKS, vectors)

    assert np.int8 == table.codes.dtype
    found = table.cosines(["c", "a"], vectors[0])
    assert pytest.approx([float(vectors[2] @ vectors[0]), 1.0], abs=0.01) == found


def test_an_unknown_passage_is_near_to_nothing(vectors: Vectors) -> None:
    """The cosine of a passage without a vector is 0, and others keep theirs."""
    table = VectorTable.of(NAMES, MARKS, vectors)

    assert [0.0, pytest.approx(1.0, abs=0.01)] == table.cosines(["?", "b"], vectors[1])
    assert [] == table.cosines([], vectors[1])


def test_a_vector_of_zeros(vectors: Vectors) -> None:
    """A vector without a direction is near to nothing."""
    table = VectorTable.of(NAMES[:1], MARKS[:1], np.zeros((1, 512), np.float32))

    assert [0.0] == table.cosines(["a"], vectors[0])


def test_passages_that_changed_are_lacking(vectors: Vectors) -> None:
    """A passage is known if its text is the one that was encoded."""
    table = VectorTable.of(NAMES, MARKS, vectors)

    assert ["b", "d"] == table.lacking(("a", "b", "d"), marks_of(["甲", "别的", "丁"]))


def test_a_table_with_new_rows(vectors: Vectors) -> None:
    """New vectors replace old ones of the same passages; what is not wanted goes."""
    table = VectorTable.of(NAMES, MARKS, vectors)
    newer = VectorTable.of(("b",), marks_of(["别的"]), vectors[:1])

    joined = table.with_rows(newer, ["a", "b"])

    assert ("a", "b") == joined.passages
    assert [] == joined.lacking(("a", "b"), marks_of(["甲", "别的"]))
    assert pytest.approx([1.0, 1.0], abs=0.01) == joined.cosines(["a", "b"], vectors[0])
