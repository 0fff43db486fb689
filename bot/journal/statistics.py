"""Figures about the questions of a period, counted by the database.

An index holds all that is counted except texts and citations; these are read for the latest
questions alone, so that a million questions take about a second (`make bench`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    cast,
    distinct,
    exists,
    extract,
    func,
    select,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.figures import DAYS, HOURS, Figures, Period, QuotedArticle, Span
from bot.journal.database import Database
from bot.journal.schema import IS_QUESTION, citations, feedback, questions
from bot.journal.spans import by_offset, midnight, parts
from bot.journal.statements import POSTGRESQL, begin_snapshot

RECENT = 50_000
"""Number of the latest questions in which the most asked and the most quoted are counted."""

MAX_NAMED = 5
"""Number of questions and articles that are named."""

MIN_REPEATED = 2
"""Number of times that a question is asked before it is named."""

_YEAR = timedelta(days=366)
"""The time in which the hours of the day are counted at most."""

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_STORED = "%Y-%m-%d %H:%M:%S.000000"
"""The form of times in the database, for SQLite's strftime."""

_ROW = questions.c
_DOUBTFUL, _DECLINED = _ROW.outcome == "doubtful", _ROW.outcome == "declined"


@dataclass(frozen=True, slots=True)
class Scope:
    """The questions to count: from *begins* until before *ends*, in one chat or in all."""

    begins: datetime
    ends: datetime
    chat_id: int | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition on the table of questions."""
        begins, ends = self.begins.astimezone(UTC), self.ends.astimezone(UTC)
        return (_ROW.asked_at >= begins) & (_ROW.asked_at < ends) & self.condition_at_any_time

    @property
    def condition_at_any_time(self) -> ColumnElement[bool]:
        """The condition without the time."""
        if self.chat_id is None:
            return IS_QUESTION
        # Added to, a column is not looked up in an index: that by time has all, others little.
        return IS_QUESTION & (_ROW.chat_id + 0 == self.chat_id)


class _Likely(FunctionElement[str]):
    """SQLite's `likely`, which changes nothing but its plan; nothing elsewhere."""

    inherit_cache = True


@compiles(_Likely)
def _as_itself(element: _Likely, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(_Likely, "sqlite")
def _as_function(element: _Likely, compiler: SQLCompiler, **options: Any) -> str:
    return f"likely({compiler.process(element.clauses, **options)})"


class Statistics:
    """Counts what a journal holds, in a thread that answers never wait for.

    Attributes:
        zone: The time zone of days and hours.
    """

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self.zone = zone

    async def of(
        self, period: Period, chat_id: int | None = None, now: datetime | None = None
    ) -> Figures:
        """Return the figures of a period that ends now, of one chat or of all.

        Raises:
            SQLAlchemyError: The database cannot be read.
            ClosedError: It is not open.
        """
        return await self._read(*self._limits(period, now), chat_id)

    async def of_days_before(self, moment: datetime, days: int) -> Figures:
        """Return the figures of all chats for a number of whole days before that of a moment.

        Raises:
            SQLAlchemyError: The database cannot be read.
            ClosedError: It is not open.
        """
        ends = midnight(moment.astimezone(self.zone))
        return await self._read(midnight(ends, days), ends, None)

    async def busiest_groups(self, period: Period, limit: int) -> tuple[int, ...]:
        """Return the ids of the groups with the most questions in a period.

        Raises:
            SQLAlchemyError: The database cannot be read.
            ClosedError: It is not open.
        """
        begins, ends = self._limits(period, None)
        condition = Scope(begins or _EARLIEST, ends).condition & (_ROW.chat_id < 0)
        query = _most(select(_ROW.chat_id).where(condition), limit)
        rows = await self._database.long_reader.run(lambda one: one.execute(query).all())
        return tuple(row[0] for row in rows)

    def _limits(self, period: Period, now: datetime | None) -> tuple[datetime | None, datetime]:
        """Return the beginning of a period, if it has one, and its end."""
        ends = (now or datetime.now(UTC)).astimezone(self.zone)
        return midnight(ends, DAYS[period] - 1) if period in DAYS else None, ends

    async def _read(self, begins: datetime | None, ends: datetime, chat_id: int | None) -> Figures:
        def read(connection: Connection) -> Figures:
            begin_snapshot(connection)
            begun = begins or _first(connection, Scope(_EARLIEST, ends, chat_id))
            return _figures(connection, Scope(begun, ends, chat_id))

        return await self._database.long_reader.run(read)


def _figures(connection: Connection, scope: Scope) -> Figures:
    people = select(func.count(distinct(_ROW.user_id))).where(scope.condition)
    median, p95 = connection.execute(_percentiles(scope, 50, 95)).one()
    verdicts = {row[0]: row[1] for row in connection.execute(_verdicts(scope))}
    return Figures(
        begins=scope.begins,
        ends=scope.ends,
        people=connection.execute(people).scalar_one(),
        helpful=verdicts.get("good", 0),
        unhelpful=verdicts.get("bad", 0),
        median_ms=median,
        p95_ms=p95,
        spans=_spans(connection, scope),
        hours=_by_hour(connection, scope),
        asked=_named(connection, _most_asked(scope)),
        quoted=tuple(QuotedArticle(*row) for row in connection.execute(_most_quoted(scope))),
    )


def _named(connection: Connection, query: Select[Any]) -> tuple[tuple[str, int], ...]:
    return tuple((row[0], row[1]) for row in connection.execute(query))


def _first(connection: Connection, scope: Scope) -> datetime:
    """Return the time of the first question, in the zone of the scope; without one, its end."""
    query = select(func.min(_ROW.asked_at)).where(scope.condition)
    first: datetime | None = connection.execute(query).scalar()
    return first.replace(tzinfo=UTC).astimezone(scope.ends.tzinfo) if first else scope.ends


def _spans(connection: Connection, scope: Scope) -> tuple[Span, ...]:
    """Count what was answered and declined in each part of a period."""

    def count(begins: datetime, ends: datetime) -> Span:
        counted = select(
            func.count(), func.count(case((_DOUBTFUL, 1))), func.count(case((_DECLINED, 1)))
        )
        condition = Scope(begins, ends, scope.chat_id).condition
        asked, doubtful, declined = connection.execute(counted.where(condition)).one()
        return Span(begins, asked - declined, doubtful, declined)

    return tuple(count(*part) for part in parts(scope.begins, scope.ends))


def _by_hour(connection: Connection, scope: Scope) -> tuple[int, ...]:
    """Count the questions of each hour of the day, by the clock of the scope's zone.

    The index finds the questions of an hour; converting a million times would take a second.
    """
    found = [0] * HOURS
    for first, last, offset in by_offset(max(scope.begins, scope.ends - _YEAR), scope.ends):
        if connection.dialect.name == POSTGRESQL:
            query, limits = _hourly_shared(Scope(first, last, scope.chat_id), offset), {}
        else:
            query, limits = _hourly(scope), _stored_limits(first, last, offset)
        for hour, number in connection.execute(query, limits):
            found[int(hour)] += number
    return tuple(found)


def _hourly_shared(scope: Scope, offset: timedelta) -> Select[Any]:
    """Return the query for questions by the hour of the day in PostgreSQL."""
    moved = func.timezone("UTC", _ROW.asked_at, type_=DateTime) + offset
    hour = extract("hour", moved).label("hour")
    columns: list[ColumnElement[Any]] = [hour, func.count()]
    return select(*columns).where(scope.condition).group_by(hour)


def _stored_limits(first: datetime, last: datetime, offset: timedelta) -> dict[str, str]:
    """Return the values of the query for hours in SQLite."""
    return {
        "first": first.strftime(_STORED),
        "last": last.strftime(_STORED),
        "offset": f"{offset // timedelta(minutes=1)} minutes",
    }


def _hourly(scope: Scope) -> Select[Any]:
    """Return the query for questions by the hour of the day in SQLite, from `first` to `last`."""
    hours = select(bindparam("first", type_=String).label("begins")).cte("hours", recursive=True)
    ends = func.strftime(_STORED, hours.c.begins, "+1 hour", type_=String)
    hours = hours.union_all(select(ends).where(ends < bindparam("last", type_=String)))
    stored = type_coerce(_ROW.asked_at, String)
    ends = func.strftime(_STORED, hours.c.begins, "+1 hour", type_=String)
    is_within = (stored >= hours.c.begins) & (stored < ends)
    asked = (
        select(func.count()).select_from(questions).where(is_within & scope.condition_at_any_time)
    )
    hour = func.strftime("%H", hours.c.begins, bindparam("offset", type_=String))
    number = func.sum(asked.correlate(hours).scalar_subquery())
    return select(hour, number).group_by(hour)


def _percentiles(scope: Scope, *percents: int) -> Select[Any]:
    """Return the query for the times, in whole milliseconds, that some percents do not exceed."""
    whole = cast(func.round(_ROW.took_ms), Integer).label("ms")
    counted = (
        select(whole, func.count().label("number"))
        .where(scope.condition)
        .group_by(whole)
        .subquery()
    )
    number = func.sum(counted.c.number)
    running = select(
        counted.c.ms,
        number.over(order_by=counted.c.ms).label("upto"),
        number.over().label("total"),
    ).subquery()
    reached = ((running.c.upto * 100 >= running.c.total * percent) for percent in percents)
    return select(*(func.min(case((one, running.c.ms))) for one in reached))


def _verdicts(scope: Scope) -> Select[Any]:
    """Return the query for the verdicts on answers, with their numbers."""
    # Not a join, which would look for a verdict on each question.
    is_counted = exists().where(_ROW.id == feedback.c.question_id, scope.condition)
    verdict = feedback.c.verdict
    return select(verdict, func.count()).where(is_counted).group_by(verdict)


def _most_asked(scope: Scope) -> Select[Any]:
    latest = _latest(scope, _ROW.text)
    query = _most(select(latest.c.text), MAX_NAMED)
    return query.having(func.count() >= MIN_REPEATED)


def _most_quoted(scope: Scope) -> Select[Any]:
    latest = _latest(scope, _ROW.id, _ROW.collection)
    # As an expression, the id is not looked up: the questions come first, and the index finds
    # their citations, instead of reading every citation there is.
    is_of_it = citations.c.question_id == _Likely(latest.c.id)
    found = select(latest.c.collection, citations.c.article_id)
    return _most(found.select_from(latest).join(citations, is_of_it), MAX_NAMED)


def _latest(scope: Scope, *wanted: Column[Any]) -> Subquery:
    """Return columns of the latest questions, as far back as names are counted."""
    query = select(*wanted).where(scope.condition).order_by(_ROW.asked_at.desc())
    return query.limit(RECENT).subquery()


def _most(query: Select[Any], limit: int) -> Select[Any]:
    """Return the query for the most frequent rows of a query, with their numbers."""
    number, counted = func.count().label("number"), query.selected_columns
    found = query.add_columns(number).group_by(*counted)
    order = (column.asc().nulls_first() for column in reversed(list(counted)))
    return found.order_by(number.desc(), *order).limit(limit)
