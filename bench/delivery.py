"""The processor time and the latency of an answer through the whole stack, beside an echo bot.

Both bots are processes of their own and poll the same stand-in, each under a token of its own.
They are asked in turns, so that other load on the machine affects both alike. Each chat asks its
next question when its last one has been answered.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.tables import FigureTable
from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.model import Message
from bot.playground.standin.server import stand_in
from bot.service.bootstrap import load_collection, make_analyzer
from bot.settings import packaged_articles, read_settings

CHATS = (1, 10, 50)
ROUNDS = 3
"""Number of times that each bot is asked by each number of chats, in turns."""

QUESTIONS = 80
"""Number of questions in a round."""

FORMS = (
    "{}是什么意思？",
    "为什么说{}？",
    "{}，是谁说的？",
    "怎样理解{}？",
    "文章里有没有讲{}？",
    "{}",
)
"""Forms of a question about some words of an article."""

WARM_UP = 50
PATIENCE = 300
"""Seconds after which a round fails."""

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Bot:
    """A running bot, and the people who write to it.

    Attributes:
        seconds: Processor time of each round, by the number of chats.
        waits: Seconds from each question to its answer, by the number of chats.
    """

    name: str
    backend: Backend
    process: asyncio.subprocess.Process
    seconds: dict[int, list[float]] = field(default_factory=dict)
    waits: dict[int, list[float]] = field(default_factory=dict)
    people: list[Client] = field(default_factory=list)

    async def ask(self, questions: list[str], chats: int) -> None:
        """Ask questions from a number of chats, and keep the figures."""
        while len(self.people) < chats:
            person = self.backend.add_person(f"p{len(self.people)}", "zh-hans")
            self.people.append(Client(self.backend, person))
        left, begun = iter(questions), self._processor_seconds()
        waits = self.waits.setdefault(chats, [])
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(
                *(self._converse(one, left, waits) for one in self.people[:chats])
            )
        spent = self._processor_seconds() - begun
        self.seconds.setdefault(chats, []).append(spent / len(questions))

    async def _converse(self, client: Client, left: Iterator[str], waits: list[float]) -> None:
        answered = asyncio.Event()

        def notice(event: str, subject: object) -> None:
            if event != "message" or not isinstance(subject, Message):
                return
            if subject.chat is client.private and subject.sender is self.backend.bot:
                answered.set()

        self.backend.listeners.append(notice)
        for question in left:
            answered.clear()
            begun = time.perf_counter()
            client.send(question)
            await answered.wait()
            waits.append(time.perf_counter() - begun)
        self.backend.listeners.remove(notice)

    def _processor_seconds(self) -> float:
        """Return the processor time of the process and its threads so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK


def figures() -> FigureTable:
    """Measure both bots and return the table."""
    ours, echo = asyncio.run(_measure())
    rows = []
    for chats in CHATS:
        mine, other = median(ours.seconds[chats]), median(echo.seconds[chats])
        late, early = _percentile(ours.waits[chats]), _percentile(echo.waits[chats])
        rows.append(
            [
                str(chats),
                f"{mine * 1000:.1f}",
                f"{other * 1000:.1f}",
                f"{other / mine:.2f}",
                f"{late * 1000:.0f}",
                f"{early * 1000:.0f}",
                f"{late / early:.1f}",
            ]
        )
    columns = ("chats", "ms", "echo bot ms", "speed", "p99 ms", "echo bot p99 ms", "ratio")
    return FigureTable("Processor time and latency of an answer", columns, rows)


async def _measure() -> tuple[Bot, Bot]:
    # Before the bots start, which give up if the stand-in is silent for seconds.
    asked = iter(list(ordinary_questions()))
    with TemporaryDirectory() as folder:
        async with running("yinju", Path(folder)) as ours, running("echo", Path(folder)) as echo:
            for bot in (ours, echo):
                await bot.ask(list(islice(asked, WARM_UP)), max(CHATS))
                bot.seconds.clear()
                bot.waits.clear()
            for chats in CHATS * ROUNDS:
                batch = list(islice(asked, QUESTIONS))
                for bot in (ours, echo):
                    await bot.ask(batch, chats)
            return ours, echo


@asynccontextmanager
async def running(
    name: str, folder: Path, backend: Backend | None = None, **settings: str
) -> AsyncIterator[Bot]:
    """Run a bot, `yinju` or `echo`, with some settings while the context is open.

    Args:
        name: Its name.
        folder: Its data folder.
        backend: The stand-in that it polls, unless it is a new one.
        settings: The settings by their names.
    """
    backend = backend or Backend()
    async with stand_in(backend) as address:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("BOT_")},
            "BOT_TOKEN": backend.token,
            "BOT_API_URL": address,
            "BOT_DATA_DIR": str(folder),
            "BOT_LOG_LEVEL": "WARNING",
            "BOT_MEANING": "false",  # The tests' environment has the extra, a bot's has not.
            "BOT_PERSON_PER_MINUTE": "0",
            "BOT_CHAT_PER_MINUTE": "0",
            **{f"BOT_{name.upper()}": value for name, value in settings.items()},
        }
        command = ["bench.unpaced", "serve"]
        if name == "echo":
            command = ["bench.echo", address, backend.token]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *command, env=environment
        )
        try:
            yield Bot(name, backend, process)
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()


def ordinary_questions() -> Iterator[str]:
    """Yield different questions: in each form, one about the beginning of each clause."""
    loaded = load_collection(packaged_articles(), make_analyzer(read_settings()))
    clauses = {
        clause.strip()[:14]: None
        for passage in loaded.corpus.passages
        for clause in passage.text.replace("。", "，").split("，")
        if len(clause.strip()) > 4
    }
    return (form.format(clause) for form in FORMS for clause in clauses)


def _percentile(waits: list[float]) -> float:
    return sorted(waits)[len(waits) * 99 // 100]


if __name__ == "__main__":
    from rich.console import Console

    from bench.tables import show

    show(Console(width=160), figures())
