"""The difference between two versions of an article, by paragraphs."""

from __future__ import annotations

from corpus.comparison import ArticleDiff
from corpus.model import Article, Passage


def article(*passages: str) -> Article:
    """Return an article of these passages."""
    made = tuple(Passage(str(number), "a", text) for number, text in enumerate(passages))
    return Article("a", "a.txt", "题目", passages=made)


def test_paragraphs_added_and_removed() -> None:
    """Paragraphs of one version only are told in the order of the text."""
    before = article("春天播种。", "夏天除草。", "秋天收割。")
    after = article("春天翻土。", "夏天除草。", "冬天歇息。")

    diff = ArticleDiff.between(before, after)

    assert ("春天翻土。", "冬天歇息。") == diff.added
    assert ("春天播种。", "秋天收割。") == diff.removed
    assert abs(diff.kept - 1 / 3) < 0.01


def test_paragraphs_in_other_passages_are_the_same() -> None:
    """A paragraph that moved, or is joined to another one in its passage, has not changed."""
    before = article("春天播种。\n夏天除草。", "秋天收割。")
    after = article("秋天收割。", "春天播种。", "夏天除草。")

    assert ArticleDiff((), ()) == ArticleDiff.between(before, after)


def test_repeated_paragraphs_are_counted() -> None:
    """A paragraph that stands once more than before is added once."""
    diff = ArticleDiff.between(article("加油。"), article("加油。", "加油。"))

    assert ArticleDiff(("加油。",), ()) == diff
