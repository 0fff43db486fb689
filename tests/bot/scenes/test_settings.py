"""Policies: /settings, /language, access to buttons, migration."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.journal.opening import make_database
from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault
from bot.playground.standin.formatting import FormattedText
from bot.playground.standin.model import Chat, Message
from bot.policy import ButtonAccess, Policy, Trigger
from bot.telegram.handlers.incoming import looks_like_question
from retrieval.text.script import Display
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import first_line, parts, quotations
from tests.bot.scenes.tapping import labels, open_more, set_to, tap

QUESTION = "金融科技为什么要成为基础设施？"
OFF_TOPIC = "明天上海会下雨吗？"
DECLINED = {
    "简体中文": "没有在这些文章里找到答案。",
    "繁體中文": "沒有在這些文章裡找到答案。",
    "English": "I found no answer to this in the articles.",
}


async def settings(scene: Scene, admin: Client, chat: Chat | None = None) -> Message:
    """Send /settings, and return the panel."""
    return await scene.ask(admin, "/settings", chat)


@pytest.mark.parametrize(
    ("code", "heading", "toast", "named"),
    [
        ("zh-hans", "设置", "已保存。", "每次引用段数：5"),
        ("zh-hant", "設定", "已儲存。", "每次引用段數：5"),
        ("en", "Settings", "Saved.", "Quotations at a time: 5"),
    ],
)
async def test_settings_in_three_languages(
    scene: Scene, code: str, heading: str, toast: str, named: str
) -> None:
    """The panel names each setting with its value, and a button leads to the others."""
    ann = scene.client("Ann", code)
    panel = await settings(scene, ann, scene.group(ann))
    assert heading == panel.text.splitlines()[0]
    before = panel.text

    assert toast == await set_to(scene, ann, panel, "5")

    assert before != panel.text
    assert heading == panel.text.splitlines()[0]
    assert [named] == [one for one in labels(panel) if one.endswith("5")]


async def test_only_admins_set_a_group(scene: Scene) -> None:
    """Members get no panel, and cannot change anything on the panel of an admin."""
    ann, bob = scene.client(), scene.client("Bob", "en")
    group = scene.group(ann, bob)
    panel = await settings(scene, ann, group)
    refused = await settings(scene, bob, group)
    assert refused.text == await tap(scene, bob, panel, labels(panel)[0])
    await tap(scene, ann, panel, "每次引用段数")

    toast = await tap(scene, bob, panel, "5")

    assert "Only the admins of this group can change its settings." == refused.text == toast
    assert Policy() == await scene.services.policies.of(group.id)
    group.members[bob.person.id] = "administrator"
    await tap(scene, bob, panel, "5")
    assert 5 == (await scene.services.policies.of(group.id)).quotations


async def test_anonymous_admins_set_a_group(scene: Scene) -> None:
    """A sender on behalf of the group is an admin; one on behalf of a channel is not."""
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
    """A button of the current value changes nothing, and is answered."""
    ann = scene.client()
    panel = await settings(scene, ann)
    await tap(scene, ann, panel, "每次引用段数")
    shown = panel.text

    assert "" == await tap(scene, ann, panel, "✓ 3")
    assert shown == panel.text


async def test_a_panel_as_it_was(scene: Scene) -> None:
    """The buttons of panels that showed all values at once change the setting."""
    ann = scene.client()
    markup = {"inline_keyboard": [[{"text": "5", "callback_data": "set:quotations:5"}]]}
    panel = scene.backend.post(ann.private, scene.backend.bot, FormattedText("?"), markup=markup)

    assert "已保存。" == await tap(scene, ann, panel, "5")
    assert "每次引用段数：5" in labels(panel)


async def test_two_taps_at_once(scene: Scene) -> None:
    """Changes of several admins at the same time are all stored."""
    policies = scene.services.policies

    await policies.keep(-5, Policy(quotations=5), "quotations")
    await policies.keep(-5, Policy(taps=ButtonAccess.ASKER), "taps")
    await policies.keep(-5, Policy(display=Display.TRADITIONAL), "display")

    expected = Policy(quotations=5, taps=ButtonAccess.ASKER, display=Display.TRADITIONAL)
    assert expected == await policies.of(-5)


async def test_command_only(scene: Scene) -> None:
    """With the trigger “command”, only /ask is answered."""
    ann = scene.client()
    group = scene.group(ann)
    await set_to(scene, ann, await settings(scene, ann, group), "/ask")
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)

    sent = ann.send(f"@yinju_bot {QUESTION}", group)
    ann.send(QUESTION, group, reply_to=answer)

    assert quotations(answer)
    assert [] == await scene.said(group, after=sent)


async def test_every_question(scene: Scene) -> None:
    """With the trigger “question”, any question that the articles answer is answered."""
    scene.backend.reads_all_group_messages = True
    ann, bob = scene.client(), scene.client("Bob")
    group = scene.group(ann, bob)
    await set_to(scene, ann, await settings(scene, ann, group), "问题都答")

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
    """The panel gives a hint if Telegram does not send the bot every message."""
    ann = scene.client("Ann", "en")
    group = scene.group(ann)
    panel = await settings(scene, ann, group)
    assert "admin of this group" not in panel.text

    await set_to(scene, ann, panel, "Any question")
    assert "admin of this group" in panel.text
    ann.add_bot(group, "administrator")
    await scene.settle()

    ann.send("/settings", group)
    await scene.settle()
    assert "admin of this group" not in ann.sees(group)[-1].text


@pytest.mark.parametrize("name", DECLINED)
async def test_the_language_of_a_group(scene: Scene, name: str) -> None:
    """The language of a group overrides the asker's, until it is unset."""
    ann, bob = scene.client("Ann", "zh-hans"), scene.client("Bob", "en")
    group = scene.group(ann, bob)
    panel = await settings(scene, ann, group)

    await set_to(scene, ann, panel, name)
    assert DECLINED[name] == first_line(await scene.ask(bob, f"/ask {OFF_TOPIC}", group))
    await tap(scene, ann, panel, labels(panel)[1])
    await tap(scene, ann, panel, labels(panel)[0])
    assert DECLINED["English"] == first_line(await scene.ask(bob, f"/ask {OFF_TOPIC}", group))


@pytest.mark.parametrize("name", DECLINED)
async def test_ones_own_language(scene: Scene, name: str) -> None:
    """/language overrides the client's language, in private, in groups and in the menu."""
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
    """The buttons of /language in a group set the language of the person who presses."""
    ann, bob = scene.client("Ann", "zh-hans"), scene.client("Bob", "de")
    group = scene.group(ann, bob)
    choice = await scene.ask(ann, "/language", group)
    assert not [label for label in labels(choice) if label.startswith("✓")]

    assert "已儲存。" == await tap(scene, bob, choice, "繁體中文")

    assert not choice.edited
    assert DECLINED["繁體中文"] == first_line(await scene.ask(bob, f"/ask {OFF_TOPIC}", group))
    assert DECLINED["简体中文"] == first_line(await scene.ask(ann, f"/ask {OFF_TOPIC}", group))


async def test_how_many_quotations(scene: Scene) -> None:
    """An answer has the number of quotations that is set."""
    ann = scene.client()
    panel = await settings(scene, ann)

    await set_to(scene, ann, panel, "1")

    assert 1 == len(quotations(await scene.ask(ann, QUESTION)))


@pytest.mark.parametrize(("label", "word"), [("繁體字", "基礎設施"), ("简体字", "基础设施")])
async def test_the_characters_of_quotations(scene: Scene, label: str, word: str) -> None:
    """Quotations are in the characters that are set, with correct highlights."""
    ann = scene.client()
    await set_to(scene, ann, await settings(scene, ann), label)

    answer = await scene.ask(ann, QUESTION)

    assert word in parts(answer, "bold")


async def test_names_are_in_the_characters_of_quotations(
    open_scene: OpenScene, tmp_path: Path
) -> None:
    """The author is converted with the title, below a quotation, when asked for, and copied."""
    folder = tmp_path / "wok"
    folder.mkdir()
    (folder / "wok.md").write_text(
        "---\ntitle: 铁锅怎么养\nauthor: 陈阿姨\n---\n铁锅用完趁热刷洗，再放回火上烘干。\n",
        "utf-8",
    )
    async with open_scene(folder) as scene:
        ann = scene.client()
        await scene.services.policies.keep(ann.person.id, Policy(display=Display.TRADITIONAL))
        answer = await scene.ask(ann, "铁锅怎么养？")
        author = await scene.ask(ann, "《铁锅怎么养》是谁写的？")
        copied = ann.button(await open_more(scene, ann, answer), "复制")

    assert "鐵鍋怎麼養 · 陳阿姨" in answer.text
    assert "作者：陳阿姨" in parts(author, "bold")
    assert "——陳阿姨《鐵鍋怎麼養》" in copied["copy_text"]["text"]


async def test_whose_taps_count(scene: Scene) -> None:
    """With access “asker”, only askers can use the buttons below their answers."""
    ann, bob = scene.client(), scene.client("Bob", "en")
    group = scene.group(ann, bob)
    await set_to(scene, ann, await settings(scene, ann, group), "提问者")
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    choice = await scene.ask(ann, "/language", group)

    refused = "In this chat, only the person who asked can use these buttons."
    assert refused == await tap(scene, bob, answer, "👍")
    assert refused != await tap(scene, ann, answer, "👍")
    assert "Saved." == await tap(scene, bob, choice, "English")


async def test_settings_move_with_their_group(scene: Scene) -> None:
    """A group that becomes a supergroup keeps its policy under its new id."""
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
    """A button with an unknown setting is answered and changes nothing."""
    ann = scene.client()
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    message = scene.backend.post(ann.private, scene.backend.bot, FormattedText("?"), markup=markup)

    assert "" == await tap(scene, ann, message, "x")
    assert Policy() == await scene.services.policies.of(ann.person.id)


async def test_what_another_version_has_set(scene: Scene) -> None:
    """A stored value that this version does not know counts as unset."""
    ann = scene.client()
    await scene.services.policies.keep(ann.person.id, Policy(quotations=1))
    async with (
        make_database(scene.settings.journal_url) as database,
        database.begin() as connection,
    ):
        await connection.exec_driver_sql("UPDATE policies SET trigger = 'telepathy', taps = ''")

    assert 1 == len(quotations(await scene.ask(ann, QUESTION)))
    assert Policy(quotations=1) == await scene.services.policies.of(ann.person.id)
    assert "已保存。" == await set_to(scene, ann, await settings(scene, ann), "5")


async def test_ones_own_settings(scene: Scene) -> None:
    """In private the panel has personal settings only, and changes language at once."""
    ann = scene.client("Ann", "en")
    panel = await settings(scene, ann)
    assert ["Language", "Quotations at a time", "Characters of quotations"] == [
        one.partition(":")[0] for one in labels(panel)
    ]

    assert "已儲存。" == await set_to(scene, ann, panel, "繁體中文")

    assert panel.text.splitlines()[:3] == ["設定", "", "語言：繁體中文。"]
    assert DECLINED["繁體中文"] == first_line(await scene.ask(ann, OFF_TOPIC))


async def test_trouble_with_policies_costs_no_answer(scene: Scene) -> None:
    """If policies cannot be read, the default policy is in force."""
    ann = scene.client()
    async with (
        make_database(scene.settings.journal_url) as database,
        database.begin() as connection,
    ):
        await connection.exec_driver_sql("DROP TABLE policies")

    assert quotations(await scene.ask(ann, QUESTION))


async def test_a_menu_that_telegram_refuses(scene: Scene) -> None:
    """The language is set even if its menu is refused."""
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
    """Interrogative words and question marks make a question; set phrases do not."""
    assert expected is looks_like_question(said)
