"""The stream of events: every open page receives every event in order.

The format is that of server-sent events (https://html.spec.whatwg.org/#server-sent-events).
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

from bot.playground.standin.model import JSON
from bot.playground.web.page_state import PageState

LOGGED_KINDS = frozenset({"call", "update"})
"""Events that are replayed to a page that opens later."""

MAX_LOGGED = 200
"""Maximum number of events that are replayed."""

KEEP_ALIVE_SECONDS = 15
"""Seconds between two keep-alive comments of a quiet stream."""


class EventStream:
    """Server-sent events about the state of the page."""

    def __init__(self, state: PageState) -> None:
        self._state = state
        self._subscribers: set[asyncio.Queue[JSON | None]] = set()
        self._log: deque[JSON] = deque(maxlen=MAX_LOGGED)
        backend = state.scenario.backend
        backend.listeners.append(self._on_event)
        backend.updates.listeners.append(lambda update: self._on_event("update", update))

    def send(self, event: JSON) -> None:
        """Send an event to every page."""
        for subscriber in self._subscribers:
            subscriber.put_nowait(event)

    def close(self) -> None:
        """End all streams, as the server stops."""
        for subscriber in self._subscribers:
            subscriber.put_nowait(None)

    async def subscribe(self) -> AsyncIterator[str]:
        """Yield the whole state, then all events until the stream is closed.

        Each item is one server-sent event, or a comment that keeps the connection alive.
        """
        subscriber: asyncio.Queue[JSON | None] = asyncio.Queue()
        self._subscribers.add(subscriber)
        try:
            full_state = self._state.full_state() | {"wire": list(self._log)}
            yield _encoded({"kind": "everything"} | full_state)
            while True:
                try:
                    event = await asyncio.wait_for(subscriber.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield _encoded(event)
        finally:
            self._subscribers.discard(subscriber)

    def _on_event(self, kind: str, subject: Any) -> None:
        if kind in LOGGED_KINDS:
            event = self._state.event_as_json(kind, subject) | {"at": time.time()}
            self._log.append(event)
            self.send(event)
        elif self._subscribers:
            self.send(self._state.event_as_json(kind, subject))


def _encoded(event: JSON) -> str:
    # JSON escapes line breaks, so one line of data is enough.
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
