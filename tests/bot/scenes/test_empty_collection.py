"""The bot over a collection that has no articles yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.scenes.conftest import OpenScene
from tests.bot.scenes.shown import parts, quotations

WORDS = {
    "zh-hans": "这里还没有文章。\n管理员可以用 yinju corpus add 添加文章，再发送 /reload。",
    "zh-hant": "這裡還沒有文章。\n管理員可以用 yinju corpus add 加入文章，再送出 /reload。",
    "en": (
        "There are no articles here yet.\n"
        "An admin can add some with yinju corpus add and then send /reload."
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty collection."""
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("code", WORDS)
async def test_what_it_says(open_scene: OpenScene, folder: Path, code: str) -> None:
    """Questions, lists and greetings are told that there are no articles, and the way out."""
    async with open_scene(folder) as scene:
        client = scene.client(language=code)
        for said in (
            "流量思维是什么",
            "有几篇文章？",
            "为什么",
            "/articles",
            "/articles 流量",
            "/start",
        ):
            answer = await scene.ask(client, said)
            assert WORDS[code] in answer.text, said
            assert ["yinju corpus add"] == parts(answer, "code")
        thanks = await scene.ask(client, "谢谢")

    assert WORDS[code] not in thanks.text


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("zh-hans", "这里还没有文章。\n把文件或网址发给我"),
        ("zh-hant", "這裡還沒有文章。\n把檔案或網址傳給我"),
        ("en", "There are no articles here yet.\nSend me a document here"),
    ],
)
async def test_what_it_says_to_an_admin(
    open_scene: OpenScene, folder: Path, code: str, first: str
) -> None:
    """An admin in private is told to send an article; in a group, what all are told."""
    async with open_scene(folder) as scene:
        admin = scene.admin
        admin.person.language_code = code
        told = [await scene.ask(admin, said) for said in ("流量思维是什么", "/articles", "/start")]
        in_group = await scene.ask(admin, "/ask 流量思维", scene.group(admin))

    assert all(first in one.text for one in told)
    assert all(["yinju corpus add"] == parts(one, "code")[:1] for one in told)
    assert WORDS[code] in in_group.text


async def test_an_inline_query(open_scene: OpenScene, folder: Path) -> None:
    """In other chats the button above the empty list says so."""
    async with open_scene(folder) as scene:
        query = scene.client().type_inline("流量思维")
        await scene.settle()

    assert query.answer
    assert "这里还没有文章。" == query.answer["button"]["text"]


async def test_the_first_article_arrives(open_scene: OpenScene, folder: Path) -> None:
    """/reload takes up the first article, and questions are answered from then on."""
    async with open_scene(folder) as scene:
        nothing = await scene.ask(scene.admin, "/reload")
        (folder / "a.md").write_text("---\ntitle: 新来的\n---\n毛细血管遍布全身。", "utf-8")
        report = await scene.ask(scene.admin, "/reload")
        answer = await scene.ask(scene.client(), "毛细血管")

    assert "0 篇文章，共 0 段" in nothing.text
    assert "新增：1\n· 新来的" in report.text
    assert ["毛细血管遍布全身。"] == quotations(answer)
