"""Passages to quote are selected: diversified over articles, without near-duplicates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.answer.answer import Answer
from retrieval.answer.candidate import candidate_of
from retrieval.answer.ranking import RankedPassage
from retrieval.answer.selection import diversified, select
from retrieval.library import Snapshot
from tests.retrieval.answer.conftest import Over

Rank = Callable[..., list[RankedPassage]]


@pytest.fixture
def ranked(index: Callable[..., Snapshot]) -> Rank:
    """Return a function that makes ranked passages, given by article, text and score."""

    def rank(*rows: tuple[str, str, float]) -> list[RankedPassage]:
        names = dict.fromkeys(name for name, _, _ in rows)
        articles = [
            Article(
                name,
                f"{name}.md",
                name,
                passages=tuple(
                    Passage(text, name, text) for owner, text, _ in rows if owner == name
                ),
            )
            for name in names
        ]
        snapshot = index(corpus=Corpus(tuple(articles)))
        passages = {one.id: one for one in snapshot.corpus.passages}
        return [
            RankedPassage(candidate_of(snapshot, passages[text]), score) for _, text, score in rows
        ]

    return rank


@pytest.fixture
def rows(ranked: Rank) -> list[RankedPassage]:
    """Three passages of one article and one of another."""
    return ranked(("a", "甲", 1.0), ("a", "乙", 0.9), ("a", "丙", 0.8), ("b", "丁", 0.5))


def texts(selected: list[RankedPassage]) -> list[str]:
    """Return the texts of selected passages."""
    return [one.candidate.passage.text for one in selected]


def test_without_decay_the_order_stays(rows: list[RankedPassage]) -> None:
    """With a decay of 1, passages are selected by their score alone."""
    assert ["甲", "乙", "丙", "丁"] == texts(select(diversified(rows, 1.0), 9))


def test_each_article_first(rows: list[RankedPassage]) -> None:
    """With a decay of 0, the best passage of every article goes before any second one."""
    assert ["甲", "丁"] == texts(select(diversified(rows, 0.0), 2))


def test_scores_decay_within_an_article(rows: list[RankedPassage]) -> None:
    """The second passage of an article has its score multiplied once, the third twice."""
    assert ["甲", "乙", "丁", "丙"] == texts(select(diversified(rows, 0.6), 9))


def test_near_duplicates_are_left_out(ranked: Rank) -> None:
    """A passage that contains another one's text is not selected after it."""
    text = "流量的红利已经见顶，平台要去服务产业。"
    rows = ranked(("a", text, 1.0), ("b", f"导读：{text}", 0.9), ("b", "产业在升级。", 0.8))

    assert [text, "产业在升级。"] == texts(select(diversified(rows, 1.0), 2))


CLAIM = "街上流传一种说法：盐田一开，海水就会变淡。"
REBUTTAL = "测过的结果和这说法对不上，盐田开了十年，海水一样咸。"


def said(*passages: tuple[str, str]) -> Corpus:
    """Return an article of passages, given by heading and text."""
    own = tuple(
        Passage(str(number), "a", text, (heading,))
        for number, (heading, text) in enumerate(passages)
    )
    return Corpus((Article("a", "a.md", "盐田", passages=own),))


OTHER = ("丙", "海水要是变淡，海边的人都会知道，海水变淡是大事。")


@pytest.mark.parametrize(
    ("passages", "is_followed"),
    [
        ([("甲", CLAIM), ("甲", REBUTTAL)], True),
        ([("甲", CLAIM), ("乙", REBUTTAL)], False),
        ([("甲", CLAIM), ("甲", "盐田在城南。"), ("甲", REBUTTAL)], False),
        ([("甲", REBUTTAL), ("甲", CLAIM)], False),
        ([("甲", CLAIM), ("甲", "盐田开了十年，海水一样咸。")], True),
        ([("甲", "盐田一开，海水似乎就会变淡。"), ("甲", REBUTTAL)], True),
        ([("甲", "盐田一开，海水似乎就会变淡。"), ("甲", "盐田开了十年。")], False),
        ([("甲", f"{CLAIM}盐田在城南。盐田很大。"), ("甲", REBUTTAL)], False),
        ([("甲", "盐田一开，海水就会变淡。"), ("甲", REBUTTAL)], False),
    ],
)
async def test_a_claim_is_followed_by_its_rebuttal(
    over: Over, passages: list[tuple[str, str]], *, is_followed: bool
) -> None:
    """The next passage of the section comes at once if it replies to a claim."""
    answer = await over(corpus=said(*passages, OTHER)).answer("海水会变淡吗", 2)

    assert isinstance(answer, Answer)
    shown = [one.text for one in answer.citations]
    claim = next(number for number, text in enumerate(shown) if "就会变淡" in text)
    assert is_followed == (passages[1][1] in shown[claim + 1 : claim + 2])


async def test_a_rebuttal_is_quoted_once(over: Over) -> None:
    """A rebuttal that answers by itself is not quoted again behind its claim."""
    answer = await over(corpus=said(("甲", CLAIM), ("甲", REBUTTAL))).answer("海水变淡的说法", 9)

    assert isinstance(answer, Answer)
    assert sorted([CLAIM, REBUTTAL]) == sorted(one.text for one in answer.citations)
