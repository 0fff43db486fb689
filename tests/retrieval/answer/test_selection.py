"""Passages to quote are selected: diversified over articles, without near-duplicates."""

from __future__ import annotations

from corpus.model import Article, Passage
from retrieval.answer.candidate import Candidate
from retrieval.answer.ranking import RankedPassage
from retrieval.answer.selection import diversified, select
from retrieval.index.indexed_text import BREAK
from retrieval.index.scanning import PlainScanner
from retrieval.index.text_arrays import AnalyzedText, text_arrays
from retrieval.text.analysis import Analysis


def ranked(*rows: tuple[str, str, float]) -> list[RankedPassage]:
    """Return ranked passages, given by article, text and score."""
    found = []
    for name, text, score in rows:
        article, passage = Article(name, f"{name}.md", name), Passage(text, name, text)
        arrays = text_arrays([Analysis(f"{name}{BREAK}{text}", f"{name}{BREAK}{text}", ())])
        candidate = Candidate(article, passage, 1.0, AnalyzedText(arrays, 0), PlainScanner(arrays))
        found.append(RankedPassage(candidate, score))
    return found


def texts(selected: list[RankedPassage]) -> list[str]:
    """Return the texts of selected passages."""
    return [one.candidate.passage.text for one in selected]


ROWS = ranked(("a", "甲", 1.0), ("a", "乙", 0.9), ("a", "丙", 0.8), ("b", "丁", 0.5))


def test_without_decay_the_order_stays() -> None:
    """With a decay of 1, passages are selected by their score alone."""
    assert ["甲", "乙", "丙", "丁"] == texts(select(diversified(ROWS, 1.0), 9))


def test_each_article_first() -> None:
    """With a decay of 0, the best passage of every article goes before any second one."""
    assert ["甲", "丁"] == texts(select(diversified(ROWS, 0.0), 2))


def test_scores_decay_within_an_article() -> None:
    """The second passage of an article has its score multiplied once, the third twice."""
    assert ["甲", "乙", "丁", "丙"] == texts(select(diversified(ROWS, 0.6), 9))


def test_near_duplicates_are_left_out() -> None:
    """A passage that contains another one's text is not selected after it."""
    text = "流量的红利已经见顶，平台要去服务产业。"
    rows = ranked(("a", text, 1.0), ("b", f"导读：{text}", 0.9), ("b", "产业在升级。", 0.8))

    assert [text, "产业在升级。"] == texts(select(diversified(rows, 1.0), 2))
