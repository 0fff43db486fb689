"""A bot without any library, in a world with one person and one group."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.server import stand_in

ANN, GROUP = 101, -1_000_000_000_002
"""The ids of whom and what `bot` finds in its world."""


class Bot:
    """A bot without any library: calls over HTTP and what comes back."""

    def __init__(self, backend: Backend, http: httpx.AsyncClient) -> None:
        self.backend = backend
        self._http = http

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The body of the reply."""
        reply = await self._http.post(f"/bot{self.backend.token}/{method}", json=parameters)
        body: dict[str, Any] = reply.json()
        assert reply.status_code == body.get("error_code", 200)
        return body

    async def fetch(self, path: str) -> httpx.Response:
        """A file, by the path that getFile names."""
        return await self._http.get(f"/file/bot{self.backend.token}/{path}")

    async def updates(self) -> list[dict[str, Any]]:
        """The updates that have come, confirmed."""
        taken: list[dict[str, Any]] = (await self.call("getUpdates"))["result"]
        if taken:
            await self.call("getUpdates", offset=taken[-1]["update_id"] + 1)
        return taken


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot in a world of its own, with a person and a group."""
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
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return self.now
