"""Articles with the same title: an admin sees which is which."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.scenes.conftest import OpenScene
from tests.bot.scenes.tapping import labels, tap

TEXT = "柴窑要烧三天三夜，一天也不能少。"

SAME = {
    "zh-hans": "渔港.md：文集里已经有同名文章 旧/窑.md；添加这篇不会替换它",
    "zh-hant": "渔港.md：文集裡已經有同名文章 旧/窑.md；加入這篇不會取代它",
    "en": "渔港.md: has the title of 旧/窑.md, which is in the collection and is not replaced",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one article."""
    folder = tmp_path / "articles"
    (folder / "旧").mkdir(parents=True)
    (folder / "旧/窑.md").write_text(f"---\ntitle: 烧窑\n---\n{TEXT}", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("author: 甲\ndate: 2021-03-05", "author: 乙\ndate: 2021-03-05", ("甲", "乙")),
        ("author: 甲\ndate: 2021-03-05", "author: 甲\ndate: 2022-03-05", ("2021-03-05", "2022")),
        ("author: 甲", "date: 2022-03-05", ("一.md", "二.md")),
    ],
)
async def test_each_is_told_from_the_other(
    open_scene: OpenScene, folder: Path, first: str, second: str, told: tuple[str, str]
) -> None:
    """Buttons of /remove have what differs beside a title that repeats; the prompt has it all."""
    for name, fields in (("一", first), ("二", second)):
        text = f"---\ntitle: 采茶\n{fields}\n---\n{name}叶采在清明以前，手要轻。"
        (folder / f"{name}.md").write_text(text, "utf-8")
    async with open_scene(folder) as scene:
        offered = await scene.ask(scene.admin, "/remove 采茶")
        found = labels(offered)
        await tap(scene, scene.admin, offered, found[1])

    assert 2 == len(found)
    for number, (label, words) in enumerate(zip(found, told, strict=True), start=1):
        assert label.startswith(f"{number} · 采茶 · {words}")
    stated = [line.partition(": ")[2] for line in second.splitlines()]
    assert " · ".join(["采茶", *stated, "共 1 段"]) in offered.text
    assert "二.md" in offered.text


async def test_other_titles_stand_alone(open_scene: OpenScene, folder: Path) -> None:
    """A title that does not repeat has nothing beside it."""
    (folder / "窑.txt").write_text("龙窑依山而建，一节一节往上烧。", "utf-8")
    async with open_scene(folder) as scene:
        offered = await scene.ask(scene.admin, "/remove 窑")

    assert {"烧窑", "窑"} == {label.partition(" · ")[2] for label in labels(offered)}


@pytest.mark.parametrize("code", SAME)
async def test_a_document_with_a_title_that_is_there(
    open_scene: OpenScene, folder: Path, code: str
) -> None:
    """The preview of another article says that one of its title exists, and where."""
    text = "---\ntitle: {}\n---\n渔船第一次出海，在海上待了九天才回来。"
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        previews = []
        for title in ("烧窑", "渔港"):
            sent = scene.admin.send_document("渔港.md", text.format(title).encode())
            previews += await scene.said(sent.chat, after=sent)

    assert SAME[code] in previews[0].text
    assert "旧/窑.md" not in previews[1].text
