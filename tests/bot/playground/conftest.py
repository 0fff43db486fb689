"""A bot without any library, in a world with one person and one group."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.playground.people import Client
from bot.playground.server import stand_in
from bot.playground.world import World

ANN, GROUP = 101, -1_000_000_000_002
"""The ids of whom and what `bot` finds in its world."""


class Bot:
    """A bot without any library: calls over HTTP and what comes back."""

    def __init__(self, world: World, http: httpx.AsyncClient) -> None:
        self.world = world
        self._http = http

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The body of the reply."""
        reply = await self._http.post(f"/bot{self.world.token}/{method}", json=parameters)
        body: dict[str, Any] = reply.json()
        assert reply.status_code == body.get("error_code", 200)
        return body

    async def fetch(self, path: str) -> httpx.Response:
        """A file, by the path that getFile names."""
        return await self._http.get(f"/file/bot{self.world.token}/{path}")

    async def updates(self) -> list[dict[str, Any]]:
        """The updates that have come, confirmed."""
        taken: list[dict[str, Any]] = (await self.call("getUpdates"))["result"]
        if taken:
            await self.call("getUpdates", offset=taken[-1]["update_id"] + 1)
        return taken


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot in a world of its own, with a person and a group."""
    world = World(clock=Clock())
    ann = Client(world, world.add_person("Ann"))
    _ = ann.private
    group = world.add_group("Readers", ann.person)
    group.members[world.bot.id] = "member"
    async with (
        stand_in(world) as address,
        httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as http,
    ):
        yield Bot(world, http)


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return self.now
