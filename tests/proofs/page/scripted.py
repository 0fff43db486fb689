"""A scripted bot without any library, for tests of what the page shows of any bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from bot.playground.standin.server import stand_in
from bot.playground.web.scenario import Scenario, build_scenario
from bot.playground.web.site import open_site


@dataclass(frozen=True)
class Bot:
    """A bot that calls the Bot API of a scenario over HTTP."""

    scenario: Scenario
    http: httpx.AsyncClient

    async def call(self, method: str, **parameters: Any) -> Any:
        """Call a method, which must succeed, and return its result."""
        url = f"/bot{self.scenario.backend.token}/{method}"
        body = (await self.http.post(url, json=parameters)).json()
        assert body["ok"], body
        return body["result"]

    async def send_file(self, chat_id: int, name: str, data: bytes) -> None:
        """Send a file."""
        url = f"/bot{self.scenario.backend.token}/sendDocument"
        await self.http.post(url, data={"chat_id": str(chat_id)}, files={"document": (name, data)})


Script = Callable[[Bot, str, dict[str, Any]], Any]
"""A function that handles an update, given the bot, the kind of update and its content."""


@asynccontextmanager
async def acting(script: Script) -> AsyncIterator[tuple[Scenario, str]]:
    """Run a scripted bot on a page; yield the scenario and the address of the page."""
    scenario = build_scenario()
    async with (
        stand_in(scenario.backend) as api,
        open_site(scenario) as site,
        httpx.AsyncClient(base_url=api, trust_env=False, timeout=60) as http,
    ):
        bot = Bot(scenario, http)
        site.set_ready(("为什么？", "怎么办？"))
        answering = asyncio.create_task(_answer(bot, script))
        try:
            yield scenario, site.address
        finally:
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)


async def _answer(bot: Bot, script: Script) -> None:
    offset = 0
    while True:
        for update in await bot.call("getUpdates", offset=offset, timeout=20):
            offset = update.pop("update_id") + 1
            ((kind, payload),) = update.items()
            await script(bot, kind, payload)
