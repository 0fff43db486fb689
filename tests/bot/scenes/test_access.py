"""/block, /unblock, /allow and /disallow, for the admins of the bot."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot.access import Rule
from bot.playground.standin.client import Client
from bot.service.refused import Reason
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import quotations
from tests.bot.scenes.tapping import labels

QUESTION = "流量思维"


def admin_in(scene: Scene, code: str) -> Client:
    """Return the admin, with a client in a language."""
    scene.admin.person.language_code = code
    return scene.admin


@pytest.mark.parametrize(
    ("code", "listed", "unblock", "unblocked"),
    [
        ("zh-hans", "已屏蔽：1", "取消屏蔽 101", "没有被屏蔽"),
        ("zh-hant", "已封鎖：1", "解除封鎖 101", "沒有被封鎖"),
        ("en", "Blocked: 1", "Unblock 101", "is not blocked"),
    ],
)
async def test_a_person_is_blocked_and_unblocked(
    scene: Scene, code: str, listed: str, unblock: str, unblocked: str
) -> None:
    """Who is blocked is ignored at once, listed with the reason, and answered after a tap."""
    ann, admin = scene.client(), admin_in(scene, code)
    assert 101 == ann.person.id
    said = await scene.ask(admin, "/block 101 只发 广告")
    assert [unblock] == labels(said)
    sent = ann.send(QUESTION)
    assert [] == await scene.said(ann.private, after=sent)
    shown = await scene.ask(admin, "/block")
    assert listed in shown.text
    assert "只发 广告" in shown.text
    assert [unblock] == labels(shown)

    admin.press(shown, unblock)
    await scene.settle()

    assert quotations(await scene.ask(ann, QUESTION))
    assert [] == labels(shown)
    assert unblocked in (await scene.ask(admin, "/unblock 101")).text


@pytest.mark.parametrize(
    ("code", "refused", "private"),
    [
        ("zh-hans", "只有这个机器人的管理员", "私聊"),
        ("zh-hant", "只有這個機器人的管理員", "私訊"),
        ("en", "Only the admins", "in private"),
    ],
)
async def test_for_admins_in_private_alone(
    scene: Scene, code: str, refused: str, private: str
) -> None:
    """Others are refused, and in a group an admin is referred to the private chat."""
    ann, admin = scene.client("Ann", code), admin_in(scene, code)
    group = scene.group(ann, admin)

    for command in ("/block", "/unblock", "/allow", "/disallow"):
        assert refused in (await scene.ask(ann, f"{command} 102")).text
        assert private in (await scene.ask(admin, f"{command} 102", group)).text
    assert {} == await scene.services.access.decisions()


async def test_a_reply_to_a_forwarded_message(scene: Scene) -> None:
    """A reply to a forwarded message blocks its author, with all words as the reason."""
    ann, admin = scene.client(), scene.admin
    group = scene.group(ann, admin)
    forwarded = admin.forward(ann.send("买彩票", group))
    await scene.settle()

    await scene.ask(admin, "/block 彩票 广告", reply_to=forwarded)

    (decision,) = (await scene.services.access.decisions()).values()
    assert (ann.person.id, "彩票 广告") == (decision.chat_id, decision.reason)


OWN = {
    "zh-hans": "请回复对方本人的消息",
    "zh-hant": "請回覆對方本人的訊息",
    "en": "Reply to a message from the person",
}


@pytest.mark.parametrize("code", OWN)
async def test_the_bots_own_messages(scene: Scene, code: str) -> None:
    """Who replies to a message of the bot, or names its number, is told to reply to a person's."""
    admin, bot = admin_in(scene, code), scene.backend.bot
    answer = await scene.ask(admin, QUESTION)
    forwarded = admin.forward(answer)
    await scene.settle()

    for command, replied in (
        ("/block", answer),
        ("/unblock 广告", answer),
        ("/block", forwarded),
        (f"/block {bot.id}", None),
    ):
        assert OWN[code] in (await scene.ask(admin, command, reply_to=replied)).text
    assert {} == await scene.services.access.decisions()


@pytest.mark.parametrize("code", OWN)
async def test_the_bots_own_message_in_a_group(open_scene: OpenScene, code: str) -> None:
    """Who blocks an answer in a group is told in private to reply to who asked."""
    async with open_scene(admin_has_written=True) as scene:
        ann, admin = scene.client(), admin_in(scene, code)
        group = scene.group(ann, admin)
        answer = await scene.ask(ann, f"/ask {QUESTION}", group)
        admin.send("/block", group, reply_to=answer)
        (told,) = await scene.said(admin.private)

    assert OWN[code] in told.text
    assert {} == await scene.services.access.decisions()


async def test_an_author_who_hides_the_account(scene: Scene) -> None:
    """Where Telegram does not say who wrote a message, the admin is told so."""
    admin = scene.admin
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "某人"}
    forwarded = admin.send("买彩票", forward_origin=origin)
    await scene.settle()

    for code, words in (("zh-hans", "不透露"), ("zh-hant", "不透露這則"), ("en", "does not say")):
        admin.person.language_code = code
        assert words in (await scene.ask(admin, "/block", reply_to=forwarded)).text
    assert {} == await scene.services.access.decisions()


async def test_no_admin_is_blocked(scene: Scene) -> None:
    """Admins cannot be blocked, and are answered even if the journal says that they are."""
    for code, words in (("zh-hans", "的管理员"), ("zh-hant", "的管理員"), ("en", "an admin")):
        assert words in (await scene.ask(admin_in(scene, code), "/block 7")).text
    await scene.services.access.keep(7, Rule.BLOCKED)
    assert quotations(await scene.ask(scene.admin, QUESTION))


async def test_words_that_are_no_number(scene: Scene) -> None:
    """What is no number blocks nobody, and the admin is told how to block somebody."""
    for words in ("张三", "1e9", "99999999999999999999", "--5"):
        assert "要屏蔽某人" in (await scene.ask(scene.admin, f"/block {words}")).text
    assert {} == await scene.services.access.decisions()


@pytest.mark.parametrize(
    ("code", "why", "instead"),
    [
        ("zh-hans", "不会告诉机器人用户名属于谁", "数字 ID"),
        ("zh-hant", "不會告訴機器人使用者名稱屬於誰", "數字 ID"),
        ("en", "does not tell bots whom a username belongs to", "numeric Telegram ID"),
    ],
)
async def test_names_cannot_be_used(scene: Scene, code: str, why: str, instead: str) -> None:
    """An admin who gives a name is told why that is no use, and what is."""
    told = await scene.ask(admin_in(scene, code), "/block @zhangsan")

    assert why in told.text
    assert instead in told.text
    assert {} == await scene.services.access.decisions()


async def test_a_reply_in_a_group(open_scene: OpenScene) -> None:
    """A reply in a group blocks who wrote the message; the admin alone is told of it."""
    async with open_scene(admin_has_written=True) as scene:
        ann, eve, admin = scene.client("Ann"), scene.client("Eve"), scene.admin
        group = scene.group(ann, eve, admin)
        spam = ann.send("买彩票", group)
        await scene.settle()
        refused = await scene.ask(eve, "/block", group, reply_to=spam)
        admin.send("/block 3 次广告", group, reply_to=spam)
        (told,) = await scene.said(admin.private)
        in_group = await scene.said(group, after=refused)
        (decision,) = (await scene.services.access.decisions()).values()
        admin.send("/unblock", group, reply_to=spam)
        await scene.settle()
        left = await scene.services.access.decisions()

    assert refused.text.startswith("只有")
    assert [] == in_group
    assert f"已屏蔽 {ann.person.id} · Ann" in told.text
    assert [f"取消屏蔽 {ann.person.id}"] == labels(told)
    assert (ann.person.id, "3 次广告") == (decision.chat_id, decision.reason)
    assert {} == left


async def test_nobody_has_the_number_0(scene: Scene) -> None:
    """A number that Telegram gives nobody is none, and how to block somebody is said instead."""
    said = await scene.ask(scene.admin, "/block 0")

    assert "要屏蔽某人" in said.text
    assert {} == await scene.services.access.decisions()


async def test_nobody_is_blocked_in_the_place_of_a_group(open_scene: OpenScene) -> None:
    """Replies to the bot, to the group's own name and to the beginning of a topic block nobody."""
    async with open_scene(admin_has_written=True) as scene:
        ann, admin = scene.client(), scene.admin
        group = scene.group(ann, admin, is_forum=True)
        anonymous = ann.send_anonymously("公告", group)
        answer = await scene.ask(ann, f"/ask {QUESTION}", group)
        topic = ann.open_topic(group, "闲聊")
        await scene.settle()
        for replied in (anonymous, answer):
            admin.send("/block", group, reply_to=replied)
        await scene.settle()
        in_topic = await scene.ask(admin, "/block", group, topic=topic)

    assert "私聊" in in_topic.text
    assert {} == await scene.services.access.decisions()


@pytest.mark.parametrize(
    ("code", "allowed", "revoked", "everybody"),
    [
        ("zh-hans", "已允许", "已不再允许", "谁都可以使用"),
        ("zh-hant", "已允許", "已不再允許", "誰都可以使用"),
        ("en", "is allowed", "no longer allowed", "every chat"),
    ],
)
async def test_a_person_is_allowed(
    open_scene: OpenScene, code: str, allowed: str, revoked: str, everybody: str
) -> None:
    """Where chats are limited, a further one can be allowed; else that changes nothing."""
    async with open_scene(allowed_chats="-100") as scene:
        ann, admin = scene.client(), admin_in(scene, code)
        assert not quotations(await scene.ask(ann, QUESTION))
        said = await scene.ask(admin, "/allow 101")
        assert allowed in said.text
        assert quotations(await scene.ask(ann, QUESTION))
        assert revoked in (await scene.ask(admin, "/disallow 101")).text
        sent = ann.send(QUESTION)
        assert [] == await scene.said(ann.private, after=sent)
    async with open_scene() as scene:
        assert everybody in (await scene.ask(admin_in(scene, code), "/allow 101")).text
        assert {} == await scene.services.access.decisions()


async def test_a_block_survives_a_restart(open_scene: OpenScene) -> None:
    """A second run of the bot ignores whom the first one was told to."""
    async with open_scene() as scene:
        await scene.ask(scene.admin, "/block 101")
    async with open_scene() as scene:
        ann = scene.client()
        sent = ann.send(QUESTION)

        assert [] == await scene.said(ann.private, after=sent)
        assert 1 == scene.services.refused.counts[Reason.BLOCKED]


async def test_a_former_admins_button(scene: Scene) -> None:
    """A button under an old message does nothing for who is no admin any more."""
    ann, eve = scene.client("Ann"), scene.client("Eve")
    scene.backend.private_chat(ann.person)
    await scene.ask(scene.admin, "/block 101")
    shown = await scene.ask(scene.admin, "/block")
    scene.admin.press(shown, "取消屏蔽 101")
    await scene.settle()
    await scene.ask(scene.admin, "/block 101")
    tap = eve.press_button(shown, {"callback_data": "revoke:blocked:101"})
    await scene.settle()

    assert "管理员" in (tap.answer or {})["text"]
    assert await scene.services.access.decisions()


@pytest.mark.parametrize("rule", list(Rule))
async def test_a_group_that_moves(open_scene: OpenScene, rule: Rule) -> None:
    """Decisions about a group apply to the supergroup that it becomes, and can be undone."""
    async with open_scene(allowed_chats="-100,7") as scene:
        ann, access = scene.client(), scene.services.access
        group = scene.group(ann, kind="group")
        await access.keep(group.id, Rule.ALLOWED)
        if rule is Rule.BLOCKED:
            await access.keep(group.id, rule)
        moved = ann.migrate(group)
        await scene.settle()
        sent = ann.send(f"/ask {QUESTION}", moved)
        is_answered = bool(await scene.said(moved, after=sent))

        assert is_answered is (rule is Rule.ALLOWED)
        decided = await access.decisions()
        assert {(moved.id, Rule.ALLOWED), (moved.id, rule)} == set(decided)
        await scene.ask(scene.admin, f"/unblock {moved.id}")
        assert quotations(await scene.ask(ann, f"/ask {QUESTION}", moved))


@pytest.mark.sqlite
async def test_one_round_trip_for_many_questions(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decisions are read once, and again after a change, not at every update."""
    ann, reads = scene.client(), list[Any]()
    read = scene.services.access._database.reader.run

    async def counted(work: Any) -> Any:
        reads.append(getattr(work, "__name__", ""))
        return await read(work)

    monkeypatch.setattr(scene.services.access._database.reader, "run", counted)
    for _ in range(3):
        await scene.ask(ann, QUESTION)
    assert 1 == reads.count("_all")
    await scene.ask(scene.admin, "/block 999")
    await scene.ask(ann, QUESTION)
    assert 2 == reads.count("_all")


async def test_blocks_hold_while_the_journal_cannot_be_read(scene: Scene) -> None:
    """Who was blocked stays so where the table cannot be read any more."""
    ann = scene.client()
    await scene.ask(scene.admin, "/block 101")
    await scene.settle()
    ann.send(QUESTION)
    await scene.settle()
    with closing(sqlite3.connect(scene.settings.data_dir / "journal.sqlite3")) as connection:
        connection.execute("ALTER TABLE access RENAME TO gone")
    async with scene.services.access._database.begin():
        pass  # Whoever changes something has the decisions read again.
    sent = ann.send(QUESTION)

    assert [] == await scene.said(ann.private, after=sent)


@pytest.mark.parametrize(
    ("code", "yes", "kept"),
    [
        ("zh-hans", "全部删除", "管理员允许或屏蔽您的决定"),
        ("zh-hant", "全部刪除", "管理員允許或封鎖您的決定"),
        ("en", "Delete everything", "an admin's decision"),
    ],
)
async def test_forget_leaves_a_decision(
    open_scene: OpenScene, code: str, yes: str, kept: str
) -> None:
    """/forget says that an admin's decision stays, so that nobody locks themselves out by it."""
    async with open_scene(allowed_chats="-100") as scene:
        ann = scene.client("Ann", code)
        await scene.ask(scene.admin, "/allow 101")
        await scene.ask(ann, QUESTION)
        asking = await scene.ask(ann, "/forget")
        ann.press(asking, yes)
        await scene.settle()

        assert kept in asking.text
        assert {"access"} == set(await scene.services.personal_data.rows_about(101))
        assert kept in (await scene.ask(ann, "/forget")).text
        assert quotations(await scene.ask(ann, QUESTION))
