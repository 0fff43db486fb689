"""Worked examples raise their passages, and change no other answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from retrieval.answer.answer import Answer
from retrieval.answer.answerer import Answerer
from retrieval.library import Library, Snapshot
from retrieval.question.context import Context
from retrieval.question.examples import Example, ExampleFile, Examples
from retrieval.question.likeness import Likeness
from retrieval.text.analysis import Analyzer

TEXTS = (
    "卤水每到清晨就从闸口放走，一季要放三回。",
    "盐工的手套用旧帆布缝成，一双能用两年。",
    "晒盐要看风向，北风天结出的盐最白。" * 20,
)
TAUGHT = {
    "海水多久换一遍": "0",
    "手套用什么缝": "0",
    "老板是谁": "2",
    "谁写的这篇文章": "1",
    "怎么缝帆布": "2",
}


@pytest.fixture
def snapshot(index: Callable[..., Snapshot], analyzer: Analyzer) -> Snapshot:
    """A collection of three passages with four examples."""
    found = index(*TEXTS)
    file = ExampleFile(
        tuple(Example((question,), passage) for question, passage in TAUGHT.items())
    )
    return replace(found, examples=Examples(file, Likeness(analyzer, found.aliases)))


@pytest.fixture
def answerer(snapshot: Snapshot, analyzer: Analyzer) -> Answerer:
    """An answerer over it."""
    return Answerer(Library(lambda: snapshot, snapshot), analyzer)


@pytest.mark.parametrize(("question", "passage"), TAUGHT.items())
async def test_the_passage_comes_first(answerer: Answerer, question: str, passage: str) -> None:
    """The passage is quoted first and whole, without doubt, where others were or nothing was."""
    answer = await answerer.answer(f"请问{question}？")

    assert isinstance(answer, Answer)
    assert not answer.doubtful
    assert TEXTS[int(passage)] == answer.citations[0].excerpt.text


async def test_nothing_false_is_highlighted(answerer: Answerer) -> None:
    """Only words of the question are highlighted, so in a passage without them nothing is."""
    answer = await answerer.answer("海水多久换一遍")

    assert isinstance(answer, Answer)
    assert () == answer.citations[0].excerpt.highlights


async def test_other_passages_follow(answerer: Answerer) -> None:
    """Passages that answered without doubt before still follow, once, within the limit."""
    answer = await answerer.answer("手套用什么缝")
    alone = await answerer.answer("手套用什么缝", limit=1)

    assert isinstance(answer, Answer)
    assert isinstance(alone, Answer)
    assert ["0", "1"] == [one.passage.id for one in answer.citations if one.passage][:2]
    assert ["0"] == [one.passage.id for one in alone.citations if one.passage]


@pytest.mark.parametrize(
    "question", ["海水多久换两遍", "淡水多久换一遍", "海水为什么换一遍", "海水不换一遍多久"]
)
async def test_other_questions_are_not_answered(answerer: Answerer, question: str) -> None:
    """A question that asks something else is answered as without examples."""
    without = answerer.over(replace(answerer._library.current, examples=Examples()))

    assert await without.answer(question) == await answerer.answer(question)


@pytest.mark.parametrize("is_reply", [True, False])
@pytest.mark.parametrize("question", ["海水多久换一遍", "請問，老闆是誰？", "怎么缝帆布"])
async def test_in_a_conversation(answerer: Answerer, question: str, *, is_reply: bool) -> None:
    """A question with an example is answered by it in a conversation and in a reply as well."""
    context = Context("手套用什么缝", is_reply=is_reply, before=Context("北风天"))

    assert await answerer.answer(question) == await answerer.answer(question, context=context)


async def test_after_a_reply_that_had_an_example(answerer: Answerer) -> None:
    """What follows such a reply goes on from the passage of the example."""
    alone = Context("海水多久换一遍", quoted=1)
    replied = replace(alone, before=Context("手套用什么缝", is_reply=True))
    answer = await answerer.answer("展开说说", context=alone)

    assert isinstance(answer, Answer)
    assert answer == await answerer.answer("展开说说", context=replied)


@pytest.mark.parametrize("question", ["那它呢", "它怎么缝", "还有呢", "展开说说"])
async def test_a_follow_up(snapshot: Snapshot, analyzer: Analyzer, question: str) -> None:
    """A question that leans on the one before it by its words is not answered by an example."""
    file = ExampleFile((Example((question,), "0"),))
    taught = replace(snapshot, examples=Examples(file, Likeness(analyzer, snapshot.aliases)))
    context = Context("手套用什么缝", is_reply=True)
    over = Answerer(Library(lambda: taught, taught), analyzer)
    without = over.over(replace(taught, examples=Examples()))

    assert await without.answer(question, context=context) == await over.answer(
        question, context=context
    )
