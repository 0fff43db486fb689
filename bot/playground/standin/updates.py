"""The queue of updates, which the bot polls or gets by webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any

import httpx

from bot.playground.standin.errors import RefusedError
from bot.playground.standin.model import JSON

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of updates that a bot must ask for by `allowed_updates`."""

MAX_POLL = 50
MAX_UPDATES = 100
_RETRIES = (1, 2, 4, 8)
"""Seconds between attempts to deliver an update to a webhook."""


class UpdateQueue:
    """A queue of updates; an update is confirmed, and removed, when a later one is requested."""

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
        is_wanted = kind in self._allowed if self._allowed else kind not in UNASKED
        if not is_wanted:
            return None
        number, self._next_id = self._next_id, self._next_id + 1
        update: JSON = {"update_id": number, kind: payload}
        self._pending.append(update)
        for listener in self.listeners:
            listener(update)
        with suppress(RuntimeError):  # No loop: there is nobody who waits.
            asyncio.get_running_loop().create_task(self._tell())
        return number

    @property
    def pending(self) -> int:
        """The number of unconfirmed updates."""
        return len(self._pending)

    def allow(self, kinds: Collection[str] | None) -> None:
        """Set the wanted kinds of updates; None leaves them as they are."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def drop(self) -> None:
        """Drop all pending updates."""
        self._pending.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[JSON]:
        """Wait for updates from *offset* on, as getUpdates does.

        Args:
            offset: Updates with a lower id are confirmed and removed; negative counts from the
                end.
            limit: Maximum number of updates.
            seconds: Seconds to wait for the first update.

        Raises:
            RefusedError: Another poll started, or a webhook is set.
        """
        if self.webhook["url"]:
            raise RefusedError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        await self._turn_away()
        mine = self._poller = asyncio.Event()
        try:
            self._confirm(offset)
            return await self._wait(mine, limit, min(seconds, MAX_POLL))
        finally:
            if self._poller is mine:
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

    async def _wait(self, mine: asyncio.Event, limit: int, seconds: float) -> list[JSON]:
        async with self._arrived:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._arrived.wait_for(
                        lambda: self._pending or mine.is_set() or self._is_closed
                    )
        if mine.is_set():
            raise RefusedError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return self._pending[: max(1, min(limit, MAX_UPDATES))]

    async def _turn_away(self) -> None:
        if self._poller:
            self._poller.set()
        await self._tell()

    async def _tell(self) -> None:
        async with self._arrived:
            self._arrived.notify_all()

    async def close(self) -> None:
        """End a waiting poll with an empty result, as the server stops."""
        self._is_closed = True
        await self._tell()

    async def set_webhook(self, webhook: dict[str, Any]) -> None:
        """Set or remove the webhook; a waiting poll ends with a conflict."""
        self.webhook = webhook
        await self._turn_away()
