"""Lessons are added to files that people keep as they are."""

from __future__ import annotations

import tomllib

import pytest

from corpus.model import Passage
from retrieval.question.aliases import parse_aliases
from retrieval.question.taught import (
    TeachingError,
    with_alias,
    with_example,
    with_out_of_scope,
)

SALT, SNOW = (Passage(name * 16, name, f"{name}的第一句。" * 20) for name in ("a", "b"))


def examples(text: str) -> dict[str, list[str]]:
    """Return the questions of each passage."""
    return {one["passage"]: one["questions"] for one in tomllib.loads(text).get("example", [])}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "groups = []\n",
        'groups = [["盐", "食盐"]]\n',
        '# 头\ngroups = [\n  # 调料\n  ["盐", "食盐"], # 常用\n  ["糖", "白糖"]\n]\n# 尾\n',
    ],
)
def test_a_word_is_added(text: str) -> None:
    """A word makes a group with the articles' word; every line that was there stays."""
    taught = with_alias(text, "咸盐水", "卤水")

    assert set(text.replace("]\n]", "],\n]").splitlines()) - set(taught.splitlines()) <= {
        "groups = []",
        'groups = [["盐", "食盐"]]',
    }
    assert [("卤水",)] == [one.others for one in parse_aliases(taught).mentions("咸盐水")]


def test_a_word_joins_a_group() -> None:
    """A word joins the group of the articles' word, once."""
    text = 'groups = [\n  ["盐", "食盐"], # 常用\n]\n'
    taught = with_alias(with_alias(text, "咸盐", "鹽"), "咸盐", "食盐")

    assert 'groups = [\n  ["盐", "食盐", "咸盐"], # 常用\n]\n' == taught


def test_an_example_is_added() -> None:
    """Questions of one passage stand in one entry, below what was there; comments stay."""
    text = with_example("# 我的说明\n", ["海水多久换"], SALT)
    text = with_example(text, ["多久换一次水", "海水多久换"], SALT)

    assert text.startswith("# 我的说明\n\n[[example]]\n")
    assert {SALT.id: ["海水多久换", "多久换一次水"]} == examples(text)


def test_an_example_is_taught_anew() -> None:
    """A question has one passage, the last; an entry without questions is removed."""
    text = with_example(with_example("", ["海水多久换"], SALT), ["海水多久换"], SNOW)

    assert {SNOW.id: ["海水多久换"]} == examples(text)
    assert {SALT.id: ["海水多久换"]} == examples(with_example(text, ["海水多久换"], SALT))


def test_out_of_scope() -> None:
    """A question is out of scope once, until it gets an example."""
    text = with_out_of_scope(with_out_of_scope("", ["明天下雨吗"]), ["明天下雨吗"])

    assert [{"questions": ["明天下雨吗"]}] == tomllib.loads(text)["out_of_scope"]
    assert "out_of_scope" not in tomllib.loads(with_example(text, ["明天下雨吗"], SALT))


@pytest.mark.parametrize("text", ["[", "groups = 1", "groups = ['a']"])
def test_a_broken_list(text: str) -> None:
    """A list that cannot be parsed is not overwritten, and named."""
    with pytest.raises(TeachingError, match=r"aliases\.toml cannot be used"):
        with_alias(text, "咸盐水", "卤水")


def test_a_question_that_is_too_long() -> None:
    """A question that no other can be like is refused."""
    with pytest.raises(TeachingError, match="300 characters"):
        with_example("", ["海水" * 151], SALT)


@pytest.mark.parametrize("text", ["[", "example = 1", "example = [1]"])
def test_broken_examples(text: str) -> None:
    """The same holds for examples."""
    with pytest.raises(TeachingError, match=r"examples\.toml cannot be used"):
        with_example(text, ["海水多久换"], SALT)
