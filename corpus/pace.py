"""The pace of a run over many addresses: pauses between requests, and an end."""

from __future__ import annotations

import time
from threading import Event
from urllib.parse import urlsplit

PAUSE = 1.0
"""Seconds between two requests to one host."""

MAX_SECONDS = 600.0
MAX_BYTES = 64 << 20
"""Seconds and bytes after which a run leaves the rest to the next one."""


class Pace:
    """Makes the requests of a run wait, and says when it is over."""

    def __init__(self) -> None:
        self._stopped = Event()
        self._end = time.monotonic() + MAX_SECONDS
        self._bytes = 0
        self._free: dict[str, float] = {}

    def stop(self) -> None:
        """End the run after the request that is under way; any thread may call it."""
        self._stopped.set()

    def count(self, data: bytes) -> None:
        """Count what was downloaded."""
        self._bytes += len(data)

    @property
    def is_over(self) -> bool:
        """True if no further request may be made."""
        is_late = time.monotonic() > self._end
        return self._stopped.is_set() or is_late or self._bytes > MAX_BYTES

    def wait(self, url: str) -> None:
        """Wait until a request to the host of an address may be made, or the run is stopped."""
        host = urlsplit(url).netloc.lower()
        now = time.monotonic()
        start = max(now, self._free.get(host, now))
        self._free[host] = start + PAUSE
        self._stopped.wait(start - now)
