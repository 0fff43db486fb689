"""Documents with equal content that an admin sends, at once or one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.standin.model import Message
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.tapping import labels, set_to, tap

HARBOUR = "# 渔港\n\n" + "\n\n".join(
    f"渔船第{n}次出海的时候带了十个人，每个人都有自己的干粮和水，在海上待了{n}天才回来。"
    for n in "一二三四五"
)
SAME = "与先前发来的 渔港.md 是同一个文件"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two collections, of which the coast is first."""
    for key, name in (("coast", "海岸"), ("mountain", "山村")):
        own = tmp_path / "all" / key
        own.mkdir(parents=True)
        first = str(key == "coast").lower()
        (own / "collection.toml").write_text(f'name = "{name}"\ndefault = {first}\n', "utf-8")
        (own / "盐田.md").write_text("# 盐田\n\n盐田要晒七天，太阳和风把海水变成盐。\n", "utf-8")
    return tmp_path / "all"


async def album(scene: Scene, *names: str) -> list[Message]:
    """Send files of the same content at once as the admin, and return their previews."""
    first, *_ = scene.admin.send_album(dict.fromkeys(names, HARBOUR.encode()))
    return await scene.said(first.chat, after=first)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", "与先前发来的 渔港.md 是同一个文件，那一份尚待决定。"),
        ("zh-hant", "與先前傳來的 渔港.md 是同一個檔案，那一份尚待決定。"),
        ("en", "The same file as 渔港.md, which was sent before and waits for a decision."),
    ],
)
async def test_equal_documents_of_an_album(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """A file that waits already is said to, on the first page of its preview; the buttons stay."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        first, second = await album(scene, "渔港.md", "副本.md")
        texts = [first.text, second.text]
        await tap(scene, scene.admin, second, "›")
        texts.append(second.text)
        await tap(scene, scene.admin, second, "‹")
        await tap(scene, scene.admin, first, "›")
        await tap(scene, scene.admin, first, "‹")

    assert [False, True, False] == [words in text for text in texts]
    assert [False, True] == [words in one.text for one in (first, second)]
    assert labels(first) == labels(second)


async def test_a_decision_about_the_first(open_scene: OpenScene, folder: Path) -> None:
    """Once the first is added, an equal one is in the collection; discarded, it is as new."""
    async with open_scene(folder) as scene:
        discarded, second, third = await album(scene, "渔港.md", "二.md", "三.md")
        told = [SAME in one.text for one in (discarded, second, third)]
        await tap(scene, scene.admin, discarded, "取消")
        await tap(scene, scene.admin, second, "›")
        await tap(scene, scene.admin, second, "‹")
        as_new = second.text
        await tap(scene, scene.admin, second, "添加")
        toast = await tap(scene, scene.admin, third, "添加")

    assert [False, True, True] == told
    assert "是同一个文件" not in as_new
    assert "《渔港》已添加" in second.text
    assert "文集在此期间有改动，请再看一遍。" == toast
    assert "文集里已经有这篇文章：《渔港》" in third.text


async def test_equal_documents_for_two_collections(open_scene: OpenScene, folder: Path) -> None:
    """What was added to one collection is new in another, where no equal file waits any more."""
    async with open_scene(folder) as scene:
        (first,) = await album(scene, "渔港.md")
        panel = await scene.ask(scene.admin, "/settings")
        await set_to(scene, scene.admin, panel, "山村")
        (second,) = await album(scene, "副本.md")
        waiting = second.text
        await tap(scene, scene.admin, second, "添加")
        await tap(scene, scene.admin, first, "添加")
        panel = await scene.ask(scene.admin, "/settings")
        await set_to(scene, scene.admin, panel, "海岸")
        (third,) = await album(scene, "三.md")

    assert SAME in waiting
    assert "文集：山村" in waiting
    assert "《渔港》已添加" in second.text
    assert "文集里已经有这篇文章：《渔港》" in first.text
    assert "要添加这篇文章吗" in third.text
