"""Reports on how the bot is used: a text, with a picture where one can be drawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.figures import Figures, Period
from bot.journal.statistics import Statistics
from bot.messages import Language, messages
from bot.service.collections import Collections, ServedCollection
from bot.service.pictures import Draw, NoPicture, Pictures
from bot.views import statistics as views
from bot.views.markup import RichText
from bot.views.statistics import Report, Shelf, quoted_titles

WEEK = 7


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report to send: its text, and its picture as a PNG if there is one."""

    text: RichText
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class ReportScope:
    """The subject of a report.

    Attributes:
        period: The period.
        chat_id: The chat; None for all.
        name: The chat in words; without one, that of all chats.
        has_questions: True if what people asked may be shown where the report is.
    """

    period: Period
    chat_id: int | None = None
    name: str = ""
    has_questions: bool = True


class StatisticsReports:
    """Writes reports on how the bot is used, in the reader's language."""

    def __init__(
        self, statistics: Statistics, collections: Collections, pictures: Pictures
    ) -> None:
        self.statistics = statistics
        self._collections = collections
        self._pictures = pictures

    async def write(self, language: Language, scope: ReportScope) -> WrittenReport:
        """Write the report on a period that ends now.

        Raises:
            SQLAlchemyError: The journal cannot be read.
            ClosedError: It is not open.
        """
        texts = messages(language)
        heading = views.period_words(texts, scope.period)
        name = scope.name or views.all_chats(texts)
        async with self._pictures.drawing() as draw:
            figures = await self.statistics.of(scope.period, scope.chat_id)
            report = self._report(language, figures, heading, name)
            report = replace(report, has_questions=scope.has_questions)
            return await _written(language, report, draw)

    async def week_before(self, moment: datetime) -> Figures:
        """Return the figures of the seven days before that of a moment.

        Raises:
            SQLAlchemyError: The journal cannot be read.
            ClosedError: It is not open.
        """
        return await self.statistics.of_days_before(moment, WEEK)

    async def write_week(self, language: Language, figures: Figures) -> WrittenReport:
        """Write the report on a week."""
        texts = messages(language)
        heading, name = views.last_week(texts, figures), views.all_chats(texts)
        async with self._pictures.drawing() as draw:
            report = self._report(language, figures, heading, name)
            return await _written(language, report, draw)

    def _report(self, language: Language, figures: Figures, heading: str, scope: str) -> Report:
        """Return a report, with the titles of the articles that are still in their collections."""
        ids = {one.id for one in figures.quoted}
        shelves = [Shelf(one.info, _titles(one, ids)) for one in self._collections.served]
        quoted = quoted_titles(figures.quoted, shelves, language)
        return Report(figures, heading, scope, self.statistics.zone.key, quoted)


def _titles(served: ServedCollection, ids: Collection[str]) -> dict[str, str]:
    """Return the titles of those of some articles that are in a collection, by id."""
    corpus = served.library.current.corpus
    found = {one: corpus.article(one) for one in ids}
    return {one: article.title for one, article in found.items() if article}


async def _written(language: Language, report: Report, draw: Draw) -> WrittenReport:
    """Draw the picture, if anything was asked, and write the text."""
    texts, note = messages(language), ""
    if report.figures.questions:
        drawn = await draw(views.report_chart(texts, report, language))
        if isinstance(drawn, bytes):
            return WrittenReport(views.report_text(texts, report), drawn)
        if not report.has_questions:  # A group cannot install anything.
            return WrittenReport(views.report_text(texts, report))
        if drawn is NoPicture.LIBRARY:
            note = views.no_library(texts)
        if drawn is NoPicture.FONT:
            note = views.no_font(texts)
    return WrittenReport(views.report_text(texts, report, note))
