"""Questions that lean on the one before are told from those that stand alone."""

from __future__ import annotations

import pytest

from retrieval.question.context import MAX_EARLIER, Context, FollowUp, follow_up, may_lean
from tests.retrieval.question.conftest import Ask


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("还有呢？", FollowUp.MORE),
        ("還有嗎", FollowUp.MORE),
        ("还有别的吗", FollowUp.MORE),
        ("还有别的原因吗", FollowUp.MORE),
        ("有没有其他办法？", FollowUp.MORE),
        ("继续", FollowUp.MORE),
        ("what else?", FollowUp.MORE),
        ("展开说说", FollowUp.CONTINUE),
        ("能详细讲讲吗", FollowUp.CONTINUE),
        ("再多说一点", FollowUp.CONTINUE),
        ("tell me more", FollowUp.CONTINUE),
        ("那它有什么坏处呢？", FollowUp.ABOUT),
        ("为什么？", FollowUp.ABOUT),
        ("举个例子", FollowUp.ABOUT),
        ("那蚂蚁呢", FollowUp.ABOUT),
        ("蚂蚁呢？", FollowUp.ABOUT),
        ("第二条是什么", FollowUp.ABOUT),
        ("这种做法好吗", FollowUp.ABOUT),
        ("为啥那么难对付", FollowUp.ABOUT),
        ("其他的为什么没做下去", FollowUp.ABOUT),
        ("要买票吗", FollowUp.ABOUT),
        ("现在去要买票吗", FollowUp.ABOUT),
        ("贵不贵？", FollowUp.ABOUT),
        ("很吵吗", FollowUp.ABOUT),
        ("后来怎么解决的", FollowUp.ABOUT),
        ("那加燃料的时候该怎么做", FollowUp.ABOUT),
        ("那艘船本身要多少钱", FollowUp.ABOUT),
        ("为什么这么早啊", FollowUp.ABOUT),
        ("要买哪些东西", FollowUp.ABOUT),
        ("那坏处咧", FollowUp.ABOUT),
        ("最后一步是什么", FollowUp.ABOUT),
        ("效果好不好", FollowUp.ABOUT),
        ("多少钱一斤", FollowUp.ABOUT),
        ("why?", FollowUp.ABOUT),
        ("How much is it?", FollowUp.ABOUT),
        ("when?", FollowUp.ABOUT),
        ("Can you give me an example?", FollowUp.ABOUT),
    ],
)
def test_leaning_questions(ask: Ask, text: str, way: FollowUp) -> None:
    """Those that say little alone lean, whether they reply or not."""
    assert way is follow_up(ask(text), is_reply=False)
    assert way is follow_up(ask(text), is_reply=True)


@pytest.mark.parametrize(
    "text",
    [
        "流量思维有什么坏处？",
        "区块链为什么是互联网的新方向",
        "这一年网络贷款和人工智能的规模怎么样",
        "《流量为王》讲了什么",
        "还有哪些公司在做区块链",
        "还有别的公司在做区块链吗",
        "为什么这么多人贷款",
        "网络贷款的区块链公司为什么这么多",
        "什么是区块链呢",
        "怎么申请网络贷款呢",
        "第一个登上月球的人是谁",
        "这届年轻人为什么不结婚",
        "那不勒斯的区块链公司在哪里",
        "那些区块链公司后来怎么样",
        "贷款贵吗",
        "去看盐田要买票吗",
        "带孩子旅游",
        "现在怎么办网络贷款",
        "那么多区块链公司在哪里",
        "网络贷款效果好不好",
        "最后一个区块链公司是哪家",
        "区块链后来怎么样",
        "why do banks fail in america",
        "when do banks fail",
        "how much did banks lend",
        "give me an example of a bank",
    ],
)
def test_questions_that_stand_alone(ask: Ask, text: str) -> None:
    """Without a reply, a question with words of its own does not lean on another one."""
    assert follow_up(ask(text), is_reply=False) is None
    assert FollowUp.ABOUT is follow_up(ask(text), is_reply=True)


@pytest.mark.parametrize("text", ["你好", "谢谢", "再见"])
def test_small_talk_follows_nothing(ask: Ask, text: str) -> None:
    """A greeting is a greeting, also as a reply."""
    assert follow_up(ask(text), is_reply=True) is None


def test_a_context_remembers_the_last_questions() -> None:
    """Of a long conversation the last few questions count; without questions there is none."""
    context = Context.of(map(str, range(9)))
    seen = []
    while context:
        seen.append(context.question)
        context = context.before

    assert ["8", "7", "6", "5", "4"] == seen
    assert MAX_EARLIER == len(seen)
    assert Context.of([]) is None


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("平时怎么保存", True),
        ("效果明显吗", True),
        ("《流量为王》好在哪", False),
        ("区块链和人工智能有什么区别", False),
        ("网络贷款的区块链公司为什么这么多", False),
        ("这篇是谁写的", False),
        ("你好", False),
    ],
)
def test_what_may_lean(ask: Ask, text: str, *, may: bool) -> None:
    """A question of one or two words may lean on the one before, if it names no article."""
    assert may is may_lean(ask(text))
