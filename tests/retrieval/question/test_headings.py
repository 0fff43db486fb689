"""Headings that name the topic of their article, and headings that need its title."""

from __future__ import annotations

import pytest

from retrieval.question.headings import makes_sense_alone

WOK = "铁锅怎么开锅、怎么养"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("开锅的步骤", WOK),
        ("為什麼不修智慧手錶", "修了四十年，我不修智慧手錶"),
        ("为什么不修智慧手表", "修了四十年，我不修智慧手錶"),
        ("X3值得买吗", "三款扫地机器人：净宝 x3、小旋风S1和云扫Pro"),
    ],
)
def test_a_heading_with_a_word_of_the_title(heading: str, title: str) -> None:
    """A word of the title, in either script and case, tells what a heading is about."""
    assert makes_sense_alone(heading, title)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("平时怎么养", WOK),
        ("生锈了怎么办", WOK),
        ("该买哪个", "三款扫地机器人横评：净宝X3、小旋风S1和云扫Pro"),
        ("可以喝酒吗", "夏天可以出门锻炼吗"),
        ("how is it made", "How the river is kept clean"),
    ],
)
def test_a_heading_with_none(heading: str, title: str) -> None:
    """What a heading and a title both ask, and common words in both, tell nothing."""
    assert not makes_sense_alone(heading, title)
