"""The order in which updates are handled: those of one chat in turn, different chats at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine, Hashable
from contextlib import asynccontextmanager
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.journal.inbox import Handling, Inbox, handling

MAX_WAITING = 4096
"""Maximum number of updates that are handled or wait for their turn; others wait at Telegram."""


class ChatTurns(BaseUpdateProcessor):
    """Handles the messages of one chat in order, and everything else at once.

    An update that waits, for its turn or for Telegram's pace, holds up its own chat alone. When
    its handler has ended, it is done in the inbox; one that is cancelled waits there for the next
    start. Of a person's inline queries, only the last one is handled.
    """

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(MAX_WAITING)
        self._inbox = inbox
        self._turns: dict[Hashable, tuple[asyncio.Lock, int]] = {}
        self._latest: dict[Hashable, int] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def initialize(self) -> None:
        """Do nothing; required by the base class."""

    async def shutdown(self) -> None:
        """Cancel what is still being handled, and wait until it has ended."""
        for task in (tasks := tuple(self._tasks)):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update in its turn."""
        if not isinstance(update, Update):
            await coroutine
            return
        task = asyncio.current_task()
        assert task is not None, "a coroutine runs in a task"  # noqa: S101 - for the type checker
        self._tasks.add(task)
        try:
            await self._handle(update, coroutine)
        finally:
            self._tasks.discard(task)
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # It was not awaited if its turn never came.

    async def _handle(self, update: Update, coroutine: Awaitable[Any]) -> None:
        current = Handling(self._inbox, update.update_id)
        key = _key(update)
        if update.inline_query:
            self._latest[key] = update.update_id
        async with self._turn(key):
            handling.set(current)
            if self._latest.get(key, update.update_id) == update.update_id:
                await coroutine
        if not current.is_done:
            await self._inbox.finish(update.update_id)

    @asynccontextmanager
    async def _turn(self, key: Hashable) -> AsyncIterator[None]:
        """Wait for a turn; the lock of a key is kept as long as anyone needs it."""
        lock, count = self._turns.get(key, (asyncio.Lock(), 0))
        self._turns[key] = lock, count + 1
        try:
            async with lock:
                yield
        finally:
            lock, count = self._turns.pop(key)
            if count > 1:
                self._turns[key] = lock, count - 1
            else:
                self._latest.pop(key, None)


def _key(update: Update) -> Hashable:
    """Return what an update waits for: its chat, or its person; a tap waits for nothing."""
    if update.callback_query:  # Its handler has the order of taps on one message.
        return "tap", update.update_id
    if update.inline_query:
        return "inline", update.inline_query.from_user.id
    chat = update.effective_chat
    return "chat", chat.id if chat else update.update_id
