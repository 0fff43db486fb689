"""Passages that are quoted for their meaning, by the packaged encoder."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from retrieval.meaning.packaged import is_installed
from tests.bot.scenes.conftest import PATIENCE, OpenScene, Scene
from tests.bot.scenes.shown import quotations

pytestmark = pytest.mark.skipif(not is_installed(), reason="the extra `meaning` is not installed")

TARGET = "学生不想念书时，孩子的父母要多陪伴。"
PASSAGES = (
    "孩子过生日要吃长寿面。",
    "孩子打预防针要先预约。",
    "孩子换牙要少吃糖果。",
    "孩子学游泳要有人看护。",
    "孩子坐汽车要用安全座椅。",
    "孩子睡午觉要盖薄被。",
    TARGET,
)
QUESTION = "孩子讨厌上课"
"""A question that shares one word with every passage, and is about the last one."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an article for each passage."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, text in enumerate(PASSAGES):
        (folder / f"{number}.md").write_text(f"---\ntitle: 札记\n---\n{text}", "utf-8")
    return folder


async def complete(scene: Scene) -> None:
    """Have all passages encoded, and wait until they are."""
    library = scene.services.library
    library.complete_meanwhile()
    async with asyncio.timeout(PATIENCE):
        while (meaning := library.current.meaning) is None or meaning.missing:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("code", "words"),
    [("zh-hans", "意思相近"), ("zh-hant", "意思相近"), ("en", "similar in meaning")],
)
async def test_a_passage_that_is_near_in_meaning(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """It is quoted as soon as all passages are encoded, and the answer says why."""
    async with open_scene(folder, meaning=True) as scene:
        client = scene.client(language=code)
        before = await scene.ask(client, QUESTION)
        await complete(scene)
        after = await scene.ask(client, QUESTION)

    assert TARGET not in quotations(before)
    assert words not in before.text
    assert TARGET == quotations(after)[0]
    assert 1 == after.text.count(words)


async def test_a_reload_says_how_far_it_is(open_scene: OpenScene, folder: Path) -> None:
    """Until all passages are encoded, the report has their number, and then nothing of it."""
    async with open_scene(folder, meaning=True) as scene:
        before = await scene.ask(scene.admin, "/reload")
        await complete(scene)
        after = await scene.ask(scene.admin, "/reload")

    assert "已读懂 0/7 个段落的意思" in before.text
    assert "段落的意思" not in after.text


async def test_new_passages_alone_are_encoded(
    open_scene: OpenScene, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """After a reload the passages that were added are encoded, while questions are answered."""
    caplog.set_level(logging.INFO, "bot.service.meaning")
    async with open_scene(folder, meaning=True) as scene:
        await complete(scene)
        (folder / "new.md").write_text("---\ntitle: 札记\n---\n土壤要松。", "utf-8")
        await scene.ask(scene.admin, "/reload")
        await complete(scene)
        answer = await scene.ask(scene.client(), "土壤")

    assert ["土壤要松。"] == quotations(answer)
    records = [one for one in caplog.records if one.name == "bot.service.meaning"]
    lines = [record.getMessage().partition(" for")[0] for record in records]
    assert ["encoding 7 passages", "encoding 1 passages"] == lines[::2]


async def test_meaning_turned_off(open_scene: OpenScene, folder: Path) -> None:
    """With BOT_MEANING=false nothing is encoded, and nothing is said of it."""
    async with open_scene(folder, meaning=False) as scene:
        scene.services.library.complete_meanwhile()
        report = await scene.ask(scene.admin, "/reload")

        assert scene.services.library.current.meaning is None
    assert "意思" not in report.text
