"""What the bot does beside answering, at the start and once a day."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

_LOGGER = logging.getLogger(__name__)

A_MINUTE = 60.0
A_DAY = 24 * 60 * A_MINUTE

Chore = Callable[[], Awaitable[object]]


class PeriodicTasks:
    """Work that goes on beside the answers, and whose trouble never reaches a reader."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def every(self, seconds: float, name: str, chore: Chore) -> None:
        """Do something now, and again after each span of time."""

        async def again() -> None:
            while True:
                await _attempt(name, chore)
                await asyncio.sleep(seconds)

        self._tasks.append(asyncio.create_task(again(), name=name))

    async def stop(self) -> None:
        """Give up what is not done yet."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()


async def _attempt(name: str, chore: Chore) -> None:
    try:
        done = await chore()
    except Exception as error:  # noqa: BLE001 - whatever it is, the bot goes on answering
        _LOGGER.warning("%s: %s", name, error)
    else:
        if done:
            _LOGGER.info("%s: %s", name, done)
