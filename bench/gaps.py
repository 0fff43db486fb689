"""The time that unanswered questions and previews take in a large journal, and cost readers."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.tables import FigureTable
from bot.journal.opening import make_database
from bot.service.bootstrap import make_analyzer, open_services
from bot.service.gaps import Gaps
from bot.service.services import Services
from bot.service.teaching import Teacher
from bot.settings import Settings, read_settings
from corpus.model import Corpus
from retrieval.question.lessons import TaughtWord

ROWS = 1_000_000
"""Number of questions in the journal; every twentieth has a verdict, half of them a quotation."""

_ORDINARY = "金融科技为什么要成为基础设施？"
_ASKING = ("怎么领", "要交多少钱", "在哪里办", "什么时候发", "能不能退", "为什么涨", "由谁负责")
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_ALONE = 3.0
"""Seconds for which questions are asked while nothing else is done."""


def figures() -> FigureTable:
    """Return the seconds of each task, and the milliseconds of an ordinary question meanwhile."""
    with TemporaryDirectory(prefix="yinju-") as folder:
        database = f"sqlite+aiosqlite:///{Path(folder) / 'journal.sqlite3'}"
        settings = read_settings().model_copy(
            update={"data_dir": Path(folder), "database_url": database, "corpus_dir": None}
        )
        rows = asyncio.run(_measure(settings, Path(folder) / "journal.sqlite3"))
    columns = ["", "s", "a question meanwhile, p50 ms", "p95 ms"]
    return FigureTable(f"Unanswered questions among {ROWS:,}", columns, rows)


async def _measure(settings: Settings, file: Path) -> list[list[str]]:
    async with make_database(settings.journal_url):
        pass
    analyzer = make_analyzer(settings)
    async with open_services(settings, analyzer) as services:
        await asyncio.to_thread(_fill, file, services.library.current.corpus)
        await services.answerer.answer(_ORDINARY)
        gaps = Gaps(services.asked, services.journal, services.answerer, services.library)
        teacher = Teacher(
            services.library, services.answerer, services.asked, settings, services.threads
        )
        lesson = TaughtWord("流量怎么领", "怎么", "如何")
        return [
            await _timed(services, "nothing else", asyncio.sleep(_ALONE)),
            await _timed(services, "/unanswered, the first time", gaps.find()),
            await _timed(services, "/unanswered, again", gaps.find()),
            await _timed(services, "a preview of a word", teacher.preview(lesson)),
        ]


async def _timed(services: Services, name: str, task: Awaitable[Any]) -> list[str]:
    """Return the row of a task: its seconds, and what a question takes meanwhile."""
    async with _reader(services) as taken:
        begun = time.perf_counter()
        await task
        seconds = time.perf_counter() - begun
    ranked = statistics.quantiles(taken, n=20)
    return [name, f"{seconds:.2f}", f"{1000 * ranked[9]:.1f}", f"{1000 * ranked[18]:.1f}"]


@asynccontextmanager
async def _reader(services: Services) -> AsyncIterator[list[float]]:
    """Ask an ordinary question again and again; yield the seconds that each took."""
    taken: list[float] = []

    async def ask() -> None:
        while True:
            begun = time.perf_counter()
            await services.answerer.answer(_ORDINARY)
            taken.append(time.perf_counter() - begun)
            await asyncio.sleep(0.01)

    reader = asyncio.create_task(ask())
    try:
        yield taken
    finally:
        reader.cancel()


def _fill(file: Path, corpus: Corpus) -> None:
    """Write questions, verdicts and quotations into an empty journal."""
    names = list(dict.fromkeys(p.text[i : i + 2] for p in corpus.passages for i in range(40)))
    passage = next(corpus.passages)
    with sqlite3.connect(file) as journal:
        journal.executemany(
            f"INSERT INTO questions VALUES ({', '.join('?' * 14)})",  # noqa: S608
            islice(_questions(names), ROWS),
        )
        journal.executemany(
            "INSERT INTO feedback VALUES (?, 1, ?, ?, NULL)",
            ((_id(n), _at(n), "bad" if n % 3 else "good") for n in range(0, ROWS, 20)),
        )
        journal.executemany(
            "INSERT INTO citations VALUES (?, 1, ?, ?, 1.0)",
            ((_id(n), passage.article_id, passage.id) for n in range(0, ROWS, 2)),
        )
    journal.close()


def _questions(names: list[str]) -> Iterator[tuple[object, ...]]:
    chance, number = random.Random(1), 0  # noqa: S311
    outcomes = (("answered", None), ("doubtful", None), ("declined", "not-covered"))
    while True:
        text = chance.choice(names) + chance.choice(names) + chance.choice(_ASKING)
        outcome, reason = chance.choices(outcomes, (14, 2, 4))[0]
        person = number % 5_000
        asked = (_id(number), _at(number), person, "private", person, number, "zh-Hans", text)
        yield (*asked, outcome, reason, 3.0, number, None, None)
        number += 1


def _id(number: int) -> str:
    return f"{number:012x}"


def _at(number: int) -> str:
    return f"{_BEGIN + timedelta(seconds=30 * number):%Y-%m-%d %H:%M:%S}.000000"
