"""The views for people who browse the journal's file: readable, and without anybody's number."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.journal.journal import Feedback, Journal, NewQuestion
from bot.journal.opening import make_database
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.declining import NO_QUESTION, Reason

DATASETTE = Path(__file__).parents[3] / "docs" / "datasette.yaml"

PERSON = 987_654_321
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)

VIEWS: dict[str, list[dict[str, Any]]] = {
    "questions_asked": [
        {"question": "复利", "quotations": 2, "helpful": 1, "not_helpful": 0},
        {"question": "时间", "reason_for_declining": "not-covered", "quotations": 0},
        {"question": "时间", "kind_of_chat": "private", "milliseconds": 12.3},
        {"question": "你好", "reason_for_declining": "greeting"},
        {"question": "戏剧", "quotations": 2},
    ],
    "questions_without_answer": [{"question": "时间", "times": 2}],
    "questions_by_day": [{"day": "2026-11-28", "questions": 4, "people": 1, "declined": 2}],
    "articles_quoted": [
        {"collection": None, "article": "a", "quotations": 2, "questions": 1},
        {"collection": "plays", "article": "a", "quotations": 2, "questions": 1},
    ],
    "answers_judged": [{"verdict": "good", "complaint": None, "question": "复利"}],
}
"""What each view has of the questions of `journal`, in part."""


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal of five questions of one person, the last asked of another collection."""
    file = tmp_path_factory.mktemp("views") / "journal"

    async def write() -> None:
        async with make_database(f"sqlite+aiosqlite:///{file}") as database:
            kept = Journal(database)
            for number, (text, reason) in enumerate(
                [
                    ("复利", None),
                    ("时间", Reason.NOT_COVERED),
                    ("时间", Reason.NOT_COVERED),
                    ("你好", Reason.GREETING),
                    ("戏剧", None),
                ]
            ):
                asked = NewQuestion(text, PERSON, "private", PERSON, number, "zh-Hans", at=NOON)
                asked = replace(asked, collection="plays" if text == "戏剧" else None)
                result = Abstention(text, reason) if reason else Answer(text, ())
                await kept.record(asked, result, 12.34)
                if not number:
                    await kept.record_feedback(Feedback(asked.id, PERSON, "good"))

    asyncio.run(write())
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "INSERT INTO citations SELECT id, place, 'a', NULL, 1.0 FROM questions "
            "JOIN (SELECT 1 AS place UNION SELECT 2) WHERE outcome = 'answered'"
        )
    return file


def rows(file: Path, view: str) -> list[dict[str, Any]]:
    """Return the rows of a view, ordered by the questions."""
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {view}")]  # noqa: S608


def test_every_view_is_known(journal: Path) -> None:
    """There are no views but those that are tested here."""
    with closing(sqlite3.connect(journal)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")
        assert sorted(VIEWS) == sorted(name for (name,) in found)


@pytest.mark.parametrize("view", VIEWS)
def test_what_a_view_has(journal: Path, view: str) -> None:
    """A view has what its name says."""
    found, wanted = rows(journal, view), VIEWS[view]

    assert len(wanted) == len(found)
    for expected in wanted:
        assert any(expected.items() <= row.items() for row in found), expected


@pytest.mark.parametrize("view", VIEWS)
def test_nobodys_number(journal: Path, view: str) -> None:
    """No view has the number of a person, which is that of their private chat."""
    assert str(PERSON) not in str(rows(journal, view))


def test_what_datasette_shows() -> None:
    """The settings for Datasette open every view, and nothing else."""
    settings = yaml.safe_load(DATASETTE.read_text("utf-8"))
    journal = settings["databases"]["journal"]

    assert {view: {"allow": True} for view in VIEWS} == journal["tables"]
    assert (False, False) == (journal["allow"], journal["allow_sql"])
    for view in VIEWS:
        assert f'href="journal/{view}?' in settings["description_html"]


def test_what_counts_as_a_question(journal: Path) -> None:
    """The views tell small talk from questions as statistics do."""
    with closing(sqlite3.connect(journal)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'")
        texts = dict(found.fetchall())

    listed = ", ".join(f"'{reason}'" for reason in sorted(NO_QUESTION))
    for view in ("questions_without_answer", "questions_by_day"):
        assert f"reason NOT IN ({listed})" in " ".join(texts[view].split())
