"""Turns at a message: one at a time, and of those that wait only the last is still wanted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Lock:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    newest: int = 0
    present: int = 0


class MessageLocks:
    """Whose turn it is to do something about a message.

    Where Telegram asks to wait, taps pile up; the last one alone is what its reader wants to see.
    """

    def __init__(self) -> None:
        self._turns: dict[Hashable, _Lock] = {}

    @contextmanager
    def attending(self, message: Hashable) -> Iterator[_Lock]:
        """Remember the turns at a message for as long as anybody may still take one."""
        turn = self._turns.setdefault(message, _Lock())
        turn.present += 1
        try:
            yield turn
        finally:
            turn.present -= 1
            # Updates count upwards, but not for ever: after a quiet week they start anywhere.
            if not turn.present:
                del self._turns[message]

    @asynccontextmanager
    async def turn(self, message: Hashable, number: int) -> AsyncIterator[bool]:
        """Wait until nobody else has a turn at a message.

        Args:
            message: Which one.
            number: The update that wants a turn; updates count upwards.

        Yields:
            Whether it is still wanted: no later update wants a turn at the same message.
        """
        with self.attending(message) as turn:
            turn.newest = max(turn.newest, number)
            async with turn.lock:
                yield number == turn.newest
