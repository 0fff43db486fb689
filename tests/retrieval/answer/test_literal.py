"""Passages found by words as they are written, also within other words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from retrieval.answer import literal
from retrieval.library import Snapshot
from retrieval.text.analysis import Analyzer

FLOUR = "桌子擦干净以后，倒上麵粉，打两个鸡蛋。"
HONEY = "村里人靠养蜂过日子，蜂蜜每年取两次。"
BOAT = "船底每年上一遍桐油，缝里填麻丝和石灰。了不起的是他不用钉子。"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("面", [FLOUR]),
        ("蜂", [HONEY]),
        ("養蜂", [HONEY]),
        ("丝和石", [BOAT]),
        ("石灰 麻丝", [BOAT]),
        ("不起的", [BOAT]),
        ("石灰 蜂蜜", []),
        ("蜂养", []),
        ("GPU", []),
        ("", []),
    ],
)
def test_words(
    index: Callable[..., Snapshot], analyzer: Analyzer, words: str, expected: list[str]
) -> None:
    """A passage is found by all of some words, in either script, across the borders of words."""
    snapshot = index(FLOUR, HONEY, BOAT)
    found = literal.passages_with(words, snapshot, analyzer, 9)

    assert expected == [passage.text for passage, _ in found]


def test_highlights(index: Callable[..., Snapshot], analyzer: Analyzer) -> None:
    """A passage is shown whole, with each place of the words highlighted."""
    ((passage, excerpt),) = literal.passages_with("蜂 过日子", index(HONEY), analyzer, 9)

    assert passage.text == excerpt.text
    assert ["蜂过日子", "蜂"] == [HONEY[slice(*span)] for span in excerpt.highlights]


def test_limit(index: Callable[..., Snapshot], analyzer: Analyzer) -> None:
    """No more passages are returned than asked for."""
    texts = [f"第{number}箱蜜蜂" for number in range(8)]

    assert 3 == len(literal.passages_with("蜂", index(*texts), analyzer, 3))
