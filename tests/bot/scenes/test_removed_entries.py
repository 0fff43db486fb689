"""What the bot has noted of an article in sources.toml goes and comes back with the article."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.source_entries import with_metadata
from tests.bot.scenes.conftest import OpenScene
from tests.bot.scenes.tapping import labels, tap

BY_HAND = b'[[source]]\nmatch = "*"\nfill = true\nsite = "\xe6\x9f\x90\xe7\xbd\x91"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two articles, the author of one of which an admin has stated."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "甲.md").write_text("---\ntitle: 题甲\n---\n盐田要晒七天。", "utf-8")
    (folder / "窑.txt").write_text("龙窑依山而建，一节一节往上烧。", "utf-8")
    stated = with_metadata(BY_HAND, "窑.txt", {"author": "张师傅"}, ["甲.md", "窑.txt"])
    (folder / "sources.toml").write_bytes(stated)
    return folder


@pytest.mark.parametrize(
    ("code", "comes_back"),
    [
        ("zh-hans", "在 sources.toml 里恢复这一条"),
        ("zh-hant", "在 sources.toml 裡恢復這一條"),
        ("en", "the entry in sources.toml will come back"),
    ],
)
async def test_a_removal_leaves_no_entry(
    open_scene: OpenScene, folder: Path, code: str, comes_back: str
) -> None:
    """No report complains of it, a new file does not inherit it, and an undo restores both."""
    before = (folder / "sources.toml").read_bytes()
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        asked = await scene.ask(scene.admin, "/remove 窑.txt")
        await tap(scene, scene.admin, asked, labels(asked)[0])
        left = (folder / "sources.toml").read_bytes()
        (folder / "窑.txt").write_text("另一篇，说的是砖窑。", "utf-8")
        report = await scene.ask(scene.admin, "/reload")
        new = scene.services.library.current.corpus.article("窑")
        (folder / "窑.txt").unlink()
        listed = await scene.ask(scene.admin, "/undo")
        await tap(scene, scene.admin, listed, labels(listed)[0])
        fates = listed.text
        await tap(scene, scene.admin, listed, labels(listed)[0])
        old = scene.services.library.current.corpus.article("窑")

    assert left == BY_HAND
    assert "sources.toml" not in asked.text + report.text
    assert new
    assert new.author is None
    assert comes_back in fates
    assert old
    assert "张师傅" == old.author
    assert before == (folder / "sources.toml").read_bytes()
