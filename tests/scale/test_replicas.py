"""Two replicas of one bot with one journal: each question is answered once, whatever happens."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from socket import create_server

import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault
from bot.playground.standin.model import Message, User
from bot.playground.standin.server import stand_in
from tests.bot.scenes.tapping import next_page
from tests.bot.serving import SECRET, UNLIMITED, Served, answers, serve
from tests.scale.proxy import Proxy, proxy

PATIENCE = 90
"""Seconds after which a test fails if nobody answers."""

QUESTIONS = ("流量思维", "金融科技是什么", "产业互联网", "新金融", "你好", "火星上有什么")

PER_SECOND = 8
"""Number of questions in a second."""

RETRIES = (0.2, 0.5, 1)
"""Seconds between attempts to deliver; Telegram's are longer."""


@dataclass
class Fleet:
    """Replicas of one bot, behind a proxy that the stand-in for Telegram sends updates to."""

    backend: Backend
    proxy: Proxy
    settings: dict[str, str]
    folder: Path
    cache: Path
    people: list[Client]
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @asynccontextmanager
    async def replica(self) -> AsyncIterator[tuple[Served, str]]:
        """Run a replica, and yield it with its address; the proxy knows it while it runs."""
        data = self.folder / f"replica-{next(self._numbers)}"
        data.mkdir()
        (data / "cache").symlink_to(self.cache)
        with create_server(("127.0.0.1", 0)) as free:
            listen = f"127.0.0.1:{free.getsockname()[1]}"
        async with serve(data, webhook_listen=listen, **self.settings) as served:
            await served.logged("listening")
            address = f"http://{listen}/updates"
            self.proxy.replicas.append(address)
            try:
                yield served, address
            finally:
                self.proxy.replicas.remove(address)

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


@pytest.fixture
async def fleet(journal_url: str, tmp_path: Path, cache_folder: Path) -> AsyncIterator[Fleet]:
    """A fleet without replicas."""
    backend = Backend()
    backend.people[7] = User(7, "管理员", "boss", "zh-hans")
    backend.private_chat(backend.people[7])
    people = [Client(backend, backend.add_person(f"p{n}", "zh-hans")) for n in range(20)]
    backend.updates.retries = RETRIES
    async with stand_in(backend) as address, proxy() as before:
        hook = {"url": before.url, "secret_token": SECRET, "max_connections": 40}
        await backend.updates.set_webhook(hook)
        settings = UNLIMITED | {
            "token": backend.token,
            "api_url": address,
            "admin_ids": "7",
            "database_url": journal_url,
            "webhook_url": before.url,
            "webhook_secret": SECRET,
            "replicas": "2",
        }
        yield Fleet(backend, before, settings, tmp_path, cache_folder, people)
    assert [] == backend.refusals


async def test_the_same_update_to_both(fleet: Fleet) -> None:
    """An update that both replicas are handed is answered once."""
    fleet.proxy.to_all = True
    async with fleet.replica(), fleet.replica():
        for person in fleet.people:
            for question in QUESTIONS[:2]:
                person.send(question)
        counts = await fleet.all_answered()

    assert [1] * 40 == counts
    assert [40, 40] == list(fleet.proxy.taken.values())


async def test_a_replica_that_is_killed(fleet: Fleet) -> None:
    """The other replica answers once what a killed one has taken and not answered."""
    async with fleet.replica() as (_, left), fleet.replica() as (served, address):
        fleet.proxy.replicas.remove(left)
        for person in fleet.people:
            person.send(QUESTIONS[0])
        await fleet.all_answered()
        fleet.backend.faults.add(Fault("flood", 1_000, "sendMessage", PATIENCE))
        for person in fleet.people:
            for question in QUESTIONS[1:3]:
                person.send(question)
        while fleet.proxy.taken.get(address, 0) < 60:
            await asyncio.sleep(0.01)
        served.process.kill()
        await served.process.wait()
        fleet.backend.faults.end()
        fleet.proxy.replicas.append(left)
        counts = await fleet.all_answered()

    assert [1] * 60 == counts
    assert [address] == list(fleet.proxy.taken)


async def test_a_rolling_restart(fleet: Fleet) -> None:
    """While replicas are replaced one after the other, each question is answered once."""
    end = asyncio.Event()
    async with AsyncExitStack() as stack:
        running = [await stack.enter_async_context(_started(fleet)) for _ in range(2)]
        asking = asyncio.create_task(fleet.ask_until(end))
        for _ in range(2):
            running.append(await stack.enter_async_context(_started(fleet)))
            await running.pop(0).aclose()
        await asyncio.sleep(1)
        end.set()
        await asking
        counts = await fleet.all_answered()

    assert set(counts) == {1}
    assert len(fleet.proxy.taken) == 4


@asynccontextmanager
async def _started(fleet: Fleet) -> AsyncIterator[AsyncExitStack]:
    """Start a replica, and yield what ends it, at the end at the latest."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(fleet.replica())
        yield stack


async def test_buttons_and_settings_on_any(fleet: Fleet) -> None:
    """A button works, and a setting holds, on a replica that has not sent it."""
    reader, admin = fleet.people[0], Client(fleet.backend, fleet.backend.people[7])
    async with fleet.replica() as (_, first), fleet.replica() as (_, second):

        async def only(address: str) -> None:
            fleet.proxy.replicas[:] = [address]

        await only(first)
        answer = await fleet.answer_to(reader.send("流量思维是什么"))
        await only(second)
        before = answer.text
        reader.press(answer, next_page(answer))
        async with asyncio.timeout(PATIENCE):
            while answer.text == before:
                await asyncio.sleep(0.05)
        await fleet.answer_to(admin.send(f"/block {reader.person.id}"))
        await only(first)
        sent = reader.send("流量思维是什么")
        await fleet.answer_to(admin.send("/start"))
        fleet.proxy.replicas[:] = [first, second]

    assert [] == [one for one in sent.chat.visible if one.id > sent.id]
