"""The bot's own settings at Telegram, which it makes at its start."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import pytest

from bot.telegram.api_server import ApiServer
from bot.telegram.bot_settings import BotSettings, placeholder
from tests.bot.scenes.conftest import PATIENCE, OpenScene, Scene
from tests.bot.scenes.tapping import open_more

PLACEHOLDER = "搜索 · 搜尋 · Search"
QUESTION = "金融科技为什么要成为基础设施？"


async def until(condition: Callable[[], object]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.01)


def settings_set(scene: Scene) -> list[dict[str, object]]:
    """Return what each call of setMySettings has set."""
    return [c.parameters for c in scene.backend.calls if c.method == "setmysettings"]


async def test_one_token_is_enough(open_scene: OpenScene) -> None:
    """A new bot has inline mode, guest mode and reports of chosen results after its start."""
    async with open_scene(with_tasks=True, admin_has_written=True, is_new=True) as scene:
        backend, bot = scene.backend, scene.application.bot
        await until(lambda: "inline_query_placeholder" in backend.settings)
        await until(lambda: bot.supports_inline_queries)

        assert PLACEHOLDER == placeholder() == backend.settings["inline_query_placeholder"]
        assert backend.settings["supports_guest_queries"]
        assert 1 == backend.settings["inline_feedback_share_denominator"]
        assert not backend.reads_all_group_messages
        ann = scene.client()
        answer = await scene.ask(ann, QUESTION)
        await open_more(scene, ann, answer)
        assert [b for row in answer.buttons for b in row if "switch_inline_query" in b]


async def test_what_is_right_is_left_alone(scene: Scene) -> None:
    """Settings that are as they should be are not set again; a changed one is."""
    own, bot = BotSettings(ApiServer(), hears_all=True), scene.application.bot

    assert 3 == await own.set(bot)  # Inline and guest mode are on; @BotFather set them.
    assert scene.backend.reads_all_group_messages is bot.can_read_all_group_messages is True
    assert 0 == await own.set(bot)
    scene.backend.settings["supports_guest_queries"] = False
    assert 2 == await own.set(bot)
    assert 2 == len(settings_set(scene))


@pytest.mark.parametrize("hears_all", [None, False])
async def test_what_the_operator_forbids(
    open_scene: OpenScene,
    hears_all: bool | None,  # noqa: FBT001 - a parameter of the test
) -> None:
    """What .env forbids is switched off; privacy mode is left alone where .env is silent."""
    forbidden = {"inline": False, "guests": False, "hears_all": hears_all}
    async with open_scene(with_tasks=True, admin_has_written=True, **forbidden) as scene:
        scene.backend.reads_all_group_messages = True
        await until(lambda: not scene.backend.settings["supports_guest_queries"])

        assert not scene.backend.settings["supports_inline_queries"]
        assert 0 == scene.backend.settings["inline_feedback_share_denominator"]
        assert "inline_query_placeholder" not in scene.backend.settings
        assert scene.backend.reads_all_group_messages is (hears_all is None)


async def test_an_older_server(open_scene: OpenScene, caplog: pytest.LogCaptureFixture) -> None:
    """On a server that knows 10.0 the bot works as it is, and the log says so once."""
    caplog.set_level(logging.INFO)
    async with open_scene(may_refuse=True, api_version=(10, 0)) as scene:
        own = BotSettings(ApiServer())
        assert [0, 0] == [await own.set(scene.application.bot) for _ in range(2)]
        ann = scene.client()
        query = ann.type_inline(QUESTION)
        await scene.settle()
        assert query.answer is not None
        assert query.answer["results"]

    (told,) = (m for m in caplog.messages if "older than 10.5" in m)
    assert "@BotFather" in told
