"""A lock per message: one update at a time, and of those that wait only the latest matters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Lock:
    """A lock, the latest update that asked for it, and the number of its users."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    latest: int = 0
    users: int = 0


class MessageLocks:
    """Locks of messages, by the message's id.

    While Telegram asks to wait, presses of buttons pile up; their reader wants to see the result
    of the last one alone.
    """

    def __init__(self) -> None:
        self._locks: dict[Hashable, _Lock] = {}

    @contextmanager
    def hold(self, message: Hashable) -> Iterator[_Lock]:
        """Keep the lock of a message in memory, without acquiring it."""
        lock = self._locks.setdefault(message, _Lock())
        lock.users += 1
        try:
            yield lock
        finally:
            lock.users -= 1
            # The latest update must be forgotten once the message is at rest: update ids
            # increase, but after a week without updates they restart at a random number.
            if not lock.users:
                del self._locks[message]

    @asynccontextmanager
    async def acquire(self, message: Hashable, update_id: int) -> AsyncIterator[bool]:
        """Wait for the lock of a message.

        Args:
            message: The id of the message.
            update_id: The id of the update that wants to change the message.

        Yields:
            True if no later update asked for the same lock.
        """
        with self.hold(message) as lock:
            lock.latest = max(lock.latest, update_id)
            async with lock.lock:
                yield update_id == lock.latest
