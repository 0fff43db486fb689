"""/unanswered: the list of an admin, its pages, and what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.scenes.conftest import OpenScene
from tests.bot.scenes.mending import LANGUAGES, listed, opened, said, write_articles
from tests.bot.scenes.tapping import labels, set_to, tap, tap_for_message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of a few articles."""
    return write_articles(tmp_path)


async def test_questions_are_grouped(open_scene: OpenScene, folder: Path) -> None:
    """Questions about the same stand together, the most asked first; a letter shows another."""
    async with open_scene(folder, passage_shortest=0) as scene:
        for question in ("退休工资怎么发", "宇宙飞船多大", "退休工资怎么发？", "在哪里办退休工资"):
            await scene.ask(scene.client(), question)
        message = await listed(scene)
        shown = message.text
        await tap(scene, scene.admin, message, "1")
        await tap(scene, scene.admin, message, "a")

    assert "没有答好的问题：2 个" in shown
    assert "问了 3 次" in shown
    assert message.text.startswith("在哪里办退休工资")
    assert "a. 退休工资怎么发？ · 2 次" in message.text


async def test_pages(open_scene: OpenScene, folder: Path) -> None:
    """Further gaps are on further pages."""
    async with open_scene(folder, passage_shortest=0) as scene:
        for name in ("火山", "鲸鱼", "相对论", "芭蕾", "围棋", "金字塔"):
            await scene.ask(scene.client(), f"{name}是谁发现的")
        message = await listed(scene)
        assert "1 / 2" in labels(message)
        await tap(scene, scene.admin, message, "›")

    assert message.text.count("问了") == 1


async def test_back_to_the_page(open_scene: OpenScene, folder: Path) -> None:
    """A gap leads back to the page of the list that it is on."""
    async with open_scene(folder, passage_shortest=0) as scene:
        for name in ("火山", "鲸鱼", "相对论", "芭蕾", "围棋", "金字塔"):
            await scene.ask(scene.client(), f"{name}是谁发现的")
        message = await listed(scene)
        await tap(scene, scene.admin, message, "›")
        shown = message.text
        await tap(scene, scene.admin, message, "6")
        await tap(scene, scene.admin, message, said(scene, "open"))

    assert "6. " in shown
    assert shown == message.text


async def test_several_collections(open_scene: OpenScene, folder: Path) -> None:
    """The list names the collection that it is of, and says how much waits in the others."""
    several = folder.parent / "several"
    for key, name in (("harbour", "港口"), ("mountain", "山村")):
        (several / key).mkdir(parents=True)
        (several / key / "boat.md").write_bytes((folder / "boat.md").read_bytes())
        settings = f'name = "{name}"\ndefault = {str(key == "harbour").lower()}\n'
        (several / key / "collection.toml").write_text(settings, "utf-8")
    async with open_scene(several, passage_shortest=0) as scene:
        reader, person = scene.client(), scene.admin.person
        await scene.ask(reader, "宇宙飞船多大")
        await set_to(scene, reader, await scene.ask(reader, "/settings"), "山村")
        for question in ("退休工资怎么发", "明天下雨吗"):
            await scene.ask(reader, question)
        shown = []
        for person.language_code in LANGUAGES:
            shown.append((await listed(scene)).text)
        await set_to(scene, scene.admin, await scene.ask(scene.admin, "/settings"), "山村")
        there = await listed(scene)

    for text, heading, elsewhere in zip(
        shown,
        ("港口：没有答好的问题 1 个", "港口：沒有答好的問題 1 個", "港口: 1 question without"),
        ("还有：山村 2 个。", "還有：山村 2 個。", "elsewhere: 山村: 2."),
        strict=True,
    ):
        assert text.startswith(heading)
        assert elsewhere in text
        assert "宇宙飞船多大" in text
    assert there.text.startswith("山村")
    assert "宇宙飞船多大" not in there.text


async def test_words_that_no_passage_has(open_scene: OpenScene, folder: Path) -> None:
    """Passages that are found without the words of a reply come with a note."""
    async with open_scene(folder, passage_shortest=0) as scene:
        message = await opened(scene, "宇宙飞船多大")
        request = await tap_for_message(scene, scene.admin, message, said(scene, "find"))
        found = [
            await scene.ask(scene.admin, words, reply_to=request)
            for words in ("完全没有的字句xyz", "桐油")
        ]

    assert ["没有一段含有这些词" in one.text for one in found] == [True, False]


async def test_what_an_admin_tries(open_scene: OpenScene, folder: Path) -> None:
    """What an admin asks in private is not in the list."""
    async with open_scene(folder, passage_shortest=0) as scene:
        await scene.ask(scene.admin, "宇宙飞船多大")
        empty = await listed(scene)

    assert empty.text.startswith(said(scene, "empty"))
