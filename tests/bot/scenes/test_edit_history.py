"""The history says what an edit changed, and an edit that changes nothing is not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.standin.model import Message
from bot.service.collection import change_log
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.tapping import labels, tap
from tests.bot.scenes.test_callbacks import offer

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
        ("en", "That would not change how the article is shown."),
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
            "the entry about this article in sources.toml will be taken out",
            "the entries about these articles in sources.toml will be taken out",
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


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "zh-hans",
            (
                "要撤销第 2 号改动吗？",
                "没有改动：没有第 9 号改动",
                "没有改动：第 1 号改动已经撤销过了",
            ),
        ),
        (
            "zh-hant",
            (
                "要復原第 2 號改動嗎？",
                "沒有改動：沒有第 9 號改動",
                "沒有改動：第 1 號改動已經復原過了",
            ),
        ),
        (
            "en",
            (
                "Undo change 2?",
                "Nothing was changed: there is no change 9",
                "Nothing was changed: change 1 has been undone already",
            ),
        ),
    ],
)
async def test_the_change_with_a_number(
    open_scene: OpenScene, folder: Path, code: str, words: tuple[str, str, str]
) -> None:
    """With a number /undo asks about that change at once, or says why it cannot be undone."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        log = change_log(scene.settings, folder)
        log.apply("add", "乙", "telegram:7", {"乙.md": b"one"})
        log.apply("add", "丙", "telegram:7", {"丙.md": b"two"})
        log.undo(1, "telegram:7")
        asked, *refused = [
            await scene.ask(scene.admin, f"/undo {number}") for number in ("#2", "9", "1")
        ]
        question = asked.text.splitlines()[0]
        listed = await scene.ask(scene.admin, "/undo 甲")
        await tap(scene, scene.admin, asked, labels(asked)[0])

    assert words == (question, *(one.text for one in refused))
    assert 2 == len(labels(listed))
    assert not (folder / "丙.md").exists()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("zh-hans", "这个按钮失效了：后来有了变化。请重新开始。"),
        ("zh-hant", "這個按鈕失效了：後來有了變化。請重新開始。"),
        ("en", "This button no longer works, as something has changed since. Please begin again."),
    ],
)
async def test_a_button_of_a_collection_that_is_gone(
    open_scene: OpenScene, folder: Path, code: str, told: str
) -> None:
    """Nobody who changes the collection is told to ask a question again."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        message = offer(scene, scene.admin, "undo:1:abcdef")

        assert told == await tap(scene, scene.admin, message, "›")
