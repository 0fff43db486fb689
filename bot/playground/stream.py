"""What happens, as it happens: each page that watches gets every event in order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from bot.playground.model import JSON
from bot.playground.view import View

PULSE = 15
"""Seconds after which a quiet stream says that it is alive."""


class Stream:
    """Server-sent events of a view."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._watchers: set[asyncio.Queue[JSON | None]] = set()
        world = view.stage.world
        world.listeners.append(self._hear)
        world.updates.listeners.append(lambda update: self._hear("update", update))

    def tell(self, event: JSON) -> None:
        """Let every page know."""
        for watcher in self._watchers:
            watcher.put_nowait(event)

    def close(self) -> None:
        """Send every page away, as the server stops."""
        for watcher in self._watchers:
            watcher.put_nowait(None)

    async def watch(self) -> AsyncIterator[str]:
        """Everything there is, then whatever happens, until the stream is closed."""
        watcher: asyncio.Queue[JSON | None] = asyncio.Queue()
        self._watchers.add(watcher)
        try:
            yield _written({"kind": "everything"} | self._view.everything())
            while True:
                try:
                    event = await asyncio.wait_for(watcher.get(), PULSE)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield _written(event)
        finally:
            self._watchers.discard(watcher)

    def _hear(self, kind: str, subject: Any) -> None:
        if self._watchers:
            self.tell(self._view.event(kind, subject))


def _written(event: JSON) -> str:
    # One line: JSON escapes every line break.
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
