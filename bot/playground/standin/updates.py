"""The queue of updates, which the bot polls or receives by webhook."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Hashable, Sequence
from contextlib import suppress
from itertools import chain, repeat
from ssl import SSLContext
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

RETRIES = (1, 2, 4, 8, 16, 32, 60)
"""Seconds between attempts to deliver an update to a webhook; the last is repeated."""

MAX_CONNECTIONS = 40
"""Maximum number of updates under way to a webhook that has set no other."""

_MAX_RETRY_AFTER = 3600
"""Maximum number of seconds for which a webhook can ask to be left alone."""


class UpdateQueue:
    """A queue of updates.

    An update stays in the queue until it is confirmed: by a poll with a higher offset, or by a
    successful response of the webhook.

    Attributes:
        retries: Seconds between attempts to deliver an update; shorter in some tests.
        webhook: The fields of getWebhookInfo, and the secret token.
    """

    def __init__(self, first_id: int = 1) -> None:
        self._pending: list[JSON] = []
        self._next_id = first_id
        self._arrived = asyncio.Condition()
        self._poller: asyncio.Event | None = None
        self._allowed: frozenset[str] | None = None
        self._is_closed = False
        self.listeners: list[Callable[[JSON], None]] = []
        self.retries: Sequence[float] = RETRIES
        self.webhook: JSON = {"url": ""}
        self.trusted: SSLContext | None = None

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
        """Deliver updates to the webhook: those of a chat in order, different chats at once."""
        busy: set[Hashable] = set()
        limits = httpx.Limits(max_connections=None)
        async with (
            httpx.AsyncClient(
                timeout=10, trust_env=False, limits=limits, verify=self.trusted or True
            ) as client,
            asyncio.TaskGroup() as group,
        ):
            while True:
                async with self._arrived:
                    await self._arrived.wait_for(lambda: self._next_to_push(busy))
                if update := self._next_to_push(busy):
                    busy.add(_chat_of(update))
                    group.create_task(self._push_one(client, update, busy))

    def _next_to_push(self, busy: Collection[Hashable]) -> JSON | None:
        """Return the first update of a chat that has none under way, if there is room for it."""
        if not self.webhook["url"] or len(busy) >= self.webhook["max_connections"]:
            return None
        return next((one for one in self._pending if _chat_of(one) not in busy), None)

    async def _push_one(
        self, client: httpx.AsyncClient, update: JSON, busy: set[Hashable]
    ) -> None:
        """Deliver an update, until it is accepted or there is no webhook any more."""
        try:
            for pause in chain(self.retries, repeat(self.retries[-1])):
                if not self.webhook["url"] or update not in self._pending:
                    return
                asked_for = await self._deliver(client, update)
                if asked_for is None:
                    with suppress(ValueError):  # It may have been dropped meanwhile.
                        self._pending.remove(update)
                    return
                await asyncio.sleep(max(pause, asked_for))
        finally:
            busy.discard(_chat_of(update))
            await self._wake_waiting()

    async def _deliver(self, client: httpx.AsyncClient, update: JSON) -> float | None:
        """Send an update to the webhook once.

        Returns:
            None if it was accepted, else the seconds to wait that the webhook asked for.
        """
        webhook = self.webhook
        secret = webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        asked_for = 0.0
        try:
            reply = await client.post(webhook["url"], json=update, headers=headers)
        except httpx.TimeoutException:
            error = "Read timeout expired"
        except httpx.ConnectError:
            error = "Connection refused"
        except httpx.HTTPError:
            error = "Connection reset by peer"
        else:
            if reply.is_success:
                return None
            words = f"{reply.status_code} {reply.reason_phrase}"
            error = f"Wrong response from the webhook: {words}"
            after = reply.headers.get("retry-after", "")
            asked_for = min(int(after), _MAX_RETRY_AFTER) if after.isdecimal() else 0
        webhook |= {"last_error_date": int(time.time()), "last_error_message": error}
        return asked_for

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


def _chat_of(update: JSON) -> Hashable:
    """Return the chat of an update, or its person; Telegram delivers those of each in order."""
    content: JSON = next((value for key, value in update.items() if key != "update_id"), {})
    place = content.get("chat") or content.get("message", {}).get("chat") or content.get("from")
    number: int = place["id"] if place else update["update_id"]
    return number
