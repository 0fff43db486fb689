"""Statistics count what is in the journal, by the operator's clock, for a chat or for all."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from bot.figures import DAYS, Period, QuotedArticle
from bot.journal.database import Database
from bot.journal.opening import make_database
from bot.journal.schema import citations, feedback, questions
from bot.journal.spans import by_offset, parts
from bot.journal.statistics import Statistics

NOW = datetime(2026, 11, 2, 15, 20, tzinfo=UTC)
GROUP, OTHER = -100, -200
ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Asia/Kathmandu")

Row = dict[str, Any]


def made_rows() -> list[Row]:
    """Return questions of ninety days, across a change of the clock in New York."""
    chance = random.Random(19)
    return [
        {
            "id": f"{number:012x}",
            "asked_at": NOW - timedelta(seconds=chance.randrange(90 * 86_400)),
            "chat_id": chance.choice([GROUP, GROUP, OTHER, 7]),
            "chat_type": "group",
            "user_id": chance.choice([None, 1, 2, 3, 4, 5]),
            "message_id": number,
            "language": "zh-Hans",
            "text": chance.choice(["流量是什么", "什么是复利", "谁写的", f"第{number}问"]),
            "outcome": "declined" if reason else chance.choice(["answered", "doubtful"]),
            "reason": reason,
            "took_ms": chance.lognormvariate(3, 1),
            "collection": (None, "plays", "poems")[number % 7 % 3],
        }
        for number in range(600)
        for reason in [chance.choice([None, None, "not-covered", "detail-missing", "greeting"])]
    ]


ROWS = made_rows()
QUESTIONS = [row for row in ROWS if row["reason"] != "greeting"]
QUOTED = [
    {
        "question_id": row["id"],
        "place": place,
        "article_id": f"a{n % (place + 3)}",
        "score": 1,
    }
    for n, row in enumerate(ROWS)
    if row["outcome"] != "declined"
    for place in (1, 2)
]
VERDICTS = [
    {"question_id": row["id"], "user_id": 1, "given_at": NOW, "verdict": verdict}
    for row, verdict in zip(ROWS[::9], ["good", "good", "bad"] * 99, strict=False)
]


@pytest.fixture
async def database(journal_url: str) -> AsyncIterator[Database]:
    """A journal with the rows."""
    async with make_database(journal_url) as database:
        async with database.begin() as connection:
            await connection.execute(insert(questions), ROWS)
            await connection.execute(insert(citations), QUOTED)
            await connection.execute(insert(feedback), VERDICTS)
        yield database


def within(begins: datetime | None, chat_id: int | None) -> list[Row]:
    """Return the questions since a moment, of one chat or of all."""
    return [
        row
        for row in QUESTIONS
        if (begins is None or row["asked_at"] >= begins) and chat_id in {None, row["chat_id"]}
    ]


def percentile(times: list[float], percent: int) -> int | None:
    """Return the time, in whole milliseconds, that some percent of times do not exceed."""
    return round(sorted(times)[-(-len(times) * percent // 100) - 1]) if times else None


def expected(rows: list[Row], zone: ZoneInfo) -> dict[str, Any]:
    """Return the figures of some questions, counted one by one, by name."""
    ids = {row["id"] for row in rows}
    outcomes = Counter(row["outcome"] for row in rows)
    verdicts = Counter(row["verdict"] for row in VERDICTS if row["question_id"] in ids)
    hours = Counter(row["asked_at"].astimezone(zone).hour for row in rows)
    asked_of = {row["id"]: row["collection"] for row in rows}
    quoted = Counter(
        (row["article_id"], asked_of[row["question_id"]])
        for row in QUOTED
        if row["question_id"] in ids
    )
    asked = Counter(row["text"] for row in rows)
    times = [row["took_ms"] for row in rows]
    return {
        "questions": len(rows),
        "people": len({row["user_id"] for row in rows} - {None}),
        "answered": outcomes["answered"] + outcomes["doubtful"],
        "doubtful": outcomes["doubtful"],
        "declined": outcomes["declined"],
        "helpful": verdicts["good"],
        "unhelpful": verdicts["bad"],
        "median_ms": percentile(times, 50),
        "p95_ms": percentile(times, 95),
        "hours": tuple(hours[hour] for hour in range(24)),
        "quoted": ranked_articles(quoted),
        "asked": ranked(asked),
    }


def ranked(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Return the five most frequent values that come at least twice, with their numbers."""
    found = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple(one for one in found[:5] if one[1] >= 2)


def ranked_articles(counted: Counter[tuple[str, str | None]]) -> tuple[QuotedArticle, ...]:
    """Return the five articles that are quoted most, each in its collection."""
    found = sorted(counted.items(), key=lambda one: (-one[1], one[0][0], one[0][1] or ""))
    return tuple(QuotedArticle(key, name, count) for (name, key), count in found[:5])


@pytest.mark.parametrize("name", ["America/New_York", "Asia/Kathmandu"])
async def test_everything_is_counted(database: Database, name: str) -> None:
    """Each figure is what counting the rows one by one gives, by any clock."""
    zone = ZoneInfo(name)
    for period in Period:
        begins = None
        if period in DAYS:
            day = NOW.astimezone(zone).date() - timedelta(days=DAYS[period] - 1)
            begins = datetime(day.year, day.month, day.day, tzinfo=zone)
        for chat_id in (None, GROUP):
            figures = await Statistics(database, zone).of(period, chat_id, NOW)
            wanted = expected(within(begins, chat_id), zone)
            assert wanted == {key: getattr(figures, key) for key in wanted}


async def test_an_empty_journal(journal_url: str) -> None:
    """Without questions all is nothing, and no time is named."""
    async with make_database(journal_url) as database:
        for period in Period:
            found = await Statistics(database, ZoneInfo("Asia/Shanghai")).of(period)
            assert 0 == found.questions == found.people == sum(found.hours)
            assert found.median_ms is found.p95_ms is None
            assert () == found.busiest
            assert () == found.asked
            assert () == found.quoted


async def test_whole_days(database: Database) -> None:
    """The week before a day ends with the day before it."""
    zone = ZoneInfo("Asia/Shanghai")
    begins, ends = datetime(2026, 10, 26, tzinfo=zone), datetime(2026, 11, 2, tzinfo=zone)

    found = await Statistics(database, zone).of_days_before(NOW, 7)

    assert (begins, ends) == (found.begins, found.ends)
    assert sum(begins <= row["asked_at"] < ends for row in QUESTIONS) == found.questions
    assert 7 == len(found.spans)


async def test_the_busiest_groups(database: Database) -> None:
    """Groups are named by how much is asked in them, private chats never."""
    found = await Statistics(database, ZoneInfo("UTC")).busiest_groups(Period.ALL, 5)

    assert (GROUP, OTHER) == found


@pytest.mark.parametrize(
    ("days", "count"), [(0.5, 12), (1, 24), (7, 7), (31, 31), (60, 9), (400, 14), (9_000, 61)]
)
@pytest.mark.parametrize("name", ZONES)
def test_the_parts_of_a_period(name: str, days: float, count: int) -> None:
    """Parts follow each other without a gap, and there are few, however long the period is."""
    begins = datetime(2026, 2, 2, tzinfo=ZoneInfo(name))
    ends = begins + timedelta(days=days)

    found = parts(begins, ends)

    assert (begins, ends) == (found[0][0], found[-1][1])
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert count - 1 <= len(found) <= count + 1


def test_a_day_on_which_the_clock_changes() -> None:
    """A day of 25 hours has 25 parts, and two offsets from UTC."""
    zone = ZoneInfo("America/New_York")
    begins, ends = datetime(2026, 11, 1, tzinfo=zone), datetime(2026, 11, 2, tzinfo=zone)

    assert 25 == len(parts(begins, ends))
    (first, last, summer), (start, end, winter) = by_offset(begins, ends)
    assert (timedelta(hours=-4), timedelta(hours=-5)) == (summer, winter)
    assert (begins, ends) == (first, end)
    assert last == start == datetime(2026, 11, 1, 6, tzinfo=UTC)
