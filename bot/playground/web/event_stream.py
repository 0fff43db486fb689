"""The stream of events: each open page gets every event in order."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

from bot.playground.standin.model import JSON
from bot.playground.web.page_state import PageState

WIRE = frozenset({"call", "update"})
"""Events that are replayed to a page that opens later."""

MAX_MEMORY = 200
PULSE = 15
"""Seconds between two keep-alive comments of a quiet stream."""


class EventStream:
    """Server-sent events of a page's state."""

    def __init__(self, view: PageState) -> None:
        self._view = view
        self._watchers: set[asyncio.Queue[JSON | None]] = set()
        self._wire: deque[JSON] = deque(maxlen=MAX_MEMORY)
        backend = view.scenario.backend
        backend.listeners.append(self._hear)
        backend.updates.listeners.append(lambda update: self._hear("update", update))

    def tell(self, event: JSON) -> None:
        """Send an event to every page."""
        for watcher in self._watchers:
            watcher.put_nowait(event)

    def close(self) -> None:
        """End all streams, as the server stops."""
        for watcher in self._watchers:
            watcher.put_nowait(None)

    async def watch(self) -> AsyncIterator[str]:
        """Yield the whole state, then all events until the stream is closed."""
        watcher: asyncio.Queue[JSON | None] = asyncio.Queue()
        self._watchers.add(watcher)
        try:
            everything = self._view.everything() | {"wire": list(self._wire)}
            yield _written({"kind": "everything"} | everything)
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
        if kind in WIRE:
            event = self._view.event(kind, subject) | {"at": time.time()}
            self._wire.append(event)
            self.tell(event)
        elif self._watchers:
            self.tell(self._view.event(kind, subject))


def _written(event: JSON) -> str:
    # One line: JSON escapes every line break.
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
