"""Threads for the work of admins, apart from those that answers need."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TypeVar

COUNT = 4
"""Number of threads; what waits for a lock or for the web takes no processor."""

Result = TypeVar("Result")


class Threads:
    """A few threads for what may wait long, for example for another process.

    On those of the event loop questions are answered and addresses of hosts are looked up, so that
    a few changes which wait for a lock would keep readers waiting.
    """

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(COUNT, "admin")

    async def run(self, work: Callable[..., Result], *arguments: object) -> Result:
        """Return what a function returns, called in a thread with the context of this task."""
        call = partial(copy_context().run, work, *arguments)
        return await asyncio.get_running_loop().run_in_executor(self._executor, call)

    def close(self) -> None:
        """End the threads; what has not begun is dropped."""
        self._executor.shutdown(wait=False, cancel_futures=True)
