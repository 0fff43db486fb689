"""Articles whose files differ in their suffix alone: a prompt is about the one that it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.standin.model import Message
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.tapping import labels, tap

GONE = {
    "zh-hans": "这篇文章已经不在文集里了。",
    "zh-hant": "這篇文章已經不在文集裡了。",
    "en": "This article is no longer in the collection.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two articles in 窑.md and 窑.txt, and another one."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "窑.md").write_text("---\ntitle: 烧窑\n---\n柴窑要烧三天三夜。", "utf-8")
    (folder / "窑.txt").write_text("龙窑依山而建，一节一节往上烧。", "utf-8")
    (folder / "甲.md").write_text("---\ntitle: 题甲\n---\n盐田要晒七天。", "utf-8")
    return folder


async def remove(scene: Scene, title: str) -> Message:
    """Ask for the removal of an article, and confirm it."""
    asked = await scene.ask(scene.admin, f"/remove {title}")
    await tap(scene, scene.admin, asked, labels(asked)[0])
    return asked


async def requested(scene: Scene, name: str) -> Message:
    """Return the request for the author of an article, found by a part of its entry."""
    shown = await scene.ask(scene.admin, "/articles")
    blocks = [block for block in shown.text.split("\n\n") if name in f"{block}\n"]
    await tap(scene, scene.admin, shown, blocks[0].partition(".")[0])
    for place in (-2, 1):
        await tap(scene, scene.admin, shown, labels(shown)[place])
    return shown.chat.visible[-1]


async def edited(scene: Scene, name: str, typed: str) -> Message:
    """Return the question whether to save an author of an article."""
    request = await requested(scene, name)
    return await scene.ask(scene.admin, typed, reply_to=request)


@pytest.mark.parametrize("code", GONE)
async def test_a_removal_is_not_made_of_another(
    open_scene: OpenScene, folder: Path, code: str
) -> None:
    """A second prompt for an article that is gone leaves the other one of its stem alone."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        waiting = await scene.ask(scene.admin, "/remove 烧窑")
        await remove(scene, "烧窑")
        await tap(scene, scene.admin, waiting, labels(waiting)[0])

    assert GONE[code] == waiting.text
    assert [] == labels(waiting)
    assert not (folder / "窑.md").exists()
    assert (folder / "窑.txt").exists()


@pytest.mark.parametrize("code", GONE)
async def test_an_edit_is_not_saved_to_another(
    open_scene: OpenScene, folder: Path, code: str
) -> None:
    """A card that waits to be saved, of an article that is gone, changes no other one."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        card = await edited(scene, "烧窑", "张师傅")
        await remove(scene, "烧窑")
        await tap(scene, scene.admin, card, labels(card)[0])

    assert GONE[code] == card.text
    assert not (folder / "sources.toml").exists()


async def test_all_of_one_stem_are_offered(open_scene: OpenScene, folder: Path) -> None:
    """Where an id, the stem of several files or a title is meant, each article can be chosen."""
    async with open_scene(folder) as scene:
        offered = await scene.ask(scene.admin, "/remove 窑")

    assert ["1 · 烧窑", "2 · 窑"] == labels(offered)


async def test_a_reply_is_not_about_another(open_scene: OpenScene, folder: Path) -> None:
    """A request for a value of an article that is gone takes no value for the other one."""
    async with open_scene(folder) as scene:
        request = await requested(scene, "烧窑")
        await remove(scene, "烧窑")
        late = await scene.ask(scene.admin, "李师傅", reply_to=request)

    assert GONE["zh-hans"] == late.text


async def test_the_other_prompt_still_counts(open_scene: OpenScene, folder: Path) -> None:
    """An article that takes over the bare id is still the one that its own prompt names."""
    async with open_scene(folder) as scene:
        other = await scene.ask(scene.admin, "/remove 窑.txt")
        card = await edited(scene, ". 窑\n", "张师傅")
        await remove(scene, "烧窑")
        await tap(scene, scene.admin, card, labels(card)[0])
        await tap(scene, scene.admin, other, labels(other)[0])

    assert card.text.startswith("已保存")
    assert "《窑》已移除" in other.text
    assert not (folder / "窑.txt").exists()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("zh-hans", "这篇文章后来改过了，请重新看一看。"),
        ("zh-hant", "這篇文章後來改過了，請重新看一看。"),
        ("en", "This article has changed since. Please look at it again."),
    ],
)
async def test_another_article_in_the_same_file(
    open_scene: OpenScene, folder: Path, code: str, told: str
) -> None:
    """A prompt does not count for a text that has come in place of the one it was shown for."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        waiting = await scene.ask(scene.admin, "/remove 烧窑")
        card = await edited(scene, "烧窑", "张师傅")
        (folder / "窑.md").write_text("---\ntitle: 挖窑\n---\n先看土色，再看水脉。", "utf-8")
        await scene.ask(scene.admin, "/reload")
        for message in (waiting, card):
            await tap(scene, scene.admin, message, labels(message)[0])

    assert [told, told] == [waiting.text, card.text]
    assert (folder / "窑.md").exists()
    assert not (folder / "sources.toml").exists()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("zh-hans", "移除：1\n· 烧窑"),
        ("zh-hant", "移除：1\n· 烧窑"),
        ("en", "Removed: 1\n· 烧窑"),
    ],
)
async def test_the_report_names_what_was_removed(
    open_scene: OpenScene, folder: Path, code: str, told: str
) -> None:
    """The report has the article that is gone, and none that merely took over its id."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        asked = await remove(scene, "烧窑")
        await tap_undo(scene)
        back = scene.admin.private.visible[-1]

    assert told in asked.text
    assert 1 == asked.text.count("\n· ")
    assert "· 烧窑" in back.text
    assert 1 == back.text.count("\n· ")


async def tap_undo(scene: Scene) -> None:
    """Undo the newest change."""
    listed = await scene.ask(scene.admin, "/undo")
    for _ in range(2):
        await tap(scene, scene.admin, listed, labels(listed)[0])
