"""Work beside the answers."""

from __future__ import annotations

import asyncio

import pytest

from bot.service.periodic import PeriodicTasks


async def test_trouble_goes_no_further(caplog: pytest.LogCaptureFixture) -> None:
    """A chore that fails leaves one line, and is tried again when its time comes."""
    chores, tried, enough = PeriodicTasks(), [], asyncio.Event()

    async def fail() -> None:
        tried.append(1)
        if len(tried) == 3:
            enough.set()
        raise RuntimeError("no")

    chores.every(0, "a chore", fail)
    await enough.wait()
    await chores.stop()

    assert {"a chore: no"} == {record.message for record in caplog.records}
    assert "Traceback" not in caplog.text


async def test_stopping_waits_for_nothing() -> None:
    """What is not done when the bot stops is given up."""
    chores, begun, done = PeriodicTasks(), asyncio.Event(), []

    async def dawdle() -> None:
        begun.set()
        await asyncio.sleep(3600)
        done.append(1)

    chores.every(0, "a chore", dawdle)
    await begun.wait()
    await chores.stop()

    assert [] == done
