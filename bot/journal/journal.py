"""Questions, their answers and feedback. Failures are logged and never cost a reader an answer."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, func, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import metrics
from bot.journal import cause_of
from bot.journal.database import Database
from bot.journal.inbox import handling
from bot.journal.schema import citations, feedback, questions
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.declining import UNANSWERED
from retrieval.question.context import MAX_EARLIER

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question to record.

    Attributes:
        follows: Id of the question that this one follows up.
        id: Name of the question in the journal and in callback data.
    """

    text: str
    chat_id: int
    chat_type: str
    user_id: int | None
    message_id: int
    language: str
    follows: str | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=lambda: secrets.token_hex(6))


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A recorded question.

    Attributes:
        language: The language it was asked and answered in.
        answer_id: Id of the message that answered it.
        reason: Reason for declining, if it was declined.
        follows: Id of the question that this one follows up.
    """

    id: str
    text: str
    user_id: int | None
    language: str
    answer_id: int | None
    reason: str | None
    follows: str | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """A person's verdict on an answer: `good`, or `bad` with an optional reason."""

    question_id: str
    user_id: int
    verdict: str
    reason: str | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Journal:
    """The record of questions and feedback."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def lost(self) -> int:
        """Number of writes to the database that have failed so far."""
        return self._database.lost

    async def record(
        self,
        asked: NewQuestion,
        result: Answer | Abstention,
        took_ms: float,
        answer_id: int | None = None,
    ) -> None:
        """Record a question with its result, and end its update; a failure is logged, not raised.

        Args:
            asked: The question.
            result: The answer or abstention.
            took_ms: Time spent on answering, in milliseconds.
            answer_id: Id of the message that answered.
        """
        metrics.count_question(asked.chat_type, result)
        row = _question_row(asked, result, took_ms) | {"answer_id": answer_id}

        current = handling.get()

        async def insert_rows(connection: AsyncConnection) -> None:
            await connection.execute(insert(questions), row)
            if rows := _citation_rows(asked, result):
                await connection.execute(insert(citations), rows)
            if current:
                await current.inbox.finish_with(connection, current.update_id)

        with metrics.timed(metrics.Stage.RECORD):
            is_written = await self._database.write(insert_rows)
        if current:
            current.is_done = is_written

    async def question(self, question_id: str) -> StoredQuestion | None:
        """Return a question by its id, or None if it is not stored or cannot be read."""
        return await self._latest(questions.c.id == question_id)

    async def last_asked(self, chat_id: int, message_id: int) -> StoredQuestion | None:
        """Return the latest question that a message asked, or None if there is none."""
        columns = questions.c
        return await self._latest(
            (columns.chat_id == chat_id) & (columns.message_id == message_id)
        )

    async def answered_by(self, chat_id: int, answer_id: int) -> StoredQuestion | None:
        """Return the question that one of the bot's messages answers, or None."""
        columns = questions.c
        return await self._latest((columns.chat_id == chat_id) & (columns.answer_id == answer_id))

    async def last_before(
        self, chat_id: int, message_id: int, since: datetime
    ) -> StoredQuestion | None:
        """Return the last question that a message in private asked before another message.

        Small talk does not count, nor does what was asked before *since*.
        """
        columns = questions.c
        is_question = columns.reason.is_(None) | columns.reason.in_(UNANSWERED)
        return await self._latest(
            (columns.chat_id == chat_id)
            & (columns.chat_type == "private")
            & columns.message_id.between(1, message_id - 1)
            & (columns.asked_at >= since)
            & is_question,
            columns.message_id,
        )

    async def followed_by(self, question: StoredQuestion) -> list[str]:
        """Return the texts of the questions that this one follows up, oldest first."""
        texts: list[str] = []
        followed: StoredQuestion | None = question
        while followed and followed.follows and len(texts) < MAX_EARLIER:
            followed = await self.question(followed.follows)
            texts += [followed.text] if followed else []
        return texts[::-1]

    async def record_feedback(self, given: Feedback) -> None:
        """Record feedback in place of the person's earlier feedback on the same answer."""
        row = {"given_at": given.at, "verdict": given.verdict, "reason": given.reason}
        key = {"question_id": given.question_id, "user_id": given.user_id}
        statement = sqlite.insert(feedback).values(**key, **row)
        upsert = statement.on_conflict_do_update(list(key), set_=row)
        await self._database.write(lambda connection: connection.execute(upsert))

    async def verdicts(self, question_id: str) -> dict[int, str]:
        """Return the verdict of each person on an answer; empty also if reading fails."""
        columns = feedback.c
        given = select(columns.user_id, columns.verdict).where(columns.question_id == question_id)
        return dict(await self._read(given))

    async def statistics(self) -> dict[str, Any]:
        """Return counts of questions, outcomes and feedback, by name, ready for JSON."""
        columns = questions.c
        totals = select(func.count(), func.min(columns.asked_at), func.avg(columns.took_ms))
        async with self._database.connect() as connection:
            asked, first, mean_ms = (await connection.execute(totals)).one()
            return {
                "questions": asked,
                "since": first.isoformat() if first else None,
                "mean_ms": mean_ms,
                "outcomes": await _counts(connection, columns.outcome),
                "reasons": await _counts(connection, columns.reason),
                "languages": await _counts(connection, columns.language),
                "chats": await _counts(connection, columns.chat_type),
                "feedback": await _counts(connection, feedback.c.verdict),
                "complaints": await _counts(connection, feedback.c.reason),
                "quoted": await _counts(connection, citations.c.article_id),
            }

    async def _latest(
        self, condition: ColumnElement[bool], by: Column[Any] = questions.c.asked_at
    ) -> StoredQuestion | None:
        """Return the latest question that meets a condition, or None, also if reading fails.

        Args:
            condition: The condition.
            by: The column that tells which one is the latest.
        """
        columns = questions.c
        found = select(
            *(columns.id, columns.text, columns.user_id, columns.language),
            *(columns.answer_id, columns.reason, columns.follows),
        )
        latest = found.where(condition).order_by(by.desc(), columns.asked_at.desc()).limit(1)
        return next((StoredQuestion(*row) for row in await self._read(latest)), None)

    async def _read(self, query: Select[Any]) -> Sequence[Any]:
        """Return the rows of a query, none if reading fails, which is logged."""
        try:
            async with self._database.connect() as connection:
                return list(await connection.execute(query))
        except (OSError, SQLAlchemyError) as error:
            _LOGGER.error("journal read failed: %s", cause_of(error))  # noqa: TRY400 - one line
            return []


def _question_row(
    asked: NewQuestion, result: Answer | Abstention, took_ms: float
) -> dict[str, Any]:
    if isinstance(result, Abstention):
        outcome, reason = "declined", result.reason.value
    else:
        outcome, reason = "doubtful" if result.doubtful else "answered", None
    return {
        "id": asked.id,
        "asked_at": asked.at,
        "chat_id": asked.chat_id,
        "chat_type": asked.chat_type,
        "user_id": asked.user_id,
        "message_id": asked.message_id,
        "language": asked.language,
        "text": asked.text,
        "outcome": outcome,
        "reason": reason,
        "took_ms": took_ms,
        "follows": asked.follows,
    }


def _citation_rows(asked: NewQuestion, result: Answer | Abstention) -> list[dict[str, Any]]:
    if isinstance(result, Abstention):
        return []
    return [
        {
            "question_id": asked.id,
            "place": place,
            "article_id": citation.article.id,
            "passage_id": citation.passage.id if citation.passage else None,
            "score": citation.score,
        }
        for place, citation in enumerate(result.citations, start=1)
    ]


async def _counts(connection: AsyncConnection, column: Column[Any]) -> dict[str, int]:
    """Return the number of rows by value of a column, the most frequent value first."""
    number = func.count()
    query = select(column, number).where(column.is_not(None)).group_by(column)
    rows = await connection.execute(query.order_by(number.desc(), column))
    return {str(value): count for value, count in rows}
