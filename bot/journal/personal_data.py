"""What is kept of a person: shown, forgotten, and let go of when its time is over.

Nothing here names a table: what is kept of somebody stands wherever a column says so (schema.py),
so that a table which is added is neither left out of what is shown nor of what is forgotten.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.journal.database import empty_log
from bot.journal.schema import chats, metadata, policies, questions

_GONE = ("left", "kicked")


class PersonalData:
    """What the journal's database keeps of people."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def kept_of(self, person: int) -> dict[str, list[dict[str, Any]]]:
        """Every row that is about a person, by table; tables without one are left out."""
        async with self._engine.connect() as connection:
            kept: dict[str, list[dict[str, Any]]] = {}
            for table in metadata.sorted_tables:
                mine = _is_about(table, person) & _says_nothing_of_others(table, person)
                rows = await connection.execute(select(table).where(mine))
                if found := [dict(row) for row in rows.mappings()]:
                    kept[table.name] = found
            return kept

    async def forget(self, person: int) -> int:
        """Delete every row that is about a person; how many there were."""
        deleted = 0
        async with self._engine.begin() as connection:
            # What belongs to a question goes before the question.
            for table in reversed(metadata.sorted_tables):
                result = await connection.execute(delete(table).where(_is_about(table, person)))
                deleted += result.rowcount
        await empty_log(self._engine)
        return deleted

    async def expire(self, days: int, now: datetime | None = None) -> int:
        """Delete questions older than so many days, and what belongs to them; how many.

        Chats that the bot left that long ago are forgotten as well, with what they had set.
        """
        oldest = (now or datetime.now(UTC)) - timedelta(days=days)
        left = select(chats.c.id).where(chats.c.status.in_(_GONE), chats.c.changed_at < oldest)
        async with self._engine.begin() as connection:
            await connection.execute(delete(policies).where(policies.c.chat_id.in_(left)))
            await connection.execute(delete(chats).where(chats.c.id.in_(left)))
            old = delete(questions).where(questions.c.asked_at < oldest)
            deleted = (await connection.execute(old)).rowcount
        await empty_log(self._engine)
        return deleted


def _says_nothing_of_others(table: Table, person: int) -> ColumnElement[bool]:
    """Whether a row is not somebody else's, such as what they thought of this person's answer."""
    user = table.c.get("user_id")
    return true() if user is None else or_(user.is_(None), user == person)


def _is_about(table: Table, person: int) -> ColumnElement[bool]:
    """Whether a row is about a person: it bears their number, or belongs to a row that does."""
    numbers = [table.c[name] for name in ("user_id", "chat_id") if name in table.c]
    if table is chats:
        numbers.append(table.c.id)
    belongs = [
        key.parent.in_(select(key.column).where(_is_about(key.column.table, person)))
        for key in table.foreign_keys
    ]
    return or_(false(), *(column == person for column in numbers), *belongs)
