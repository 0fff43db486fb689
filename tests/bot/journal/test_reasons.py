"""Every reason that the answerer can give is counted, but for those of what is no question."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.figures import Figures, Period
from bot.journal.asked import AskedQuestions
from bot.journal.export import Export
from bot.journal.journal import Journal, NewQuestion
from bot.journal.opening import make_database
from bot.journal.schema import IS_UNANSWERED
from bot.journal.statistics import Statistics
from retrieval.answer.answer import Abstention
from retrieval.answer.declining import NO_QUESTION, UNANSWERED, Reason
from retrieval.question.question import SMALL_TALK

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LATER = "of-a-later-version"
COUNTED = sorted({*Reason, LATER} - NO_QUESTION)


@dataclass(frozen=True, slots=True)
class Kept:
    """A journal with a question for each reason, whose text is the reason, and what is read."""

    file: Path
    figures: Figures
    recent: list[str]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A journal with every reason there is, and one that this version does not know."""
    file = tmp_path_factory.mktemp("reasons") / "journal"

    async def write() -> Kept:
        async with make_database(f"sqlite+aiosqlite:///{file}") as database:
            journal = Journal(database)
            for number, reason in enumerate(Reason):
                at = NOW - timedelta(minutes=number)
                asked = NewQuestion(reason.value, 7, "private", 7, number, "en", at=at)
                await journal.record(asked, Abstention(reason.value, reason), 1.0)
            async with database.begin() as connection:
                await connection.exec_driver_sql(
                    f"UPDATE questions SET reason = '{LATER}', text = '{LATER}', id = 'later' "  # noqa: S608
                    "WHERE text = 'no-articles'"
                )
            again = NewQuestion("no-articles", 7, "private", 7, 99, "en", at=NOW)
            await journal.record(again, Abstention("no-articles", Reason.NO_ARTICLES), 1.0)
            figures = await Statistics(database, ZoneInfo("UTC")).of(
                Period.ALL, now=NOW + timedelta(minutes=1)
            )
            found = await AskedQuestions(database).recent(99)
            return Kept(file, figures, [one.text for one in found])

    return asyncio.run(write())


def test_what_is_no_question() -> None:
    """Only small talk, and what asks nothing of the articles by itself, does not count."""
    small_talk = {intent.value for intent in SMALL_TALK}

    assert small_talk | {"nothing-asked", "instruction", "no-more"} == NO_QUESTION


def test_statistics(kept: Kept) -> None:
    """/stats counts each reason, also one that this version does not know, as not answered."""
    assert len(COUNTED) == kept.figures.questions == kept.figures.declined
    assert len(COUNTED) == sum(kept.figures.hours)


def test_export(kept: Kept, tmp_path: Path) -> None:
    """An export says of each row whether /stats counts it."""
    reasons = sorted(NO_QUESTION)
    export = Export(
        str(kept.file), str(tmp_path / "file"), "jsonl", "2026-01-01", reasons, "UTC", None
    )
    ((file, _),) = export.write()
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    assert COUNTED == sorted(row["question"] for row in rows if row["is_question"])
    assert len(Reason) + 1 == len(rows)


def test_views(kept: Kept) -> None:
    """The views for people who browse the journal count what /stats counts."""
    with closing(sqlite3.connect(kept.file)) as connection:
        days = connection.execute("SELECT questions, declined FROM questions_by_day").fetchall()
        without = connection.execute("SELECT question FROM questions_without_answer")
        listed = sorted(text for (text,) in without)

    assert [(len(COUNTED), len(COUNTED))] == days
    assert COUNTED == listed


def test_the_last_questions(kept: Kept) -> None:
    """What a lesson is previewed on are the questions that count."""
    assert COUNTED == sorted(kept.recent)


async def test_the_question_before(tmp_path: Path) -> None:
    """A message in private follows up the last question that counts, whatever became of it."""
    earlier = {}
    async with make_database(f"sqlite+aiosqlite:///{tmp_path / 'journal'}") as database:
        journal = Journal(database)
        for person, reason in enumerate(Reason, start=1):
            asked = NewQuestion(reason.value, person, "private", person, 1, "en", at=NOW)
            await journal.record(asked, Abstention(reason.value, reason), 1.0)
            around = await journal.conversation(person, 2, since=NOW - timedelta(minutes=1))
            earlier[reason] = around.earlier is not None

    assert {reason: reason not in NO_QUESTION for reason in Reason} == earlier


def test_the_index_of_what_is_unanswered() -> None:
    """The condition that an index is made of names the reasons that articles could mend."""
    assert set(UNANSWERED) == {one for one in Reason if f"'{one}'" in IS_UNANSWERED}
