"""What one person in a group sees alone, on a server that knows 10.5 and on one that does not."""

from __future__ import annotations

import time

import pytest

from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault
from bot.playground.standin.model import Chat
from bot.policy import Audience, Policy, Trigger
from bot.telegram.menus import publish
from tests.bot.scenes.alone import NEW, OLD, is_hidden_from, readers, whispered
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import first_line, quotations
from tests.bot.scenes.tapping import labels, set_to, tap

QUESTION = "金融科技为什么要成为基础设施？"
OFF_TOPIC = "明天上海会下雨吗？"
DECLINED = {
    "zh-hans": "没有在这些文章里找到答案。",
    "zh-hant": "沒有在這些文章裡找到答案。",
    "en": "I found no answer to this in the articles.",
}
TOO_MANY = {
    "zh-hans": "一下子问得太多了",
    "zh-hant": "一下子問得太多了",
    "en": "Too many questions",
}


@pytest.mark.parametrize("code", DECLINED)
async def test_nothing_found(scene: Scene, code: str) -> None:
    """Who asks what the articles do not say is told so alone; an answer is for all."""
    ann, bob, group = await readers(scene, code)
    ann.send(f"/ask {OFF_TOPIC}", group)
    assert [] == await scene.said(group)
    (told,) = whispered(scene, ann, group)
    assert DECLINED[code] == first_line(told)
    assert is_hidden_from(bob, group)

    ann.send(f"/ask {QUESTION}", group)
    (answer,) = await scene.said(group)

    assert quotations(answer)
    kept = (await scene.services.personal_data.rows_about(ann.person.id))["questions"]
    assert {-(told.ephemeral_id or 0), answer.id} == {row["answer_id"] for row in kept}


@pytest.mark.parametrize("version", [OLD, NEW])
@pytest.mark.parametrize("is_admin", [False, True])
async def test_nothing_found_as_before(
    open_scene: OpenScene,
    version: tuple[int, int],
    is_admin: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """On an older server, and where the bot is no administrator, everybody is told."""
    if version == NEW and is_admin:
        return
    async with open_scene(api_version=version, may_refuse=version == OLD) as scene:
        ann, _, group = await readers(scene, is_admin=is_admin)
        ann.send(f"/ask {OFF_TOPIC}", group)
        (told,) = await scene.said(group)

        assert DECLINED["zh-hans"] == first_line(told)
        assert [] == whispered(scene, ann, group)
        others = [call.method for call in scene.backend.refusals if call.method != "setmysettings"]
        assert [] == others


async def test_a_declined_question_that_is_edited(scene: Scene) -> None:
    """An edit replaces what was told alone: by an answer for all, or by another one alone."""
    ann, _, group = await readers(scene)
    sent = ann.send(f"/ask {OFF_TOPIC}", group)
    await scene.settle()
    ann.edit(sent, "/ask 后天北京会下雪吗？")
    assert [] == await scene.said(group)
    assert 1 == len(whispered(scene, ann, group))

    ann.edit(sent, f"/ask {QUESTION}")
    (answer,) = await scene.said(group)

    assert quotations(answer)
    assert [] == whispered(scene, ann, group)


async def test_who_asks_in_a_chats_name(scene: Scene) -> None:
    """Nobody can be told alone who writes in the name of the group."""
    ann, _, group = await readers(scene)
    ann.send_anonymously(f"/ask {OFF_TOPIC}", group)

    assert [DECLINED["en"]] == [first_line(one) for one in await scene.said(group)]


async def test_no_public_word_in_place_of_a_private_one(scene: Scene) -> None:
    """What Telegram refuses to send to one person is sent to nobody."""
    ann, _, group = await readers(scene)
    group.members[scene.backend.bot.id] = "member"  # Without a word to the bot.
    ann.send(f"/ask {OFF_TOPIC}", group)

    assert [] == await scene.said(group) == whispered(scene, ann, group)
    (refused,) = scene.backend.refusals
    assert refused.refusal == "Bad Request: MESSAGE_NOT_COMMAND"
    scene.backend.calls.clear()


@pytest.mark.parametrize("code", TOO_MANY)
@pytest.mark.parametrize("version", [OLD, NEW])
async def test_too_many(open_scene: OpenScene, code: str, version: tuple[int, int]) -> None:
    """Who asks too much is told alone, or on an older server before all."""
    async with open_scene(
        person_per_minute=1, api_version=version, may_refuse=version == OLD
    ) as scene:
        ann, bob, group = await readers(scene, code)
        for _ in range(3):
            ann.send(f"/ask {QUESTION}", group)
        said = await scene.said(group)
        told = whispered(scene, ann, group) if version == NEW else said[1:]

        assert [TOO_MANY[code]] == [one.text[: len(TOO_MANY[code])] for one in told]
        assert (1 if version == NEW else 2) == len(said)
        assert is_hidden_from(bob, group)


@pytest.mark.parametrize(
    ("code", "context", "back"),
    [
        ("zh-hans", "上下文", "‹ 返回"),
        ("zh-hant", "上下文", "‹ 返回"),
        ("en", "Context", "‹ Back"),
    ],
)
async def test_wider_context(scene: Scene, code: str, context: str, back: str) -> None:
    """Context lies over the answer for whoever wants it, who reads on there and goes back."""
    ann, bob, group = await readers(scene, code, is_admin=False)
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    before = answer.text
    await tap(scene, ann, answer, context)
    (shown,) = whispered(scene, ann, group)
    first = shown.text

    assert answer not in ann.sees(group)
    assert answer in bob.sees(group)
    await tap(scene, ann, shown, "›")
    assert first != shown.text
    await tap(scene, ann, shown, back)
    assert answer in ann.sees(group)
    assert before == answer.text
    assert is_hidden_from(ann, group)


async def test_context_on_an_older_server(open_scene: OpenScene) -> None:
    """A server that knows 10.0 shows context in place of the answer, to all."""
    async with open_scene(api_version=OLD, may_refuse=True) as scene:
        ann, bob, group = await readers(scene)
        answer = await scene.ask(ann, f"/ask {QUESTION}", group)
        before = answer.text
        await tap(scene, bob, answer, "上下文")

        assert before != answer.text
        assert is_hidden_from(bob, group)


async def test_a_press_that_is_too_old(scene: Scene) -> None:
    """After fifteen seconds nothing is shown to anybody but a toast."""
    ann, _, group = await readers(scene)
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    before = answer.text
    pressed = ann.press(answer, "上下文")
    scene.backend.clock = lambda: time.time() + 16
    await scene.settle()

    assert pressed.answer is not None
    assert "这条消息已经改不了了" in pressed.answer["text"]
    assert before == answer.text
    assert is_hidden_from(ann, group)
    assert "Bad Request: QUERY_ID_INVALID" == scene.backend.refusals[0].refusal
    scene.backend.calls.clear()


@pytest.mark.parametrize(
    ("code", "heading", "toast"),
    [
        ("zh-hans", "设置", "已保存。"),
        ("zh-hant", "設定", "已儲存。"),
        ("en", "Settings", "Saved."),
    ],
)
async def test_settings(scene: Scene, code: str, heading: str, toast: str) -> None:
    """/settings reaches the bot alone, and its admin alone sees and changes them."""
    ann, bob, group = await readers(scene, code, is_admin=False)
    await publish(scene.application.bot, are_private=True)
    ann.send("/settings", group)
    assert [] == await scene.said(group)
    (panel,) = whispered(scene, ann, group)

    assert heading == first_line(panel)
    assert toast == await set_to(scene, ann, panel, "5")
    assert heading == first_line(panel)
    assert 5 == (await scene.services.policies.of(group.id)).quotations
    assert is_hidden_from(bob, group)
    assert 0 == await publish(scene.application.bot, are_private=True)


async def test_settings_that_come_late(scene: Scene) -> None:
    """A private command that waited too long is answered by an admin alone, and to nobody else."""
    ann, _, group = await readers(scene, is_admin=False)
    await publish(scene.application.bot, are_private=True)

    async def settings_late() -> int:
        scene.backend.clock = lambda: time.time() - 20
        ann.send("/settings", group)
        scene.backend.clock = time.time
        assert [] == await scene.said(group)
        return len(whispered(scene, ann, group))

    assert 0 == await settings_late()
    ann.add_bot(group, "administrator")
    assert 1 == await settings_late()
    assert {"MESSAGE_ID_INVALID", "MESSAGE_NOT_COMMAND"} == {
        str(call.refusal).removeprefix("Bad Request: ") for call in scene.backend.refusals
    }
    scene.backend.calls.clear()


async def answer_alone(scene: Scene, admin: Client, group: Chat) -> None:
    """Choose by /settings that only whoever asks sees the answers of a group."""
    admin.send("/settings", group)
    await scene.settle()
    panel = next(one for one in reversed(admin.sees(group)) if one.buttons)
    await set_to(scene, admin, panel, "只有提问的人看得到")
    assert Audience.ASKER is (await scene.services.policies.of(group.id)).answers


async def test_a_group_whose_answers_are_private(scene: Scene) -> None:
    """A group may choose that only whoever asks sees an answer; they read on and follow up."""
    ann, bob, group = await readers(scene)
    await answer_alone(scene, ann, group)
    bob.send(f"@yinju_bot {QUESTION}", group)
    bob.send(f"/ask {QUESTION}", group)
    assert [] == await scene.said(group)
    by_name, by_command = whispered(scene, bob, group)

    assert quotations(by_name)
    before = by_command.text
    await tap(scene, bob, by_command, "Next")
    assert before != by_command.text
    await tap(scene, bob, by_command, "‹")
    await tap(scene, bob, by_command, "Context")
    await tap(scene, bob, by_command, "‹ Back")
    await tap(scene, bob, by_command, "More")
    assert "Outline" in labels(by_command)
    await tap(scene, bob, by_command, "‹ Back")
    assert before == by_command.text
    await tap(scene, bob, by_command, "💬")
    bob.send("为什么呢？", group, reply_to=by_command)
    assert [] == await scene.said(group)
    assert 4 == len(whispered(scene, bob, group))
    assert all(map(quotations, whispered(scene, bob, group)))
    kept = (await scene.services.personal_data.rows_about(bob.person.id))["questions"]
    assert [None, None, None, True] == [row["follows"] and True for row in kept]
    assert is_hidden_from(ann, group) or [] == [q for q in ann.sees(group) if quotations(q)]


async def test_private_answers_of_a_member(scene: Scene) -> None:
    """Without being an admin the bot answers /ask alone, which its menu makes private."""
    ann, bob, group = await readers(scene, is_admin=False)
    await publish(scene.application.bot, are_private=True)
    await answer_alone(scene, ann, group)
    sent = bob.send(f"/ask {QUESTION}", group)
    bob.send(f"@yinju_bot {QUESTION}", group)
    (told,) = await scene.said(group)

    assert sent.ephemeral_id
    assert "Here, only the person who asks sees my answer. Please ask with /ask." == told.text
    assert [True] == [bool(quotations(one)) for one in whispered(scene, bob, group)]
    ann.send("/settings", group)
    await scene.settle()
    panel = whispered(scene, ann, group)[-1]
    assert "需要让我当群管理员" in panel.text
    await set_to(scene, ann, panel, "大家都看得到")
    assert not bob.send(f"/ask {QUESTION}", group).ephemeral_id
    assert quotations((await scene.said(group, after=told))[-1])


async def test_talk_in_a_group_whose_answers_are_private(scene: Scene) -> None:
    """A question to everybody, whose answer cannot be private, has none."""
    scene.backend.reads_all_group_messages = True
    ann, _, group = await readers(scene, is_admin=False)
    await scene.services.policies.keep(group.id, Policy(Trigger.QUESTION, answers=Audience.ASKER))
    ann.send(QUESTION, group)

    assert [] == await scene.said(group)


async def test_an_older_server_has_no_such_setting(open_scene: OpenScene) -> None:
    """A server that knows 10.0 offers no private answers, and gives none to all."""
    async with open_scene(api_version=OLD, may_refuse=True) as scene:
        ann, _, group = await readers(scene)
        panel = await scene.ask(ann, "/settings", group)
        assert 5 == len(labels(panel))
        await scene.services.policies.keep(group.id, Policy(answers=Audience.ASKER))
        told = await scene.ask(ann, f"/ask {QUESTION}", group)

        assert "在这里，只有提问的人看得到我的回答。请用 /ask 提问。" == told.text


@pytest.mark.parametrize("version", [OLD, NEW])
async def test_an_error(
    open_scene: OpenScene, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int]
) -> None:
    """Who asks what cannot be handled gets an apology alone, or on an older server before all."""

    async def fails(_: object, question: str, *__: object) -> None:
        raise RuntimeError(question)

    async with open_scene(api_version=version, may_refuse=version == OLD) as scene:
        ann, bob, group = await readers(scene, "en")
        monkeypatch.setattr(type(scene.services.answerer), "answer", fails)
        ann.send(f"/ask {QUESTION}", group)
        said = await scene.said(group)
        told = whispered(scene, ann, group) if version == NEW else said

        assert ["Something went wrong on my side. Please ask once more."] == [
            first_line(one) for one in told
        ]
        assert is_hidden_from(bob, group)


async def test_the_sections_of_a_declined_question(scene: Scene) -> None:
    """Sections close to what was declined are read where that was told, and lead back to it."""
    ann, bob, group = await readers(scene)
    ann.send("/ask 支付宝的创始人是谁？", group)
    assert [] == await scene.said(group)
    (told,) = whispered(scene, ann, group)
    before = told.text
    await tap(scene, ann, told, "› ")
    assert before != told.text
    await tap(scene, ann, told, "‹ 返回")

    assert before == told.text
    assert await tap(scene, ann, told, "👎")
    assert await tap(scene, ann, told, "段落不对")
    assert is_hidden_from(bob, group)


async def test_copying_in_a_group(scene: Scene) -> None:
    """What is sent to be copied is sent to whoever wants to copy it."""
    ann, bob, group = await readers(scene, is_admin=False)
    await scene.services.policies.keep(group.id, Policy(quotations=5))
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    before = labels(answer)
    await tap(scene, bob, answer, "更多")
    (layer,) = whispered(scene, bob, group)
    assert (before, quotations(answer)) == (labels(answer), quotations(layer))
    assert answer not in bob.sees(group)
    await tap(scene, bob, layer, "Copy all")

    assert [answer] == await scene.said(group)
    assert 2 == len(whispered(scene, bob, group))
    await tap(scene, bob, layer, "‹ Back")
    assert answer in bob.sees(group)
    assert is_hidden_from(ann, group)


async def test_the_library_cannot_ask(scene: Scene) -> None:
    """If the server cannot be asked what it knows, everything is public, as before."""
    ann, _, group = await readers(scene)
    scene.backend.faults.add(Fault("forbidden", 1, "setmysettings"))
    ann.send(f"/ask {OFF_TOPIC}", group)
    assert 1 == len(await scene.said(group))

    ann.send(f"/ask {OFF_TOPIC}", group)
    await scene.settle()
    assert 1 == len(whispered(scene, ann, group))
