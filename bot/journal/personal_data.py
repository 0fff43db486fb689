"""Personal data in the database: export, deletion on request, and deletion by age.

Tables are found by their columns (see `schema`), not by name, so that a new table is part of
every export and every deletion.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal.database import Database
from bot.journal.handling import handling
from bot.journal.schema import access, chats, inbox, metadata, policies, questions

KEPT = access.name
"""The table whose rows stay: a block would otherwise end when its person asks for it."""

_GONE = ("left", "kicked")
"""Statuses of the bot in a chat of which it is no longer a member."""


class PersonalData:
    """The rows that are about people, in every table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows_about(self, user_id: int) -> dict[str, list[dict[str, Any]]]:
        """Return every row about a person, by table; tables without one are omitted."""
        async with self._database.connect() as connection:
            found: dict[str, list[dict[str, Any]]] = {}
            for table in metadata.sorted_tables:
                condition = _is_about(table, user_id) & _is_not_by_others(table, user_id)
                condition &= _is_not_current(table)
                result = await connection.execute(select(table).where(condition))
                if rows := [dict(row) for row in result.mappings()]:
                    found[table.name] = rows
            return found

    async def count_about(self, some_id: int) -> int:
        """Return the number of rows that `forget` would delete, of a person or a chat."""
        async with self._database.connect() as connection:
            queries = [
                select(func.count()).select_from(table).where(_is_about(table, some_id))
                for table in metadata.sorted_tables
            ]
            return sum([(await connection.execute(one)).scalar_one() for one in queries])

    async def forget(self, user_id: int) -> int:
        """Delete every row about a person or a chat and return their number.

        What the bot's admins decided about them stays.
        """
        deleted, current = 0, handling.get()
        async with self._database.begin() as connection:
            if current:
                self._database.forgotten[user_id] = current.update_id
            # Rows that reference a question are deleted, and counted, before the question; what
            # waits to be answered before all else, so that no other program records it.
            others = [one for one in metadata.sorted_tables if one not in {access, inbox}]
            for table in (inbox, *reversed(others)):
                about = _is_about(table, user_id) & _is_not_current(table)
                result = await connection.execute(delete(table).where(about))
                deleted += result.rowcount
        await self._database.erase_deleted()
        return deleted

    async def expire(self, days: int, now: datetime | None = None) -> int:
        """Delete old questions with everything that references them, and return their number.

        Age counts from the newest question, so that a clock which is far ahead deletes nothing.
        Chats that the bot left as long ago are deleted too, with their policies, and updates that
        nobody has replayed since.

        Args:
            days: Age in days from which a question is deleted.
            now: The current time, unless it is that of the system.
        """
        async with self._database.begin() as connection:
            newest = await _newest(connection)
            oldest = min(now or datetime.now(UTC), newest) - timedelta(days=days)
            left = select(chats.c.id).where(chats.c.status.in_(_GONE), chats.c.changed_at < oldest)
            await connection.execute(delete(policies).where(policies.c.chat_id.in_(left)))
            await connection.execute(delete(chats).where(chats.c.id.in_(left)))
            is_kept = inbox.c.payload.is_not(None)
            await connection.execute(delete(inbox).where(is_kept, inbox.c.received_at < oldest))
            old = delete(questions).where(questions.c.asked_at < oldest)
            deleted = (await connection.execute(old)).rowcount
        await self._database.erase_deleted()
        return deleted


async def _newest(connection: AsyncConnection) -> datetime:
    """Return the time of the newest question; without one, that of the newest row with a time."""
    for columns in ((questions.c.asked_at,), (inbox.c.received_at, chats.c.changed_at)):
        times: list[datetime | None] = [
            (await connection.execute(select(func.max(one)))).scalar() for one in columns
        ]
        if known := [time.replace(tzinfo=UTC) for time in times if time]:
            return max(known)
    return datetime.max.replace(tzinfo=UTC)


def _is_not_by_others(table: Table, user_id: int) -> ColumnElement[bool]:
    """Build the condition that a row is nobody else's, such as feedback on a person's answer."""
    owner = table.c.get("user_id")
    return true() if owner is None else or_(owner.is_(None), owner == user_id)


def _is_not_current(table: Table) -> ColumnElement[bool]:
    """Build the condition that a row is not the update that is being handled.

    It is the person's own request, and says nothing about them once it has been.
    """
    current = handling.get()
    return inbox.c.update_id != current.update_id if current and table is inbox else true()


def _is_about(table: Table, user_id: int) -> ColumnElement[bool]:
    """Build the condition that a row has a person's id, or references a row that has it."""
    ids = [table.c[name] for name in ("user_id", "chat_id") if name in table.c]
    if table is chats:
        ids.append(table.c.id)
    references = [
        key.parent.in_(select(key.column).where(_is_about(key.column.table, user_id)))
        for key in table.foreign_keys
    ]
    return or_(false(), *(column == user_id for column in ids), *references)
