"""Questions are alike only if they ask the same thing."""

from __future__ import annotations

import pytest

from retrieval.question.aliases import Aliases
from retrieval.question.likeness import Likeness
from retrieval.text.analysis import Analyzer

NAMES = [["养老金", "退休金"], ["土豆", "马铃薯"], ["AI", "人工智能"]]


@pytest.fixture
def likeness(analyzer: Analyzer) -> Likeness:
    """Tells likeness where a few things have two names."""
    return Likeness(analyzer, Aliases(NAMES))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("养老金怎么领？", "養老金怎麼領"),
        ("养老金怎么领", "请问一下，养老金怎么领呢？谢谢！"),
        ("养老金怎么领", "退休金如何领"),
        ("为什么要轮作", "我想问一下 为啥要轮作？"),
        ("为什么要轮作", "你好！请问为什么要轮作"),
        ("人工智能是什么", "ＡＩ是啥"),
        ("什么是 machine learning", "什么是Machine  Learning？"),
    ],
)
def test_alike(likeness: Likeness, one: str, other: str) -> None:
    """Script, width, case, courtesy, other names and equal interrogatives make no difference."""
    assert likeness.key(one)
    assert likeness.key(one) == likeness.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("银行欠我钱怎么办", "我欠银行钱怎么办"),
        ("孕妇能吃山楂吗", "孕妇不能吃山楂吗"),
        ("要吃药吗", "不，要吃药吗"),
        ("不，要吃药吗", "不要吃药吗"),
        ("养老金怎么领", "养老金为什么领"),
        ("谁写给他的信", "他写给谁的信"),
        ("养老金领多少", "养老金交多少"),
        ("一九八〇年的产量是多少", "一九八一年的产量是多少"),
        ("C怎么学", "C++怎么学"),
        ("利率涨到5%会怎样", "利率涨到5会怎样"),
        ("中国银行有几家", "中国的银行有几家"),
        ("土豆怎么种", "甘薯怎么种"),
        ("父亲的朋友是谁", "朋友的父亲是谁"),
        ("从北京到上海多远", "从上海到北京多远"),
        ("你好在哪里", "在哪里"),
        ("问一下老师怎么写信", "老师怎么写信"),
    ],
)
def test_not_alike(likeness: Likeness, one: str, other: str) -> None:
    """All that may change what is asked makes a difference: order, negation, numbers, signs."""
    assert likeness.key(one) != likeness.key(other)


@pytest.mark.parametrize("text", ["", "？！", "谢谢", "请问，", "你好！请问", "长" * 301])
def test_like_nothing(likeness: Likeness, text: str) -> None:
    """A message that asks nothing, or a very long one, is like no other."""
    assert "" == likeness.key(text)


def test_a_name_within_a_word(likeness: Likeness) -> None:
    """A name counts as such only where it is a word."""
    assert likeness.key("air是什么") != likeness.key("人工智能r是什么")
    assert "air" in likeness.key("air是什么")
