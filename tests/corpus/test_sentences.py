"""Sentences and parts of a text cover it without gaps."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import breaks, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一。二！三？", ["一。", "二！", "三？"]),
        ("他说：“走吧。”然后走了。", ["他说：“走吧。”", "然后走了。"]),
        ("「真的？！」她问……没人答。", ["「真的？！」", "她问……", "没人答。"]),
        ("《为什么？！》是书。好看", ["《为什么？！》是书。", "好看"]),
        ("他读《为什么？》。读完了《谁？》", ["他读《为什么？》。", "读完了《谁？》"]),
        ("涨了3.5倍。没有句号", ["涨了3.5倍。", "没有句号"]),
        ("First one. Second one.", ["First one. ", "Second one."]),
        ("一行\n又一行", ["一行\n", "又一行"]),
        ("表：\n甲 | 一。二！\n乙 | 1. 三。", ["表：\n", "甲 | 一。二！\n", "乙 | 1. 三。"]),
        ("| 一。二！\n乙 | 三。四", ["| 一。二！\n", "乙 | 三。四"]),
        ("写 a | b 即可。很快。\n下一行。", ["写 a | b 即可。", "很快。\n", "下一行。"]),
        ("涨了。[1][注2]又跌了。\n[1] 见报告。", ["涨了。[1][注2]", "又跌了。\n", "[1] 见报告。"]),
    ],
)
def test_ends_of_sentences(text: str, expected: list[str]) -> None:
    """Closing quotes and marks of notes belong to it; a decimal point ends none, nor a title."""
    assert expected == [text[start:end] for start, end in sentences(text)]


@given(st.text())
def test_nothing_is_lost(text: str) -> None:
    """The sentences of any text, joined, are the text."""
    assert text == "".join(text[start:end] for start, end in sentences(text))


def parts(text: str, longest: int) -> list[str]:
    """Return the parts of a text."""
    stops = [0, *breaks(text, longest)]
    return [text[start:stop] for start, stop in pairwise(stops)]


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("短。", 10, ["短。"]),
        ("一二三四五。六七八九十。", 8, ["一二三四五。", "六七八九十。"]),
        ("他说：“一。二。三。”走了。又来了。", 14, ["他说：“一。二。三。”", "走了。又来了。"]),
        ("一二三四，五六七八，九十", 8, ["一二三四，", "五六七八，九十"]),
        ("涨到了1,234,567元", 10, ["涨到了", "1,234,567元"]),
        ("一二三四五六七八", 5, ["一二三四", "五六七八"]),
    ],
)
def test_places_of_breaks(text: str, longest: int, expected: list[str]) -> None:
    """Text is broken at the end of a sentence or clause, outside quotations and numbers."""
    assert expected == parts(text, longest)


@given(st.text(alphabet="甲乙丙。，！”“「」3.5, a\n", max_size=300), st.integers(3, 50))
def test_parts_are_short_enough_and_whole(text: str, longest: int) -> None:
    """The parts of any text, joined, are the text, and no part is too long."""
    assert text == "".join(parts(text, longest))
    assert all(len(part) <= longest for part in parts(text, longest))


@given(st.text(alphabet="甲乙丙。，12345", max_size=300))
def test_no_number_is_broken(text: str) -> None:
    """A number of up to a third of the maximum length is not broken."""
    stops = set(breaks(text, 30))
    runs = [match.span() for match in re.finditer(r"\d+", text) if len(match[0]) <= 10]

    assert [] == [run for run in runs for place in range(run[0] + 1, run[1]) if place in stops]
