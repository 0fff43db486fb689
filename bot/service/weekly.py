"""The weekly report: when it is due, and its figures."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.figures import Figures
from bot.journal.report_store import ReportStore
from bot.journal.spans import midnight
from bot.service.reports import StatisticsReports
from bot.setting_values import WEEKDAYS

HOUR_OF_DAY = 9
"""The hour from which the report is due."""

_KIND = "weekly"


class WeeklyReport:
    """Tells once a week that the report is due, also where the bot was down at that time.

    Args:
        reports: What writes the report.
        store: What remembers the last one.
        weekday: The day, one of `WEEKDAYS`.
    """

    def __init__(self, reports: StatisticsReports, store: ReportStore, weekday: str) -> None:
        self._reports = reports
        self._store = store
        self._weekday = WEEKDAYS.index(weekday)
        self._checked: datetime | None = None

    async def figures_if_due(self, now: datetime) -> Figures | None:
        """Return the figures of the week before, the first time that they are due; else None.

        Raises:
            SQLAlchemyError: The journal cannot be read or written.
            ClosedError: It is not open.
        """
        due = self._last_due(now.astimezone(self._reports.statistics.zone))
        if due == self._checked:
            return None
        figures = await self._reports.week_before(due)  # If that fails, it is still due.
        is_wanted = await self._store.claim(_KIND, due)
        self._checked = due
        return figures if is_wanted else None

    def _last_due(self, now: datetime) -> datetime:
        """Return the last moment at which a report was due."""
        days = (now.weekday() - self._weekday) % 7
        due = midnight(now, days) + timedelta(hours=HOUR_OF_DAY)
        return due if due <= now else midnight(now, days + 7) + timedelta(hours=HOUR_OF_DAY)
