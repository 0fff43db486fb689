"""Periodic tasks: retried after a failure, cancelled at the end."""

from __future__ import annotations

import asyncio

import pytest

from bot.service.periodic import PeriodicTasks


async def test_a_failure_is_logged_and_retried(caplog: pytest.LogCaptureFixture) -> None:
    """A task that fails logs one line without a traceback, and runs again after its interval."""
    tasks, attempts, enough = PeriodicTasks(), [], asyncio.Event()

    async def fail() -> None:
        attempts.append(1)
        if len(attempts) == 3:
            enough.set()
        raise RuntimeError("no")

    tasks.start("a task", fail, 0)
    await enough.wait()
    await tasks.stop()

    messages = {record.message for record in caplog.records}
    assert {"a task failed, next attempt in 0 seconds: no"} == messages
    assert "Traceback" not in caplog.text


async def test_stopping_cancels_what_runs() -> None:
    """A task that is still running when the bot stops is cancelled."""
    tasks, begun, finished = PeriodicTasks(), asyncio.Event(), []

    async def linger() -> None:
        begun.set()
        await asyncio.sleep(3600)
        finished.append(1)

    tasks.start("a task", linger, 0)
    await begun.wait()
    await tasks.stop()

    assert [] == finished


async def test_what_one_of_several_programs_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task for the leader waits until this program is the one, and all others run."""
    monkeypatch.setattr("bot.service.periodic.LEADER_PAUSE", 0)
    leads, ran = asyncio.Event(), asyncio.Queue[str]()
    tasks = PeriodicTasks(leads.is_set)
    tasks.start_once("of one", lambda: ran.put("one"), 3600)
    tasks.start("of all", lambda: ran.put("all"), 3600)
    first = await ran.get()
    for _ in range(10):
        await asyncio.sleep(0)
    before = ran.qsize()
    leads.set()
    second = await ran.get()
    await tasks.stop()

    assert ("all", 0, "one") == (first, before, second)
