"""Articles that repeat others, as admins are told of them in the chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.scenes.conftest import OpenScene
from tests.bot.scenes.tapping import tap
from tests.documents import docx, paragraph

PARAGRAPHS = [
    f"做豆腐的第{n}步要等豆子泡足{n}个时辰，水要换过，磨要洗净，浆才不会发酸。" for n in "一二三四"
]
SAME = {
    "zh-hans": (
        "豆腐.docx：文集里已经有内容相同的 做豆腐.md",
        "内容与 做豆腐.md 相同；请删除其中一个",
    ),
    "zh-hant": (
        "豆腐.docx：文集裡已經有內容相同的 做豆腐.md",
        "內容與 做豆腐.md 相同；請刪除其中一個",
    ),
    "en": (
        "豆腐.docx: has the same text as 做豆腐.md, which is in the collection",
        "豆腐.docx: has the same text as 做豆腐.md; remove one of the two",
    ),
}
"""What a preview says, and what reports say, by the admin's language."""

ADD = {"zh-hans": "添加", "zh-hant": "加入", "en": "Add"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of one article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "做豆腐.md").write_text("# 做豆腐\n\n" + "\n\n".join(PARAGRAPHS), "utf-8")
    return folder


@pytest.mark.parametrize("code", SAME)
async def test_of_a_document_that_is_sent(open_scene: OpenScene, folder: Path, code: str) -> None:
    """The preview warns of the text that is there already; so do reports as long as it is."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        before = await scene.ask(scene.admin, "/health")
        body = paragraph("豆腐", style="Title") + "".join(map(paragraph, PARAGRAPHS))
        sent = scene.admin.send_document("豆腐.docx", docx(body))
        (preview,) = await scene.said(sent.chat, after=sent)
        first = preview.text
        await tap(scene, scene.admin, preview, ADD[code])
        reports = [
            preview.text,
            (await scene.ask(scene.admin, "/reload")).text,
            (await scene.ask(scene.admin, "/health")).text,
        ]
        (folder / "豆腐.docx").unlink()
        after = [await scene.ask(scene.admin, words) for words in ("/reload", "/health")]

    of_sent, of_served = SAME[code]
    assert of_sent in first
    assert [True] * 3 == [of_served in one for one in reports]
    assert [False] * 3 == ["做豆腐.md" in one.text for one in (before, *after)]


async def test_known_from_the_start(open_scene: OpenScene, folder: Path) -> None:
    """A repeated article is told by /health before any reload, and is no news at a reload."""
    (folder / "又.md").write_text("# 又\n\n" + "\n\n".join(PARAGRAPHS), "utf-8")
    async with open_scene(folder, watch=True, admin_has_written=True) as scene:
        health = await scene.ask(scene.admin, "/health")
        reload = await scene.ask(scene.admin, "/reload")

    assert "相同；请删除其中一个" in health.text
    assert "相同；请删除其中一个" in reload.text


async def test_of_a_newer_version(open_scene: OpenScene, folder: Path) -> None:
    """A newer version does not repeat the one that it replaces."""
    async with open_scene(folder) as scene:
        text = "# 做豆腐\n\n" + "\n\n".join([*PARAGRAPHS, "第五步是压，压一夜才成块。"])
        sent = scene.admin.send_document("做豆腐.md", text.encode())
        (preview,) = await scene.said(sent.chat, after=sent)

    assert "要用这个新版本替换" in preview.text
    assert "相同；" not in preview.text
    assert "内容相同" not in preview.text
