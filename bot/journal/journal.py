"""Writing to the journal and reading from it. Trouble here never costs a reader an answer."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, delete, func, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.schema import chats, citations, feedback, questions
from retrieval.answer.answer import Abstention, Answer

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question, and where it came from; `id` names it in the journal and in buttons.

    `follows` is the id of the question that this one follows up.
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
    """A question as the journal has it, and by which message it was answered.

    `earlier` is the question that this one follows up, for as long as that is kept too.
    """

    id: str
    text: str
    user_id: int | None
    answer_id: int | None
    reason: str | None
    earlier: str | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody says of an answer: `good`, or `bad` and perhaps why."""

    question_id: str
    user_id: int
    verdict: str
    reason: str | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Journal:
    """The journal over one database; `lost` counts what could not be written since the start."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.lost = 0

    async def record(
        self,
        asked: NewQuestion,
        result: Answer | Abstention,
        took_ms: float,
        answer_id: int | None = None,
    ) -> None:
        """Keep a question, how it was answered, and the number of the message that did it."""
        row = _question(asked, result, took_ms) | {"answer_id": answer_id}
        async with self._writing() as connection:
            await connection.execute(insert(questions), row)
            if rows := _citations(asked, result):
                await connection.execute(insert(citations), rows)

    async def question(self, question_id: str) -> StoredQuestion | None:
        """A question that was asked; None where it is not kept, or cannot be read."""
        return await self._kept(questions.c.id == question_id)

    async def last_asked(self, chat_id: int, message_id: int) -> StoredQuestion | None:
        """What a message asked when it was last answered; None where it never was."""
        columns = questions.c
        return await self._kept((columns.chat_id == chat_id) & (columns.message_id == message_id))

    async def answered_by(self, chat_id: int, answer_id: int) -> StoredQuestion | None:
        """What one of the bot's messages answers; None where it answers nothing."""
        columns = questions.c
        return await self._kept((columns.chat_id == chat_id) & (columns.answer_id == answer_id))

    async def record_feedback(self, given: Feedback) -> None:
        """Keep what somebody says of an answer, in place of what they said of it before."""
        row = {"given_at": given.at, "verdict": given.verdict, "reason": given.reason}
        key = {"question_id": given.question_id, "user_id": given.user_id}
        statement = sqlite.insert(feedback).values(**key, **row)
        async with self._writing() as connection:
            await connection.execute(statement.on_conflict_do_update(list(key), set_=row))

    async def note_chat(self, chat_id: int, chat_type: str, status: str) -> None:
        """Keep how the bot belongs to a chat now."""
        row = {"type": chat_type, "status": status, "changed_at": datetime.now(UTC)}
        statement = sqlite.insert(chats).values(id=chat_id, **row)
        async with self._writing() as connection:
            await connection.execute(statement.on_conflict_do_update(["id"], set_=row))

    async def note_move(self, before: int, after: int) -> None:
        """Keep that a group has become a supergroup, with another number."""
        known = select(chats.c.id).where(chats.c.id == after).exists()
        renamed = update(chats).where(chats.c.id == before, ~known)
        async with self._writing() as connection:
            await connection.execute(renamed.values(id=after, type="supergroup"))
            await connection.execute(delete(chats).where(chats.c.id == before))

    async def chat_status(self, chat_id: int) -> str | None:
        """How the bot belonged to a chat when it last heard; None where it never did."""
        query = select(chats.c.status).where(chats.c.id == chat_id)
        async with self._engine.connect() as connection:
            status: str | None = (await connection.execute(query)).scalar_one_or_none()
            return status

    async def statistics(self) -> dict[str, Any]:
        """What stands in the journal: how many questions, of which kinds, how fast."""
        columns = questions.c
        totals = select(func.count(), func.min(columns.asked_at), func.avg(columns.took_ms))
        async with self._engine.connect() as connection:
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

    async def close(self) -> None:
        """Let go of the database."""
        await self._engine.dispose()

    async def _kept(self, condition: ColumnElement[bool]) -> StoredQuestion | None:
        """The latest question of this kind; trouble counts as there being none."""
        columns, before = questions.c, questions.alias()
        wanted = select(
            *(columns.id, columns.text, columns.user_id, columns.answer_id, columns.reason),
            before.c.text,
        ).join_from(questions, before, columns.follows == before.c.id, isouter=True)
        latest = wanted.where(condition).order_by(columns.asked_at.desc()).limit(1)
        try:
            async with self._engine.connect() as connection:
                row = (await connection.execute(latest)).one_or_none()
        except (OSError, SQLAlchemyError) as error:
            _LOGGER.error("the journal cannot be read: %s", error)  # noqa: TRY400 - one line
            return None
        return StoredQuestion(*row) if row else None

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction whose trouble is counted and told, and goes no further."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (OSError, SQLAlchemyError) as error:
            self.lost += 1
            _LOGGER.error(  # noqa: TRY400 - one line is enough
                "the journal lost an entry (%d so far): %s", self.lost, error
            )


def _question(asked: NewQuestion, result: Answer | Abstention, took_ms: float) -> dict[str, Any]:
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


def _citations(asked: NewQuestion, result: Answer | Abstention) -> list[dict[str, Any]]:
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
    """How often each value stands in a column, the most frequent first."""
    number = func.count()
    query = select(column, number).where(column.is_not(None)).group_by(column)
    rows = await connection.execute(query.order_by(number.desc(), column))
    return {str(value): count for value, count in rows}
