"""Passages to quote are selected: diversified over articles, without near-duplicates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.answer.candidate import candidate_of
from retrieval.answer.ranking import RankedPassage
from retrieval.answer.selection import MIN_SHARE_ELSEWHERE, diversified, fitting, select
from retrieval.library import Snapshot

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
    assert ["甲", "乙", "丙", "丁"] == texts(select(rows, 9))


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

    assert [text, "产业在升级。"] == texts(select(rows, 2))


def test_passages_of_other_articles_fit_nearly_as_well(ranked: Rank) -> None:
    """One that fits much worse than the best is left out, unless it is of the same article."""
    least = MIN_SHARE_ELSEWHERE * 2
    rows = [("a", "甲", 2.0), ("b", "乙", least), ("b", "丁", least - 0.01), ("a", "戊", 0.1)]

    assert ["甲", "乙", "戊"] == [one.candidate.passage.text for one in fitting(ranked(*rows))]
    assert not list(fitting([]))
