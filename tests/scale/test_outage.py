"""A server that is killed: readers get answers or a clear message, and the bot heals by itself."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bench.seekdb import Server
from bot.service.published import PublishedLibrary
from corpus.model import Corpus
from retrieval.answer.answer import Answer
from retrieval.answer.answerer import Answerer
from retrieval.answer.declining import Reason
from retrieval.index.database import SearchDatabase
from retrieval.index.searcher import UnavailableError
from retrieval.published import PublishedCollection
from retrieval.publishing import Publication, Publisher
from retrieval.text.analysis import Analyzer
from tests.scale.conftest import MakeSnapshot, article_of

QUESTIONS = ("流量思维是什么", "土壤为什么重要", "谁说过空中楼阁", "产业互联网怎么做")
TEXTS = (
    "流量思维是指只看重用户数量的做法。",
    "土壤之所以重要，是因为一切都从那里长出来。",
    "作者说过，空中楼阁是站不稳的。",
    "产业互联网要一步一步做，先从小处开始。",
)
READERS = 6
PATIENCE = 2.0
"""Seconds of an outage during which a question waits, fewer than in service."""


@pytest.fixture
def library(
    own_server: Server, analyzer: Analyzer, embedded: MakeSnapshot, tmp_path: Path
) -> PublishedLibrary:
    """A replica's library, which follows what is published."""
    database = SearchDatabase(own_server.new_database(), PATIENCE)
    snapshot = embedded(Corpus((article_of("a", *TEXTS),)))
    Publisher(database, analyzer, tmp_path).publish(Publication(snapshot))
    library = PublishedLibrary(PublishedCollection(database, analyzer, tmp_path), pause=0.2)
    library.complete_meanwhile()
    return library


@dataclass
class Asked:
    """The outcomes of questions so far, by what readers got, and the longest that one took."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


@asynccontextmanager
async def asking(answerer: Answerer) -> AsyncIterator[Asked]:
    """Have readers ask without end."""
    asked = Asked()

    async def ask(number: int) -> None:
        while True:
            begun = time.monotonic()
            result = await answerer.answer(QUESTIONS[number % len(QUESTIONS)])
            asked.slowest = max(asked.slowest, time.monotonic() - begun)
            kind = "answered" if isinstance(result, Answer) else str(result.reason)
            asked.outcomes[kind] += 1
            number += 1
            await asyncio.sleep(0.05)

    tasks = [asyncio.create_task(ask(number)) for number in range(READERS)]
    try:
        yield asked
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(one, asyncio.CancelledError) for one in ended), ended


async def enough(asked: Asked, kind: str, more: int = 20) -> None:
    """Wait until readers have got some more of one kind of outcome."""
    wanted = asked.outcomes[kind] + more
    async with asyncio.timeout(90):
        while asked.outcomes[kind] < wanted:
            await asyncio.sleep(0.05)


async def test_killed_under_load(
    own_server: Server, library: PublishedLibrary, analyzer: Analyzer
) -> None:
    """No question fails: each is answered, or declined because the articles cannot be reached."""
    async with asking(Answerer(library, analyzer)) as asked:
        await enough(asked, "answered")
        for _ in range(2):
            own_server.kill()
            await enough(asked, "unavailable")
            await asyncio.to_thread(own_server.start)
            await enough(asked, "answered")
        declined = asked.outcomes["unavailable"]
        await enough(asked, "answered", 100)
    print(f"{dict(asked.outcomes)}, slowest {asked.slowest:.1f} s")  # noqa: T201

    assert {"answered", "unavailable"} == set(asked.outcomes)
    assert declined == asked.outcomes["unavailable"], "none once it has healed"


async def test_a_short_outage_is_waited_out(
    own_server: Server, library: PublishedLibrary, analyzer: Analyzer
) -> None:
    """Who asks while a server starts again gets an answer, a little later."""
    patient = library._collection._database
    patient._patience = 60.0
    async with asking(Answerer(library, analyzer)) as asked:
        await enough(asked, "answered")
        own_server.kill()
        await asyncio.to_thread(own_server.start)
        await enough(asked, "answered")

    assert {"answered"} == set(asked.outcomes)


async def test_an_outage_that_lasts(
    own_server: Server, library: PublishedLibrary, analyzer: Analyzer
) -> None:
    """Once it has lasted, nobody waits; what cannot be read says why."""
    answerer = Answerer(library, analyzer)
    own_server.kill()
    first = await answerer.answer(QUESTIONS[0])
    left = library._collection._database._patience_left()
    second = await answerer.answer(QUESTIONS[1])

    assert [Reason.UNAVAILABLE] * 2 == [getattr(one, "reason", None) for one in (first, second)]
    assert left <= 0
    with pytest.raises(UnavailableError, match="BOT_ENGINE_URL"):
        await answerer.rank(QUESTIONS[0], 3)
