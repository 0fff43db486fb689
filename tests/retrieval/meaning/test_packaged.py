"""The encoder of the extra `meaning`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from retrieval.meaning.packaged import BATCH, PackagedEncoder, is_installed

pytestmark = pytest.mark.skipif(not is_installed(), reason="the extra `meaning` is not installed")


@pytest.fixture(scope="module")
def encoder() -> Iterator[PackagedEncoder]:
    """The encoder, whose process ends after these tests."""
    encoder = PackagedEncoder()
    yield encoder
    encoder.close()


def test_paraphrases_are_near(encoder: PackagedEncoder) -> None:
    """A question is nearer to what says the same in other words than to something else."""
    question = encoder.question("怎样才能少花钱？")
    (vectors,) = encoder.passages(["省钱的办法是先列清单再购物。", "长城修建于战国至明代。"])
    near, far = vectors @ question

    assert near > far
    assert pytest.approx([1.0, 1.0], abs=1e-3) == np.linalg.norm(vectors, axis=1)


def test_scripts_are_the_same(encoder: PackagedEncoder) -> None:
    """A question in Traditional characters has the vector of the one in Simplified."""
    pair = encoder.question("金融科技為何遭遇監管"), encoder.question("金融科技为何遭遇监管")

    assert np.array_equal(*pair)


def test_many_passages_are_encoded_by_another_process(encoder: PackagedEncoder) -> None:
    """More than a batch keeps its order, and has the vectors that a text has alone."""
    texts = [f"第{number}段说的是第{number}件事。" for number in range(BATCH + 3)]
    vectors = np.concatenate(list(encoder.passages(texts)))

    assert len(texts) == len(vectors)
    assert pytest.approx(encoder.question(texts[-1]), abs=1e-4) == vectors[-1]
    assert [] == list(encoder.passages([]))


def test_half_of_a_surrogate_pair(encoder: PackagedEncoder) -> None:
    """A text that is no valid Unicode is encoded as well."""
    assert np.isfinite(encoder.question("表情\ud83d在这")).all()
