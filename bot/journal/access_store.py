"""Storage of what the bot's admins decide about who may use it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import SQLAlchemyError

from bot.access import Decision, Rule
from bot.journal.database import Database
from bot.journal.schema import access
from bot.journal.statements import put

Decisions = Mapping[tuple[int, Rule], Decision]
"""Decisions by the id of the person or the chat, and by rule; the latest ones come first."""


class AccessStore:
    """The decisions in force, which are read anew only after the database has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Decisions = {}
        self._known_at: int | None = None

    async def decisions(self) -> Decisions:
        """Return all decisions; if they cannot be read, those that were read last."""
        changes = self._database.changes
        if changes != self._known_at:
            try:
                found = await self._database.reader.run(_all)
            except (OSError, SQLAlchemyError) as error:
                self._database.report("blocks not read, keeping those so far", error)
            else:
                # A change meanwhile, of which nothing may be in it, has another number.
                self._known, self._known_at = found, changes
        return self._known

    async def keep(self, chat_id: int, rule: Rule, reason: str = "") -> None:
        """Store a decision, in place of an earlier one by the same rule.

        Raises:
            SQLAlchemyError: The database cannot be written.
            ClosedError: It is not open.
        """
        row = {"decided_at": datetime.now(UTC), "reason": reason}
        key = {"chat_id": chat_id, "rule": rule}
        async with self._database.begin() as connection:
            await connection.run_sync(put, access, key, row)

    async def revoke(self, chat_id: int, rule: Rule) -> bool:
        """Delete a decision, and return True if there was one.

        Raises:
            SQLAlchemyError: The database cannot be written.
            ClosedError: It is not open.
        """
        statement = delete(access).where(access.c.chat_id == chat_id, access.c.rule == rule)
        async with self._database.begin() as connection:
            return bool((await connection.execute(statement)).rowcount)


def _all(connection: Connection) -> dict[tuple[int, Rule], Decision]:
    rules = list(Rule)  # Not those of a later version.
    query = select(access).where(access.c.rule.in_(rules)).order_by(access.c.decided_at.desc())
    return {
        (row.chat_id, Rule(row.rule)): Decision(
            row.chat_id, Rule(row.rule), row.decided_at.replace(tzinfo=UTC), row.reason
        )
        for row in connection.execute(query)
    }
