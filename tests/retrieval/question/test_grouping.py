"""Questions about the same stand together, others apart."""

from __future__ import annotations

import pytest

from retrieval.question.aliases import Aliases
from retrieval.question.grouping import grouped, topic
from retrieval.text.analysis import Analyzer

QUESTIONS = [
    "养老金怎么领",
    "木船怎么刷桐油",
    "请问养老金在哪里领取？",
    "退休金什么时候领",
    "桐油刷木船要几遍",
    "雪橇",
    "怎么办呢",
    "怎么弄",
]


def test_groups(analyzer: Analyzer) -> None:
    """A question joins the first group it shares most of its words with, under any name."""
    aliases = Aliases([["养老金", "退休金"]])
    groups = grouped([topic(text, analyzer, aliases) for text in QUESTIONS])

    assert [[0, 2, 3], [1, 4], [5], [6], [7]] == groups


def test_many_questions(analyzer: Analyzer) -> None:
    """Questions that all share a word are grouped in a moment; each is in one group."""
    topics = [{"水": 5.0, f"词{number % 500}": 6.0} for number in range(2_000)]
    groups = grouped(topics)

    assert sorted(place for group in groups for place in group) == list(range(2_000))
    assert 500 == len(groups)


@pytest.mark.parametrize("text", ["", "？", "怎么"])
def test_without_words(analyzer: Analyzer, text: str) -> None:
    """A question without informative words has no topic."""
    assert {} == topic(text, analyzer, Aliases([]))
