"""Definitions are told from other sentences with the word that is asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from retrieval.answer.answer import Answer
from retrieval.answer.definitions import asks_for_definition, defines
from retrieval.library import Snapshot
from retrieval.question.parsing import parse_question
from retrieval.question.question import Question
from retrieval.text.analysis import Analyzer
from tests.retrieval.answer.conftest import Over

Parse = Callable[[str], Question]


@pytest.fixture
def parse(index: Callable[..., Snapshot], analyzer: Analyzer) -> Parse:
    """Return a function that parses a question over a collection."""
    snapshot = index("盐田在海边。")
    return lambda text: parse_question(text, analyzer, snapshot.lexicon, snapshot.aliases)


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("盐田是什么意思", True),
        ("什么叫盐田", True),
        ("何謂鹽田", True),
        ("盐田指的是什么", True),
        ("盐田的定义", True),
        ("What does 盐田 mean?", True),
        ("为什么叫盐田", False),
        ("围栏为什么是盐田的", False),
        ("戒指什么盐田牌子好", False),
        ("盐田的主人是什么人", False),
        ("盐田里有什么", False),
    ],
)
def test_the_meaning_of_a_word_is_asked_for(parse: Parse, text: str, *, is_asked: bool) -> None:
    """A question for the meaning differs from others that end in 什么."""
    assert is_asked is asks_for_definition(parse(text))


@pytest.mark.parametrize(
    ("text", "is_definition"),
    [
        ("晒海水的地,叫盐田。", True),
        ("这种地称为「盐田」。", True),
        ("所谓盐田,谁也没有见过。", True),
        ("盐田是指晒海水的地。", True),
        ("“盐田”一般指晒海水的地。", True),
        ("盐田即晒海水的地。", True),
        ("盐田是一块晒海水的地。", True),
        ("盐田,又叫盐池,叫作盐田。", True),
        ("说到盐田,其实就是一片海滩。", True),
        ("盐田,本质上是晒海水的地。", True),
        ("盐田其实是越来越少了。", False),
        ("盐田其实就是不开。", False),
        ("盐田是一样的。", False),
        ("盐田就是不开。", False),
        ("盐田指望下雨。", False),
        ("盐田指导员来了。", False),
        ("盐田即将开张。", False),
        ("盐田是老王的。", False),
        ("海边有盐田。", False),
        ("叫人去盐田。", False),
        ("鱼市是指卖鱼的地方。", False),
    ],
)
def test_definitions(parse: Parse, text: str, *, is_definition: bool) -> None:
    """A definition has a word for naming before the word, or one for meaning behind it."""
    assert is_definition is defines(parse("盐田是什么意思"), text)


@pytest.mark.parametrize(
    ("text", "is_definition"),
    [("盐田化,其实就是把海滩围起来。", True), ("盐田,其实就是海滩。", False)],
)
def test_a_suffix_belongs_to_the_word(parse: Parse, text: str, *, is_definition: bool) -> None:
    """盐田化 is no 盐田."""
    assert is_definition is defines(parse("盐田化到底啥意思"), text)


WAS = "盐不再是拿来吃的，而是拿来铺路、化雪的。"
NEXT = "新盐的用量一年比一年大。"


@pytest.mark.parametrize(
    ("question", "defined", "first"),
    [
        ("新盐指的是什么", "码头的船一天两班。", WAS),
        ("新盐指的是什么", "新盐是指拿来铺路的盐。", "新盐是指"),
        ("新盐的用量怎么样", "码头的船一天两班。", NEXT),
    ],
)
async def test_what_something_has_become(
    over: Over, question: str, defined: str, first: str
) -> None:
    """A sentence on what something no longer is tells of the new one if nothing defines that."""
    answer = await over(NEXT, WAS, defined).answer(question)

    assert isinstance(answer, Answer)
    assert answer.citations[0].text.startswith(first)
