"""Alerts: each alarm is told once when it begins and once when it is over."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.journal.alarm_store import AlarmStore
from bot.journal.database import Database
from bot.journal.opening import make_database
from bot.messages import Language, Messages, messages
from bot.service.alerts import Alerts, Thresholds, alarms
from bot.views.alerts import Alarm
from bot.views.markup import RichText
from bot.views.status import HealthFacts, InboxFacts

ZONE = ZoneInfo("Asia/Shanghai")
GIGABYTE = 1_000_000_000
WELL = HealthFacts(
    checks={"collection": True, "database": True, "telegram": True},
    inbox=InboxFacts(0, 0, 0.0),
    journal_bytes=1,
    free_bytes=50 * GIGABYTE,
    total_bytes=100 * GIGABYTE,
    memory_bytes=1,
    silence=1.0,
    reloaded_at=None,
    has_failed=False,
    problems=(),
)
UNWRITABLE = replace(WELL, checks={"database": False})
FULL = replace(WELL, free_bytes=GIGABYTE)
PILED = replace(WELL, inbox=InboxFacts(5, 0, 700.0))
CROWDED = replace(WELL, inbox=InboxFacts(1_001, 0, 2.0))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty journal."""
    async with make_database(f"sqlite+aiosqlite:///{tmp_path / 'journal'}") as database:
        yield database


@dataclass
class Watch:
    """Alerts over facts that a test sets, and what admins were told, in English."""

    store: AlarmStore
    facts: HealthFacts = WELL
    now: datetime = datetime(2026, 5, 1, 12, tzinfo=ZONE)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.alerts = Alerts(self._measure, self._tell, self.store, clock=lambda: self.now)

    async def _measure(self) -> HealthFacts:
        return self.facts

    async def _tell(self, render: Callable[[Messages], RichText]) -> None:
        self.told.append(render(messages(Language.ENGLISH)).shown)

    async def see(self, facts: HealthFacts, checks: int = 1, minutes: float = 1.0) -> None:
        """Have the bot be in a state for a number of checks."""
        self.facts = facts
        for _ in range(checks):
            self.now += timedelta(minutes=minutes)
            await self.alerts.check()


@pytest.mark.parametrize(
    ("bad", "begun", "over"),
    [
        (UNWRITABLE, "The journal cannot be written", "The journal can be written again"),
        (FULL, "The disk is nearly full: only 1.0 GB of 100.0 GB", "The disk has room again"),
        (PILED, "5 are waiting, the oldest for 11 min", "Messages are no longer piling up"),
        (CROWDED, "1001 are waiting, the oldest for 2 s", "Messages are no longer piling up"),
    ],
)
async def test_once_each(database: Database, bad: HealthFacts, begun: str, over: str) -> None:
    """An alarm is told once however long it lasts, once more when it is over, and then anew."""
    watch = Watch(AlarmStore(database))
    await watch.see(bad, 5)
    await watch.see(WELL, 5)
    await watch.see(bad, 5)

    first, second, third = watch.told
    assert begun in first
    assert over in second
    assert first == third


async def test_a_moment_is_no_alarm(database: Database) -> None:
    """What one check finds and the next one does not is not told."""
    watch = Watch(AlarmStore(database))
    for _ in range(3):
        await watch.see(UNWRITABLE)
        await watch.see(WELL)

    assert [] == watch.told


async def test_around_a_threshold(database: Database) -> None:
    """An alarm is over when the value is clearly better, not at each move around the threshold."""
    watch = Watch(AlarmStore(database))
    for free in (4.9, 4.9, 5.1, 4.9, 5.1, 6.2):
        await watch.see(replace(WELL, free_bytes=int(free * GIGABYTE)))
    assert 1 == len(watch.told)
    await watch.see(replace(WELL, free_bytes=int(6.3 * GIGABYTE)))

    assert 2 == len(watch.told)


async def test_what_is_not_known(database: Database) -> None:
    """What cannot be measured begins no alarm and ends none."""
    unknown = replace(WELL, inbox=None, free_bytes=None)
    watch = Watch(AlarmStore(database))
    await watch.see(unknown, 3)
    assert [] == watch.told
    await watch.see(replace(PILED, free_bytes=1), 2)
    await watch.see(unknown, 3)

    assert 1 == len(watch.told)


async def test_an_outage_is_told_afterwards(database: Database) -> None:
    """While Telegram is silent nobody is told; then when it was, and what has begun meanwhile."""
    watch = Watch(AlarmStore(database))
    await watch.see(WELL)
    began = watch.now
    for minutes in range(1, 9):
        await watch.see(replace(FULL, silence=60.0 * minutes))
    assert [] == watch.told
    await watch.see(FULL)

    (said,) = watch.told
    disk, outage = said.splitlines()
    since, until = (f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}" for at in (began, watch.now))
    assert "nearly full" in disk
    assert outage.endswith(f"from {since} to {until}.")


async def test_a_short_silence_is_no_outage(database: Database) -> None:
    """Of four minutes without an answer nothing is told."""
    watch = Watch(AlarmStore(database))
    await watch.see(replace(WELL, silence=240.0), 2)
    await watch.see(WELL, 2)

    assert [] == watch.told


async def test_telegram_that_never_answered(database: Database) -> None:
    """An outage that began before the start counts from the start."""
    watch = Watch(AlarmStore(database))
    started = watch.now
    await watch.see(replace(WELL, silence=float("inf")), 2)
    await watch.see(WELL)

    assert f"from {started.astimezone(ZONE):%Y-%m-%d %H:%M}" in watch.told[0]


async def test_what_was_told_at_the_start(database: Database) -> None:
    """An alarm that the admins know of already is not told again, only that it is over."""
    watch = Watch(AlarmStore(database, [Alarm.JOURNAL]))
    await watch.see(UNWRITABLE, 3)
    assert [] == watch.told
    await watch.see(WELL)

    assert ["✅ The journal can be written again."] == watch.told


@pytest.mark.parametrize("bad", [FULL, PILED])
async def test_over_a_restart(database: Database, bad: HealthFacts) -> None:
    """What lasts over a restart is told once, and that it is over once, then begins anew."""
    told = []
    for states in ([bad] * 3, [bad] * 3, [WELL] * 3, [WELL] * 2, [bad] * 2):
        watch = Watch(AlarmStore(database))  # As each start makes it.
        for facts in states:
            await watch.see(facts)
        told.append([line[0] for line in watch.told])

    assert [["⚠"], [], ["✅"], [], ["⚠"]] == told


async def test_over_while_the_bot_was_down(database: Database) -> None:
    """What ended while the bot was down is told at the next start, with what has begun since."""
    await Watch(AlarmStore(database)).see(FULL, 2)
    watch = Watch(AlarmStore(database))
    await watch.see(PILED, 2)

    assert [["✅"], ["⚠"]] == [[line[0] for line in said.splitlines()] for said in watch.told]


async def test_what_is_told_while_nothing_can_be_stored(database: Database) -> None:
    """What was told while the journal could not be written is stored when it can be again."""
    both = replace(FULL, checks={"database": False})
    watch = Watch(AlarmStore(database))
    await watch.see(both, 3)
    assert frozenset() == await watch.store.told()
    await watch.see(FULL, 2)
    assert frozenset({"disk"}) == await watch.store.told()
    after = Watch(AlarmStore(database))
    await after.see(FULL, 3)

    assert 2 == len(watch.told)
    assert [] == after.told


async def test_alarms_of_a_later_version(database: Database) -> None:
    """The name of an alarm that this version does not have is passed over."""
    await AlarmStore(database).keep({"flood", "disk"})
    watch = Watch(AlarmStore(database))
    await watch.see(FULL, 3)

    assert [] == watch.told


def test_a_real_disk(tmp_path: Path) -> None:
    """The free space of a real disk is below a threshold above it, and not below zero."""
    usage = shutil.disk_usage(tmp_path)
    facts = replace(WELL, free_bytes=usage.free, total_bytes=usage.total)

    assert {Alarm.DISK} == alarms(facts, Thresholds(free_bytes=usage.free + 1))
    assert set() == alarms(facts, Thresholds(free_bytes=0, free_share=0.0))
