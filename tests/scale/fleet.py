"""Replicas of one bot with one journal, behind a proxy, and the people who ask it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from socket import create_server
from ssl import SSLContext

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.model import Message, User
from bot.playground.standin.server import stand_in
from tests.bot.serving import SECRET, UNLIMITED, Served, answers, serve

PATIENCE = 90
"""Seconds after which a test fails if nobody answers."""

QUESTIONS = ("流量思维", "金融科技是什么", "产业互联网", "新金融", "你好", "火星上有什么")

PER_SECOND = 8
"""Number of questions in a second."""

RETRIES = (0.2, 0.5, 1)
"""Seconds between attempts to deliver; Telegram's are longer."""


@dataclass
class Fleet:
    """Replicas of one bot, which the stand-in for Telegram sends updates to by way of a proxy."""

    backend: Backend
    settings: dict[str, str]
    folder: Path
    cache: Path
    people: list[Client]
    hosts: Sequence[str] = ()
    """Where replicas are to listen, if the proxy needs to know."""
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @asynccontextmanager
    async def replica(
        self, listen: str = "", data: Path | None = None, **settings: str
    ) -> AsyncIterator[tuple[Served, str]]:
        """Run a replica, and yield it with the address that it listens on.

        Args:
            listen: That address; empty for a free port.
            data: Its data folder, if it is to share one.
            settings: Settings of its own.
        """
        data = data or self.data_folder()
        if not listen:
            with create_server(("127.0.0.1", 0)) as free:
                listen = f"127.0.0.1:{free.getsockname()[1]}"
        async with serve(data, webhook_listen=listen, **self.settings | settings) as served:
            await served.logged("listening")
            yield served, listen

    def data_folder(self) -> Path:
        """Make a data folder, with the caches that all tests share."""
        data = self.folder / f"data-{next(self._numbers)}"
        data.mkdir()
        (data / "cache").symlink_to(self.cache)
        return data

    async def ask_until(self, end: asyncio.Event) -> None:
        """Have people ask questions."""
        chance = random.Random(5)
        while not end.is_set():
            chance.choice(self.people).send(chance.choice(QUESTIONS))
            await asyncio.sleep(1 / PER_SECOND)

    async def all_answered(self) -> list[int]:
        """Wait until all questions are answered, and return how often each was."""
        async with asyncio.timeout(PATIENCE):
            while not all(answers(self.people).values()):
                await asyncio.sleep(0.1)
        await asyncio.sleep(1)  # A second answer would come now.
        return list(answers(self.people).values())

    async def answer_to(self, sent: Message) -> Message:
        """Wait for the answer to a message."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for one in sent.chat.visible:
                    if one.sender is self.backend.bot and one.id > sent.id:
                        return one
                await asyncio.sleep(0.05)


@asynccontextmanager
async def fleet_behind(
    url: str, journal_url: str, folder: Path, cache: Path, trusted: SSLContext | None = None
) -> AsyncIterator[Fleet]:
    """Yield a fleet without replicas.

    Args:
        url: The address of the proxy.
        journal_url: The database of the journal.
        folder: Where the replicas' data folders are made.
        cache: The folder of their caches.
        trusted: What the certificate of the proxy is checked by.
    """
    backend = Backend()
    backend.people[7] = User(7, "管理员", "boss", "zh-hans")
    backend.private_chat(backend.people[7])
    people = [Client(backend, backend.add_person(f"p{n}", "zh-hans")) for n in range(20)]
    backend.updates.retries = RETRIES
    backend.updates.trusted = trusted
    async with stand_in(backend) as address:
        hook = {"url": url, "secret_token": SECRET, "max_connections": 40}
        await backend.updates.set_webhook(hook)
        settings = UNLIMITED | {
            "token": backend.token,
            "api_url": address,
            "admin_ids": "7",
            "database_url": journal_url,
            "webhook_url": url,
            "webhook_secret": SECRET,
            "replicas": "2",
        }
        yield Fleet(backend, settings, folder, cache, people)
    assert [] == backend.refusals
