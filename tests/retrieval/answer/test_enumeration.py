"""A question for all steps or points is answered with all of them, in order."""

from __future__ import annotations

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.answer.answer import Answer
from retrieval.question.context import Context
from tests.retrieval.answer.conftest import Over


def article(*passages: tuple[tuple[str, ...], str], title: str = "茶叶的选法") -> Corpus:
    """Return a collection of one article, its passages given by headings and text."""
    return Corpus(
        (
            Article(
                "a",
                "a.md",
                title,
                passages=tuple(
                    Passage(str(number), "a", text, heading)
                    for number, (heading, text) in enumerate(passages)
                ),
            ),
        )
    )


STEPS = article(
    ((), "开茶馆要走三步，一步都不能少，这是老板多年的经验。"),
    (("第一步：选址",), "茶馆要开在老城区，那里的人爱喝茶。"),
    (("第二步：进货",), "好茶要到山里去收，别怕路远。"),
    (("第三步：开张",), "开张那天请街坊来喝一杯。"),
    (("后话",), "茶馆开了十年，街坊还在。"),
    title="怎么开一家茶馆",
)

POINTS = article(
    ((), "老茶客教人挑茶，几句话就够。"),
    ((), "首先要看干茶，粗细匀称、颜色嫩绿的好。"),
    ((), "其次要闻香气，有青草气的火候不到。"),
    ((), "最后要看叶底，芽头完整的是手采。"),
    ((), "茶馆在城北，每天有两百人来。"),
)


@pytest.mark.parametrize(
    "question", ["开茶馆的三步是哪三步", "開茶館分哪幾步", "开茶馆有哪些步骤？"]
)
async def test_numbered_headings(over: Over, question: str) -> None:
    """The headings are quoted, one a line, as one quotation of the article."""
    answer = await over(corpus=STEPS).answer(question)

    assert isinstance(answer, Answer)
    first = answer.citations[0]
    assert "第一步：选址\n第二步：进货\n第三步：开张" == first.excerpt.text == first.text
    assert first.passage is None
    assert all(one.passage for one in answer.citations[1:])


@pytest.mark.parametrize("question", ["挑茶有哪几点要看", "挑茶要看哪些方面"])
async def test_numbered_paragraphs(over: Over, question: str) -> None:
    """The paragraphs are quoted in the order of the article."""
    answer = await over(corpus=POINTS).answer(question, 4)

    assert isinstance(answer, Answer)
    first, *items = answer.citations
    assert ["首先", "其次", "最后"] == [line[:2] for line in first.text.splitlines()]
    assert ["首先", "其次", "最后"] == [one.text[:2] for one in items]


async def test_long_items_are_shortened_to_their_first_sentence(over: Over) -> None:
    """The list has the first sentence of each paragraph, with a mark where it goes on."""
    corpus = article(
        ((), "挑茶有两步，不难学。"),
        ((), "第一步，看干茶。颜色嫩绿的好，过分翠绿的要小心。"),
        ((), "第二步，闻香气。"),
    )
    answer = await over(corpus=corpus).answer("挑茶有哪几步")

    assert isinstance(answer, Answer)
    assert "第一步，看干茶。……\n第二步，闻香气。" == answer.citations[0].excerpt.text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("第二步是什么", "好茶要到山里去收，别怕路远。"),
        ("那第3步呢", "开张那天请街坊来喝一杯。"),
    ],
)
async def test_one_item_of_the_list_before(over: Over, question: str, text: str) -> None:
    """A follow-up that names an item by its number is answered with that item alone."""
    answer = await over(corpus=STEPS).answer(question, context=Context("开茶馆有哪些步骤"))

    assert isinstance(answer, Answer)
    assert [text] == [one.text for one in answer.citations]


async def test_steps_of_what_it_is_asked_how_to_do(over: Over) -> None:
    """A question how to do something is answered with all steps, if the best passage is one."""
    corpus = article(
        ((), "茶馆生意好。"),
        ((), "第一步，开茶馆先选址。老城区的人爱喝茶。"),
        ((), "第二步，到山里进货。"),
        ((), "第三步，请街坊来喝一杯。"),
    )
    answer = await over(corpus=corpus).answer("怎么开茶馆")

    assert isinstance(answer, Answer)
    assert 3 == len(answer.citations[0].text.splitlines())
    assert answer.citations[0].passage is None


async def test_no_enumeration_is_asked_for(over: Over) -> None:
    """Other questions are answered by the best passage."""
    answer = await over(corpus=STEPS).answer("茶馆要开在哪里")

    assert isinstance(answer, Answer)
    assert "茶馆要开在老城区，那里的人爱喝茶。" == answer.citations[0].text


async def test_an_enumeration_of_something_else(over: Over) -> None:
    """Numbered headings that the question does not ask for are not quoted."""
    corpus = article(
        (("一、茶园",), "茶园在山上，云雾多。"),
        (("二、茶馆",), "茶馆在城北，客人有哪些特点，老板最清楚：爱说话，爱下棋。"),
        title="山城见闻",
    )
    answer = await over(corpus=corpus).answer("客人有哪些特点")

    assert isinstance(answer, Answer)
    assert answer.citations[0].passage is not None
