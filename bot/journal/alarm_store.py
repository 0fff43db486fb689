"""The alarms that the admins were told of, so that a restart does not tell them again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from bot.journal.database import Database
from bot.journal.schema import alarms


class AlarmStore:
    """The names of the alarms that last, and of which the admins know.

    Args:
        database: The journal's database.
        known: Names of alarms that somebody else has told at this start.
    """

    def __init__(self, database: Database, known: Collection[str] = ()) -> None:
        self._database = database
        self.known = frozenset(known)

    async def told(self) -> frozenset[str] | None:
        """Return the names that were stored, None if they cannot be read."""
        try:
            return await self._database.reader.run(_all)
        except (OSError, SQLAlchemyError) as error:
            self._database.report("alarms not read, admins may be told again", error)
            return None

    async def keep(self, names: Collection[str]) -> bool:
        """Store these names in place of the others, and return True if that succeeded."""
        rows = [{"name": name, "told_at": datetime.now(UTC)} for name in sorted(names)]

        def write(connection: Connection) -> None:
            before = _all(connection)
            connection.execute(delete(alarms).where(alarms.c.name.not_in(names)))
            if new := [row for row in rows if row["name"] not in before]:
                connection.execute(insert(alarms), new)

        return await self._database.write(write)


def _all(connection: Connection) -> frozenset[str]:
    return frozenset(connection.execute(select(alarms.c.name)).scalars())
