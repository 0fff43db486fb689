"""Figures of a period, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

HOURS = 24


class Period(StrEnum):
    """A period that ends now; all but the last consist of whole days, today's among them."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


DAYS = {Period.TODAY: 1, Period.WEEK: 7, Period.MONTH: 30}
"""Number of days of each period that has a beginning."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a period, and what was asked in it.

    Attributes:
        begins: Its beginning, in the operator's time zone.
        answered: Number of questions that were answered, with a word of doubt or without.
        doubtful: Number of those with one.
        declined: Number of questions that the articles do not answer.
    """

    begins: datetime
    answered: int
    doubtful: int
    declined: int


@dataclass(frozen=True, slots=True)
class QuotedArticle:
    """An article that answers quoted.

    Attributes:
        collection: Key of the collection that was asked; None if there was only one then.
        id: Its id, which other collections may have as well.
        count: Number of its quotations.
    """

    collection: str | None
    id: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a journal over a period, in which small talk counts as no question.

    Attributes:
        begins: The beginning of the period, or its first question, in the operator's time zone.
        ends: Its end.
        people: Number of people who asked; who asks in the name of a group is not known.
        helpful: Number of verdicts that an answer helped.
        unhelpful: Number of those that it did not.
        median_ms: Median time of an answer, in whole milliseconds; None without questions.
        p95_ms: The time within which 95 % of the answers came.
        spans: The parts of the period, oldest first.
        hours: Number of questions by hour of the day, within the last year.
        asked: The most asked questions among the latest, with their numbers.
        quoted: The articles most quoted in answers to the latest questions.
    """

    begins: datetime
    ends: datetime
    people: int
    helpful: int
    unhelpful: int
    median_ms: int | None
    p95_ms: int | None
    spans: tuple[Span, ...]
    hours: tuple[int, ...]
    asked: tuple[tuple[str, int], ...]
    quoted: tuple[QuotedArticle, ...]

    @property
    def answered(self) -> int:
        """Number of questions that were answered, with a word of doubt or without."""
        return sum(span.answered for span in self.spans)

    @property
    def doubtful(self) -> int:
        """Number of questions that were answered with a word of doubt."""
        return sum(span.doubtful for span in self.spans)

    @property
    def declined(self) -> int:
        """Number of questions that the articles do not answer."""
        return sum(span.declined for span in self.spans)

    @property
    def questions(self) -> int:
        """Number of questions."""
        return self.answered + self.declined

    @property
    def busiest(self) -> tuple[int, ...]:
        """The hours with the most questions, up to three, earliest first."""
        most = sorted(range(HOURS), key=lambda hour: -self.hours[hour])[:3]
        return tuple(sorted(hour for hour in most if self.hours[hour]))
