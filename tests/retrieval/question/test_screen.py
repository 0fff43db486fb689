"""A pattern that a screen leaves out does not match, and most are left out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.patterns import _Compiled, patterns, question_table
from retrieval.question.screen import Screen, required_characters


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("谁|位|何人", "谁位何"),
        ("什么(?:时候|人)?", "什"),
        ("在哪里", "里"),
        ("[甲0-3]{2,3}乙?", "甲0123"),
        (r"[^甲]+乙", "乙"),
        (r"(?<!甲)(乙|丙){1,2}(?!丁)", "乙丙"),
        ("(?:甲乙)++", "甲"),
        ("(?>(?:甲乙)+)丙", "甲"),
    ],
)
def test_required_characters(pattern: str, expected: str) -> None:
    """Every alternative gives a character, preferably one that few questions have."""
    assert frozenset(expected) == required_characters(pattern)


@pytest.mark.parametrize(
    "pattern", ["", "甲?", r"\d", "甲*|乙", r"甲|\W", "(?=甲)", ".", "[^甲]", "[一-鿿]"]
)
def test_patterns_that_require_no_character(pattern: str) -> None:
    """A pattern that may match without a certain character passes for every text."""
    assert required_characters(pattern) is None
    assert {"key"} == Screen({"key": pattern}).passing("")


def _sources() -> list[str]:
    table = question_table()
    groups = (table["answer_types"], table["aspects"], table["patterns"])
    talk = ("|".join(phrases) for phrases in table["small_talk"]["intents"].values())
    values = (kind["asks"] for kind in table["value_kinds"])
    return [*(one for group in groups for one in group.values()), *talk, *values]


@given(st.data(), st.sampled_from(_sources()))
def test_every_match_passes(data: st.DataObject, source: str) -> None:
    """A text in which a pattern of questions matches passes its screen."""
    text = data.draw(st.from_regex(source))
    assert {1} == Screen({1: source}).passing(text)


@given(st.data())
def test_searches(data: st.DataObject) -> None:
    """The patterns that are found in a text are those that match, each with its first match."""
    sources = question_table()["answer_types"]
    parts = st.sampled_from([one for source in sources.values() for one in source.split("|")])
    text = "".join(data.draw(st.lists(parts, max_size=4)))
    expected = {key: re.search(source, text) for key, source in sources.items()}
    found = dict(_Compiled(str, sources).searches(text))
    assert [key for key, match in expected.items() if match] == list(found)
    assert all(one.span() == expected[key].span() for key, one in found.items())  # type: ignore[union-attr]


def test_few_patterns_are_tried() -> None:
    """A question with no word of a pattern is not matched against it."""
    assert {"number"} == patterns().answer_types._screen.passing("银行贷款多少钱?")
    assert {} == patterns().matches("银行贷款多少钱?")
