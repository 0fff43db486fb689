"""What chats and people set: /settings, /language, whose taps count, moving along."""

from __future__ import annotations

import pytest

from bot.journal.database import Database
from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault
from bot.playground.standin.formatting import FormattedText
from bot.playground.standin.model import Chat, Message
from bot.policy import ButtonAccess, Policy, Trigger
from bot.telegram.handlers.incoming import looks_like_question
from retrieval.text.script import Display
from tests.bot.scenes.conftest import Scene
from tests.bot.scenes.shown import first_line, parts, quotations

QUESTION = "金融科技为什么要成为基础设施？"
OFF_TOPIC = "明天上海会下雨吗？"
DECLINED = {
    "简体中文": "这些文章没有谈到这个问题。",
    "繁體中文": "這些文章沒有談到這個問題。",
    "English": "The articles do not say anything about this.",
}


def labels(message: Message) -> list[str]:
    """What stands on the buttons below a message."""
    return [button["text"] for row in message.buttons for button in row]


async def settings(scene: Scene, admin: Client, chat: Chat | None = None) -> Message:
    """The panel that /settings shows."""
    return await scene.ask(admin, "/settings", chat)


async def tap(scene: Scene, client: Client, message: Message, label: str) -> str:
    """Press a button and return the toast it gives."""
    pressed = client.press(message, label)
    await scene.settle()
    assert pressed.answer is not None
    return str(pressed.answer["text"])


@pytest.mark.parametrize(
    ("code", "heading", "toast"),
    [
        ("zh-hans", "设置", "已保存。"),
        ("zh-hant", "設定", "已儲存。"),
        ("en", "Settings", "Saved."),
    ],
)
async def test_settings_in_three_languages(
    scene: Scene, code: str, heading: str, toast: str
) -> None:
    """The panel says how the chat is set; a tap sets it and is seen in the panel."""
    ann = scene.client("Ann", code)
    panel = await settings(scene, ann, scene.group(ann))
    assert heading == panel.text.splitlines()[0]
    before = panel.text

    assert toast == await tap(scene, ann, panel, "5")

    assert before != panel.text
    assert "✓ 5" in labels(panel)
    assert "5" in panel.text


async def test_only_admins_set_a_group(scene: Scene) -> None:
    """Members neither get the panel nor change anything on the panel of an admin."""
    ann, bob = scene.client(), scene.client("Bob", "en")
    group = scene.group(ann, bob)
    panel = await settings(scene, ann, group)
    refused = await settings(scene, bob, group)

    toast = await tap(scene, bob, panel, "5")

    assert "Only the admins of this group can change its settings." == refused.text == toast
    assert Policy() == await scene.services.policies.of(group.id)
    group.members[bob.person.id] = "administrator"
    await tap(scene, bob, panel, "5")
    assert 5 == (await scene.services.policies.of(group.id)).quotations


async def test_anonymous_admins_set_a_group(scene: Scene) -> None:
    """Who writes in the group's own name is its admin; who writes as a channel is not."""
    ann = scene.client()
    group = scene.group(ann)
    channel = scene.backend.add_group("频道", kind="channel")

    asked = ann.send_anonymously("/settings", group)
    (panel,) = await scene.said(group, after=asked)
    asked = ann.send_as(channel, "/settings@yinju_bot", group)
    (refused,) = await scene.said(group, after=asked)

    assert panel.buttons
    assert not refused.buttons


async def test_a_tap_on_what_is_set_already(scene: Scene) -> None:
    """Nothing happens, and the button does not go on spinning."""
    ann = scene.client()
    panel = await settings(scene, ann)

    assert "" == await tap(scene, ann, panel, "✓ 3")
    assert not panel.edited


async def test_two_taps_at_once(scene: Scene) -> None:
    """Of what several admins set, each knowing only how it was before, nothing is lost."""
    policies = scene.services.policies

    await policies.keep(-5, Policy(quotations=5), "quotations")
    await policies.keep(-5, Policy(taps=ButtonAccess.ASKER), "taps")
    await policies.keep(-5, Policy(display=Display.TRADITIONAL), "display")

    expected = Policy(quotations=5, taps=ButtonAccess.ASKER, display=Display.TRADITIONAL)
    assert expected == await policies.of(-5)


async def test_command_only(scene: Scene) -> None:
    """Set so, the bot answers /ask and leaves its name and replies alone."""
    ann = scene.client()
    group = scene.group(ann)
    await tap(scene, ann, await settings(scene, ann, group), "/ask")
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)

    sent = ann.send(f"@yinju_bot {QUESTION}", group)
    ann.send(QUESTION, group, reply_to=answer)

    assert quotations(answer)
    assert [] == await scene.said(group, after=sent)


async def test_every_question(scene: Scene) -> None:
    """Set so, a question to everybody is answered where the articles answer it, else passed by."""
    scene.backend.reads_all_group_messages = True
    ann, bob = scene.client(), scene.client("Bob")
    group = scene.group(ann, bob)
    await tap(scene, ann, await settings(scene, ann, group), "问题都答")

    answer = await scene.ask(bob, QUESTION, group)
    sent = bob.send(OFF_TOPIC, group)
    bob.send("金融科技要成为基础设施。", group)
    bob.send(f"@ann {QUESTION}", group)
    assert [] == await scene.said(group, after=sent)
    addressed = await scene.ask(bob, f"@yinju_bot {OFF_TOPIC}", group)

    assert quotations(answer)
    assert DECLINED["简体中文"] == first_line(addressed)
    kept = (await scene.services.personal_data.rows_about(bob.person.id))["questions"]
    assert [QUESTION, OFF_TOPIC] == [row["text"] for row in kept]


async def test_the_hint_about_privacy_mode(scene: Scene) -> None:
    """Where Telegram keeps most messages from the bot, the panel says what to do."""
    ann = scene.client("Ann", "en")
    group = scene.group(ann)
    panel = await settings(scene, ann, group)
    assert "admin of this group" not in panel.text

    await tap(scene, ann, panel, "Any question")
    assert "admin of this group" in panel.text
    ann.add_bot(group, "administrator")
    await scene.settle()

    assert "admin of this group" not in (await settings(scene, ann, group)).text


@pytest.mark.parametrize("name", DECLINED)
async def test_the_language_of_a_group(scene: Scene, name: str) -> None:
    """A group's language goes before that of whoever asks, until it is taken back."""
    ann, bob = scene.client("Ann", "zh-hans"), scene.client("Bob", "en")
    group = scene.group(ann, bob)
    panel = await settings(scene, ann, group)

    await tap(scene, ann, panel, name)
    assert DECLINED[name] == first_line(await scene.ask(bob, f"/ask {OFF_TOPIC}", group))
    await tap(scene, ann, panel, panel.buttons[1][0]["text"])
    assert DECLINED["English"] == first_line(await scene.ask(bob, f"/ask {OFF_TOPIC}", group))


@pytest.mark.parametrize("name", DECLINED)
async def test_ones_own_language(scene: Scene, name: str) -> None:
    """/language overrules Telegram's language, in private, in groups, and in the menu."""
    ann = scene.client("Ann", "de" if name != "English" else "zh-hant")
    group = scene.group(ann)
    choice = await scene.ask(ann, "/language")

    await tap(scene, ann, choice, name)

    assert f"✓ {name}" in labels(choice)
    assert DECLINED[name] == first_line(await scene.ask(ann, OFF_TOPIC))
    assert DECLINED[name] == first_line(await scene.ask(ann, f"/ask {OFF_TOPIC}", group))
    await tap(scene, ann, choice, choice.buttons[0][0]["text"])
    assert DECLINED[name] != first_line(await scene.ask(ann, OFF_TOPIC))


async def test_a_language_chosen_in_a_group(scene: Scene) -> None:
    """Below /language in a group everybody chooses for themselves, and nobody for others."""
    ann, bob = scene.client("Ann", "zh-hans"), scene.client("Bob", "de")
    group = scene.group(ann, bob)
    choice = await scene.ask(ann, "/language", group)
    assert not [label for label in labels(choice) if label.startswith("✓")]

    assert "已儲存。" == await tap(scene, bob, choice, "繁體中文")

    assert not choice.edited
    assert DECLINED["繁體中文"] == first_line(await scene.ask(bob, f"/ask {OFF_TOPIC}", group))
    assert DECLINED["简体中文"] == first_line(await scene.ask(ann, f"/ask {OFF_TOPIC}", group))


async def test_how_many_quotations(scene: Scene) -> None:
    """An answer has as many quotations as the chat wants."""
    ann = scene.client()
    panel = await settings(scene, ann)

    await tap(scene, ann, panel, "1")

    assert 1 == len(quotations(await scene.ask(ann, QUESTION)))


@pytest.mark.parametrize(("label", "word"), [("繁體字", "基礎設施"), ("简体字", "基础设施")])
async def test_the_characters_of_quotations(scene: Scene, label: str, word: str) -> None:
    """Quotations are shown in the characters that the chat wants, highlights still right."""
    ann = scene.client()
    await tap(scene, ann, await settings(scene, ann), label)

    answer = await scene.ask(ann, QUESTION)

    assert word in parts(answer, "bold")


async def test_whose_taps_count(scene: Scene) -> None:
    """Set so, answers are for their askers; what answers nobody stays for everybody."""
    ann, bob = scene.client(), scene.client("Bob", "en")
    group = scene.group(ann, bob)
    await tap(scene, ann, await settings(scene, ann, group), "提问者")
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    choice = await scene.ask(ann, "/language", group)

    refused = "In this chat only whoever asked can use these buttons."
    assert refused == await tap(scene, bob, answer, "👍")
    assert refused != await tap(scene, ann, answer, "👍")
    assert "Saved." == await tap(scene, bob, choice, "English")


async def test_settings_move_with_their_group(scene: Scene) -> None:
    """A group that becomes a supergroup keeps what was set, and is known by its new number."""
    ann = scene.client("Ann", "en")
    group = scene.backend.add_group("群", ann.person, kind="group")
    ann.add_bot(group)
    policy = Policy(Trigger.COMMAND, quotations=1)
    await scene.settle()
    await scene.services.policies.keep(group.id, policy)

    upgraded = ann.migrate(group)
    await scene.settle()

    assert policy == await scene.services.policies.of(upgraded.id)
    assert Policy() == await scene.services.policies.of(group.id)
    assert "member" == await scene.services.chats.status(upgraded.id)
    assert await scene.services.chats.status(group.id) is None
    answer = await scene.ask(ann, f"/ask {QUESTION}", upgraded)
    assert 1 == len(quotations(answer))


@pytest.mark.parametrize(
    "data", ["set:nonsense:1", "set:quotations:400", "set:taps:", "language:x"]
)
async def test_buttons_that_nobody_made(scene: Scene, data: str) -> None:
    """What no panel offers is answered and does nothing."""
    ann = scene.client()
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    message = scene.backend.post(ann.private, scene.backend.bot, FormattedText("?"), markup=markup)

    assert "" == await tap(scene, ann, message, "x")
    assert Policy() == await scene.services.policies.of(ann.person.id)


async def test_what_another_version_has_set(scene: Scene) -> None:
    """A value that this version does not know counts as not set, and can be set anew."""
    ann = scene.client()
    await scene.services.policies.keep(ann.person.id, Policy(quotations=1))
    async with Database(scene.settings.journal_url) as database, database.begin() as connection:
        await connection.exec_driver_sql("UPDATE policies SET trigger = 'telepathy', taps = ''")

    assert 1 == len(quotations(await scene.ask(ann, QUESTION)))
    assert Policy(quotations=1) == await scene.services.policies.of(ann.person.id)
    assert "已保存。" == await tap(scene, ann, await settings(scene, ann), "5")


async def test_ones_own_settings(scene: Scene) -> None:
    """In private the panel speaks of oneself alone, and at once in the language chosen there."""
    ann = scene.client("Ann", "en")
    panel = await settings(scene, ann)
    assert "/ask" not in labels(panel)

    assert "已儲存。" == await tap(scene, ann, panel, "繁體中文")

    assert panel.text.splitlines()[:3] == ["設定", "", "語言：繁體中文。"]
    assert DECLINED["繁體中文"] == first_line(await scene.ask(ann, OFF_TOPIC))


async def test_trouble_with_policies_costs_no_answer(scene: Scene) -> None:
    """Where what was set cannot be read, people are answered as if nothing were."""
    ann = scene.client()
    async with Database(scene.settings.journal_url) as database, database.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE policies")

    assert quotations(await scene.ask(ann, QUESTION))


async def test_a_menu_that_telegram_refuses(scene: Scene) -> None:
    """A language is spoken though its menu could not be set."""
    ann = scene.client("Ann", "en")
    scene.backend.faults.add(Fault("forbidden", 99, "setmycommands"))
    choice = await scene.ask(ann, "/language")

    await tap(scene, ann, choice, "简体中文")

    assert DECLINED["简体中文"] == first_line(await scene.ask(ann, OFF_TOPIC))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("金融科技的下半场会怎样", True),
        ("數字科技是什麼呢", True),
        ("这靠谱吗", True),
        ("Is this right?", True),
        ("how does it work", True),
        ("谁写的？🙂", True),
        ("我觉得没什么大不了的", False),
        ("无论如何先试试", False),
        ("好的，收到！", False),
        ("金融科技要成为基础设施。", False),
    ],
)
def test_what_looks_like_a_question(said: str, *, expected: bool) -> None:
    """What people would take for a question is one; turns of phrase are not."""
    assert expected is looks_like_question(said)
