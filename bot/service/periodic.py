"""Periodic tasks that run beside the handlers, such as the deletion of old questions."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

_LOGGER = logging.getLogger(__name__)

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR

LEADER_PAUSE = 1.0
"""Seconds after which it is seen again who is to run what only one program does."""

Action = Callable[[], Awaitable[object]]


class PeriodicTasks:
    """Tasks that run until they are stopped, and whose failures are logged and retried.

    Args:
        is_leader: Returns True if this program is to run what only one of several does.
    """

    def __init__(self, is_leader: Callable[[], bool] = lambda: True) -> None:
        self.is_leader = is_leader
        self._tasks: list[asyncio.Task[None]] = []

    def start_once(self, name: str, action: Action, interval: float) -> None:
        """Run an action as `start` does, while this program is the one to do so."""
        self.start(name, action, interval, is_for_leader=True)

    def start(
        self, name: str, action: Action, interval: float, *, is_for_leader: bool = False
    ) -> None:
        """Run an action now and again after each interval.

        Args:
            name: Name of the task in the log.
            action: A coroutine function; a true result, such as a count, is logged.
            interval: Seconds between the end of a run and the start of the next one.
            is_for_leader: True to wait until this program is the one to run it.
        """

        async def repeat() -> None:
            while True:
                while is_for_leader and not self.is_leader():  # noqa: ASYNC110 - no event
                    await asyncio.sleep(LEADER_PAUSE)
                await _attempt(name, action, interval)
                await asyncio.sleep(interval)

        self._tasks.append(asyncio.create_task(repeat(), name=name))

    async def stop(self) -> None:
        """Cancel every task, running or not, and wait until they have ended."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()


async def _attempt(name: str, action: Action, interval: float) -> None:
    try:
        result = await action()
    except Exception as error:  # noqa: BLE001 - the bot must go on answering
        _LOGGER.warning("%s failed, next attempt in %.0f seconds: %s", name, interval, error)
    else:
        if result:
            _LOGGER.info("%s: %s", name, result)
