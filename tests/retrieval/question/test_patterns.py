"""Patterns are compiled on use, and phrases of small talk are taken apart as one pattern would."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.patterns import patterns, question_table


@cache
def _whole() -> dict[str, re.Pattern[str]]:
    """Return for each intent one pattern of whole messages, whose parts are never given back."""
    table = question_table()["small_talk"]
    courtesy = "|".join([*table["courtesies"], r"\W"])
    found = {}
    for intent, phrases in table["intents"].items():
        phrase = "|".join(phrases)
        before = f"(?>(?:(?!{phrase})(?:{courtesy}))*)"
        found[intent] = re.compile(f"(?>(?:{before}(?:{phrase}))+)(?>(?:{courtesy})*)")
    return found


WORDS = (
    *(
        "你好",
        "谢谢",
        "再见",
        "晚安",
        "你是谁",
        "在吗",
        "人工客服",
        "我要",
        "投诉",
        "怎么用",
        "hi",
    ),
    *("你", "的", "吗", "啊", "，", " ", "好", "银行", "请问", "bye", "help", "不对", "能做什么"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=6).map("".join))
def test_small_talk(text: str) -> None:
    """A message is small talk exactly where a pattern of it all matches."""
    expected = {intent: bool(whole.fullmatch(text)) for intent, whole in _whole().items()}
    found = {intent: one.make_up(text) for intent, one in patterns().small_talk.items()}
    assert expected == found


def test_every_pattern_compiles() -> None:
    """Patterns that no other test uses are valid as well, and others do not exist."""
    found = patterns()
    for name, source in question_table()["patterns"].items():
        assert source == getattr(found, name).pattern
    for group in (found.answer_types, found.answer_signs, found.aspects, found.period_bounds):
        assert all(one.pattern for one in group.values())
    with pytest.raises(AttributeError):
        _ = found.unheard_of
