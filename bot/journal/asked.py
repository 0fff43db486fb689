"""Wordings of questions that people asked: the unanswered ones, and the last ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC
from functools import partial

from sqlalchemy import Connection, DateTime, bindparam, text

from bot.journal.database import Database
from bot.journal.schema import IS_QUESTION, IS_UNANSWERED
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


_UNANSWERED = (
    text(f"""
WITH chosen AS (
  SELECT id FROM (
    SELECT id FROM questions
    WHERE ({IS_UNANSWERED})
      AND collection IS :collection
    ORDER BY asked_at DESC LIMIT :rows)
  UNION
  SELECT question_id FROM (
    SELECT question_id FROM feedback WHERE verdict = 'bad' ORDER BY given_at DESC LIMIT :rows)
), judged AS (
  SELECT id, (SELECT sum(verdict = 'bad') FROM feedback WHERE question_id = chosen.id) AS bad
  FROM chosen
)
SELECT questions.id, text, count(*) AS asked, max(asked_at) AS last,
  sum(outcome = 'declined') AS declined, sum(outcome = 'doubtful') AS doubted,
  sum(coalesce(bad, 0) > 0) AS disliked, sum(follows IS NULL) > 0 AS is_alone
FROM judged JOIN questions USING (id)
WHERE (bad IS NULL OR bad > 0) AND collection IS :collection
  AND NOT (chat_type = 'private' AND chat_id IN :admins)
GROUP BY text ORDER BY asked DESC, last DESC LIMIT :wordings
""")  # noqa: S608 - a condition of ours
    .bindparams(bindparam("admins", expanding=True))
    .columns(last=DateTime(timezone=True))
)
"""Beside `max`, the id is that of the row with the maximum
(https://sqlite.org/lang_select.html#bareagg)."""

_DISLIKED = text("""
SELECT text, passage_id FROM (
  SELECT question_id FROM feedback WHERE verdict = 'bad' ORDER BY given_at DESC LIMIT :rows)
JOIN questions ON questions.id = question_id
JOIN citations USING (question_id)
WHERE place = 1 AND passage_id IS NOT NULL AND collection IS :collection
""")

_RECENT = text(f"""
SELECT text FROM (
  SELECT text, asked_at FROM questions
  WHERE ({IS_QUESTION.compile(compile_kwargs={"literal_binds": True})})
    AND collection IS :collection
  ORDER BY asked_at DESC LIMIT :rows)
GROUP BY text ORDER BY max(asked_at) DESC LIMIT :limit
""")  # noqa: S608 - a condition of ours

_JUDGED = text("""
SELECT text, verdict, passage_id FROM (
  SELECT id, text FROM questions WHERE collection IS :collection
  ORDER BY asked_at DESC LIMIT :rows) AS recent
JOIN feedback ON feedback.question_id = recent.id
LEFT JOIN citations ON citations.question_id = recent.id AND place = 1
WHERE text IN :texts
""").bindparams(bindparam("texts", expanding=True))


def _unanswered(
    connection: Connection, collection: str | None, admins: Sequence[int]
) -> list[UnansweredQuestion]:
    limits = {"rows": MAX_UNANSWERED, "collection": collection}
    disliked = _grouped(connection.execute(_DISLIKED, limits))
    values = limits | {"wordings": MAX_WORDINGS, "admins": admins}
    rows = connection.execute(_UNANSWERED, values)
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
    limits = {"rows": MAX_RECENT, "collection": collection}
    texts = list(connection.execute(_RECENT, limits | {"limit": limit}).scalars())
    judged = connection.execute(_JUDGED, limits | {"texts": texts}).all()
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
