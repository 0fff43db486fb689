"""Probes of the journal's database, for an operator's monitoring."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.journal.database import Database, file_of_url
from bot.journal.inbox import State
from bot.journal.schema import inbox

UNDONE = (State.WAITING, State.SET_ASIDE)
"""The states of updates that are stored and not done."""

_BUSY_SECONDS = 1
"""Seconds that the probe waits for a writer, so that a locked database is noticed."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """The updates that are stored and not done.

    Attributes:
        counts: Their number by state.
        oldest: Time at which the oldest one that waits was received, if one waits.
    """

    counts: dict[State, int]
    oldest: datetime | None


def is_writable(url: str) -> bool:
    """Write to the database of a SQLAlchemy URL and return True if the disk has it.

    This blocks for a second or more where another program holds the database's lock. It opens the
    file anew, so that one that vanished is noticed.
    """
    file = file_of_url(url)
    if file is None:
        return True
    address = f"{file.absolute().as_uri()}?mode=rw"
    try:
        with closing(
            sqlite3.connect(address, _BUSY_SECONDS, isolation_level=None, uri=True)
        ) as connection:
            connection.execute("BEGIN IMMEDIATE")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version = {int(version)}")
            connection.execute("COMMIT")
    except sqlite3.Error:
        return False
    return True


async def backlog(database: Database, bot_id: int) -> Backlog | None:
    """Return the backlog of a bot, or None if the database cannot be read."""
    columns = inbox.c
    query = (
        select(columns.state, func.count(), func.min(columns.received_at))
        .where(columns.bot_id == bot_id, columns.state.in_(UNDONE))
        .group_by(columns.state)
    )
    try:
        async with database.connect() as connection:
            rows = (await connection.execute(query)).all()
    except (OSError, SQLAlchemyError):
        return None
    counts = dict.fromkeys(UNDONE, 0) | {State(state): count for state, count, _ in rows}
    since = next((since for state, _, since in rows if state == State.WAITING), None)
    return Backlog(counts, since and since.replace(tzinfo=UTC))
