"""The alerts that admins get, and the lines that say that their causes are over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from bot.messages import Messages
from bot.views.markup import RichText, joined, text
from bot.views.moments import moment
from bot.views.status import HealthFacts, duration, size


class Alarm(StrEnum):
    """A cause of which admins are told when it begins and when it is over."""

    INBOX = "inbox"
    DISK = "disk"
    JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class Outage:
    """A time during which Telegram could not be reached, in the time zone of who is told."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class News:
    """News for admins at one time: alarms that have begun or are over, and an outage."""

    facts: HealthFacts
    begun: Collection[Alarm] = ()
    over: Collection[Alarm] = ()
    outage: Outage | None = None

    def __bool__(self) -> bool:
        """Return True if there is anything to tell."""
        return bool(self.begun or self.over or self.outage)


def alert(texts: Messages, news: News) -> RichText:
    """Return a line for each alarm that has begun or is over, and for an outage."""
    lines = [f"⚠️ {_begun(texts, alarm, news.facts)}" for alarm in news.begun]
    lines += [f"✅ {_over(texts, alarm)}" for alarm in news.over]
    if news.outage:
        words = texts.gettext("Telegram could not be reached from {since} to {until}.")
        zone = news.outage.since.tzinfo or UTC
        since, until = (moment(at, zone) for at in (news.outage.since, news.outage.until))
        lines.append(f"✅ {words.format(since=since, until=until)}")
    return joined([text(line) for line in lines])


def _begun(texts: Messages, alarm: Alarm, facts: HealthFacts) -> str:
    if alarm is Alarm.JOURNAL:
        return texts.gettext(
            "The journal cannot be written: questions are answered, but nothing is recorded."
        )
    if alarm is Alarm.DISK:
        words = texts.gettext("The disk is nearly full: only {free} of {total} is free.")
        return words.format(free=size(facts.free_bytes or 0), total=size(facts.total_bytes or 0))
    waiting, age = (facts.inbox.waiting, facts.inbox.oldest_seconds) if facts.inbox else (0, 0.0)
    words = texts.gettext("Messages are piling up: {count} are waiting, the oldest for {age}.")
    return words.format(count=waiting, age=duration(texts, age))


def _over(texts: Messages, alarm: Alarm) -> str:
    return {
        Alarm.INBOX: texts.gettext("Messages are no longer piling up."),
        Alarm.DISK: texts.gettext("The disk has room again."),
        Alarm.JOURNAL: texts.gettext("The journal can be written again."),
    }[alarm]
