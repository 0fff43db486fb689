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
