"""Excerpts are whole sentences of a passage, with the question's words highlighted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentences
from retrieval.answer.excerpt import MAX_EXCERPT, MAX_SENTENCES, Excerpt, best_excerpt, merge
from retrieval.answer.ranking import Candidate
from retrieval.library import Snapshot
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda s: (s[0], sum(s))))

Quote = Callable[[str, str], Excerpt]


@pytest.fixture
def quote(index: Callable[..., Snapshot], analyzer: Analyzer) -> Quote:
    """Return a function that quotes a text for a question."""

    def quoted(question: str, text: str) -> Excerpt:
        snapshot = index(text)
        article = snapshot.corpus.articles[0]
        parsed = parse_question(question, analyzer, snapshot.lexicon, snapshot.aliases)
        candidate = Candidate(article, article.passages[0], 1.0)
        return best_excerpt(parsed, candidate, analyzer, snapshot.lexicon)

    return quoted


def highlighted(found: Excerpt) -> list[str]:
    """Return the highlighted words."""
    return [found.text[start:end] for start, end in found.highlights]


def test_the_sentence_that_answers(quote: Quote) -> None:
    """Of a long passage, only the sentence with the question's words is quoted."""
    text = "与此无关的话很多。" * 30 + "金融科技成为基础设施。" + "别的事情也有人说。" * 30

    found = quote("金融科技", text)

    assert "金融科技成为基础设施。" == found.text
    assert ["金融科技"] == highlighted(found)


def test_statements_go_before_questions(quote: Quote) -> None:
    """A sentence that only repeats the question loses to the one that answers it."""
    text = (
        "那么,金融科技为什么要成为基础设施？因为金融科技离开了流量,只有成为基础设施才能服务产业。"
    )

    assert quote("金融科技为什么要成为基础设施？", text).text.startswith("因为")


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("生态", "𠮷𠮷金融科技,業已成為新生態的新基座。", ["生態"]),
        ("蚂蚁金服", "螞蟻集團告別了舊的時代。", ["螞蟻集團"]),
        ("qudao", "渠道的变化最为明显。", ["渠道"]),
        ("平台", "从平台化走向平台之外。", ["平台", "平台"]),
        ("设施", "基础设施正在变化。", ["基础设施"]),
    ],
)
def test_highlights(quote: Quote, question: str, text: str, expected: list[str]) -> None:
    """Words of the original are highlighted that match folded, by alias or by correction."""
    assert expected == highlighted(quote(question, text))


def test_nothing_matched(quote: Quote) -> None:
    """Without a match, the excerpt is still a slice of the passage."""
    assert Excerpt("一句话。", 0, ()) == quote("另外", "一句话。")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("流" * 900, 1),
        ("流量。" * 400, 1),
        ("流量,".join("甲乙丙丁" * 60), 1),
        ("流量有许多说法。平台有许多说法。渠道有许多说法。营销有许多说法。" * 9, 3),
    ],
)
def test_excerpts_are_whole_sentences(quote: Quote, text: str, count: int) -> None:
    """An excerpt is one sentence, or a few successive ones, from start to end."""
    found = quote("流量 平台 渠道 营销", text)
    spans = list(sentences(text))
    first = [start for start, _ in spans].index(found.start)

    assert found.start + len(found.text) == spans[first + count - 1][1]
    assert count <= MAX_SENTENCES


@pytest.mark.parametrize(("length", "count"), [(60, 3), (90, 2), (150, 1), (300, 1)])
def test_excerpts_of_several_sentences_are_bounded(quote: Quote, length: int, count: int) -> None:
    """Sentences are quoted together up to the maximum length; a single one may be longer."""
    text = "".join(f"{word}{'啊' * (length - 3)}。" for word in ("流量", "平台", "渠道"))
    found = quote("流量 平台 渠道", text)

    assert count * length == len(found.text)
    assert len(found.text) <= max(MAX_EXCERPT, length)


def test_a_question_at_the_end_brings_its_answer_and_no_fourth_sentence(quote: Quote) -> None:
    """A question at the end of three sentences is followed by its answer, without the first."""
    text = "许多人都在谈流量这件事情。有许多人在谈平台这件事情。渠道又是怎么一回事呢？它是一条路。"
    found = quote("流量 平台 渠道", text)

    assert found.text.endswith("渠道又是怎么一回事呢？它是一条路。")
    assert 3 == len(list(sentences(found.text)))


@given(spans=SPANS)
def test_merged_spans_neither_touch_nor_overlap(spans: list[tuple[int, int]]) -> None:
    """Merged spans cover the same offsets, in order."""
    merged = merge(spans)

    assert {i for s, e in spans for i in range(s, e)} == {
        i for s, e in merged for i in range(s, e)
    }
    assert all(first[1] < second[0] for first, second in pairwise(merged))
