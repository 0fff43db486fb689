"""The lists of those who are blocked or allowed, for the admins of the bot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.access import Rule
from tests.bot.scenes.conftest import OpenScene
from tests.bot.scenes.tapping import labels, tap

QUESTION = "流量思维"


@pytest.mark.parametrize(
    ("code", "words", "by_whom"),
    [
        ("zh-hans", "由运营者屏蔽（BOT_BLOCKED_IDS）", "101 · 小明 · 由运营者设置"),
        ("zh-hant", "由營運者封鎖（BOT_BLOCKED_IDS）", "101 · 小明 · 由營運者設定"),
        ("en", "by the operator (BOT_BLOCKED_IDS)", "101 · 小明 · set by the operator"),
    ],
)
async def test_what_the_operator_has_set(
    open_scene: OpenScene, code: str, words: str, by_whom: str
) -> None:
    """Nobody takes back what the operator has set, and it is listed as such, without a button."""
    async with open_scene(blocked_ids="101") as scene:
        ann, admin = scene.client(), scene.admin
        admin.person.language_code = code
        scene.backend.private_chat(ann.person)
        for command in ("/block 101", "/unblock 101"):
            assert words in (await scene.ask(admin, command)).text
        shown = await scene.ask(admin, "/unblock")
        sent = ann.send(QUESTION)

        assert by_whom in shown.text
        assert [] == labels(shown)
        assert [] == await scene.said(ann.private, after=sent)


@pytest.mark.parametrize(
    ("code", "set_by"),
    [("zh-hans", "由运营者设置"), ("zh-hant", "由營運者設定"), ("en", "set by the operator")],
)
async def test_names(open_scene: OpenScene, code: str, set_by: str) -> None:
    """People and groups are listed with the names that Telegram tells, without any with ids."""
    async with open_scene(allowed_chats="4242,7", may_refuse=True) as scene:
        ann, admin = scene.client("Ann <b>"), scene.admin
        admin.person.language_code = code
        ann.person.username = "ann_lee"
        scene.backend.private_chat(ann.person)
        group = scene.group(ann)
        for some_id in (group.id, ann.person.id):
            await scene.ask(admin, f"/allow {some_id}")
        shown = (await scene.ask(admin, "/allow")).text.split("\n")

    assert f"· {ann.person.id} · Ann <b> @ann_lee · " in shown[1]
    assert f"· {group.id} · 读书会 · " in shown[2]
    assert [f"· 7 · 管理员 @boss · {set_by}", f"· 4242 · {set_by}"] == shown[3:5]


@pytest.mark.parametrize("words", ["", " 张三", " @zhangsan"])
@pytest.mark.parametrize(
    ("code", "how", "unblock"),
    [
        ("zh-hans", "要取消屏蔽某人：在群里用 /unblock", "取消屏蔽"),
        ("zh-hant", "要解除封鎖某人：在群組裡用 /unblock", "解除封鎖"),
        ("en", "To unblock somebody, reply /unblock", "Unblock"),
    ],
)
async def test_how_to_unblock(
    open_scene: OpenScene, code: str, how: str, unblock: str, words: str
) -> None:
    """/unblock that names nobody shows who is blocked, and how to unblock, also on further pages.

    So does the list that is left after a tap.
    """
    async with open_scene(may_refuse=True) as scene:
        admin = scene.admin
        admin.person.language_code = code
        empty = await scene.ask(admin, f"/unblock{words}")
        for one in range(900, 912):
            await scene.services.access.keep(one, Rule.BLOCKED)
        shown = await scene.ask(admin, f"/unblock{words}")
        texts = [empty.text, shown.text]
        assert labels(shown)[0].startswith(f"{unblock} 9")
        await tap(scene, admin, shown, "›")
        texts.append(shown.text)
        for _ in range(2):
            await tap(scene, admin, shown, labels(shown)[0])
            texts.append(shown.text)
        left = await scene.services.access.decisions()

    assert [] == labels(empty)
    assert [True] * 5 == [how in text for text in texts]
    assert not any("/block" in text for text in texts)
    assert 10 == len(left)


@pytest.mark.parametrize(
    ("code", "how", "not_how"),
    [
        ("zh-hans", "要收回对某人或某个群的允许", "要允许"),
        ("zh-hant", "要收回對某人或某個群組的允許", "要允許"),
        ("en", "To stop allowing a person or a group", "To allow"),
    ],
)
async def test_how_to_disallow(open_scene: OpenScene, code: str, how: str, not_how: str) -> None:
    """/disallow that names nobody shows who is allowed, and how to take that back."""
    async with open_scene(allowed_chats="7", may_refuse=True) as scene:
        admin = scene.admin
        admin.person.language_code = code
        await scene.ask(admin, "/allow 900")
        shown = await scene.ask(admin, "/disallow")

    assert how in shown.text
    assert not_how not in shown.text
    assert "900" in labels(shown)[0]


@pytest.mark.parametrize(
    ("code", "count", "unblock"),
    [
        ("zh-hans", "已屏蔽：", "取消屏蔽"),
        ("zh-hant", "已封鎖：", "解除封鎖"),
        ("en", "Blocked: ", "Unblock"),
    ],
)
async def test_pages(open_scene: OpenScene, code: str, count: str, unblock: str) -> None:
    """A long list has pages; a tap on one of a page shows the others of that page."""
    async with open_scene(blocked_ids="900,901") as scene:
        people = [scene.client(f"P{number}").person.id for number in range(21)]
        for one in (900, 901):
            scene.backend.people[one] = replace(scene.admin.person, id=one)
        for one in (900, 901, *people):
            scene.backend.private_chat(scene.backend.people[one])
        for one in people:
            await scene.services.access.keep(one, Rule.BLOCKED)
        admin = scene.admin
        admin.person.language_code = code
        shown = await scene.ask(admin, "/block")
        texts, buttons = [shown.text], [labels(shown)]
        for label in ("›", f"{unblock} {people[5]}", "›"):
            admin.press(shown, label)
            await scene.settle()
            texts.append(shown.text)
            buttons.append(labels(shown))

    assert [23, 23, 22, 22] == [int(text.split("\n")[0].removeprefix(count)) for text in texts]
    assert [10, 10, 10, 2] == [text.count("· P") + text.count("· 管") for text in texts]
    assert [["1 / 3", "›"], ["‹", "2 / 3", "›"], ["‹", "2 / 3", "›"], ["‹", "3 / 3"]] == [
        [one for one in found if not one.startswith(unblock)] for found in buttons
    ]
    assert "P5" in texts[1]
    assert f"{unblock} {people[5]}" not in buttons[2]
