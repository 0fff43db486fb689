"""Sections of an article, with headings and without."""

from __future__ import annotations

import pytest

from corpus.model import Article, Passage
from corpus.sections import opening, sections, unnumbered


def article(*passages: tuple[tuple[str, ...], str], headings: tuple[str, ...] = ()) -> Article:
    """Build an article of passages, each given by its headings and its text."""
    built = tuple(
        Passage(str(number), "a", text, heading) for number, (heading, text) in enumerate(passages)
    )
    return Article("a", "a.md", "题", headings=headings, passages=built)


def test_a_section_for_each_heading() -> None:
    """Each heading begins a section; text before the first is labelled by a sentence."""
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
        (section.label, section.level, section.passage.id) for section in found
    ]


def test_without_headings_each_passage_is_a_section() -> None:
    """Without headings, each passage is a section labelled by its first sentence."""
    found = sections(article(((), "甲来了。走了。"), ((), "乙也来了")))

    assert ["甲来了。", "乙也来了"] == [section.label for section in found]


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
    """The number of a heading is removed, unless the heading has nothing else."""
    assert expected == unnumbered(heading)


def test_opening() -> None:
    """The opening is the first sentence, and empty for an empty text."""
    assert "甲？" == opening("甲？ 乙。")
    assert "" == opening("")
