"""The reports that were sent, so that each is sent once, however often the bot starts."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from bot.journal.database import Database
from bot.journal.schema import reports
from bot.journal.statements import put


class ReportStore:
    """The moment for which each kind of report was last due."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, kind: str, due: datetime) -> bool:
        """Return True if a report is to be sent now; it is then taken as sent.

        The first claim of a kind returns False: that report was due before anybody wanted it.

        Raises:
            SQLAlchemyError: The database cannot be written.
            ClosedError: It is not open.
        """
        due = due.astimezone(UTC)
        key, row = {"kind": kind}, {"due_at": due}
        async with self._database.begin() as connection:
            query = select(reports.c.due_at).where(reports.c.kind == kind).with_for_update()
            last: datetime | None = (await connection.execute(query)).scalar_one_or_none()
            if last is None or last.replace(tzinfo=UTC) < due:
                await connection.run_sync(put, reports, key, row)
                return last is not None
        return False
