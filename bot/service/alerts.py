"""Alerts to admins: one when something goes wrong, and one line when it is over."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.journal.alarm_store import AlarmStore
from bot.messages import Messages
from bot.service.health import MAX_SILENCE
from bot.views.alerts import Alarm, News, Outage, alert
from bot.views.markup import RichText
from bot.views.status import HealthFacts

_EASE = 1.25
"""Factor by which a value must be better than its threshold, so that an alarm is over: a value
that moves around the threshold would otherwise make a message a minute."""

Measure = Callable[[], Awaitable[HealthFacts]]
"""A function that returns how the bot is doing."""

Tell = Callable[[Callable[[Messages], RichText]], Awaitable[None]]
"""A function that sends the admins a report, each in their language."""

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The values beyond which something is wrong.

    Attributes:
        waiting: Number of updates that wait in the inbox.
        age: Age of the oldest of them, in seconds.
        free_share: Share of the disk that is free.
        free_bytes: Free space on the disk.
        silence: Seconds without an answer from Telegram.
    """

    waiting: int = 1_000
    age: float = 10 * 60
    free_share: float = 0.05
    free_bytes: int = 200_000_000
    silence: float = 5 * 60


class Alerts:
    """Tells the admins of each alarm once, when two checks in a row have found it.

    Of one that lasts over a restart they are not told again, only when it is over.

    While Telegram cannot be reached nobody can be told: they are when it can be again.

    Args:
        measure: Returns how the bot is doing.
        tell: Sends the admins a report.
        store: Keeps the alarms of which the admins know.
        thresholds: The values beyond which something is wrong.
        clock: Returns the current time, in the time zone of times that admins are told.
    """

    def __init__(
        self,
        measure: Measure,
        tell: Tell,
        store: AlarmStore,
        thresholds: Thresholds = Thresholds(),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._measure = measure
        self._tell = tell
        self._thresholds = thresholds
        self._clock = clock
        self._started = clock()
        self._store = store
        self._kept: frozenset[str] | None = None
        self._found: set[Alarm] = set()
        self._active = _known(store.known)
        self._told = _known(store.known)
        self._silent_since: datetime | None = None

    async def check(self) -> None:
        """Look how the bot is doing, and tell the admins what has changed."""
        facts = await self._measure()
        await self._recall()
        found = alarms(facts, self._thresholds)
        lasting = alarms(facts, self._thresholds, _EASE)
        self._active = (self._active & lasting) | (found & self._found)
        self._found = found
        outage = self._outage(facts.silence)
        if facts.silence > MAX_SILENCE:
            return
        begun, over = sorted(self._active - self._told), sorted(self._told - self._active)
        self._told = set(self._active)
        if news := News(facts, begun, over, outage):
            _log(news)
            await self._tell(partial(alert, news=news))
        await self._keep()

    async def _recall(self) -> None:
        """Take what was told before the restart as told; if that is unreadable, later."""
        if self._kept is None and (stored := await self._store.told()) is not None:
            self._kept = stored
            self._active |= _known(stored)
            self._told |= _known(stored)

    async def _keep(self) -> None:
        """Store what the admins know, unless it is that nothing can be stored."""
        told = frozenset(self._told)
        is_new = self._kept is not None and self._kept != told
        if is_new and Alarm.JOURNAL not in told and await self._store.keep(told):
            self._kept = told

    def _outage(self, silence: float) -> Outage | None:
        """Note that Telegram is silent, or return for how long it was."""
        now = self._clock()
        if silence > self._thresholds.silence and self._silent_since is None:
            longest = (now - self._started).total_seconds()
            self._silent_since = now - timedelta(seconds=min(silence, longest))
        if silence > MAX_SILENCE or self._silent_since is None:
            return None
        outage, self._silent_since = Outage(self._silent_since, now), None
        return outage


def alarms(facts: HealthFacts, thresholds: Thresholds, ease: float = 1.0) -> set[Alarm]:
    """Return what is wrong.

    Args:
        facts: How the bot is doing.
        thresholds: The values beyond which something is wrong.
        ease: Above 1, values that are only nearly as bad are wrong as well, and what is not known:
            that ends no alarm, and begins none.
    """
    is_unknown_bad = ease > 1.0
    inbox, free, total = facts.inbox, facts.free_bytes, facts.total_bytes
    is_bad = {
        Alarm.JOURNAL: not facts.checks.get("database", True),
        Alarm.INBOX: is_unknown_bad
        if inbox is None
        else inbox.waiting * ease > thresholds.waiting
        or inbox.oldest_seconds * ease > thresholds.age,
        Alarm.DISK: is_unknown_bad
        if free is None or not total
        else free < thresholds.free_bytes * ease or free < thresholds.free_share * total * ease,
    }
    return {alarm for alarm, bad in is_bad.items() if bad}


def _known(names: Collection[str]) -> set[Alarm]:
    """Return the alarms of these names, without those of a later version."""
    return {one for one in Alarm if one in names}


def _log(news: News) -> None:
    for alarm in news.begun:
        _LOGGER.warning("alert: %s", alarm)
    for alarm in news.over:
        _LOGGER.info("no longer an alert: %s", alarm)
