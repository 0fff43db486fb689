"""The queue of updates, which the bot polls or receives by webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any

import httpx

from bot.playground.standin.errors import RefusedError
from bot.playground.standin.model import JSON

OPT_IN_KINDS = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of updates that a bot receives only if `allowed_updates` names them."""

MAX_POLL = 50
"""Maximum seconds that a poll waits for an update."""

MAX_UPDATES = 100
"""Maximum number of updates in one response."""

_RETRIES = (1, 2, 4, 8)
"""Seconds between attempts to deliver an update to a webhook."""


class UpdateQueue:
    """A queue of updates.

    An update stays in the queue until it is confirmed: by a poll with a higher offset, or by a
    successful response of the webhook.
    """

    def __init__(self, first_id: int = 1) -> None:
        self._pending: list[JSON] = []
        self._next_id = first_id
        self._arrived = asyncio.Condition()
        self._poller: asyncio.Event | None = None
        self._allowed: frozenset[str] | None = None
        self._is_closed = False
        self.listeners: list[Callable[[JSON], None]] = []
        self.webhook: JSON = {"url": ""}

    def put(self, kind: str, payload: JSON) -> int | None:
        """Queue an update and return its id, None if the bot does not want this kind."""
        is_wanted = kind in self._allowed if self._allowed else kind not in OPT_IN_KINDS
        if not is_wanted:
            return None
        number, self._next_id = self._next_id, self._next_id + 1
        update: JSON = {"update_id": number, kind: payload}
        self._pending.append(update)
        for listener in self.listeners:
            listener(update)
        with suppress(RuntimeError):  # Without a running loop, no poll is waiting.
            asyncio.get_running_loop().create_task(self._wake_waiting())
        return number

    def repeat(self, update: JSON) -> None:
        """Queue an update again with the id that it had, as Telegram may."""
        self._pending.append(update)
        with suppress(RuntimeError):
            asyncio.get_running_loop().create_task(self._wake_waiting())

    @property
    def pending(self) -> int:
        """The number of unconfirmed updates."""
        return len(self._pending)

    def allow(self, kinds: Collection[str] | None) -> None:
        """Set the kinds of updates that the bot wants; None leaves them unchanged."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def drop(self) -> None:
        """Drop all pending updates."""
        self._pending.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[JSON]:
        """Wait for updates and return them, as getUpdates does.

        Args:
            offset: The id of the first update to return; earlier ones are confirmed. A negative
                offset counts from the end of the queue.
            limit: Maximum number of updates.
            seconds: Seconds to wait for an update if there is none.

        Raises:
            RefusedError: A webhook is set, or another poll starts meanwhile.
        """
        if self.webhook["url"]:
            raise RefusedError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        await self._end_poll()
        is_ended = self._poller = asyncio.Event()
        try:
            self._confirm(offset)
            return await self._wait(is_ended, limit, min(seconds, MAX_POLL))
        finally:
            if self._poller is is_ended:
                self._poller = None

    async def push(self) -> None:
        """Deliver updates to the webhook in order, each until it is accepted."""
        async with httpx.AsyncClient(timeout=10) as client:
            while True:
                async with self._arrived:
                    await self._arrived.wait_for(lambda: self._pending and self.webhook["url"])
                update = self._pending[0]
                if await self._deliver(client, update):
                    self._confirm(update["update_id"] + 1)

    async def _deliver(self, client: httpx.AsyncClient, update: JSON) -> bool:
        """Send an update to the webhook; return True if it was accepted."""
        secret = self.webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        for seconds in (*_RETRIES, None):
            with suppress(httpx.HTTPError):
                reply = await client.post(self.webhook["url"], json=update, headers=headers)
                if reply.is_success:
                    return True
            if seconds:
                await asyncio.sleep(seconds)
        return False

    def _confirm(self, offset: int) -> None:
        if offset > 0:
            self._pending = [one for one in self._pending if one["update_id"] >= offset]
        elif offset < 0:
            self._pending = self._pending[offset:]

    async def _wait(self, is_ended: asyncio.Event, limit: int, seconds: float) -> list[JSON]:
        async with self._arrived:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._arrived.wait_for(
                        lambda: self._pending or is_ended.is_set() or self._is_closed
                    )
        if is_ended.is_set():
            raise RefusedError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return self._pending[: max(1, min(limit, MAX_UPDATES))]

    async def _end_poll(self) -> None:
        """End a waiting poll with a conflict, as Telegram allows only one."""
        if self._poller:
            self._poller.set()
        await self._wake_waiting()

    async def _wake_waiting(self) -> None:
        async with self._arrived:
            self._arrived.notify_all()

    async def close(self) -> None:
        """End a waiting poll with an empty result, because the server stops."""
        self._is_closed = True
        await self._wake_waiting()

    async def set_webhook(self, webhook: dict[str, Any]) -> None:
        """Set or remove the webhook; a waiting poll ends with a conflict."""
        self.webhook = webhook
        await self._end_poll()
