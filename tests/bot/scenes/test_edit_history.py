"""The history says what an edit changed, and an edit that changes nothing is not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.standin.model import Message
from bot.service.collection import change_log
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.tapping import labels, tap

EDIT, AUTHOR = -2, 1
"""The places of two buttons: on the page of an article, and among its fields."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "甲.md").write_text("---\ntitle: 题甲\n---\n盐田要晒七天。", "utf-8")
    return folder


async def request(scene: Scene) -> Message:
    """Return the request for the author of the article."""
    shown = await scene.ask(scene.admin, "/articles")
    for place in (0, EDIT, AUTHOR):
        await tap(scene, scene.admin, shown, labels(shown)[place])
    return shown.chat.visible[-1]


async def save(scene: Scene, card: Message) -> None:
    """Save an edit."""
    await tap(scene, scene.admin, card, labels(card)[0])


@pytest.mark.parametrize(
    ("code", "made", "undoing"),
    [
        ("zh-hans", "作者：未注明 → 张师傅", "作者：张师傅 → 未注明"),
        ("zh-hant", "作者：未註明 → 张师傅", "作者：张师傅 → 未註明"),
        ("en", "Author: none stated → 张师傅", "Author: 张师傅 → none stated"),
    ],
)
async def test_what_an_edit_changed(
    open_scene: OpenScene, folder: Path, code: str, made: str, undoing: str
) -> None:
    """The history and the question whether to undo it tell the value before and after."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        await save(scene, await scene.ask(scene.admin, "张师傅", reply_to=await request(scene)))
        edited = await scene.ask(scene.admin, "/history")
        listed = await scene.ask(scene.admin, "/undo")
        await tap(scene, scene.admin, listed, labels(listed)[0])
        asked = listed.text
        await tap(scene, scene.admin, listed, labels(listed)[0])
        undone = await scene.ask(scene.admin, "/history")

    assert made in edited.text.splitlines()
    assert made in asked.splitlines()
    assert f"· {undoing}" in asked.splitlines()
    assert [undoing, made] == [line for line in undone.text.splitlines() if " → " in line]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("zh-hans", "这样改，文章显示出来不会有任何变化。"),
        ("zh-hant", "這樣改，文章顯示出來不會有任何變化。"),
        ("en", "That would change nothing that is shown of the article."),
    ],
)
async def test_an_edit_without_effect(
    open_scene: OpenScene, folder: Path, code: str, told: str
) -> None:
    """A second card with the value that was saved meanwhile saves nothing, and says so."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        asked = await request(scene)
        cards = [await scene.ask(scene.admin, "张师傅", reply_to=asked) for _ in range(2)]
        for card in cards:
            await save(scene, card)
        count = change_log(scene.settings, folder).count()

    assert told == cards[1].text
    assert 1 == count


@pytest.mark.parametrize(
    ("code", "one", "two"),
    [
        (
            "zh-hans",
            "从 sources.toml 里去掉关于以上文章的内容",
            "从 sources.toml 里去掉关于以上文章的内容",
        ),
        (
            "zh-hant",
            "從 sources.toml 裡去掉關於以上文章的內容",
            "從 sources.toml 裡去掉關於以上文章的內容",
        ),
        (
            "en",
            "the entry about this article in sources.toml is taken out",
            "the entries about these articles in sources.toml are taken out",
        ),
    ],
)
async def test_whose_entry_an_undo_takes_out(
    open_scene: OpenScene, folder: Path, code: str, one: str, two: str
) -> None:
    """Where articles were added with entries about them, these come after the articles' files."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        log = change_log(scene.settings, folder)
        entry = '[[source]]\nmatch = "/%s"\nauthor = "a"\n'
        text = "一段话。".encode()
        first = (entry % "乙.md").encode()
        log.apply("add", "乙", "feed:", {"乙.md": text, "sources.toml": first})
        both = {"丙.md": text, "sources.toml": first + (entry % "丁").encode(), "丁.md": text}
        log.apply("add", "丙、丁", "feed:", both)
        shown = []
        for number in ("1 · ", "2 · "):
            listed = await scene.ask(scene.admin, "/undo")
            await tap(scene, scene.admin, listed, number)
            shown.append(listed.text.splitlines()[-1])

    assert [f"· {one}", f"· {two}"] == shown
