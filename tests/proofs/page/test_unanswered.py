"""An admin mends a question without an answer in the page, in chat alone."""

from __future__ import annotations

import time
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.proofs.page.conftest import PHONE, Messenger, OpenMessenger, playing

QUESTION = "桐油多少钱一桶"
ANSWER = "桐油要选秋天榨的，颜色清亮，一桶够刷一条船，剩下的封好口放在阴凉处，来年还可以再用。"
MINUTE = 60
"""Seconds from the reader's question to its answer that an admin may need."""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A collection whose article answers in other words than readers ask."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, title, text in (
        ("boat", "修木船", ANSWER),
        (
            "tea",
            "炒茶",
            "炒茶的锅先烧到发白，再把火退小，茶叶下锅以后手不能停，三分钟起锅。",
        ),
    ):
        (folder / f"{name}.md").write_text(f"---\ntitle: {title}\n---\n{text}", "utf-8")
    return folder


@pytest.fixture
async def phone(
    data_dir: Path, articles: Path, open_messenger: OpenMessenger
) -> AsyncIterator[Messenger]:
    """The page on a phone, over this collection."""
    options = ("--corpus", str(articles))
    async with (
        playing(data_dir, *options) as address,
        open_messenger(address, viewport=PHONE) as messenger,
    ):
        yield messenger


async def tap(message: Locator, label: str) -> None:
    """Press the first button of a message that has these words."""
    await message.locator(".key", has_text=label).first.click()


async def test_from_a_gap_to_an_answer(phone: Messenger, articles: Path) -> None:
    """A reader's question finds nothing; an admin shows its passage; it is answered."""
    begun = time.monotonic()
    nothing = await phone.ask(QUESTION)
    await expect(nothing.locator("blockquote")).to_have_count(0)

    await phone.page.select_option("#person", label="管理员")
    gap = await phone.ask("/unanswered")
    await expect(gap).to_contain_text(QUESTION)
    await phone.shot("unanswered-list")
    await tap(gap, "1")
    await expect(gap).to_contain_text("桐油要选秋天榨的")
    await phone.shot("unanswered-gap")
    await tap(gap, "✓ 1")
    await expect(gap).to_contain_text("▲")
    await phone.shot("unanswered-preview")
    assert not (articles / "examples.toml").exists()
    await tap(gap, "采用")
    await expect(gap).to_contain_text("/undo")
    await expect(phone.answers.last.locator("blockquote")).to_have_text(ANSWER)
    await phone.shot("unanswered-kept")

    await phone.page.select_option("#person", label="小明")
    answer = await phone.ask(f"请问{QUESTION}？")
    await expect(answer.locator("blockquote").first).to_have_text(ANSWER)
    assert time.monotonic() - begun < MINUTE
    kept = tomllib.loads((articles / "examples.toml").read_text("utf-8"))
    assert [[QUESTION]] == [one["questions"] for one in kept["example"]]
