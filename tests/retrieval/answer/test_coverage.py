"""Passages cover words of a question in full, in part, or by another name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.answer.candidate import Candidate
from retrieval.answer.evidence import coverage_of
from retrieval.library import Snapshot
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer

Cover = Callable[..., list[dict[str, float]]]


@pytest.fixture
def cover(index: Callable[..., Snapshot], analyzer: Analyzer) -> Cover:
    """Return a function that gives the coverage of a question's words by each passage."""

    def of(text: str, *passages: str, title: str = "标题") -> list[dict[str, float]]:
        found = tuple(Passage(one, "a", one) for one in passages)
        snapshot = index(corpus=Corpus((Article("a", "a.md", title, passages=found),)))
        question = parse_question(text, analyzer, snapshot.lexicon, snapshot.aliases)
        candidates = [Candidate(snapshot, snapshot.texts.row(one)) for one in passages]
        rows = coverage_of(question.words, question, candidates, snapshot.lexicon)
        return [
            {word.text: value for word, value in zip(question.words, row, strict=True)}
            for row in rows
        ]

    return of


@pytest.mark.parametrize(
    ("word", "passage", "covered"),
    [
        ("流量", "流量见顶。", 1.0),
        ("流量", "流 量。", 0.0),
        ("基础设施", "基础设施很旧。", 1.0),
        ("基础设施", "设施很旧。", 1 / 6),
        ("基础设施", "础设 基础。", 1 / 3),
        ("基础设施", "基 础 设 施。", 0.0),
        ("支付宝", "支付。", 0.25),
        ("支付宝", "付宝。", 0.25),
        ("platform", "latform plat.", 0.0),
        ("警察", "公安机关来了。", 0.8),
        ("警察", "消防来了。", 0.0),
    ],
)
def test_words(cover: Cover, word: str, passage: str, covered: float) -> None:
    """A word counts in full, a long Chinese one by its pairs for half, another name for .8."""
    assert [{word: covered}, {word: 0.0}] == cover(word, passage, "别处的天气。")


def test_a_part_of_another_name(cover: Cover) -> None:
    """A long word counts by its pairs where it stands for the question's, too."""
    assert [{"憋气": 0.8}, {"憋气": 0.8 / 6}] == [
        {word: pytest.approx(value) for word, value in row.items()}
        for row in cover("憋气", "屏住呼吸。", "呼吸很慢。")
    ]


@pytest.mark.parametrize(("title", "covered"), [("支付宝", 0.5), ("支付", 0.0)])
def test_words_above(cover: Cover, title: str, covered: float) -> None:
    """A word in the title alone counts half; a part of it there is none."""
    assert [{"支付宝": covered}] == cover("支付宝", "这家公司很大。", title=title)


def test_numbers(cover: Cover) -> None:
    """A number in another form counts where it is no part of a longer one, each for itself."""
    passages = ("占 30%。", "来了 1,280 万人。", "来了 11,280 万人。", "占 130%。")

    rows = cover("三成还是1280万", *passages)

    assert [(0.8, 0.0), (0.0, 0.8), (0.0, 0.0), (0.0, 0.0)] == [
        (row["三成"], row["1280"]) for row in rows
    ]


@pytest.mark.parametrize(("title", "covered"), [("1,280万人", 0.4), ("11,280万人", 0.0)])
def test_numbers_above(cover: Cover, title: str, covered: float) -> None:
    """A number in another form that stands in the title alone counts half."""
    (row,) = cover("来了1280万人", "他们都说好。", title=title)

    assert covered == row["1280"]


def test_characters(cover: Cover) -> None:
    """Beside others than in the question a character counts half; a quarter if it is no word."""
    passages = ("众多平台。", "众小店。", "规模小贷款多。", "店小。", "贷款。")

    rows = cover("说众小贷", *passages)

    assert [
        {"众": 0.5, "小": 0.0, "贷": 0.0},
        {"众": 1.0, "小": 1.0, "贷": 0.0},
        {"众": 0.0, "小": 1.0, "贷": 1.0},
        {"众": 0.0, "小": 0.5, "贷": 0.0},
        {"众": 0.0, "小": 0.0, "贷": 0.25},
    ] == rows
