"""The screens of a newcomer, on a phone and on a desktop, in both themes and three languages.

The pictures are left in the folder artefacts, to be looked at.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Locator, Page, expect

from tests.proofs.page.conftest import DESKTOP, Messenger, OpenMessenger, playing

QUESTION = "金融科技为什么要成为基础设施？"
OFF_TOPIC = "明天上海会下雨吗？"
PHONE = {"width": 390, "height": 844}
SIZES = {"390": PHONE, "1280": DESKTOP}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

DECLINED = {
    "zh-hans": "没有在这些文章里找到答案。",
    "zh-hant": "沒有在這些文章裡找到答案。",
    "en": "I found no answer to this in the articles.",
}


@dataclass(frozen=True)
class Screen:
    """The page in a window of some width, in some language."""

    messenger: Messenger
    width: str
    language: str

    @property
    def page(self) -> Page:
        """The page."""
        return self.messenger.page

    async def picture(self, what: str) -> None:
        """Take a picture in each theme; nothing on it may be wider than the window."""
        await self.page.mouse.move(0, 0)
        for theme in THEMES:
            await self.page.emulate_media(color_scheme=theme)
            await self.messenger.shot(f"{what}-{self.language}-{self.width}-{theme}")
        for element in ("document.documentElement", "document.querySelector('#messages')"):
            over = await self.page.evaluate(f"{element}.scrollWidth - {element}.clientWidth")
            assert over <= 0, (what, element)

    async def go_to(self, chat: str) -> None:
        """Open a chat, on a phone by way of the list, and speak the language there."""
        if self.width == "390":
            await self.page.click("#back")
        await self.messenger.go_to(chat)
        await self.page.select_option("#language", self.language)

    async def has_no_tools(self) -> None:
        """Check that the tools of a message do not cover the one above it."""
        if self.width == "390":
            await expect(self.page.locator(".tools >> visible=true")).to_have_count(0)


async def see_an_answer(screen: Screen) -> None:
    """An answer and all its buttons are in view at once, and so is what More shows."""
    answer = await screen.messenger.ask(QUESTION)
    await screen.picture("answer")
    await is_in_view(screen, answer)
    await answer.locator(".key", has_text="…").click()
    await expect(answer.locator(".key", has_text="‹")).to_be_visible()
    await screen.picture("more")
    await screen.has_no_tools()
    await answer.locator(".key", has_text="‹").click()


async def see_an_answer_in_a_group(screen: Screen) -> None:
    """It is in view at once in a group as well, whose topics take some of the screen."""
    await screen.go_to("读书会")
    answer = await screen.messenger.ask(f"/ask {QUESTION}")
    await screen.picture("group")
    await is_in_view(screen, answer)


async def is_in_view(screen: Screen, answer: Locator) -> None:
    """Check that a message and its buttons are between the heading and the field."""
    area, place = (
        await screen.page.locator("#messages").bounding_box(),
        await answer.bounding_box(),
    )
    assert area
    assert place
    assert area["y"] <= place["y"]
    assert place["y"] + place["height"] <= area["y"] + area["height"]


async def see_a_decline(screen: Screen) -> None:
    """Whoever asks in a group what the articles do not say is told so alone."""
    told = await screen.messenger.ask(f"/ask {OFF_TOPIC}")
    await expect(told.locator(".text")).to_contain_text(DECLINED[screen.language])
    await expect(told.locator(".alone")).to_be_visible()
    await screen.picture("decline")


async def see_settings(screen: Screen) -> None:
    """The settings of a group are between its admin and the bot."""
    panel = await screen.messenger.ask("/settings")
    await expect(panel.locator(".alone")).to_be_visible()
    await screen.picture("settings")
    await panel.locator(".key").first.click()
    await expect(panel.locator(".key", has_text="‹")).to_be_visible()
    await screen.picture("setting")
    await screen.has_no_tools()


async def see_the_admins_chat(screen: Screen) -> None:
    """An admin sees how the bot is doing, and the articles."""
    await screen.go_to("引据")
    for command in ("help", "health", "articles"):
        answer = await screen.messenger.ask(f"/{command}")
        await expect(answer.locator(".replied")).to_be_in_viewport()
        await screen.picture(f"admin-{command}")


@pytest.fixture
async def screens(
    request: pytest.FixtureRequest, tmp_path: Path, open_messenger: OpenMessenger
) -> AsyncIterator[list[Screen]]:
    """The page of a bot that starts, in a window for each width."""
    language: str = request.param
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(playing(tmp_path))
        opened = []
        for width, viewport in SIZES.items():
            options: dict[str, Any] = {"viewport": viewport}
            messenger = await stack.enter_async_context(
                open_messenger(address, ".start, .example", **options)
            )
            await messenger.page.select_option("#language", language)
            opened.append(Screen(messenger, width, language))
        yield opened


@pytest.mark.parametrize("screens", DECLINED, indirect=True)
async def test_screens(screens: list[Screen]) -> None:
    """From the first start to the admin's chat, nothing overflows and an answer fits."""
    for screen in screens:
        await screen.picture("start")
        await screen.page.wait_for_selector(".example")
        await screen.picture("first")
    for screen in screens:
        await see_an_answer(screen)
    await make_admin(screens[-1])
    for screen in screens:
        await see_an_answer_in_a_group(screen)
        await see_a_decline(screen)
        await see_settings(screen)
    for screen in screens:
        await see_the_admins_chat(screen)


async def make_admin(screen: Screen) -> None:
    """Make the bot an administrator of the group, so that it can tell one person alone."""
    await screen.go_to("读书会")
    await screen.page.click("#wire")
    await screen.page.locator("#role input").check()
    await screen.picture("panel")
    await screen.page.click("#wire")
