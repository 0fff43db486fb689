"""A process that is killed at any moment loses no question, and answers none twice."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.server import stand_in
from tests.bot.serving import PATIENCE, UNLIMITED, answers, by_webhook, serve

PEOPLE = 20
QUESTIONS = ("流量思维", "金融科技是什么", "产业互联网", "新金融", "你好", "火星上有什么")
PER_SECOND = 12
RETRIES = (0.2, 0.5, 1)
"""Seconds between attempts to deliver; with Telegram's, few questions would meet a kill."""

LONGEST = 1.5
"""Maximum number of seconds between the start of a process and its end."""


async def ask_without_end(people: list[Client], chance: random.Random) -> None:
    """Let people ask questions, whether anybody listens or not."""
    while True:
        chance.choice(people).send(chance.choice(QUESTIONS))
        await asyncio.sleep(1 / PER_SECOND)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_killing(tmp_path: Path, request: pytest.FixtureRequest, mode: str) -> None:
    """Every question is answered in the end; at most one in each kill is answered twice."""
    kills = request.config.getoption("--kills")
    chance = random.Random(7)
    backend = Backend()
    people = [Client(backend, backend.add_person(f"p{n}", "zh-hans")) for n in range(PEOPLE)]
    async with stand_in(backend) as address:
        settings = UNLIMITED | {"token": backend.token, "api_url": address, "log_level": "WARNING"}
        if mode == "webhook":
            backend.updates.retries = RETRIES
            settings |= await by_webhook(backend)
        asking: asyncio.Task[None] | None = None
        for _ in range(kills):
            async with serve(tmp_path, **settings | {"log_level": "INFO"}) as served:
                await served.logged("listening")
                asking = asking or asyncio.create_task(ask_without_end(people, chance))
                await asyncio.sleep(chance.uniform(0, LONGEST))
                served.process.kill()
                await served.process.wait()
        assert asking
        asking.cancel()
        async with serve(tmp_path, **settings):
            async with asyncio.timeout(PATIENCE + kills):
                while not all(answers(people).values()):
                    await asyncio.sleep(0.1)
    count = answers(people)
    twice = sum(number - 1 for number in count.values())
    print(f"{mode}: {kills} kills, {len(count)} questions, all answered, {twice} of them twice")  # noqa: T201

    assert twice <= kills
