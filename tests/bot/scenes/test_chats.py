"""Commands, lists, messages without text, and membership."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from telegram import BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.playground.standin.formatting import FormattedText, detect
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import addresses, parts, quotations

LANGUAGES = ["zh-hans", "zh-hant", "en"]


@pytest.mark.parametrize("command", ["/start", "/help", "/privacy"])
async def test_introductions_in_three_languages(scene: Scene, command: str) -> None:
    """Introductions differ between the languages."""
    said = {(await scene.ask(scene.client("Ann", code), command)).text for code in LANGUAGES}

    assert 3 == len(said)


@pytest.mark.parametrize(
    ("code", "here", "in_group"),
    [
        ("zh-hans", "直接把问题发过来就行", "写 /ask 加上问题，在问题里提到 @yinju_bot"),
        ("zh-hant", "直接把問題發過來就行", "寫 /ask 加上問題，在問題裡提到 @yinju_bot"),
        ("en", "Just write your question here", "Write /ask and your question, mention @yinju"),
    ],
)
async def test_introductions_fit_the_chat(
    scene: Scene, code: str, here: str, in_group: str
) -> None:
    """In a group, /start says how a group asks, and /help says that first."""
    ann = scene.client("Ann", code)
    group = scene.group(ann)
    private, shared = await scene.ask(ann, "/start"), await scene.ask(ann, "/start", group)
    help_, shared_help = await scene.ask(ann, "/help"), await scene.ask(ann, "/help", group)

    assert (True, False) == (here in private.text, here in shared.text)
    assert (False, True) == (in_group in private.text, in_group in shared.text)
    assert sorted(parts(help_, "bold")) == sorted(parts(shared_help, "bold"))
    assert parts(help_, "bold")[:2] == parts(shared_help, "bold")[1::-1]


async def test_articles_are_paged(open_scene: OpenScene, tmp_path: Path) -> None:
    """/articles lists the collection; arrows turn its pages in the same message."""
    for number in range(20):
        (tmp_path / f"{number:02}.md").write_text(
            f"---\ntitle: 第{number}篇\n---\n正文。", "utf-8"
        )
    async with open_scene(tmp_path) as scene:
        ann = scene.client()
        listing = await scene.ask(ann, "/articles")
        assert "20" in listing.text.splitlines()[0]
        assert "第0篇" in listing.text
        assert 8 == len(addresses(listing))

        ann.press(listing, "›")
        await scene.settle()
        assert "第8篇" in listing.text
        assert listing.edited
        pressed = ann.press(listing, "2 / 3")
        ann.press(listing, "‹")
        await scene.settle()

    assert "第0篇" in listing.text
    assert pressed.answer is not None
    assert 2 == len(ann.private.visible)


async def test_a_small_collection_has_no_pages(scene: Scene) -> None:
    """A list of one page has no arrows; each title opens its article."""
    ann = scene.client()
    listing = await scene.ask(ann, "/articles")

    assert ["1", "2", "3", "4", "5"] == [b["text"] for row in listing.buttons for b in row]
    before = ann.private.visible[-1]
    ann.open(addresses(listing)[0])
    (opened,) = await scene.said(ann.private, after=before)
    assert quotations(opened)


@pytest.mark.parametrize("kind", ["voice", "sticker", "photo"])
async def test_what_is_no_text(scene: Scene, kind: str) -> None:
    """A message without text gets one line in private, and nothing in groups."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)
    file = {"file_id": "1", "file_unique_id": "1"}
    size = {"width": 1, "height": 1}
    contents: dict[str, Any] = {
        "voice": file | {"duration": 1},
        "sticker": file | size | {"type": "regular", "is_animated": False, "is_video": False},
        "photo": [file | size],
    }
    content = {kind: contents[kind]}

    answer = await scene.ask(ann, "", **content)
    ann.send("", group, **content)

    assert "我只看得懂文字，请把问题写下来。" == answer.text
    assert [] == await scene.said(group)


async def test_unknown_commands(scene: Scene) -> None:
    """An unknown command gets one line in private, and nothing in groups."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)

    answer = await scene.ask(ann, "/nonsense")
    ann.send("/nonsense", group)
    ann.send("/nonsense@other_bot")

    assert "/help" in parts(answer, "bot_command")
    assert [] == await scene.said(group)
    assert 1 == len(await scene.said(ann.private))


@pytest.mark.parametrize("code", ["zh-hans", "zh-hant", "en"])
async def test_help_lists_every_command(scene: Scene, code: str) -> None:
    """/help lists every command of the menu of private chats."""
    help_ = await scene.ask(scene.client("Ann", code), "/help")
    offered = await scene.application.bot.get_my_commands(BotCommandScopeAllPrivateChats())

    assert {f"/{one.command}" for one in offered} <= set(parts(help_, "bot_command"))


@pytest.mark.parametrize(
    ("code", "heading", "sending"),
    [
        ("zh-hans", "管理员专用", "把文件发给我，或者只发一个网址"),
        ("zh-hant", "管理員專用", "把檔案傳給我，或者只傳一個網址"),
        ("en", "For you as an admin", "Send me a document"),
    ],
)
async def test_admins_are_shown_what_they_can_do(
    scene: Scene, code: str, heading: str, sending: str
) -> None:
    """/start and /help list every admin command to admins in private, and to nobody else."""
    admin, ann = scene.admin, scene.client("Ann", code)
    admin.person.language_code = code
    group = scene.group(admin, ann)
    shown = [await scene.ask(admin, one) for one in ("/start", "/help")]
    scope = BotCommandScopeChat(admin.person.id)
    offered = await scene.application.bot.get_my_commands(scope)
    unknown = await scene.ask(admin, "/feeds")
    others = [await scene.ask(ann, "/help"), await scene.ask(admin, "/help", group)]

    for one in shown:
        assert {f"/{each.command}" for each in offered} <= set(parts(one, "bot_command"))
        assert heading in one.text
        assert sending in one.text
    assert "/help" in unknown.text
    assert [False, False] == [heading in one.text for one in others]


async def test_added_to_a_group(scene: Scene) -> None:
    """The bot introduces itself once when it is added, and not when it is promoted."""
    ann = scene.client("Ann", "en")
    group = scene.backend.add_group("Readers", ann.person)

    ann.add_bot(group)
    assert 1 == len(await scene.said(group))
    ann.add_bot(group, "administrator")
    assert 1 == len(await scene.said(group))

    assert "/ask" in parts((await scene.said(group))[0], "bot_command")
    assert "administrator" == await scene.services.chats.status(group.id)


async def test_removed_and_blocked(
    open_scene: OpenScene, caplog: pytest.LogCaptureFixture
) -> None:
    """A chat that the bot may not write to is recorded, without a traceback."""
    async with open_scene(may_refuse=True) as scene:
        ann, bob = scene.client(), scene.client("Bob")
        group = scene.group(bob)
        bob.add_bot(group, "kicked")
        ann.send("金融科技")
        ann.block()
        await scene.settle()

        assert "kicked" == await scene.services.chats.status(group.id)
        assert "kicked" == await scene.services.chats.status(ann.person.id)
    assert "Traceback" not in caplog.text


async def test_migration_in_the_middle(scene: Scene) -> None:
    """A question in a group that is being upgraded is answered in the supergroup."""
    ann = scene.client()
    group = scene.backend.add_group("群", ann.person, kind="group")
    group.members[scene.backend.bot.id] = "member"
    text = "/ask 流量"
    body = FormattedText(text, tuple(detect(text)))
    sent = scene.backend.post(group, ann.person, body)
    upgraded = ann.migrate(group)
    scene.backend.updates.put("message", sent.as_json())
    await scene.settle()

    assert any(quotations(message) for message in await scene.said(upgraded))
    scene.backend.calls.clear()  # The refusal that told the bot about the move.
