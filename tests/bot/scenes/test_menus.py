"""Command menus and descriptions."""

from __future__ import annotations

import asyncio

import pytest

from bot.messages import messages
from bot.playground.standin.client import Client
from bot.playground.standin.methods.profile import menu as shown_menu
from bot.telegram.menus import COMMANDS, MENU_LANGUAGES, menu, publish
from tests.bot.scenes.conftest import PATIENCE, OpenScene, Scene


@pytest.mark.parametrize(
    ("code", "words"), [("zh-hans", "怎样提问"), ("en", "How to ask"), ("de", "How to ask")]
)
async def test_menus_by_scope_and_language(scene: Scene, code: str, words: str) -> None:
    """Private chats, groups and their admins have separate menus, in two languages."""
    await publish(scene.application.bot)
    ann, bob = scene.client("Ann", code), scene.client("Bob", code)
    group = scene.group(ann, bob)

    menus = [
        {one["command"]: one["description"] for one in shown_menu(scene.backend, *where)}
        for where in ((ann.private, ann.person), (group, ann.person), (group, bob.person))
    ]

    assert words == menus[0]["help"]
    private, admins, members = map(set, menus)
    assert {"forget", "mydata"} <= private
    assert "ask" not in private
    assert {"settings"} == admins - members
    assert "ask" in members


async def test_a_menu_for_who_reads_traditional(scene: Scene) -> None:
    """/start sets a menu in Traditional for those whose client uses it."""
    await publish(scene.application.bot)
    ann, bob = scene.client("Ann", "zh-hant"), scene.client("Bob", "zh-hans")
    for one in (ann, bob):
        await scene.ask(one, "/start")
    await scene.settle()

    described = [
        {
            c["command"]: c["description"]
            for c in shown_menu(scene.backend, one.private, one.person)
        }
        for one in (ann, bob)
    ]

    assert ["怎麼提問", "怎样提问"] == [one["help"] for one in described]


async def test_what_is_right_is_left_alone(scene: Scene) -> None:
    """Menus that are correct are not set again; a changed description is."""
    bot = scene.application.bot
    await publish(bot)
    scene.backend.calls.clear()

    assert 0 == await publish(bot)
    assert not [call.method for call in scene.backend.calls if call.method.startswith("set")]
    scene.backend.profile["description", "zh"] = "别的"
    assert 1 == await publish(bot)


async def test_set_at_the_start(open_scene: OpenScene) -> None:
    """The bot sets menus and descriptions at start, in two languages."""
    async with open_scene(with_tasks=True, admin_has_written=True) as scene:
        async with asyncio.timeout(PATIENCE):
            while ("short_description", "zh") not in scene.backend.profile:
                await asyncio.sleep(0.01)
        profile = scene.backend.profile

    assert "引文章的原话" in profile["description", "zh"]
    assert "quoted and linked" in profile["description", ""]


def test_every_command_is_described() -> None:
    """Each command has a description of at most 40 characters."""
    for language in MENU_LANGUAGES.values():
        for one in menu(messages(language), sorted(COMMANDS - {"start"})):
            assert 1 <= len(one.description) <= 40


def descriptions(scene: Scene, client: Client) -> dict[str, str]:
    """Return the commands that a client shows in private, with their descriptions."""
    shown = shown_menu(scene.backend, client.private, client.person)
    return {one["command"]: one["description"] for one in shown}


@pytest.mark.parametrize(
    ("code", "words", "articles"),
    [
        ("zh-hans", "机器人的状况", ("文集里有什么", "可改标题、作者、日期")),
        ("zh-hant", "機器人的狀況", ("文集裡有什麼", "可改標題、作者、日期")),
        ("en", "How the bot is doing", ("What the collection holds", "edit title, author, date")),
    ],
)
async def test_a_menu_for_admins(
    scene: Scene, code: str, words: str, articles: tuple[str, str]
) -> None:
    """Admins see all their commands in their language from /start on, others do not.

    What /articles is for differs: admins change what is stated of an article.
    """
    bot, policies = scene.application.bot, scene.services.policies
    ann, admin = scene.client("Ann", code), scene.admin
    admin.person.language_code = code
    greetings = [(await scene.ask(one, "/start")).text for one in (ann, admin)]
    await scene.settle()
    await publish(bot, [7], policies)

    shown = descriptions(scene, admin)
    assert words == shown["health"]
    for_readers, for_admins = articles
    assert for_readers == descriptions(scene, ann)["articles"]
    assert shown["articles"].endswith(for_admins)
    assert [1, 2] == [text.count("/articles") for text in greetings]
    assert COMMANDS - {"ask", "start"} == set(shown)
    assert not {"health", "block", "reload"} & set(descriptions(scene, ann))
    assert 0 == await publish(bot, [7], policies)


async def test_an_admin_who_chooses_a_language(scene: Scene) -> None:
    """An admin's menu follows the language that is chosen, and /forget, and keeps its commands."""
    bot, policies, admin = scene.application.bot, scene.services.policies, scene.admin
    await scene.ask(admin, "/start")
    await publish(bot, [7], policies)
    admin.press(await scene.ask(admin, "/language"), "English")
    await scene.settle()
    assert "How the bot is doing" == descriptions(scene, admin)["health"]
    assert 0 == await publish(bot, [7], policies)

    admin.press(await scene.ask(admin, "/forget"), "Delete everything")
    await scene.settle()

    assert "机器人的状况" == descriptions(scene, admin)["health"]
