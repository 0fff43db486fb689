"""Questions are alike only if they ask the same thing."""

from __future__ import annotations

import pytest

from retrieval.question.aliases import Aliases
from retrieval.question.likeness import Likeness
from retrieval.text.analysis import Analyzer

NAMES = [["养老金", "退休金"], ["土豆", "马铃薯"], ["AI", "人工智能"]]
NAMES += [["番茄", "西红柿"], ["番茄", "洋柿子"]]


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
        ("养老金怎么领", "养老金怎么领，谢谢啊"),
        ("养老金怎么领", "養老金怎麼領 謝謝！"),
        ("养老金怎么领", "养老金怎么领？求解答"),
        ("养老金怎么领", "养老金怎么领\n感谢，谢谢大家"),
        ("申请书怎么写", "申请书怎么写？多谢啦"),
        ("How do I claim it?", "how do I claim it, thanks!"),
        ("How do I claim it", "How do I claim it? Thank you"),
        ("怎么领养老金", "怎么领养老金？thx"),
        ("怎么领养老金", "怎么领养老金 thanks"),
        ("土豆种3~5天够吗", "馬鈴薯種3～5天夠嗎"),
        ("买土豆，还是种土豆", "买土豆、还是种土豆？"),
        ("「内卷」是什么", "“内卷”是什么？"),
        ("what's a pension", "What’s a pension?"),
        ("C++怎么学", "C++ 怎么学"),
        ("请教怎么领养老金", "怎么领养老金"),
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
        ("请教老师要带什么", "老师要带什么"),
        ("何以为家", "为什么为家"),
    ],
)
def test_not_alike(likeness: Likeness, one: str, other: str) -> None:
    """All that may change what is asked makes a difference: order, negation, numbers, signs."""
    assert likeness.key(one) != likeness.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("他为什么不说谢谢", "他为什么不说"),
        ("他為什麼不說謝謝呢", "他为什么不说"),
        ("为什么要感谢", "为什么要"),
        ("如何表达感谢？", "如何表达？"),
        ("英语怎么说 谢谢", "英语怎么说"),
        ("日語怎麼寫　多謝", "日语怎么写"),
        ("英语怎么说“谢谢”", "英语怎么说"),
        ("英语怎么说：谢谢", "英语怎么说"),
        ("孩子先学请、谢谢", "孩子先学请"),
        ("这个方程怎么求解", "这个方程怎么"),
        ("方程組如何求解", "方程组如何"),
        ("为什么要 求解答", "为什么要"),
        ("how to say thanks", "how to say"),
        ("who to thank", "who to"),
        ("how do you say 谢谢", "how do you say"),
        ("什么叫 thx", "什么叫"),
        ("用中文怎么說 thanks", "用中文怎么说"),
        ("Why say “please”?", "Why say"),
        ("句尾怎么用“吗”", "句尾怎么用"),
        ("句尾怎麼用「呢」？", "句尾怎么用"),
    ],
)
def test_thanks_that_are_spoken_of(likeness: Likeness, one: str, other: str) -> None:
    """Courtesy counts where it is what the question is about."""
    assert likeness.key(one) != likeness.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10—20岁能参加吗", "10、20岁能参加吗"),
        ("3~5天够吗", "3、5天够吗"),
        ("糖和水1:2怎么配", "糖和水1、2怎么配"),
        ("糖和水1：2怎么配", "糖和水1,2怎么配"),
        ("12:30开门吗", "12 30开门吗"),
        ("1,000元够吗", "1 000元够吗"),
        ("三~五天够吗", "三、五天够吗"),
        ("十—二十歲能參加嗎", "十、二十岁能参加吗"),
        ("3天～5天够吗", "3天、5天够吗"),
        ("5%~8%怎么算", "5%、8%怎么算"),
        ("周一～周五开门吗", "周一、周五开门吗"),
        ("北京—上海的车", "北京、上海的车"),
        ("Are ages 10~20 free", "Are ages 10, 20 free"),
        ("“不”要吃药吗", "不，要吃药吗"),
    ],
)
def test_marks_that_count(likeness: Likeness, one: str, other: str) -> None:
    """Marks count between numbers, and everywhere if they mean more than a pause."""
    assert likeness.key(one) != likeness.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("养老金和退休金有什么区别", "养老金和养老金有什么区别"),
        ("养老金和退休金有什么区别", "退休金和养老金有什么区别"),
        ("養老金為什麼變成退休金", "退休金为什么变成养老金"),
        ("马铃薯比土豆贵吗", "土豆比马铃薯贵吗"),
        ("AI和人工智能一样吗", "人工智能和AI一样吗"),
        ("番茄和西红柿是一种吗", "番茄和洋柿子是一种吗"),
        ("洋柿子和西红柿是一种吗", "番茄和西红柿是一种吗"),
        ("怎么和如何有什么区别", "怎么和怎样有什么区别"),
        ("养老金为什么改名", "退休金为什么改名"),
        ("马铃薯用英文怎么说", "土豆用英文怎么说"),
        ("AI叫什么", "人工智能叫什么"),
    ],
)
def test_names_that_count(likeness: Likeness, one: str, other: str) -> None:
    """A name stands for no other where the question has both, or is about names."""
    assert likeness.key(one) != likeness.key(other)


def test_a_name_beside_others(likeness: Likeness) -> None:
    """A name still stands for another beside names of other things."""
    assert likeness.key("AI会种土豆吗") == likeness.key("人工智能会种马铃薯吗")


@pytest.mark.parametrize(
    "text", ["", "？！", "谢谢", "请问，", "你好！请问", "請問，謝謝啊", "Hi, thanks!", "长" * 301]
)
def test_like_nothing(likeness: Likeness, text: str) -> None:
    """A message that asks nothing, or a very long one, is like no other."""
    assert "" == likeness.key(text)


def test_a_name_within_a_word(likeness: Likeness) -> None:
    """A name counts as such only where it is a word."""
    assert likeness.key("air是什么") != likeness.key("人工智能r是什么")
    assert "air" in likeness.key("air是什么")
