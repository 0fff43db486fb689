"""A bot without any library, and a stand-in with one user and one group."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.server import stand_in

ANN, GROUP = 101, -1_000_000_000_002
"""The ids of the user and the group of the fixture `bot`."""


class Bot:
    """A bot without any library: it calls the Bot API over HTTP."""

    def __init__(self, backend: Backend, http: httpx.AsyncClient) -> None:
        self.backend = backend
        self._http = http

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method and return the body of the response."""
        reply = await self._http.post(f"/bot{self.backend.token}/{method}", json=parameters)
        body: dict[str, Any] = reply.json()
        assert reply.status_code == body.get("error_code", 200)
        return body

    async def fetch(self, path: str) -> httpx.Response:
        """Download the file with the path that getFile returned."""
        return await self._http.get(f"/file/bot{self.backend.token}/{path}")

    async def updates(self) -> list[dict[str, Any]]:
        """Return the pending updates and confirm them."""
        pending: list[dict[str, Any]] = (await self.call("getUpdates"))["result"]
        if pending:
            await self.call("getUpdates", offset=pending[-1]["update_id"] + 1)
        return pending


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot whose stand-in has a user, Ann, and a group of hers that the bot is in."""
    backend = Backend(clock=Clock())
    ann = Client(backend, backend.add_person("Ann"))
    _ = ann.private
    group = backend.add_group("Readers", ann.person)
    group.members[backend.bot.id] = "member"
    async with (
        stand_in(backend) as address,
        httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as http,
    ):
        yield Bot(backend, http)


class Clock:
    """A clock that a test sets by `now`."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        """Return the time in seconds since the epoch."""
        return self.now
