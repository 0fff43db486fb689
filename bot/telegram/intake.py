"""The way of updates into the program: stored, parsed one by one, and queued."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from telegram import Bot, Update

from bot.journal.inbox import Inbox, StoredUpdate
from bot.messages import Messages
from bot.telegram.turns import MAX_WAITING, ChatTurns
from bot.views.markup import RichText
from bot.views.notices import left_undone

_LOGGER = logging.getLogger(__name__)

_CHAT_MOVES = frozenset({"migrate_to_chat_id", "migrate_from_chat_id"})
"""Fields of the service messages by which a group gets another id."""

RawUpdate = Mapping[str, Any]
"""An update as Telegram sends it."""

Tell = Callable[[Callable[[Messages], RichText]], Awaitable[None]]
"""A function that sends the admins a report, each in their language."""


class Intake:
    """Takes updates in: what it has returned from is stored, and queued to be handled.

    Args:
        inbox: The place where they are stored.
        bot: The bot that they are for.
        queue: The queue of those to handle.
        turns: The order in which they are handled.
        tell_admins: Sends the admins a report.
    """

    def __init__(
        self,
        inbox: Inbox,
        bot: Bot,
        queue: asyncio.Queue[object],
        turns: ChatTurns,
        tell_admins: Tell,
    ) -> None:
        self._inbox = inbox
        self._bot = bot
        self._queue = queue
        self._turns = turns
        self._tell_admins = tell_admins

    async def take(self, updates: Sequence[RawUpdate]) -> None:
        """Store updates and queue those that are new; without a database, queue them all.

        What a group says among itself is not stored, only queued.
        """
        kept = [update for update in updates if self._is_addressed(update)]
        new = await self._inbox.store([_stored(update) for update in kept]) if kept else set()
        for update in updates:
            if new is None or update not in kept or update["update_id"] in new:
                await self._queue_one(update)

    async def take_stored(self, update: RawUpdate) -> bool:
        """Store an update, and queue it if it is new; return False if it must come again.

        That is where it cannot be stored, or where too many wait already.
        """
        if self.waiting >= MAX_WAITING:
            return False
        new: set[int] | None = {update["update_id"]}
        if self._is_addressed(update):
            new = await self._inbox.store([_stored(update)])
        if new:
            await self._queue_one(update)
        return new is not None

    @property
    def waiting(self) -> int:
        """The number of updates that are handled or wait for their turn."""
        return self._turns.current_concurrent_updates + self._queue.qsize()

    async def recover(self) -> None:
        """Queue what an earlier run left undone, and tell the admins what stays so."""
        recovered = await self._inbox.recover()
        if recovered.updates:
            _LOGGER.info("%d updates of an earlier run are handled now", len(recovered.updates))
        self._turns.expect_recovered(one.update_id for one in recovered.updates)
        for stored in recovered.updates:
            await self._queue_one(json.loads(stored.payload))
        expired, set_aside = recovered.expired, len(recovered.set_aside)
        if expired or set_aside:
            _LOGGER.warning(
                "%d updates are too old to be handled, %d are set aside", expired, set_aside
            )
            await self._tell_admins(partial(left_undone, expired=expired, set_aside=set_aside))

    async def replay(self) -> None:
        """Queue the updates that `yinju journal replay` has asked for."""
        for stored in await self._inbox.take_replayed():
            await self._queue_one(json.loads(stored.payload))

    def _is_addressed(self, update: RawUpdate) -> bool:
        """Return False for a message in a group that neither names the bot nor replies to it."""
        message = update.get("message", update.get("edited_message"))
        if _fields(_fields(message, "chat"), "type") not in {"group", "supergroup"}:
            return True
        text = str(_fields(message, "text") or _fields(message, "caption") or "").lower()
        replied = _fields(_fields(message, "reply_to_message"), "from")
        is_reply = _fields(replied, "id") == self._bot.id
        is_named = "/" in text or f"@{self._bot.username}".lower() in text
        return is_named or is_reply or not _CHAT_MOVES.isdisjoint(message)

    async def _queue_one(self, raw: RawUpdate) -> None:
        """Parse an update and queue it; one that cannot be parsed is set aside."""
        try:
            update = Update.de_json(dict(raw), self._bot)
        except Exception as error:  # noqa: BLE001 - the library's errors are not documented
            _LOGGER.error(  # noqa: TRY400 - a traceback would show what people wrote
                "update %d cannot be parsed (%s) and is set aside; when this is mended, "
                "`yinju journal replay %d` handles it",
                raw["update_id"],
                type(error).__name__,
                raw["update_id"],
            )
            await self._inbox.set_aside(raw["update_id"])
        else:
            await self._queue.put(update)


def _stored(update: RawUpdate) -> StoredUpdate:
    """Return an update with the chat and the person that it is about."""
    content: Any = next((value for key, value in update.items() if key != "update_id"), {})
    return StoredUpdate(
        update["update_id"],
        json.dumps(update),  # In ASCII, as a database refuses half of a surrogate pair.
        _id_in(_fields(content, "chat"), _fields(_fields(content, "message"), "chat")),
        _id_in(_fields(content, "from")),
    )


def _fields(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


def _id_in(*values: Any) -> int | None:
    found: Iterable[Any] = (_fields(value, "id") for value in values)
    return next((number for number in found if isinstance(number, int) and _fits(number)), None)


def _fits(number: int) -> bool:
    """Return True if SQLite can store a number."""
    return -(1 << 63) <= number < 1 << 63
