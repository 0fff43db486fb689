"""The tables of the journal's database, as queries use them; migrations create them.

A column `user_id` holds the id of a person, a column `chat_id` that of a chat; a private chat has
the id of its person. `personal_data` finds the rows about a person by these column names.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    literal_column,
    text,
)

from retrieval.answer.declining import NO_QUESTION

IS_UNANSWERED = "outcome = 'doubtful' OR reason IN ('not-covered', 'detail-missing')"
"""The condition on questions that `questions_unanswered` is an index of; SQLite uses it only where
a query has the condition word for word."""


class State(StrEnum):
    """The state of an update in the inbox."""

    WAITING = "waiting"
    DONE = "done"
    EXPIRED = "expired"
    SET_ASIDE = "aside"
    REPLAYED = "replayed"


metadata = MetaData()

questions = Table(
    "questions",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("chat_type", String(16), nullable=False),
    Column("user_id", BigInteger),
    Column("message_id", BigInteger, nullable=False),
    Column("language", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(32)),
    Column("took_ms", Float, nullable=False),
    Column("answer_id", BigInteger),
    Column("follows", String(16)),
    Column("collection", String(40)),
    # With all that statistics count, so that they read it instead of the table.
    Index(
        *("questions_by_time", "asked_at", "chat_id", "user_id", "outcome", "reason", "took_ms")
    ),
    Index("questions_by_message", "chat_id", "message_id"),
    Index("questions_by_answer", "chat_id", "answer_id"),
    Index("questions_by_user", "user_id"),
    Index("questions_by_collection", "collection", "asked_at"),
    Index(
        "questions_unanswered",
        "collection",
        "asked_at",
        sqlite_where=text(IS_UNANSWERED),
        postgresql_where=text(IS_UNANSWERED),
    ),
)

citations = Table(
    "citations",
    metadata,
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("article_id", Text, nullable=False),
    Column("passage_id", String(32)),
    Column("score", Float, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("reason", String(16)),
    Index("feedback_by_verdict", "verdict", "given_at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("chat_id", BigInteger),
    Column("user_id", BigInteger),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("payload", Text),
    Column("owner", String(16)),
    Index("inbox_by_state", "state"),
    Index(
        *("inbox_by_owner", "bot_id", "owner"),
        postgresql_where=text("state = 'waiting'"),
        info={"dialect": "postgresql"},
    ),
)

replicas = Table(
    "replicas",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("began_at", DateTime(timezone=True), nullable=False),
    Column("alive_until", DateTime(timezone=True), nullable=False),
)

chats = Table(
    "chats",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("type", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("language", String(16)),
)

policies = Table(
    "policies",
    metadata,
    Column("chat_id", BigInteger, primary_key=True),
    Column("trigger", String(16), nullable=False),
    Column("language", String(16)),
    Column("quotations", Integer, nullable=False),
    Column("taps", String(16), nullable=False),
    Column("display", String(16), nullable=False),
    Column("collections", Text, nullable=False),
    Column("answers", String(16), nullable=False, server_default="everybody"),
)

access = Table(
    "access",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("rule", String(8), primary_key=True),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("due_at", DateTime(timezone=True), nullable=False),
)

alarms = Table(
    "alarms",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("told_at", DateTime(timezone=True), nullable=False),
)

IS_QUESTION = questions.c.reason.is_(None) | questions.c.reason.not_in(
    [literal_column(f"'{reason.value}'") for reason in sorted(NO_QUESTION)]
)
"""The condition on what counts as a question; all else is small talk and the like."""
