"""Each wording that was asked is read once, with what became of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.journal import asked
from bot.journal.asked import AskedQuestions
from bot.journal.database import Database
from bot.journal.journal import Feedback, Journal, NewQuestion
from bot.journal.opening import make_database
from bot.policy import collection_in_force
from corpus.model import Article, Passage
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.declining import Reason
from retrieval.answer.excerpt import whole_excerpt

ADMIN = 7
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def answer(passage: str = "a", *, doubtful: bool = False) -> Answer:
    """Return an answer that quotes a passage."""
    quoted = Passage(passage, "art", "一句话。")
    article = Article("art", "art.md", "题", passages=(quoted,))
    return Answer("?", (Citation(article, quoted, whole_excerpt("一句话。"), 1.0),), doubtful)


NOTHING = Abstention("?", Reason.NOT_COVERED)


@dataclass
class Asking:
    """Records questions one after the other."""

    database: Database
    journal: Journal
    asked: AskedQuestions
    minutes: count[int] = field(default_factory=count)

    async def ask(
        self,
        text: str,
        result: Answer | Abstention,
        *verdicts: str,
        follows: str | None = None,
        chat: tuple[str, int] = ("private", 1),
    ) -> str:
        """Record a question with its result and what people said of it; return its id."""
        at = NOON + timedelta(minutes=next(self.minutes))
        question = NewQuestion(text, chat[1], chat[0], 1, 1, "en", follows, at)
        await self.journal.record(question, result, 1.0)
        for person, verdict in enumerate(verdicts):
            await self.journal.record_feedback(Feedback(question.id, person, verdict, None, at))
        return question.id


@pytest.fixture
async def asking(journal_url: str) -> AsyncIterator[Asking]:
    """An empty journal."""
    async with make_database(journal_url) as database:
        yield Asking(database, Journal(database), AskedQuestions(database, {ADMIN}))


async def test_what_is_not_answered(asking: Asking) -> None:
    """Questions that found nothing, were doubted or got a 👎 are counted by wording and reason."""
    await asking.ask("甲", NOTHING)
    await asking.ask("甲", answer(doubtful=True))
    last = await asking.ask("甲", answer("b"), "bad", "bad", "good")
    await asking.ask("乙", Abstention("?", Reason.DETAIL_MISSING))
    await asking.ask("丙", answer())
    await asking.ask("丁", Abstention("?", Reason.GREETING))
    first, second = await asking.asked.unanswered()

    assert ("甲", last, 3) == (first.text, first.id, first.count)
    assert (1, 1, 1) == (first.declined, first.doubted, first.disliked)
    assert {"b"} == first.disliked_passages
    assert NOON + timedelta(minutes=2) == first.last
    assert ("乙", 1, 0) == (second.text, second.declined, second.disliked)


async def test_what_helped_is_answered(asking: Asking) -> None:
    """A doubtful answer with a 👍 and no 👎 helped."""
    await asking.ask("甲", answer(doubtful=True), "good")

    assert [] == await asking.asked.unanswered()


async def test_what_admins_try(asking: Asking) -> None:
    """What an admin asks in private is left out; in a group it counts as everybody's does."""
    await asking.ask("甲", NOTHING, chat=("private", ADMIN))
    await asking.ask("甲", NOTHING)
    await asking.ask("乙", NOTHING, "bad", chat=("private", ADMIN))
    await asking.ask("丙", NOTHING, chat=("supergroup", ADMIN))

    found = {one.text: one.count for one in await asking.asked.unanswered()}
    assert {"甲": 1, "丙": 1} == found


async def test_follow_ups(asking: Asking) -> None:
    """A question that was always understood by another is told from one that stood alone."""
    before = await asking.ask("甲", answer())
    await asking.ask("为什么呢", NOTHING, follows=before)
    await asking.ask("乙", NOTHING, follows=before)
    await asking.ask("乙", NOTHING)

    found = {one.text: one.is_alone for one in await asking.asked.unanswered()}
    assert {"为什么呢": False, "乙": True} == found


async def test_the_last_questions(asking: Asking) -> None:
    """The last wordings come first, each once, with the passages that people judged."""
    await asking.ask("甲", answer("a"), "good")
    await asking.ask("乙", NOTHING, "bad")
    await asking.ask("谢谢", Abstention("?", Reason.THANKS))
    await asking.ask("甲", answer("b"), "bad")
    found = await asking.asked.recent(10)

    assert ["甲", "乙"] == [one.text for one in found]
    assert [["a"], []] == [list(one.liked) for one in found]
    assert [["b"], [None]] == [list(one.disliked) for one in found]
    assert ["甲"] == [one.text for one in await asking.asked.recent(1)]


async def steps_of(database: Database, query: object, collection: str) -> str:
    """Return how SQLite carries out a query, for a collection in SQL."""
    values = {":rows": "9", ":wordings": "9", ":limit": "9", ":collection": collection}
    values |= {"(__[POSTCOMPILE_admins])": "(7, 8)"}
    written = str(query)
    for name, value in values.items():
        written = written.replace(name, value)
    async with database.connect() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {written}")
        return " ".join(row.detail for row in plan)


@pytest.mark.parametrize("collection", ["'poems'", "NULL"])
async def test_an_index_finds_them(tmp_path: Path, collection: str) -> None:
    """What a collection was asked is found by indexes, however much others were asked."""
    async with make_database(f"sqlite+aiosqlite:///{tmp_path / 'journal.sqlite3'}") as database:
        unanswered = await steps_of(
            database, asked._query(asked._UNANSWERED, "sqlite"), collection
        )
        recent = await steps_of(database, asked._query(asked._RECENT, "sqlite"), collection)

    assert "SEARCH questions USING INDEX questions_unanswered (collection=?)" in unanswered
    assert "USING INDEX feedback_by_verdict" in unanswered
    assert "SCAN judged" not in unanswered  # For each question, that would be all verdicts.
    assert "SEARCH questions USING INDEX questions_by_collection (collection=?)" in recent


async def test_readers_do_not_wait(asking: Asking) -> None:
    """Wordings are read by the thread of what takes long, so that answers have their own."""
    await asking.ask("甲", NOTHING)
    asking.database.reader.close()

    assert ["甲"] == [one.text for one in await asking.asked.unanswered()]
    assert ["甲"] == [one.text for one in await asking.asked.recent(10)]


async def test_each_collection_has_questions_of_its_own(asking: Asking) -> None:
    """What was asked of another collection, or before there were several, is not listed."""
    await asking.ask("甲", NOTHING)
    collection_in_force.set("poems")
    await asking.ask("乙", NOTHING)
    await asking.ask("丙", answer("b"), "bad")
    collection_in_force.set("plays")
    await asking.ask("乙", answer("c"), "bad")

    for key, texts in ((None, {"甲"}), ("poems", {"乙", "丙"}), ("plays", {"乙"})):
        collection_in_force.set(key)
        listed = await asking.asked.unanswered()
        assert (
            texts
            == {one.text for one in listed}
            == {one.text for one in await asking.asked.recent(9)}
        )
    assert {"c"} == listed[0].disliked_passages
