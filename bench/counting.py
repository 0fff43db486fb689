"""Statistics over a journal of a million questions, and what they cost those who ask meanwhile.

The journal is generated: the questions of 300 days, with texts, people, groups and articles of
which few are frequent and many are rare. The bot is a process of its own, as are its pictures.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.delivery import Bot, ordinary_questions, running
from bench.tables import FigureTable
from bot.journal.opening import make_database
from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.model import Message

QUESTIONS = 1_000_000
DAYS = 300
SEED = 20261129

ROUNDS = 4
"""Number of times that questions are asked alone, and while statistics are counted."""

ASKED = 60
"""Number of questions in a round."""

WARM_UP = 50
PATIENCE = 300
"""Seconds after which the benchmark fails."""

_TOGETHER = 50_000
_WORDS = [
    "流量",
    "思维",
    "复利",
    "组织",
    "金融",
    "科技",
    "写作",
    "阅读",
    "时间",
    "产品",
    "品牌",
    "利润",
    "杠杆",
    "周期",
    "土壤",
]
_FORMS = ("{}是什么", "{}为什么重要？", "{}怎么来的", "{}和时间", "谁说过{}")

Row = tuple[Any, ...]


def figures(count: int = QUESTIONS) -> FigureTable:
    """Measure over a journal of *count* questions and return the table."""
    with TemporaryDirectory() as folder:
        asyncio.run(_make_journal(Path(folder) / "journal.sqlite3", count))
        shown, alone, meanwhile = asyncio.run(_measure(Path(folder)))
    rows = [
        ["/stats all, from the command to the picture", f"{median(shown):.2f} s"],
        ["the slowest of these", f"{max(shown):.2f} s"],
        ["a question, alone", f"{median(alone) * 1000:.0f} ms"],
        ["a question, meanwhile", f"{median(meanwhile) * 1000:.0f} ms"],
        ["ratio", f"{median(meanwhile) / median(alone):.2f}"],
    ]
    return FigureTable(f"Statistics over {count:,} questions", ["", "median"], rows)


async def _measure(folder: Path) -> tuple[list[float], list[float], list[float]]:
    """Return the seconds of statistics, and of questions asked alone and meanwhile."""
    backend = Backend()
    admin = Client(backend, backend.add_person("admin", "zh-hans"))
    shown: list[float] = []
    alone: list[float] = []
    meanwhile: list[float] = []
    async with running("yinju", folder, backend, admin_ids=str(admin.person.id)) as bot:
        asked = ordinary_questions()
        await bot.ask(list(islice(asked, WARM_UP)), 1)
        await _show(admin)
        for _ in range(ROUNDS):
            alone += await _ask(bot, list(islice(asked, ASKED)))
            counting = asyncio.create_task(_count(admin, shown))
            meanwhile += await _ask(bot, list(islice(asked, ASKED)))
            counting.cancel()
            await asyncio.gather(counting, return_exceptions=True)
            shown += [await _show(admin)]
    return shown, alone, meanwhile


async def _ask(bot: Bot, questions: list[str]) -> list[float]:
    """Ask questions one after another, and return the seconds of each."""
    bot.waits.clear()
    await bot.ask(questions, 1)
    return bot.waits[1]


async def _count(admin: Client, shown: list[float]) -> None:
    """Have statistics counted again and again, and keep the seconds of each."""
    while True:
        shown.append(await _show(admin))


async def _show(admin: Client) -> float:
    """Ask for the statistics of all time, and return the seconds until they came.

    Raises:
        RuntimeError: They came without a picture.
    """
    chat, came = admin.private, asyncio.Event()

    def notice(event: str, subject: object) -> None:
        is_message = event == "message" and isinstance(subject, Message)
        if is_message and subject.chat is chat and subject.sender is not admin.person:  # type: ignore[attr-defined]
            came.set()

    admin.backend.listeners.append(notice)
    try:
        begun = time.perf_counter()
        admin.send("/stats all")
        async with asyncio.timeout(PATIENCE):
            await came.wait()
        seconds = time.perf_counter() - begun
    finally:
        admin.backend.listeners.remove(notice)
    if "photo" not in chat.visible[-1].content:
        raise RuntimeError(chat.visible[-1].text)
    return seconds


async def _make_journal(file: Path, count: int) -> None:
    async with make_database(f"sqlite+aiosqlite:///{file}"):
        pass
    await asyncio.to_thread(_fill, file, count)


def _fill(file: Path, count: int) -> None:
    """Write the questions with their citations and verdicts."""
    made = _rows(count)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        while some := list(islice(made, _TOGETHER)):
            for table, width in (("questions", 14), ("citations", 5), ("feedback", 5)):
                places = ", ".join("?" * width)
                rows = [row for name, row in some if name == table]
                connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608
            connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _rows(count: int) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a journal, each with the name of its table."""
    chance, ends = random.Random(SEED), datetime.now(UTC)  # noqa: S311 - no secret
    for number in range(count):
        at = ends - timedelta(days=DAYS) * (1 - number / count)
        moment = f"{at:%Y-%m-%d %H:%M:%S.%f}"
        name, person = f"{number:012x}", 1000 + int(chance.paretovariate(0.4)) % 40_000
        group = -1_000_000_000_000 - int(chance.paretovariate(0.5)) % 2_000
        chat, kind = (group, "supergroup") if chance.random() < 0.6 else (person, "private")
        is_answered = chance.random() < 0.8
        outcome, reason = ("answered", None) if is_answered else ("declined", "not-covered")
        words = _text(int(chance.paretovariate(0.3)) % 300_000)
        took = chance.lognormvariate(2.5, 0.8)
        asked = (name, moment, chat, kind, person, number, "zh-Hans", words, outcome, reason)
        yield "questions", (*asked, took, number + 1, None, None)
        for place in (1, 2, 3) if is_answered else ():
            article = f"article-{int(chance.paretovariate(0.7)) % 5_000}"
            yield "citations", (name, place, article, f"{number:016x}", 9.5)
        if chance.random() < 0.05:
            verdict = "good" if chance.random() < 0.7 else "bad"
            yield "feedback", (name, person, moment, verdict, None)


def _text(number: int) -> str:
    """Return the question of a number."""
    form = _FORMS[number % len(_FORMS)]
    words = _WORDS[number % len(_WORDS)] + _WORDS[number // 7 % len(_WORDS)]
    return form.format(f"{words}{number // 100 or ''}")


if __name__ == "__main__":
    from rich.console import Console

    from bench.tables import show

    show(Console(width=160), figures())
