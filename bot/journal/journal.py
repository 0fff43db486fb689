"""Questions, their answers and feedback. Failures are logged and never cost a reader an answer."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    bindparam,
    func,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import metrics
from bot.journal.database import Database
from bot.journal.handling import Handling, handling
from bot.journal.schema import IS_QUESTION, citations, feedback, questions
from bot.journal.statements import Statement, insert_once, put
from bot.journal.transactions import END_PATIENCE, Work, patiently
from bot.policy import collection_in_force
from retrieval.answer.answer import Abstention, Answer
from retrieval.question.context import MAX_EARLIER

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question to record.

    Attributes:
        follows: Id of the question that this one follows up.
        id: Name of the question in the journal and in callback data.
        collection: Key of the collection that it is asked of; None if there is only one.
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
    collection: str | None = field(default_factory=collection_in_force.get)


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A recorded question.

    Attributes:
        language: The language it was asked and answered in.
        answer_id: Id of the message that answered it.
        reason: Reason for declining, if it was declined.
        follows: Id of the question that this one follows up.
        collection: Key of the collection that it was asked of; None if there was only one.
    """

    id: str
    text: str
    user_id: int | None
    language: str
    answer_id: int | None
    reason: str | None
    follows: str | None
    collection: str | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The questions around a message.

    Attributes:
        asked: The last question that the message itself has asked, before it was edited.
        earlier: The question before, which a question of this message may follow up.
        followed: The texts of the questions that the one before follows up, oldest first.
    """

    asked: StoredQuestion | None = None
    earlier: StoredQuestion | None = None
    followed: tuple[str, ...] = ()


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
        self._writing: dict[str, asyncio.Task[None]] = {}

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

        Returns after a moment even if another program keeps the database from being written; the
        entry is then written when it can be.

        Args:
            asked: The question.
            result: The answer or abstention.
            took_ms: Time spent on answering, in milliseconds.
            answer_id: Id of the message that answered.
        """
        metrics.count_question(asked.chat_type, result)
        row = _question_row(asked, result, took_ms) | {"answer_id": answer_id}
        current = handling.get()

        def insert_rows(connection: Connection) -> None:
            is_gone = False
            if current:
                # First, so that /forget in another program waits for this, or this for it.
                is_stored = current.inbox.finish_with(connection, current.update_id)
                is_gone = not is_stored and current.inbox.is_claimed(current.update_id)
            if not (is_gone or self._is_forgotten(asked, current)):
                _INSERT.change(connection, **row)
                for cited in _citation_rows(asked, result):
                    _INSERT_CITATION.change(connection, **cited)

        writing = asyncio.create_task(self._write_entry(insert_rows, current))
        self._writing[asked.id] = writing
        writing.add_done_callback(lambda _: self._writing.pop(asked.id))
        if current:
            current.is_done = True
        await patiently(writing, END_PATIENCE)

    async def _write_entry(self, work: Work[None], current: Handling | None) -> None:
        """Write an entry; if that fails, end its update alone, as the answer has gone out."""
        with metrics.timed(metrics.Stage.RECORD):
            is_written = await self._database.write(work)
        if is_written and current:
            current.inbox.release([current.update_id])
        elif current:
            await current.inbox.finish(current.update_id)

    def _is_forgotten(self, asked: NewQuestion, current: Handling | None) -> bool:
        """Return True if a question waited for its answer while its person used /forget."""
        people = {asked.user_id, asked.chat_id}
        forgotten = [self._database.forgotten.get(one, 0) for one in people if one]
        return current is not None and current.update_id < max(forgotten, default=0)

    async def question(self, question_id: str) -> StoredQuestion | None:
        """Return a question by its id, or None if it is not stored or cannot be read."""
        if writing := self._writing.get(question_id):  # A tap on an answer of this moment.
            await asyncio.wait({writing})
        return await self._read(lambda one: _first(one, _BY_ID, id=question_id), None)

    async def question_in_force(self, question_id: str) -> StoredQuestion | None:
        """Return a question by its id, if it was asked of the collection in force."""
        question = await self.question(question_id)
        is_of_it = question is not None and question.collection == collection_in_force.get()
        return question if is_of_it else None

    async def answered_by(self, chat_id: int, answer_id: int) -> StoredQuestion | None:
        """Return the question that one of the bot's messages answers, or None."""
        return await self._read(
            lambda one: _first(one, _ANSWERED_BY, chat=chat_id, answer=answer_id), None
        )

    async def conversation(
        self,
        chat_id: int,
        message_id: int,
        answer_id: int | None = None,
        since: datetime | None = None,
    ) -> Conversation:
        """Return the questions around a message in one read; none if reading fails.

        Args:
            chat_id: The message's chat.
            message_id: The message.
            answer_id: The bot's message that it replies to.
            since: For a message in private that replies to none: the time from which the last
                question counts as the one before. Small talk is none.
        """

        def read(connection: Connection) -> Conversation:
            asked = _first(connection, _LAST_ASKED, chat=chat_id, message=message_id)
            earlier = None
            if answer_id is not None:
                earlier = _first(connection, _ANSWERED_BY, chat=chat_id, answer=answer_id)
            elif since:
                before = {"chat": chat_id, "message": message_id, "since": since}
                earlier = _first(connection, _LAST_BEFORE, **before)
            followed = _followed(connection, earlier.follows if earlier else None)
            return Conversation(asked, earlier, followed)

        return await self._read(read, Conversation())

    async def followed_by(self, question: StoredQuestion) -> tuple[str, ...]:
        """Return the texts of the questions that this one follows up, oldest first."""
        if not question.follows:
            return ()
        return await self._read(lambda one: _followed(one, question.follows), ())

    async def record_feedback(self, given: Feedback) -> None:
        """Record feedback in place of the person's earlier feedback on the same answer."""
        row = {"given_at": given.at, "verdict": given.verdict, "reason": given.reason}
        key = {"question_id": given.question_id, "user_id": given.user_id}
        await self._database.write(partial(put, table=feedback, key=key, row=row))

    async def verdicts(self, question_id: str) -> dict[int, str]:
        """Return the verdict of each person on an answer; empty also if reading fails."""
        columns = feedback.c
        given = select(columns.user_id, columns.verdict).where(columns.question_id == question_id)
        return await self._read(lambda one: {row[0]: row[1] for row in one.execute(given)}, {})

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
                "quoted": await _counts(connection, _ARTICLE, citations.join(questions)),
            }

    async def _read(self, work: Work[Result], otherwise: Result) -> Result:
        """Return what *work* reads, *otherwise* if reading fails, which is logged."""
        try:
            return await self._database.reader.run(work)
        except (OSError, SQLAlchemyError) as error:
            self._database.report("journal read failed", error)
            return otherwise


def _latest(condition: ColumnElement[bool], by: Column[Any] = questions.c.asked_at) -> Statement:
    """Return the query for the latest question that meets a condition.

    Args:
        condition: The condition.
        by: The column that tells which one is the latest.
    """
    columns = questions.c
    found = select(
        *(columns.id, columns.text, columns.user_id, columns.language),
        *(columns.answer_id, columns.reason, columns.follows, columns.collection),
    )
    latest = found.where(condition).order_by(by.desc(), columns.asked_at.desc()).limit(1)
    return Statement(latest)


_ROW = questions.c
_IN_CHAT = _ROW.chat_id == bindparam("chat")
# Built once, as building a statement takes longer than running it.
_BY_ID = _latest(_ROW.id == bindparam("id"))
_LAST_ASKED = _latest(_IN_CHAT & (_ROW.message_id == bindparam("message")))
_ANSWERED_BY = _latest(_IN_CHAT & (_ROW.answer_id == bindparam("answer")))
_LAST_BEFORE = _latest(
    _IN_CHAT
    & (_ROW.chat_type == "private")
    & (_ROW.message_id >= 1)
    & (_ROW.message_id < bindparam("message"))
    & (_ROW.asked_at >= bindparam("since"))
    & IS_QUESTION,
    _ROW.message_id,
)
_INSERT, _INSERT_CITATION = insert_once(questions), insert_once(citations)

_ARTICLE = func.coalesce(_ROW.collection.concat("/"), "").concat(citations.c.article_id)
"""The id of an article, behind the key of its collection where there are several."""


def _first(connection: Connection, query: Statement, **values: object) -> StoredQuestion | None:
    rows = query.rows(connection, **values)
    return StoredQuestion(*rows[0]) if rows else None


def _followed(connection: Connection, question_id: str | None) -> tuple[str, ...]:
    """Return the texts of a question and those that it follows up, oldest first."""

    def texts(left: int, follows: str | None) -> Iterator[str]:
        found = _first(connection, _BY_ID, id=follows) if follows and left else None
        if found:
            yield found.text
            yield from texts(left - 1, found.follows)

    return tuple(texts(MAX_EARLIER, question_id))[::-1]


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
        "collection": asked.collection,
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


async def _counts(
    connection: AsyncConnection, column: ColumnElement[Any], rows_of: FromClause | None = None
) -> dict[str, int]:
    """Return the number of rows by value of a column, the most frequent value first."""
    number = func.count()
    query = select(column, number).where(column.is_not(None)).group_by(column)
    if rows_of is not None:
        query = query.select_from(rows_of)
    rows = await connection.execute(query.order_by(number.desc(), column))
    return {str(value): count for value, count in rows}
