"""The way of updates into the program: stored, parsed one by one, and queued."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

from telegram import Bot, Update

from bot import metrics
from bot.journal.inbox import Inbox, Recovered, StoredUpdate
from bot.journal.shared_inbox import SharedInbox
from bot.journal.transactions import patiently
from bot.messages import Messages
from bot.telegram.lanes import Lanes
from bot.telegram.raw_updates import RawUpdate, field_of, lane_of, stored_update, whole
from bot.telegram.shapes import check_shape
from bot.telegram.turns import MAX_WAITING, ChatTurns
from bot.views.markup import RichText
from bot.views.notices import left_undone, without_journal

_LOGGER = logging.getLogger(__name__)

_CHAT_MOVES = frozenset({"migrate_to_chat_id", "migrate_from_chat_id"})
"""Fields of the service messages by which a group gets another id."""

MAX_BATCH = 100
"""Maximum number of updates that come at once."""

_READ_PAUSE = 1.0
"""Seconds after which updates are looked for again in an inbox that cannot be read."""

Tell = Callable[[Callable[[Messages], RichText]], Coroutine[Any, Any, None]]
"""A function that sends the admins a report, each in their language."""


class Intake:
    """Takes updates in: what it has returned from is stored, and queued to be handled.

    Of each lane only a few are queued; the others wait in the inbox for room.

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
        self.tell_admins = tell_admins
        self._lanes = Lanes()
        self._early: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = asyncio.Event()
        self._storing: set[asyncio.Future[Any]] = set()
        self._gate = asyncio.Lock()
        self._has_recovered = False
        self._entering: list[int] = []
        self._refilling: asyncio.Task[None] | None = None
        turns.at_end = self._leave

    @property
    def is_full(self) -> bool:
        """True if so many updates wait that others should wait at Telegram."""
        count = self._turns.current_concurrent_updates + self._queue.qsize()
        return count > MAX_WAITING - MAX_BATCH or self._lanes.is_full

    def close(self) -> None:
        """Queue nothing more of what waits in the inbox, which the next start will.

        Nobody waits any longer for an update to be stored.
        """
        self._closed.set()
        for task in self._tasks:
            task.cancel()

    async def take(self, updates: Sequence[RawUpdate]) -> None:
        """Store updates and queue those that are new; without a database, queue them all.

        What a group says among itself is not stored, only queued, or dropped if much of it waits.
        Where storing takes its time, as another program writes, updates are queued before, but
        still only confirmed afterwards.
        """
        repaired = [whole(update) for update in updates]
        addressed = [update for update in repaired if self._is_addressed(update)]
        for update in repaired:
            if update not in addressed:
                await self._take_talk(update)
        if addressed:
            await self._store(addressed)

    async def take_stored(self, update: RawUpdate) -> bool:
        """Store an update, and queue it if it is new; return False if it must come again.

        That is where it cannot be stored, not before the intake is closed, or where too many wait
        already. Without a journal, which the admins are told of, it is queued all the same, unless
        others share it, of which one may have it.
        """
        if self.is_full:
            return False
        repaired = whole(update)
        if self._is_addressed(repaired):
            database = self._inbox.database
            has_journal = database.problem is None or database.is_shared
            return await self._store([repaired], is_needed=has_journal) or not has_journal
        await self._take_talk(repaired)
        return True

    async def _take_talk(self, update: RawUpdate) -> None:
        """Queue what a group says among itself, or drop it if much of it waits."""
        if update["update_id"] in self._lanes:
            return
        metrics.count_updates([update])
        if self._lanes.has_room(lane_of(update)):
            await self._enter(update)

    async def _store(self, updates: Sequence[RawUpdate], *, is_needed: bool = False) -> bool:
        """Store updates, queue those that are new, and return True if they are stored.

        Args:
            updates: The updates.
            is_needed: True to queue none that is not stored.
        """
        ids = {update["update_id"] for update in updates}
        early: AbstractSet[int] = frozenset()
        async with self._gate:
            storing = asyncio.ensure_future(self._inbox_store(updates))
        self._storing.add(storing)
        storing.add_done_callback(self._storing.discard)
        try:
            await patiently(storing)
            if not (storing.done() or is_needed):
                early = await self._admit_early(updates)
            if is_needed and not await self._ends_before_closing(storing):
                return False
            new = await storing
            if new is None and is_needed:
                return False
            if new is None:  # As much is new as is not known to be stored already.
                known = await self._inbox.known(list(ids)) or set()
                admitted = await self._admit(updates, ids - known - self._early)
            else:
                admitted = await self._admit(updates, new - self._early, new)
            metrics.count_updates(admitted)
            return new is not None
        finally:
            self._early -= early

    async def _ends_before_closing(self, work: asyncio.Future[Any]) -> bool:
        """Return True once *work* has ended, False if the intake is closed before."""
        if not work.done():
            closing = asyncio.ensure_future(self._closed.wait())
            await asyncio.wait({work, closing}, return_when=asyncio.FIRST_COMPLETED)
            closing.cancel()
        return work.done()

    async def _inbox_store(self, updates: Sequence[RawUpdate]) -> set[int] | None:
        with metrics.timed(metrics.Stage.STORE):
            return await self._inbox.store([stored_update(one) for one in updates])

    async def _admit_early(self, updates: Sequence[RawUpdate]) -> set[int]:
        """Queue updates that are not stored yet, where their lanes have room; return their ids."""
        known = await self._inbox.known([update["update_id"] for update in updates])
        early: set[int] = set()
        for update in updates if known is not None else ():
            number = update["update_id"]
            is_new = number not in (known or ()) and number not in self._lanes
            if is_new and self._lanes.has_room(lane_of(update)):
                early.add(number)
                self._early.add(number)
                metrics.count_updates([update])
                await self._enter(update)
        return early

    async def recover(self) -> None:
        """Queue what an earlier run left undone, and tell the admins what stays so.

        Without a journal that can be written, the admins are told that. `resume` does then what
        could not be done.
        """
        if self._inbox.claims:
            self._inbox.claims.start(self._after_beat)
        if problem := self._inbox.database.problem:
            self._tell_later(partial(without_journal, problem=problem.message))
        else:
            await self.resume()

    async def leave(self) -> None:
        """Leave what still waits to other programs that answer for the bot, if there are any."""
        if self._inbox.claims:
            await self._inbox.claims.leave()

    async def _after_beat(self, is_found: bool) -> None:  # noqa: FBT001 - a callback
        """Queue what another program has left, unless this one is about to end."""
        await self._inbox.finish_rest()  # What was answered while nothing could be written.
        inbox = self._inbox
        if is_found and self._has_recovered and isinstance(inbox, SharedInbox):
            await self._handle_recovered(await inbox.take_over())

    async def resume(self) -> None:
        """Open a journal that has a problem, if that can be done now, and recover what it holds.

        No update is stored meanwhile, as it would be taken for one of an earlier run.
        """
        database = self._inbox.database
        had_problem = database.is_to_be_opened
        if self._has_recovered and not had_problem:
            return
        if had_problem and not await database.can_be_opened():
            return
        async with self._gate:
            if self._storing:
                await asyncio.wait(self._storing)
            if not await database.reopen():
                return
            if had_problem:
                _LOGGER.info("the journal can be written again")
            await self._inbox.finish_rest()  # What was answered meanwhile.
            if not self._has_recovered:
                await self._recover()

    async def _recover(self) -> None:
        """Queue what an earlier run left undone, or what other programs did."""
        inbox = self._inbox
        if isinstance(inbox, SharedInbox):
            if await inbox.claims.try_to_beat() is None:
                return
            recovered = await inbox.take_over()
        else:
            recovered = await inbox.recover()
        self._has_recovered = recovered is not None
        await self._handle_recovered(recovered)

    async def _handle_recovered(self, recovered: Recovered | None) -> None:
        """Queue updates of an earlier run, unless this one is about to end, and tell of others."""
        if recovered is None or self._closed.is_set():
            return
        updates = [one for one in recovered.updates if one.update_id not in self._lanes]
        if updates:
            _LOGGER.info("%d updates of an earlier run are handled now", len(updates))
        self._turns.expect_recovered(one.update_id for one in updates)
        await self._admit_stored(updates)
        expired, set_aside = recovered.expired, len(recovered.set_aside)
        if expired or set_aside:
            _LOGGER.warning(
                "%d updates are too old to be handled, %d are set aside", expired, set_aside
            )
            self._tell_later(partial(left_undone, expired=expired, set_aside=set_aside))

    def _tell_later(self, report: Callable[[Messages], RichText]) -> None:
        """Tell the admins, while updates go on: Telegram may say to wait."""
        self._run(self.tell_admins(report))

    def _run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def replay(self) -> None:
        """Queue the updates that `yinju journal replay` has asked for."""
        await self._admit_stored(await self._inbox.take_replayed())

    async def _admit(
        self,
        updates: Iterable[RawUpdate],
        ids: AbstractSet[int],
        stored: AbstractSet[int] | None = None,
    ) -> list[RawUpdate]:
        """Queue those of some updates that have these ids, and return them.

        What is stored waits in the inbox if its lane has no room.
        """
        admitted: list[RawUpdate] = []
        for update in updates:
            number, lane = update["update_id"], lane_of(update)
            if number not in ids or number in self._lanes:
                continue
            admitted.append(update)
            if stored and number in stored and not self._lanes.has_room(lane):
                self._lanes.wait(lane, number)
            else:
                await self._enter(update)
        return admitted

    async def _enter(self, update: RawUpdate) -> None:
        self._lanes.enter(lane_of(update), update["update_id"])
        await self._queue_one(update)

    async def _admit_stored(self, stored: Iterable[StoredUpdate]) -> None:
        updates = [json.loads(one.payload) for one in stored]
        ids = {one["update_id"] for one in updates}
        await self._admit(updates, ids, ids)

    def _leave(self, update_id: int) -> None:
        """Let others of its lane in once an update is done."""
        self._entering += self._lanes.leave(update_id)
        if self._entering and (self._refilling is None or self._refilling.done()):
            self._refilling = self._run(self._refill())

    async def _refill(self) -> None:
        """Queue updates that have waited in the inbox, and count those that are gone from it."""
        gone = 0
        while self._entering and not self._closed.is_set():
            ids = self._entering[:MAX_BATCH]
            found = await self._inbox.waiting(ids)
            if found is None:
                await asyncio.sleep(_READ_PAUSE)
                continue
            del self._entering[: len(ids)]
            for stored in found:
                await self._queue_one(json.loads(stored.payload))
            missing = set(ids).difference(one.update_id for one in found)
            self._inbox.release(missing)
            for number in missing:
                self._entering += self._lanes.leave(number)
            gone += len(missing)
        if gone:
            _LOGGER.warning(
                "%d updates that waited are gone from the journal: it was replaced, or their "
                "people used /forget",
                gone,
            )

    def _is_addressed(self, update: RawUpdate) -> bool:
        """Return False for a message in a group that neither names the bot nor replies to it."""
        message = update.get("message", update.get("edited_message"))
        kind = field_of(field_of(message, "chat"), "type")
        if not isinstance(kind, str) or kind not in {"group", "supergroup"}:
            return True
        text = str(field_of(message, "text") or field_of(message, "caption") or "").lower()
        replied = field_of(field_of(message, "reply_to_message"), "from")
        is_reply = field_of(replied, "id") == self._bot.id
        text = text.replace("／", "/").replace("＠", "@")
        is_named = "/" in text or f"@{self._bot.username}".lower() in text
        return is_named or is_reply or not _CHAT_MOVES.isdisjoint(message)

    async def _queue_one(self, raw: RawUpdate) -> None:
        """Parse an update and queue it; one that cannot be parsed is set aside."""
        try:
            update = Update.de_json(dict(raw), self._bot)
            check_shape(update)
        except Exception as error:  # noqa: BLE001 - the library's errors are not documented
            _LOGGER.error(  # noqa: TRY400 - a traceback would show what people wrote
                "update %d cannot be parsed (%s) and is set aside; when this is mended, "
                "yinju journal replay %d handles it",
                raw["update_id"],
                type(error).__name__,
                raw["update_id"],
                extra={"update": raw["update_id"]},
            )
            self._inbox.begin_set_aside(raw["update_id"])
            self._leave(raw["update_id"])
        else:
            await self._queue.put(update)
