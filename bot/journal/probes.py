"""The updates that wait in the inbox, as an operator's monitoring counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.journal.database import Database
from bot.journal.schema import State, inbox

UNDONE = (State.WAITING, State.SET_ASIDE)
"""The states of updates that are stored and not done."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """The updates that are stored and not done.

    Attributes:
        counts: Their number by state.
        oldest: Time at which the oldest one that waits was received, if one waits.
    """

    counts: dict[State, int]
    oldest: datetime | None


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


async def schema_version(database: Database) -> str | None:
    """Return the version of the schema, or None if the database cannot be read."""
    try:
        async with database.connect() as connection:
            found = await connection.execute(text("SELECT version_num FROM alembic_version"))
            return str(found.scalar_one())
    except (OSError, SQLAlchemyError):
        return None
