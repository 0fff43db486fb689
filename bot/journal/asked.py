"""Wordings of questions that people asked: the unanswered ones, and the last ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    DateTime,
    Text,
    TextClause,
    bindparam,
    text,
)

from bot.journal.database import Database
from bot.journal.schema import IS_QUESTION, IS_UNANSWERED
from bot.journal.statements import POSTGRESQL
from bot.policy import collection_in_force
from retrieval.evaluation.gaps import UnansweredQuestion
from retrieval.evaluation.preview import RecentQuestion

MAX_UNANSWERED = 10_000
"""Number of the last unanswered questions, and of the last 👎, that are looked at."""

MAX_WORDINGS = 2_000
"""Maximum number of different wordings of these, the most frequent ones."""

MAX_RECENT = 10_000
"""Number of the last questions among which different wordings are looked for."""


class AskedQuestions:
    """Reads what was asked of the collection in force, in a thread that answers never wait for.

    Each reading is one round trip, however large the journal is.

    Args:
        database: The journal's database.
        admin_ids: The admins of the bot; what they ask in private they ask to try it, so it is
            never unanswered.
    """

    def __init__(self, database: Database, admin_ids: Collection[int] = ()) -> None:
        self._database = database
        self._admin_ids = tuple(admin_ids)

    async def unanswered(self) -> list[UnansweredQuestion]:
        """Return the unanswered wordings, most asked first.

        What somebody gave a 👍 and nobody a 👎 is answered.

        Raises:
            SQLAlchemyError: The journal cannot be read.
            ClosedError: It is not open.
        """
        collection = collection_in_force.get()
        read = partial(_unanswered, collection=collection, admins=self._admin_ids)
        return await self._database.long_reader.run(read)

    async def recent(self, limit: int) -> list[RecentQuestion]:
        """Return the last wordings that asked something of the articles, last first.

        Raises:
            SQLAlchemyError: The journal cannot be read.
            ClosedError: It is not open.
        """
        read = partial(_recent, limit=limit, collection=collection_in_force.get())
        return await self._database.long_reader.run(read)


_WORDS = {
    "sqlite": {"is_same": "IS", "latest_id": "questions.id"},
    POSTGRESQL: {
        "is_same": "IS NOT DISTINCT FROM",
        "latest_id": "(array_agg(questions.id ORDER BY asked_at DESC))[1]",
    },
}
"""What the kinds of databases say in other words: that two values are the same or both missing,
and the id of the latest question of a group. In SQLite, beside `max`, a column is that of the row
with the maximum (https://sqlite.org/lang_select.html#bareagg)."""

_UNANSWERED = f"""
WITH chosen AS (
  SELECT id FROM (
    SELECT id FROM questions
    WHERE ({IS_UNANSWERED})
      AND collection {{is_same}} :collection
    ORDER BY asked_at DESC LIMIT :rows) AS latest
  UNION
  SELECT question_id FROM (
    SELECT question_id FROM feedback WHERE verdict = 'bad'
    ORDER BY given_at DESC LIMIT :rows) AS complaints
), judged AS (
  SELECT id,
    (SELECT sum(CASE verdict WHEN 'bad' THEN 1 ELSE 0 END) FROM feedback
     WHERE question_id = chosen.id) AS bad
  FROM chosen
)
SELECT {{latest_id}} AS id, text, count(*) AS asked, max(asked_at) AS last,
  count(CASE outcome WHEN 'declined' THEN 1 END) AS declined,
  count(CASE outcome WHEN 'doubtful' THEN 1 END) AS doubted,
  count(CASE WHEN bad > 0 THEN 1 END) AS disliked,
  count(CASE WHEN follows IS NULL THEN 1 END) > 0 AS is_alone
FROM judged JOIN questions ON questions.id = judged.id
WHERE (bad IS NULL OR bad > 0) AND collection {{is_same}} :collection
  AND NOT (chat_type = 'private' AND chat_id IN :admins)
GROUP BY text ORDER BY asked DESC, last DESC LIMIT :wordings
"""  # noqa: S608 - a condition of ours

_DISLIKED = """
SELECT text, passage_id FROM (
  SELECT question_id FROM feedback WHERE verdict = 'bad'
  ORDER BY given_at DESC LIMIT :rows) AS complaints
JOIN questions ON questions.id = complaints.question_id
JOIN citations ON citations.question_id = complaints.question_id
WHERE place = 1 AND passage_id IS NOT NULL AND collection {is_same} :collection
"""

_RECENT = f"""
SELECT text FROM (
  SELECT text, asked_at FROM questions
  WHERE ({IS_QUESTION.compile(compile_kwargs={"literal_binds": True})})
    AND collection {{is_same}} :collection
  ORDER BY asked_at DESC LIMIT :rows) AS recent
GROUP BY text ORDER BY max(asked_at) DESC LIMIT :limit
"""  # noqa: S608 - a condition of ours

_JUDGED = """
SELECT text, verdict, passage_id FROM (
  SELECT id, text FROM questions WHERE collection {is_same} :collection
  ORDER BY asked_at DESC LIMIT :rows) AS recent
JOIN feedback ON feedback.question_id = recent.id
LEFT JOIN citations ON citations.question_id = recent.id AND place = 1
WHERE text IN :texts
"""

_LISTS: tuple[BindParameter[Any], ...] = (
    bindparam("admins", expanding=True, type_=BigInteger),
    bindparam("texts", expanding=True, type_=Text),
)


@cache
def _query(template: str, dialect: str) -> TextClause:
    """Return a query in the words of a kind of database."""
    query = text(template.format(**_WORDS[dialect]))
    return query.bindparams(*(one for one in _LISTS if f":{one.key}" in template))


def _unanswered(
    connection: Connection, collection: str | None, admins: Sequence[int]
) -> list[UnansweredQuestion]:
    limits, kind = {"rows": MAX_UNANSWERED, "collection": collection}, connection.dialect.name
    disliked = _grouped(connection.execute(_query(_DISLIKED, kind), limits))
    values = limits | {"wordings": MAX_WORDINGS, "admins": admins}
    unanswered = _query(_UNANSWERED, kind).columns(last=DateTime(timezone=True))
    rows = connection.execute(unanswered, values)
    return [
        UnansweredQuestion(
            row.id,
            row.text,
            row.asked,
            row.last.replace(tzinfo=UTC),
            row.declined,
            row.doubted,
            row.disliked,
            bool(row.is_alone),
            frozenset(disliked.get(row.text, ())),
        )
        for row in rows
    ]


def _recent(connection: Connection, limit: int, collection: str | None) -> list[RecentQuestion]:
    limits, kind = {"rows": MAX_RECENT, "collection": collection}, connection.dialect.name
    latest = connection.execute(_query(_RECENT, kind), limits | {"limit": limit})
    texts = list(latest.scalars())
    judged = connection.execute(_query(_JUDGED, kind), limits | {"texts": texts}).all()
    liked, disliked = (
        _grouped((wording, passage) for wording, given, passage in judged if given == verdict)
        for verdict in ("good", "bad")
    )
    return [
        RecentQuestion(one, frozenset(liked.get(one, ())), frozenset(disliked.get(one, ())))
        for one in texts
    ]


def _grouped(pairs: Iterable[tuple[str, str | None]]) -> Mapping[str, set[str | None]]:
    found: dict[str, set[str | None]] = defaultdict(set)
    for wording, passage in pairs:
        found[wording].add(passage)
    return found
