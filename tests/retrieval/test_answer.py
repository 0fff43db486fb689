"""Questions are answered with quotations, or not at all."""

from __future__ import annotations

import pytest

from corpus.loading import Loaded
from corpus.model import Article, Corpus, Passage
from retrieval.analysis import Analyzer
from retrieval.answer import Abstention, Answer, Answerer, Reason
from retrieval.library import Library, build_snapshot
from retrieval.okapi import OkapiSearcher


def answerer_over(corpus: Corpus, analyzer: Analyzer) -> Answerer:
    """The answerer, with the reference engine."""
    snapshot = build_snapshot(corpus, analyzer, OkapiSearcher)
    return Answerer(Library(lambda: snapshot, snapshot), analyzer)


def corpus_of(*texts: str) -> Corpus:
    """One article with these passages."""
    passages = tuple(Passage(str(place), "a", text) for place, text in enumerate(texts))
    return Corpus((Article("a", "a.txt", "一篇文章", passages=passages),))


async def test_a_question_is_answered(digests: Loaded, analyzer: Analyzer) -> None:
    """What is quoted is a slice of a passage, in an article that is named."""
    answer = await answerer_over(digests.corpus, analyzer).answer("金融科技为什么要成为基础设施？")

    assert isinstance(answer, Answer)
    assert 3 == len(answer.citations)
    for citation in answer.citations:
        assert citation.excerpt.text in citation.passage.text
        assert citation.excerpt.highlights
        assert citation.passage in citation.article.passages


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("明天上海会下雨吗？", Reason.NOT_COVERED),
        ("zzzz", Reason.NOT_COVERED),
        ("你好，在吗？", Reason.NOTHING_ASKED),
        ("怎么样？", Reason.NOTHING_ASKED),
        ("？？？", Reason.NOTHING_ASKED),
        ("", Reason.NOTHING_ASKED),
    ],
)
async def test_declining(
    digests: Loaded, analyzer: Analyzer, question: str, reason: Reason
) -> None:
    """Nothing asked, or nothing found: nothing is quoted, and the reason is told."""
    result = await answerer_over(digests.corpus, analyzer).answer(question)

    assert Abstention(question, reason) == result


async def test_an_empty_collection_declines(analyzer: Analyzer) -> None:
    """A bot without articles has nothing to quote."""
    result = await answerer_over(Corpus(), analyzer).answer("金融科技")

    assert isinstance(result, Abstention)


async def test_a_lead_is_not_quoted_beside_what_it_repeats(analyzer: Analyzer) -> None:
    """Of two passages, one of which holds the other, one is quoted."""
    corpus = corpus_of(
        "导读：流量的红利已经见顶。", "流量的红利已经见顶。", "流量不是唯一的目标。"
    )

    answer = await answerer_over(corpus, analyzer).answer("流量的红利")

    assert isinstance(answer, Answer)
    assert 2 == len(answer.citations)


async def test_the_limit_holds(analyzer: Analyzer) -> None:
    """No more passages are quoted than asked for."""
    corpus = corpus_of(*(f"流量的第{place}种说法。" for place in range(9)))

    answer = await answerer_over(corpus, analyzer).answer("流量", limit=4)

    assert isinstance(answer, Answer)
    assert 4 == len(answer.citations)
