"""Answerers over small collections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.answer.answerer import Answerer
from retrieval.answer.candidate import candidate_of
from retrieval.answer.excerpt import Excerpt, Highlighter
from retrieval.library import Library, Snapshot
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer

Over = Callable[..., Answerer]
Quote = Callable[..., Excerpt]

TODAY = dt.date(2022, 1, 9)
"""The day on which questions over small collections are asked."""


@pytest.fixture
def over(index: Callable[..., Snapshot], analyzer: Analyzer) -> Over:
    """Return a function that makes an answerer over a corpus, or over one article's passages."""

    def answerer(*texts: str, corpus: Corpus | None = None) -> Answerer:
        snapshot = index(*texts, corpus=corpus)
        return Answerer(Library(lambda: snapshot, snapshot), analyzer, lambda: TODAY)

    return answerer


@pytest.fixture
def two_articles() -> Corpus:
    """Return two articles, of which one says much about traffic and the other a little."""
    much = [f"流量是平台的生命线，这是第{word * 6}个理由。" for word in "甲乙丙丁"]
    texts = {"a": much, "b": ["流量不该是唯一的目标，服务产业才是，哪怕路更长。"]}
    return Corpus(
        tuple(
            Article(
                name,
                f"{name}.md",
                {"a": "流量为王", "b": "告别收割"}[name],
                author="孟永辉" if name == "b" else None,
                date=dt.date(2021, 12, 28) if name == "b" else None,
                passages=tuple(Passage(f"{name}{n}", name, t) for n, t in enumerate(passages)),
            )
            for name, passages in texts.items()
        )
    )


@pytest.fixture
def dated_articles() -> Corpus:
    """Return five articles of several years, of which one has no date."""
    dates = {
        "winter": dt.date(2021, 12, 28),
        "old": dt.date(2019, 6, 1),
        "new": dt.date(2022, 1, 3),
        "spring": dt.date(2021, 3, 15),
        "undated": None,
    }
    return Corpus(
        tuple(
            Article(
                name,
                f"{name}.md",
                f"盐田札记之{name}",
                author="林一" if name in {"old", "spring"} else "何二",
                date=date,
                passages=(Passage(name, name, f"2021年盐价比2018年涨了{size}成，盐工少了。"),),
            )
            for size, (name, date) in enumerate(dates.items(), start=2)
        )
    )


@pytest.fixture
def quote(index: Callable[..., Snapshot], analyzer: Analyzer) -> Quote:
    """Return a function that quotes a text for a question, from its best sentence or whole."""

    def quoted(
        question: str, text: str, nearest: int | None = None, *, whole: bool = False
    ) -> Excerpt:
        snapshot = index(text)
        passage = snapshot.corpus.articles[0].passages[0]
        parsed = parse_question(question, analyzer, snapshot.lexicon, snapshot.aliases)
        highlighter = Highlighter(parsed, analyzer, snapshot.lexicon)
        candidate = candidate_of(snapshot, passage)
        return highlighter.whole(candidate) if whole else highlighter.excerpt(candidate, nearest)

    return quoted
