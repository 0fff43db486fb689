"""Words that may be taught, and words that may be meant."""

from __future__ import annotations

from collections.abc import Callable

from retrieval.library import Snapshot
from retrieval.question.wording import unknown_words, words_instead, words_to_teach
from retrieval.text.analysis import Analyzer

TEXTS = ("养老金从退休的下个月起发到社保卡里。", "养老金每年涨一次，按月发。")


def test_words_to_teach(index: Callable[..., Snapshot], analyzer: Analyzer) -> None:
    """Words that no passage has come first, also several as one; they are slices of the text."""
    lexicon = index(*TEXTS).lexicon
    question = " 请问退休工资怎么发？"
    words = words_to_teach(question, analyzer, lexicon)

    assert ["工资", "退休工资"] == [one.text for one in words[:2]]
    assert {"退休", "发"} == {one.text for one in words[2:]}
    assert all(question[one.start : one.end] == one.text for one in words)
    assert ["工资"] == [one.text for one in unknown_words(words, lexicon)]


def test_words_instead(analyzer: Analyzer) -> None:
    """Words that the passages share come first, those of the question not at all."""
    found = words_instead("退休工资怎么发", TEXTS, analyzer)

    assert "养老金" == found[0]
    assert "退休" not in found
    assert all(len(word) > 1 for word in found)


def test_words_instead_as_they_are_written(analyzer: Analyzer) -> None:
    """Words of passages in Traditional characters stay in these."""
    assert "養老金" == words_instead("退休工资怎么发", ["養老金每年漲一次。"], analyzer)[0]
