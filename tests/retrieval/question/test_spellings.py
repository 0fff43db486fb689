"""Names of Latin letters and digits are found however their parts are written together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.answerer import Answerer
from retrieval.library import Library, Snapshot
from retrieval.question.spellings import spelling_substitutes
from retrieval.text.analysis import Analyzer

TEXTS = (
    "iPhone 15的电池能撑一天半。",
    "GPT-4的回答比上一代更准。",
    "家里的Wi-Fi隔一堵墙就变慢。",
    "RTX4090显卡的功耗有四百五十瓦。",
    "小米14Pro的屏幕很亮。",
    "面粉要5 g，不能多。",
    "Qwen-2.5的上下文更长。",
)


async def ask(index: Callable[..., Snapshot], analyzer: Analyzer, asked: str) -> Answer:
    """Return the answer over the texts."""
    snapshot = index(*TEXTS)
    answer = await Answerer(Library(lambda: snapshot, snapshot), analyzer).answer(asked)
    assert isinstance(answer, Answer)
    return answer


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("iphone15的电池能用多久", 0),
        ("iPhone-15的电池能用多久", 0),
        ("gpt4答得怎么样", 1),
        ("GPT 4答得怎么样", 1),
        ("wifi隔墙怎么变慢", 2),
        ("RTX 4090的功耗", 3),
        ("rtx-4090的功耗", 3),
        ("小米 14 pro的屏幕怎么样", 4),
        ("qwen2.5的上下文有多长", 6),
        ("Qwen 2.5的上下文有多长", 6),
    ],
)
async def test_each_spelling_is_found(
    index: Callable[..., Snapshot], analyzer: Analyzer, asked: str, found: int
) -> None:
    """A name that is written otherwise than in the passage covers it."""
    assert TEXTS[found] == (await ask(index, analyzer, asked)).citations[0].text


@pytest.mark.parametrize(
    ("asked", "found"), [("iphone15", 0), ("gpt4", 1), ("wifi", 2), ("RTX 4090", 3), ("14 pro", 4)]
)
async def test_a_name_alone_is_found(
    index: Callable[..., Snapshot], analyzer: Analyzer, asked: str, found: int
) -> None:
    """Nothing but the name leads to the passage, and it is sure."""
    answer = await ask(index, analyzer, asked)

    assert TEXTS[found] == answer.citations[0].text
    assert not answer.doubtful


@pytest.mark.parametrize("asked", ["iphone14的电池能用多久", "gpt5答得怎么样", "RTX 3090的功耗"])
async def test_another_model_is_not_meant(
    index: Callable[..., Snapshot], analyzer: Analyzer, asked: str
) -> None:
    """A name with another number is not covered by it."""
    snapshot = index(*TEXTS)
    answer = await Answerer(Library(lambda: snapshot, snapshot), analyzer).answer(asked)

    assert isinstance(answer, Abstention) or answer.doubtful


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        ("iphone15", ["iphone 15", "iphone-15"]),
        ("iphone 15", []),
        ("rtx 4090", ["rtx4090"]),
        ("小米 14 pro", ["14pro"]),
        ("5g", []),
        ("in 15 days", []),
        ("15 4", []),
        ("iphone 和15", []),
    ],
)
def test_spellings(index: Callable[..., Snapshot], asked: str, others: list[str]) -> None:
    """Only spellings are looked for whose words the collection has; grams are no name."""
    assert others == [one.text for one in spelling_substitutes(asked, index(*TEXTS).lexicon)]
