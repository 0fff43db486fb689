"""Related questions: the articles' own words, each with an answer of its own."""

from __future__ import annotations

import pytest

from bot.service.bootstrap import ENGINES
from corpus.loading import LoadResult
from corpus.model import Corpus, Passage
from retrieval.answer.answer import Answer
from retrieval.answer.answerer import Answerer
from retrieval.answer.related import (
    MAX_SUGGESTION,
    MAX_SUGGESTIONS,
    RelatedQuestions,
    suggestion_at,
)
from retrieval.library import Library, Snapshot, build_snapshot
from retrieval.question.aliases import read_aliases
from retrieval.text.analysis import Analyzer

QUESTIONS = [
    "金融科技为什么要成为基础设施？",
    "支付宝为什么要做社交",
    "流量思维是什么",
    "去金融化",
]


@pytest.fixture(scope="module")
def snapshot(digests: LoadResult, analyzer: Analyzer) -> Snapshot:
    """The packaged collection, indexed."""
    return build_snapshot(digests, analyzer, ENGINES["bm25"], read_aliases(None))


@pytest.fixture
def library(snapshot: Snapshot) -> Library:
    """It, as a library."""
    return Library(lambda: snapshot, snapshot)


@pytest.fixture
def answerer(library: Library, analyzer: Analyzer) -> Answerer:
    """Who answers from it."""
    return Answerer(library, analyzer)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_each_has_an_answer_of_its_own(
    answerer: Answerer, library: Library, question: str
) -> None:
    """Asked, each is answered without doubt, and begins with another passage than the others."""
    answer = await answerer.answer(question)
    assert isinstance(answer, Answer)

    found = await RelatedQuestions(answerer, library).to(answer)

    assert 2 <= len(found) <= MAX_SUGGESTIONS
    begun = [answer.citations[0].passage]
    for one in found:
        assert len(one.text) <= MAX_SUGGESTION
        asked = await answerer.answer(one.text, limit=1)
        assert isinstance(asked, Answer)
        assert not asked.doubtful
        begun.append(asked.citations[0].passage)
    assert len(begun) == len(set(begun))


async def test_a_suggestion_is_found_where_its_button_says(
    answerer: Answerer, library: Library
) -> None:
    """Passage and place are all that a button carries, and they are enough."""
    answer = await answerer.answer(QUESTIONS[0])
    assert isinstance(answer, Answer)

    for one in await RelatedQuestions(answerer, library).to(answer):
        assert one == suggestion_at(one.passage, one.start)


def test_places_that_hold_no_suggestion() -> None:
    """Above a passage without headings stands none; nor within a sentence."""
    passage = Passage("0", "a", "甲来了吗？乙来了。")

    assert suggestion_at(passage, None) is None
    assert suggestion_at(passage, 2) is None
    assert "甲来了吗？" == getattr(suggestion_at(passage, 0), "text", None)


async def test_a_card_is_near_nothing(answerer: Answerer, library: Library) -> None:
    """Questions about the collection have no related ones."""
    answer = await answerer.answer("文集里有几篇文章？")
    assert isinstance(answer, Answer)

    assert () == await RelatedQuestions(answerer, library).to(answer)


@pytest.mark.parametrize(
    ("question", "word"), [("明天上海会下雨吗？", None), ("土壤里有哪些蚯蚓和细菌？", "土壤")]
)
async def test_what_comes_closest(
    answerer: Answerer, library: Library, question: str, word: str | None
) -> None:
    """Parts of articles, none twice; where one holds a word of the question, only such ones."""
    found = await RelatedQuestions(answerer, library).closest(question)

    assert bool(word) is found.is_near
    assert 1 <= len(found.passages) <= MAX_SUGGESTIONS
    assert all(one.heading for one in found.passages)
    assert all((word or "") in one.text for one in found.passages)
    parts = {(one.article_id, one.heading) for one in found.passages}
    assert len(found.passages) == len(parts)


async def test_a_reload_forgets_what_had_an_answer(snapshot: Snapshot, analyzer: Analyzer) -> None:
    """After a reload each is asked anew."""
    loaded = LoadResult(Corpus(snapshot.corpus.articles[:1]), ())
    smaller = build_snapshot(loaded, analyzer, ENGINES["bm25"], read_aliases(None))
    library = Library(lambda: smaller, snapshot)
    answerer = Answerer(library, analyzer)
    related = RelatedQuestions(answerer, library)
    answer = await answerer.answer(QUESTIONS[1])
    assert isinstance(answer, Answer)
    before = await related.to(answer)

    await library.reload()

    assert before != await related.to(answer)
