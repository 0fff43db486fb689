"""Related questions are in the articles' own words, and each has an answer of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.service.bootstrap import ENGINES
from corpus.loading import LoadResult
from corpus.model import Corpus, Passage
from retrieval.answer.answer import Answer
from retrieval.answer.answerer import Answerer
from retrieval.answer.related import (
    MAX_SUGGESTION_COLUMNS,
    MAX_SUGGESTIONS,
    RelatedQuestions,
    columns,
    suggestion_at,
)
from retrieval.index.searcher import Hit, Query, Searcher
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
    """The snapshot of the packaged collection."""
    return build_snapshot(digests, analyzer, ENGINES["bm25"], read_aliases(None))


@pytest.fixture
def library(snapshot: Snapshot) -> Library:
    """A library of that snapshot."""
    return Library(lambda: snapshot, snapshot)


@pytest.fixture
def answerer(library: Library, analyzer: Analyzer) -> Answerer:
    """An answerer over that library."""
    return Answerer(library, analyzer)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_each_has_an_answer_of_its_own(
    answerer: Answerer, library: Library, question: str
) -> None:
    """Each is answered without doubt, and all answers begin with different passages."""
    answer = await answerer.answer(question)
    assert isinstance(answer, Answer)

    found = await RelatedQuestions(answerer, library).to(answer)

    assert 2 <= len(found) <= MAX_SUGGESTIONS
    first_passages = [answer.citations[0].passage]
    for one in found:
        assert columns(one.text) <= MAX_SUGGESTION_COLUMNS
        asked = await answerer.answer(one.text, limit=1)
        assert isinstance(asked, Answer)
        assert not asked.doubtful
        first_passages.append(asked.citations[0].passage)
    assert len(first_passages) == len(set(first_passages))


async def test_a_suggestion_is_found_where_its_button_says(
    answerer: Answerer, library: Library
) -> None:
    """The passage and the offset, which a button carries, identify a suggestion."""
    answer = await answerer.answer(QUESTIONS[0])
    assert isinstance(answer, Answer)

    for one in await RelatedQuestions(answerer, library).to(answer):
        assert one == suggestion_at(one.passage, one.start)


def test_places_without_a_suggestion() -> None:
    """There is none for a missing heading, and none in the middle of a sentence."""
    passage = Passage("0", "a", "甲来了吗？乙来了。")

    assert suggestion_at(passage, None) is None
    assert suggestion_at(passage, 2) is None
    assert "甲来了吗？" == getattr(suggestion_at(passage, 0), "text", None)


async def test_cards_have_no_related_questions(answerer: Answerer, library: Library) -> None:
    """Answers with metadata have no related questions."""
    answer = await answerer.answer("文集里有几篇文章？")
    assert isinstance(answer, Answer)

    assert () == await RelatedQuestions(answerer, library).to(answer)


@pytest.mark.parametrize(
    ("question", "is_near", "word"),
    [("明天上海会下雨吗？", False, ""), ("土壤里有哪些蚯蚓和细菌？", True, "土壤")],
)
async def test_closest_sections(
    answerer: Answerer, library: Library, question: str, *, is_near: bool, word: str
) -> None:
    """Each section comes once; where some contain a word of the question, only those come."""
    found = await RelatedQuestions(answerer, library).closest(question)

    assert is_near is found.is_near
    assert 1 <= len(found.passages) <= MAX_SUGGESTIONS
    assert all(one.heading for one in found.passages)
    assert all(word in one.text for one in found.passages)
    parts = {(one.article_id, one.heading) for one in found.passages}
    assert len(found.passages) == len(parts)


async def test_a_reload_clears_the_cache(snapshot: Snapshot, analyzer: Analyzer) -> None:
    """After a reload, suggestions are tried again."""
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


class CountingSearcher:
    """A searcher that counts what is looked for."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self.searches = 0

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Search as usual."""
        self.searches += 1
        return self._searcher.search(query, limit)


class TwoLibraries(Library):
    """The libraries of two collections, of which one is in force."""

    def __init__(self, *snapshots: Snapshot) -> None:
        super().__init__(lambda: snapshots[0], snapshots[0])
        self.snapshots = snapshots
        self.number = 0

    @property
    def current(self) -> Snapshot:
        """The snapshot of the one in force."""
        return self.snapshots[self.number]


async def test_collections_that_are_asked_in_turns(snapshot: Snapshot, analyzer: Analyzer) -> None:
    """What is remembered of one collection is still there after another was asked."""
    loaded = LoadResult(Corpus(snapshot.corpus.articles[:1]), ())
    smaller = build_snapshot(loaded, analyzer, ENGINES["bm25"], read_aliases(None))
    searcher = CountingSearcher(snapshot.searcher)
    library = TwoLibraries(replace(snapshot, searcher=searcher), smaller)
    answerer = Answerer(library, analyzer)
    related = RelatedQuestions(answerer, library)
    answer = await answerer.answer(QUESTIONS[1])
    assert isinstance(answer, Answer)
    first = await related.to(answer)
    library.number = 1
    await related.to(answer)
    library.number, searches = 0, searcher.searches
    assert searches > 1

    assert first == await related.to(answer)

    assert searches == searcher.searches
