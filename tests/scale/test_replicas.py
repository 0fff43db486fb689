"""Two replicas of one bot with one journal: each question is answered once, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault
from tests.bot.scenes.tapping import next_page
from tests.bot.serving import Served
from tests.scale.fleet import PATIENCE, QUESTIONS, Fleet, fleet_behind
from tests.scale.proxy import Proxy, proxy


@pytest.fixture
async def before() -> AsyncIterator[Proxy]:
    """The tests' own proxy, which can be told what to do."""
    async with proxy() as made:
        yield made


@pytest.fixture
async def fleet(
    before: Proxy, journal_url: str, tmp_path: Path, cache_folder: Path
) -> AsyncIterator[Fleet]:
    """A fleet without replicas behind that proxy."""
    async with fleet_behind(before.url, journal_url, tmp_path, cache_folder) as made:
        yield made


@asynccontextmanager
async def running(fleet: Fleet, before: Proxy) -> AsyncIterator[tuple[Served, str]]:
    """Run a replica, and yield it with its address; the proxy knows it while it runs."""
    async with fleet.replica() as (served, listen):
        address = f"http://{listen}/updates"
        before.replicas.append(address)
        try:
            yield served, address
        finally:
            before.replicas.remove(address)


async def test_the_same_update_to_both(fleet: Fleet, before: Proxy) -> None:
    """An update that both replicas are handed is answered once."""
    before.to_all = True
    async with running(fleet, before), running(fleet, before):
        for person in fleet.people:
            for question in QUESTIONS[:2]:
                person.send(question)
        counts = await fleet.all_answered()

    assert [1] * 40 == counts
    assert [40, 40] == list(before.taken.values())


async def test_a_replica_that_is_killed(fleet: Fleet, before: Proxy) -> None:
    """The other replica answers once what a killed one has taken and not answered."""
    async with running(fleet, before) as (_, left), running(fleet, before) as (served, address):
        before.replicas.remove(left)
        for person in fleet.people:
            person.send(QUESTIONS[0])
        await fleet.all_answered()
        fleet.backend.faults.add(Fault("flood", 1_000, "sendMessage", PATIENCE))
        for person in fleet.people:
            for question in QUESTIONS[1:3]:
                person.send(question)
        while before.taken.get(address, 0) < 60:
            await asyncio.sleep(0.01)
        served.process.kill()
        await served.process.wait()
        fleet.backend.faults.end()
        before.replicas.append(left)
        counts = await fleet.all_answered()

    assert [1] * 60 == counts
    assert [address] == list(before.taken)


async def test_a_rolling_restart(fleet: Fleet, before: Proxy) -> None:
    """While replicas are replaced one after the other, each question is answered once."""
    end = asyncio.Event()
    async with AsyncExitStack() as stack:
        running = [await stack.enter_async_context(_started(fleet, before)) for _ in range(2)]
        asking = asyncio.create_task(fleet.ask_until(end))
        for _ in range(2):
            running.append(await stack.enter_async_context(_started(fleet, before)))
            await running.pop(0).aclose()
        await asyncio.sleep(1)
        end.set()
        await asking
        counts = await fleet.all_answered()

    assert set(counts) == {1}
    assert len(before.taken) == 4


@asynccontextmanager
async def _started(fleet: Fleet, before: Proxy) -> AsyncIterator[AsyncExitStack]:
    """Start a replica, and yield what ends it, at the end at the latest."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(running(fleet, before))
        yield stack


async def test_buttons_and_settings_on_any(fleet: Fleet, before: Proxy) -> None:
    """A button works, and a setting holds, on a replica that has not sent it."""
    reader, admin = fleet.people[0], Client(fleet.backend, fleet.backend.people[7])
    async with running(fleet, before) as (_, first), running(fleet, before) as (_, second):

        async def only(address: str) -> None:
            before.replicas[:] = [address]

        await only(first)
        answer = await fleet.answer_to(reader.send("流量思维是什么"))
        await only(second)
        shown = answer.text
        reader.press(answer, next_page(answer))
        async with asyncio.timeout(PATIENCE):
            while answer.text == shown:
                await asyncio.sleep(0.05)
        await fleet.answer_to(admin.send(f"/block {reader.person.id}"))
        await only(first)
        sent = reader.send("流量思维是什么")
        await fleet.answer_to(admin.send("/start"))
        before.replicas[:] = [first, second]

    assert [] == [one for one in sent.chat.visible if one.id > sent.id]
