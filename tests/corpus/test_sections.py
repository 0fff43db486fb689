"""Outlines: the sections of an article, with headings and without."""

from __future__ import annotations

import pytest

from corpus.model import Article, Passage
from corpus.sections import opening, sections, unnumbered


def article(*passages: tuple[tuple[str, ...], str], headings: tuple[str, ...] = ()) -> Article:
    """An article of these passages, each with its headings."""
    made = tuple(
        Passage(str(number), "a", text, heading) for number, (heading, text) in enumerate(passages)
    )
    return Article("a", "a.md", "题", headings=headings, passages=made)


def test_a_section_for_each_heading() -> None:
    """Each begins at its first passage; what stands before all headings is named by its words."""
    found = sections(
        article(
            ((), "开头。还有。"),
            (("一、甲",), "甲一。"),
            (("一、甲",), "甲二。"),
            (("一、甲", "乙"), "乙。"),
            headings=("一、甲", "乙"),
        )
    )

    assert [("开头。", 0, "0"), ("一、甲", 0, "1"), ("乙", 1, "3")] == [
        (one.label, one.level, one.passage.id) for one in found
    ]


def test_without_headings_each_passage_is_a_section() -> None:
    """Named by its first sentence."""
    found = sections(article(((), "甲来了。走了。"), ((), "乙也来了")))

    assert ["甲来了。", "乙也来了"] == [one.label for one in found]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("一、流量，不再唯一", "流量，不再唯一"),
        ("第一步：彻底去金融化", "彻底去金融化"),
        ("第3章 方法", "方法"),
        ("3.2 方法", "方法"),
        ("3. 方法", "方法"),
        ("（三）方法", "方法"),
        ("3.5亿用户从哪里来", "3.5亿用户从哪里来"),
        ("2021：回顾", "2021：回顾"),
        ("一步之遥", "一步之遥"),
        ("十二）结语", "结语"),
        ("一个时代的结束", "一个时代的结束"),
        ("一、", "一、"),
    ],
)
def test_numbers_before_headings(heading: str, expected: str) -> None:
    """A number is no part of what a heading says; a heading that is nothing else stays."""
    assert expected == unnumbered(heading)


def test_opening() -> None:
    """The first sentence, or all there is."""
    assert "甲？" == opening("甲？ 乙。")
    assert "" == opening("")
