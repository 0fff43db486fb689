"""While another program keeps the journal locked, SIGTERM ends the bot whatever waits for it."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.server import stand_in
from tests.bot.serving import PATIENCE, UNLIMITED, by_webhook, serve

PEOPLE = 20
STOP_SECONDS = 8.0


async def answered(people: list[Client]) -> None:
    """Wait until the bot has said something to everybody."""
    async with asyncio.timeout(PATIENCE):
        while any(len(person.private.visible) < 2 for person in people):
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_stop_behind_a_lock(tmp_path: Path, cache_folder: Path, mode: str) -> None:
    """Questions, settings and memberships that wait for the journal hold up no stop."""
    (tmp_path / "cache").symlink_to(cache_folder)
    backend = Backend()
    people = [Client(backend, backend.add_person(f"p{n}", "zh-hans")) for n in range(PEOPLE)]
    async with stand_in(backend) as address:
        settings = UNLIMITED | {"token": backend.token, "api_url": address, "log_level": "INFO"}
        settings |= await by_webhook(backend) if mode == "webhook" else {}
        async with serve(tmp_path, **settings) as served:
            await served.logged("listening")
            for person in people:
                person.send("/language")
            await answered(people)
            with closing(sqlite3.connect(tmp_path / "journal.sqlite3", timeout=30)) as other:
                other.execute("BEGIN IMMEDIATE")
                for person in people:
                    person.press(person.private.visible[1], "English")
                    person.send("流量思维")
                    person.block()
                await asyncio.sleep(1)
                begun = time.monotonic()
                served.process.terminate()
                await asyncio.wait_for(served.process.wait(), PATIENCE)
                seconds = time.monotonic() - begun
    print(f"{mode:8} SIGTERM behind a lock {seconds:5.2f} s")  # noqa: T201

    assert 0 == served.process.returncode
    assert "Traceback" not in "\n".join(served.lines)
    assert seconds < STOP_SECONDS
