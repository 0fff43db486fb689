"""Chinese pages are set as Chinese is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bot.test_docs import read, tracked
from tests.bot.test_docs_languages import EXAMPLE

PAGES = (*tracked("*.zh.md"), *tracked("docs/zh/*.md"))

STOPS = "。，、；：？！（）《》“”"
"""Punctuation that brings its own space."""

HAN = r"[㐀-鿿]"


def oddities(text: str) -> list[str]:
    """Return the places of a Chinese text that a typesetter would correct, code left out."""
    prose = re.sub(r"`[^`\n]+`", "code", EXAMPLE.sub("", text))
    prose = re.sub(r"<[^>]+>", "", prose)
    prose = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", prose).replace("**", "")
    patterns = (
        rf"{HAN}[,;:!?()]",
        rf"[,;!?()]{HAN}",
        rf"{HAN}\.(?![\w.])",
        rf"{HAN} +{HAN}",
        rf"(?<![|\-]) +[{STOPS}]",
        rf"[{STOPS}] +(?!\|)",
        rf"{HAN}[A-Za-z0-9]",
        rf"[A-Za-z0-9%]{HAN}",
        r"你",
        r"^(?![-|#>\d ]).+\n(?![-|#>\d\n ]).",
    )
    return [
        prose[max(0, found.start() - 8) : found.end() + 8]
        for pattern in patterns
        for found in re.finditer(pattern, prose, re.MULTILINE)
    ]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_chinese_is_set_well(page: Path) -> None:
    """Punctuation is of full width, spaces stand only beside Latin words, 您 is the reader."""
    assert [] == oddities(read(page))


@pytest.mark.parametrize(
    "text",
    [
        "读者,可以",
        "（ 见下）",
        "读 者",
        "用Python写",
        "见 `x`，你",
        "完了. ",
        "一行。\n又一行。\n",
    ],
)
def test_oddities_are_found(text: str) -> None:
    """Each kind of oddity is reported."""
    assert [] != oddities(text)
