"""Lessons are added to files that people keep as they are."""

from __future__ import annotations

import tomllib

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.question.aliases import Aliases, parse_aliases
from retrieval.question.examples import Examples, parse_examples
from retrieval.question.likeness import Likeness
from retrieval.question.taught import (
    TeachingError,
    with_alias,
    with_example,
    with_out_of_scope,
)
from retrieval.text.analysis import Analyzer

SALT, SNOW = (Passage(name * 16, name, f"{name}的第一句。" * 20) for name in ("a", "b"))
CORPUS = Corpus(
    tuple(Article(one.article_id, "x.md", "题", passages=(one,)) for one in (SALT, SNOW))
)


@pytest.fixture
def likeness(analyzer: Analyzer) -> Likeness:
    """Tells likeness where salt water has two names."""
    return Likeness(analyzer, Aliases([["海水", "卤水"]]))


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


def test_an_example_is_added(likeness: Likeness) -> None:
    """Questions of one passage stand in one entry, below what was there; comments stay."""
    text = with_example("# 我的说明\n", ["海水多久换"], SALT, likeness.key)
    text = with_example(text, ["多久换一次水", "海水多久换"], SALT, likeness.key)

    assert text.startswith("# 我的说明\n\n[[example]]\n")
    assert {SALT.id: ["海水多久换", "多久换一次水"]} == examples(text)


def test_an_example_is_taught_anew(likeness: Likeness) -> None:
    """A question has one passage, the last; an entry without questions is removed."""
    text = with_example(
        with_example("", ["海水多久换"], SALT, likeness.key), ["海水多久换"], SNOW, likeness.key
    )

    assert {SNOW.id: ["海水多久换"]} == examples(text)
    assert {SALT.id: ["海水多久换"]} == examples(
        with_example(text, ["海水多久换"], SALT, likeness.key)
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("如何要回打车的钱", "怎么要回打车的钱呢"),
        ("海水多久换", "請問滷水多長時間換？"),
        ("AI是啥", "ai是什么，谢谢"),
    ],
)
def test_a_newer_wording_counts(likeness: Likeness, old: str, new: str) -> None:
    """The last lesson counts for all wordings that are alike, wherever its passage stands."""
    text = with_example("", ["手套用什么缝"], SNOW, likeness.key)
    text = with_example(text, [old, "雪橇怎么修"], SALT, likeness.key)
    text = with_example(text, [new], SNOW, likeness.key)
    found = Examples(parse_examples(text, CORPUS), likeness)

    assert {SNOW.id: ["手套用什么缝", new], SALT.id: ["雪橇怎么修"]} == examples(text)
    assert SNOW.id == found.passage_for(old) == found.passage_for(new)


def test_another_wording_out_of_scope(likeness: Likeness) -> None:
    """What is out of scope in one wording is so in those like it, until one gets an example."""
    text = with_out_of_scope("", ["咋样学游泳", "怎么买海水"], likeness.key)

    assert text == with_out_of_scope(text, ["請問如何買滷水？"], likeness.key)
    text = with_example(text, ["如何买卤水呢"], SALT, likeness.key)
    assert [{"questions": ["咋样学游泳"]}] == tomllib.loads(text)["out_of_scope"]


def test_questions_that_are_like_none(likeness: Likeness) -> None:
    """Questions that are like no other are no likes of each other."""
    text = with_example("", ["？？", "谢谢", "海水" * 150], SALT, likeness.key)
    text = with_example(text, ["！！"], SNOW, likeness.key)

    assert ["？？", "谢谢", "海水" * 150] == examples(text)[SALT.id]


@pytest.mark.parametrize("form", ["[[example]]\n{}", "example = [{{ {} }}]\n"])
def test_forms_of_the_file(likeness: Likeness, form: str) -> None:
    """An example is added to a file that lists its entries in either form of TOML."""
    fields = ['questions = ["雪橇怎么修"]', f'passage = "{SNOW.id}"']
    text = form.format(("\n" if "[[" in form else ", ").join(fields))
    found = examples(with_example(text, ["海水多久换"], SALT, likeness.key))

    assert {SNOW.id: ["雪橇怎么修"], SALT.id: ["海水多久换"]} == found


def test_out_of_scope(likeness: Likeness) -> None:
    """A question is out of scope once, until it gets an example."""
    text = with_out_of_scope(
        with_out_of_scope("", ["明天下雨吗"], likeness.key), ["明天下雨吗"], likeness.key
    )

    assert [{"questions": ["明天下雨吗"]}] == tomllib.loads(text)["out_of_scope"]
    assert "out_of_scope" not in tomllib.loads(
        with_example(text, ["明天下雨吗"], SALT, likeness.key)
    )


@pytest.mark.parametrize("text", ["[", "groups = 1", "groups = ['a']"])
def test_a_broken_list(text: str) -> None:
    """A list that cannot be parsed is not overwritten, and named."""
    with pytest.raises(TeachingError, match=r"aliases\.toml cannot be used"):
        with_alias(text, "咸盐水", "卤水")


def test_a_question_that_is_too_long(likeness: Likeness) -> None:
    """A question that no other can be like is refused."""
    with pytest.raises(TeachingError, match="300 characters"):
        with_example("", ["海水" * 151], SALT, likeness.key)


@pytest.mark.parametrize("text", ["[", "example = 1", "example = [1]"])
def test_broken_examples(likeness: Likeness, text: str) -> None:
    """The same holds for examples."""
    with pytest.raises(TeachingError, match=r"examples\.toml cannot be used"):
        with_example(text, ["海水多久换"], SALT, likeness.key)
