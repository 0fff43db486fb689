"""A SQLite journal, or a backup of one, is read into an empty journal: all of it, or nothing."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.journal import BackupError, JournalError
from bot.journal.database import Database
from bot.journal.importing import import_journal
from bot.journal.opening import make_database
from bot.journal.schema import inbox, metadata, replicas
from corpus.message import ReportedError
from tests.bot.conftest import Run

AT = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)

ROWS: dict[str, dict[str, Any]] = {
    "questions": {
        "id": "q1",
        "asked_at": AT,
        "chat_id": -100123,
        "chat_type": "group",
        "user_id": 5,
        "message_id": 9,
        "language": "zh-hans",
        "text": "盐田一年收几回盐？🧂",
        "outcome": "answered",
        "took_ms": 1.5,
    },
    "citations": {
        "question_id": "q1",
        "place": 0,
        "article_id": "盐田",
        "passage_id": "p1",
        "score": 2.5,
    },
    "feedback": {"question_id": "q1", "user_id": 5, "given_at": AT, "verdict": "up"},
    "inbox": {
        "bot_id": 1,
        "update_id": 7,
        "received_at": AT,
        "chat_id": 5,
        "user_id": 5,
        "state": "waiting",
        "attempts": 0,
        "payload": "{}",
        "owner": "ended",
    },
    "chats": {"id": -100123, "type": "group", "status": "member", "changed_at": AT},
    "policies": {
        "chat_id": -100123,
        "trigger": "ask",
        "quotations": 2,
        "taps": "all",
        "display": "message",
        "collections": "",
    },
    "access": {"chat_id": 6, "rule": "blocked", "decided_at": AT, "reason": "广告"},
    "reports": {"kind": "weekly", "due_at": AT},
    "alarms": {"name": "disk", "told_at": AT},
}
"""A row of each table that is copied."""


async def write_rows(file: Path) -> None:
    """Make a journal with these rows."""
    async with make_database(f"sqlite+aiosqlite:///{file}") as database, database.begin() as one:
        for table in metadata.sorted_tables:
            if table is not replicas:
                await one.execute(table.insert(), [ROWS[table.name]])


async def rows_of(url: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of all tables of a journal, times in UTC."""
    found = {}
    async with make_database(url) as database, database.connect() as connection:
        for table in metadata.sorted_tables:
            rows = (await connection.execute(select(table))).mappings()
            found[table.name] = [
                {
                    name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
                    for name, value in row.items()
                }
                for row in rows
            ]
    return found


async def test_all_of_it(tmp_path: Path, journal_url: str) -> None:
    """Each row of each table is there as it was, but for the replica that had an update."""
    file = tmp_path / "old.sqlite3"
    await write_rows(file)
    (tmp_path / ".import-killed").mkdir()  # As an import that was killed leaves one.
    before = await rows_of(f"sqlite+aiosqlite:///{file}")

    number = await asyncio.to_thread(import_journal, file, journal_url, tmp_path)
    after = await rows_of(journal_url)

    assert 1 == number
    assert before["inbox"].pop() | {"owner": None} == after["inbox"].pop()
    assert before == after
    assert {"replicas", "inbox"} == {name for name, rows in after.items() if not rows}
    assert [] == [one.name for one in tmp_path.iterdir() if one.name.startswith(".")]


async def test_many_rows(tmp_path: Path, journal_url: str) -> None:
    """More rows than are written at once are all copied."""
    file = tmp_path / "old.sqlite3"
    await write_rows(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)"
            " INSERT INTO chats SELECT i, 'private', 'member', changed_at, NULL FROM n, chats"
        )
        connection.commit()

    await asyncio.to_thread(import_journal, file, journal_url, tmp_path)

    assert 2501 == len((await rows_of(journal_url))["chats"])


async def test_rows_without_a_question(tmp_path: Path, journal_url: str) -> None:
    """What refers to a question that is gone, as a file may that others have written, is left."""
    file = tmp_path / "old.sqlite3"
    await write_rows(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DELETE FROM questions")
        connection.commit()

    assert 0 == await asyncio.to_thread(import_journal, file, journal_url, tmp_path)
    after = await rows_of(journal_url)

    assert ([], []) == (after["citations"], after["feedback"])


async def test_into_one_that_is_not_empty(
    tmp_path: Path, database: Database, journal_url: str
) -> None:
    """Nothing is copied into a journal that has anything, and its name is told."""
    file = tmp_path / "old.sqlite3"
    await write_rows(file)
    async with database.begin() as connection:
        values = {"bot_id": 1, "update_id": 1, "received_at": AT, "state": "done", "attempts": 1}
        await connection.execute(inbox.insert(), [values])

    with pytest.raises(BackupError, match="is not empty"):
        await asyncio.to_thread(import_journal, file, journal_url, tmp_path)

    assert [] == (await rows_of(journal_url))["questions"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "There is no journal"), (b"SQLite format 3\0 and no more", "is damaged")],
)
async def test_of_no_journal(
    tmp_path: Path, journal_url: str, content: bytes | None, reason: str
) -> None:
    """A file that is missing, or no journal, is named."""
    file = tmp_path / "old.sqlite3"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(ReportedError, match=reason):
        await asyncio.to_thread(import_journal, file, journal_url, tmp_path)


async def test_of_a_newer_version(tmp_path: Path, journal_url: str) -> None:
    """The file is named, not the copy of it."""
    file = tmp_path / "old.sqlite3"
    await write_rows(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(JournalError, match=f"has written the journal {file};"):
        await asyncio.to_thread(import_journal, file, journal_url, tmp_path)


LANGUAGES = {
    "en_US.UTF-8": ("Copied, with 1 question: ", "is not empty; docs/scaling.md says"),
    "zh_CN.UTF-8": ("已复制，共 1 个问题：", "不是空的；怎样清空"),
    "zh_TW.UTF-8": ("已複製，共 1 個問題：", "不是空的；怎樣清空"),
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_by_the_command(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """`yinju journal import` says how many questions there are, and does it once."""
    old, new = tmp_path / "old.sqlite3", tmp_path / "new.sqlite3"
    asyncio.run(write_rows(old))
    monkeypatch.setenv("BOT_DATABASE_URL", str(new))
    monkeypatch.setenv("LANG", code)
    done, again = LANGUAGES[code]

    first, second = run("journal", "import", str(old)), run("journal", "import", str(old))

    assert (0, f"{done}{new}\n") == (first.status, first.out)
    assert (2, True) == (second.status, again in second.err)
    assert 1 == len(asyncio.run(rows_of(f"sqlite+aiosqlite:///{new}"))["questions"])


def test_as_json(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script reads the number of questions."""
    asyncio.run(write_rows(tmp_path / "old.sqlite3"))
    monkeypatch.setenv("BOT_DATABASE_URL", str(tmp_path / "new.sqlite3"))

    assert {"questions": 1} == json.loads(
        run("journal", "import", str(tmp_path / "old.sqlite3"), "--json").out
    )
