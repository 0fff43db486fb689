"""Furniture rules: each matches its examples and none matches its look-alikes."""

from __future__ import annotations

import pytest

from corpus.document import Block
from corpus.furniture import FurnitureRule, mark_furniture, rules


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_each_rule_matches_its_examples_only(rule: FurnitureRule) -> None:
    """Every rule has examples that it matches and look-alikes that no rule matches."""
    assert rule.examples
    assert rule.counterexamples
    assert all(rule.matches(example) for example in rule.examples)
    assert not [text for text in rule.counterexamples if any(one.matches(text) for one in rules())]


def test_nothing_follows_the_end() -> None:
    """Everything after the end of an article, such as comments, is furniture."""
    blocks = [Block("paragraph", text) for text in ("正文。", "THE END", "写得真好！")]

    assert [False, True, True] == [block.is_furniture for block in mark_furniture(blocks)]
