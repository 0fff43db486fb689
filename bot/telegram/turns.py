"""The order in which updates are handled: those of one chat in turn, different chats at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot import metrics
from bot.journal.handling import Handling, handling
from bot.journal.inbox import MAX_AGE, Inbox
from bot.journal.transactions import patiently

_RECOVERY_PATIENCE = 2.0
"""Seconds that an update of an earlier run waits for the one before it. They are handled one by
one, so that another end of the program finds few replies under way."""

_REST_PATIENCE = 1.0
"""Seconds that the end of the program waits for the inbox."""

_LONG_PAUSE = 10.0
"""Seconds before an answer is tried again that Telegram could not be reached for."""

_PAUSE = 0.5
"""Seconds before the second attempt; twice as many before the third."""

MAX_WAITING = 4096
"""Maximum number of updates that are handled or wait for their turn; others wait at Telegram."""


class ChatTurns(BaseUpdateProcessor):
    """Handles the messages of one chat in order, and everything else at once.

    An update that waits, for its turn or for Telegram's pace, holds up its own chat alone. When
    its handler has ended, it is done in the inbox; one that is cancelled waits there for the next
    start. Of a person's inline queries, only the last one is handled.

    Attributes:
        handle: The application's function that handles an update, for further attempts.
        at_end: Called with the id of each update that has been handled.
    """

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(MAX_WAITING)
        self._inbox = inbox
        self._turns: dict[Hashable, tuple[asyncio.Lock, int]] = {}
        self._latest: dict[Hashable, int] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._recovered: set[int] = set()
        self._recovering = asyncio.Lock()
        self._is_shut_down = False
        self.handle: Callable[[Update], Awaitable[None]] = _not_connected
        self.at_end: Callable[[int], None] = _nothing

    def expect_recovered(self, update_ids: Iterable[int]) -> None:
        """Handle these updates as ones that may have ended the program: one by one, counted."""
        self._recovered.update(update_ids)

    async def initialize(self) -> None:
        """Do nothing; required by the base class."""

    async def shutdown(self) -> None:
        """Cancel what is still being handled, and wait until it has ended.

        The application does that again.
        """
        if self._is_shut_down:
            return
        self._is_shut_down = True
        for task in (tasks := tuple(self._tasks)):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await patiently(self._inbox.finish_rest(), _REST_PATIENCE)

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
            self.at_end(update.update_id)
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # It was not awaited if its turn never came.

    async def _handle(self, update: Update, coroutine: Awaitable[Any]) -> None:
        current = Handling(self._inbox, update.update_id)
        key = _key(update)
        if update.inline_query:
            self._latest[key] = update.update_id
        begun = time.monotonic()
        try:
            async with self._turn(key):
                metrics.took(metrics.Stage.WAIT, time.monotonic() - begun)
                if not await self._inbox.may_begin(update.update_id):
                    return
                handling.set(current)
                if self._latest.get(key, update.update_id) == update.update_id:
                    await self._attempt(current, update, coroutine)
            if (current.has_failed or current.is_postponed) and not current.is_done:
                await self._inbox.set_aside(update.update_id)
            elif not current.is_done:
                await self._inbox.finish(update.update_id)
        finally:
            for end in current.at_end:
                end()
            metrics.took(metrics.Stage.WHOLE, time.monotonic() - begun)

    async def _attempt(self, current: Handling, update: Update, first: Awaitable[Any]) -> None:
        """Handle an update, and again if its handler fails before it has answered.

        While Telegram cannot be reached, that is no attempt, for MAX_AGE at most.
        """
        end = time.monotonic() + MAX_AGE.total_seconds()
        async with self._recovery(update.update_id) as is_ours:
            if not is_ours:
                current.is_done = True
                self._inbox.release([update.update_id])
                return
            await first
            while current.is_postponed or current.has_failed:
                if current.is_last_attempt or time.monotonic() > end:
                    return
                if current.is_postponed:
                    await asyncio.sleep(_LONG_PAUSE)
                else:
                    await asyncio.sleep(_PAUSE * current.attempt)
                    current.attempt += 1
                if not await self._inbox.may_begin(update.update_id):
                    current.is_done = True  # Another program has it, or takes it up again.
                    return
                current.has_failed = current.is_postponed = False
                await self.handle(update)

    @asynccontextmanager
    async def _recovery(self, update_id: int) -> AsyncIterator[bool]:
        """Count an attempt at an update of an earlier run, once the one before it has ended.

        Yields:
            False if the update is not to be handled any more.
        """
        if update_id not in self._recovered:
            yield True
            return
        self._recovered.discard(update_id)
        async with one_by_one(self._recovering, _RECOVERY_PATIENCE):
            yield await self._inbox.begin_again(update_id)

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


@asynccontextmanager
async def one_by_one(lock: asyncio.Lock, patience: float) -> AsyncIterator[None]:
    """Hold a lock, or nothing if it is not free within *patience* seconds."""
    is_held = False
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            is_held = await lock.acquire()
    try:
        yield
    finally:
        if is_held:
            lock.release()


async def _not_connected(_: Update) -> None:
    """Stand for the application's function until there is one."""


def _nothing(_: int) -> None:
    """Stand for the intake's function until there is one."""


def _key(update: Update) -> Hashable:
    """Return what an update waits for: its chat, or its person; a tap waits for nothing."""
    if update.callback_query:  # Its handler has the order of taps on one message.
        return "tap", update.update_id
    if update.inline_query:
        return "inline", update.inline_query.from_user.id
    chat = update.effective_chat
    return "chat", chat.id if chat else update.update_id
