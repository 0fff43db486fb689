"""Messages that change under taps: one edit at a time, and of those that wait only the last."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_MOST_KEPT = 1000


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    newest: int = 0


class Edits:
    """Whose turn it is to edit a message.

    Where Telegram asks to wait, taps pile up; the last one alone is what its reader wants to see.
    """

    def __init__(self) -> None:
        self._turns: dict[Hashable, _Turn] = {}

    @asynccontextmanager
    async def turn(self, message: Hashable, number: int) -> AsyncIterator[bool]:
        """Wait until nobody else edits a message.

        Args:
            message: Which one.
            number: The update that wants to edit it; updates count upwards.

        Yields:
            Whether it is still wanted: no later update wants to edit the same message.
        """
        turn = self._turns.setdefault(message, _Turn())
        turn.newest = max(turn.newest, number)
        self._forget()
        async with turn.lock:
            yield number == turn.newest

    def _forget(self) -> None:
        """Let the older half go of those that nobody waits for."""
        if len(self._turns) > _MOST_KEPT:
            for message in [m for m, t in self._turns.items() if not t.lock.locked()][:500]:
                del self._turns[message]
