"""Whatever fails for a while, every question is answered once when it is over."""

from __future__ import annotations

import asyncio
import resource
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.messages import Language, messages
from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault, FaultKind
from bot.playground.standin.server import stand_in
from bot.settings import packaged_articles
from tests.bot.serving import UNLIMITED, Served, answers, by_webhook, serve
from tests.proofs.nameless import SWITCH

PEOPLE = 6
QUESTIONS = ("流量思维", "金融科技是什么", "产业互联网", "新金融", "火星上有什么")
LASTS = 3.0
"""Seconds for which most faults last."""

SHORT = 1.0
"""Seconds for which they last in the short form."""

_PATIENCE = 60
"""Seconds after a fault within which everything must be answered."""

_ADDRESS_SECONDS = 16
"""Seconds after which the client asks for an address again, which it remembers for ten, and uses
no idle connection any more, which it does for fifteen."""

DAY = 86400

APOLOGY = messages(Language.SIMPLIFIED).gettext(
    "Something went wrong on my side. Please ask once more."
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A running bot, its stand-in for Telegram, the people who ask, and its files."""

    backend: Backend
    people: list[Client]
    folder: Path
    served: Served

    async def ask(self, seconds: float) -> None:
        """Let everybody ask a question, one after the other."""
        for number, person in enumerate(self.people):
            person.send(QUESTIONS[number % len(QUESTIONS)])
            await asyncio.sleep(seconds / len(self.people))

    def answers_since(self, before: Counter[tuple[int, int]]) -> list[int]:
        """Return how often each question has been answered that was asked since."""
        return [number for key, number in answers(self.people).items() if key not in before]

    @property
    def apologies(self) -> int:
        """The number of replies that answer nothing."""
        seen = (message.text for person in self.people for message in person.private.visible)
        return sum(APOLOGY in words for words in seen)

    async def answered(self, before: Counter[tuple[int, int]]) -> None:
        """Wait until every question that was asked since has an answer."""
        async with asyncio.timeout(_PATIENCE):
            while not all(self.answers_since(before)):
                await asyncio.sleep(0.05)


Trouble = Callable[[Scene], AbstractAsyncContextManager[None]]
"""What fails while its context is open."""


def telegram(kind: FaultKind, seconds: int = 1) -> Trouble:
    """Return the failure of every call to Telegram."""

    @asynccontextmanager
    async def failing(scene: Scene) -> AsyncIterator[None]:
        for method in ("", "getUpdates"):
            scene.backend.faults.add(Fault(kind, 1000, method, seconds))
        yield
        scene.backend.faults.end()

    return failing


@asynccontextmanager
async def nameless(scene: Scene) -> AsyncIterator[None]:
    """Let Telegram's name have no address, once the one that was found before is forgotten."""
    switch = scene.folder / SWITCH
    switch.touch()
    await asyncio.sleep(_ADDRESS_SECONDS)
    scene.backend.faults.add(Fault("disconnect", 1, "getUpdates"))
    yield
    scene.backend.faults.end()
    switch.unlink()
    assert any("DNSError" in line for line in scene.served.lines)


@asynccontextmanager
async def other_poller(scene: Scene) -> AsyncIterator[None]:
    """Refuse polls with 409, as if another process polled."""
    scene.backend.faults.add(Fault("conflict", 1000, "getUpdates"))
    yield
    scene.backend.faults.end()


@asynccontextmanager
async def locked(scene: Scene) -> AsyncIterator[None]:
    """Hold the database's lock, as another program may."""
    with closing(sqlite3.connect(scene.folder / "journal.sqlite3", timeout=30)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.rollback()


@asynccontextmanager
async def full(scene: Scene) -> AsyncIterator[None]:
    """Let no file of the bot grow, by the limit that the system has for it."""
    pid = scene.served.process.pid
    limits = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, limits[1]))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@asynccontextmanager
async def broken(scene: Scene) -> AsyncIterator[None]:
    """Take the table of updates away, so that each statement about it fails."""
    with closing(sqlite3.connect(scene.folder / "journal.sqlite3", timeout=30)) as database:
        database.execute("ALTER TABLE inbox RENAME TO away")
        yield
        database.execute("ALTER TABLE away RENAME TO inbox")


def replaced(spoil: Callable[[Path], None]) -> Trouble:
    """Return the trouble with a spoiled copy in the journal's place, until the journal is back."""

    @asynccontextmanager
    async def failing(scene: Scene) -> AsyncIterator[None]:
        journal, copy, away = (
            scene.folder / name for name in ("journal.sqlite3", "copy", "original")
        )
        with (
            closing(sqlite3.connect(journal, timeout=30)) as database,
            closing(sqlite3.connect(copy)) as target,
        ):
            database.backup(target)
        spoil(copy)
        away.hardlink_to(journal)
        copy.replace(journal)
        yield
        away.replace(journal)

    return failing


def write_protect(database: Path) -> None:
    """Make a database that SQLite reads and does not write: one of a later format to write."""
    with database.open("r+b") as opened:
        opened.seek(18)
        opened.write(b"\x03")


def corrupt(database: Path) -> None:
    """Overwrite all but the header of a database."""
    with database.open("r+b") as opened:
        opened.seek(100)
        opened.write(b"\xff" * (database.stat().st_size - 100))


@asynccontextmanager
async def deleted(scene: Scene) -> AsyncIterator[None]:
    """Delete the journal."""
    for file in scene.folder.glob("journal.sqlite3*"):
        file.unlink()
    yield


@asynccontextmanager
async def collection_gone(scene: Scene) -> AsyncIterator[None]:
    """Move the collection away, and have the bot look for it."""
    articles, away = scene.folder / "articles", scene.folder / "away"
    articles.rename(away)
    scene.people[0].send("/reload")
    yield
    away.rename(articles)


@asynccontextmanager
async def reloading(scene: Scene) -> AsyncIterator[None]:
    """Reload while everybody asks."""
    scene.people[0].send("/reload")
    yield
    scene.people[0].send("/reload")


@asynccontextmanager
async def clock(scene: Scene) -> AsyncIterator[None]:
    """Put Telegram's clock a day ahead, then a day back, of the bot's."""
    right = scene.backend.clock
    scene.backend.clock = lambda: right() + DAY
    await scene.ask(0)
    scene.backend.clock = lambda: right() - DAY
    yield
    scene.backend.clock = right


TROUBLES: dict[str, tuple[Trouble, float]] = {
    "502 with HTML": (telegram("html"), LASTS),
    "full disk": (full, LASTS),
    "429": (telegram("flood"), LASTS),
    "500": (telegram("internal"), LASTS),
    "502": (telegram("server"), LASTS),
    "connection reset": (telegram("disconnect"), LASTS),
    "slow": (telegram("slow", 3), 2 * LASTS),
    # Shorter than two attempts: what may have arrived is sent again once, and then given up.
    "time-out": (telegram("timeout", 30), LASTS),
    "malformed JSON": (telegram("malformed"), LASTS),
    "409": (other_poller, LASTS),
    "DNS": (nameless, LASTS),
    "database locked": (locked, LASTS),
    "database locked for long": (locked, 5 * LASTS),
    "database read-only": (replaced(write_protect), LASTS),
    "database deleted": (deleted, LASTS),
    "table missing": (broken, LASTS),
    "collection gone": (collection_gone, LASTS),
    "reload under load": (reloading, LASTS),
    "clock jumps": (clock, 1),
    # The last one, as the journal is opened again within a minute.
    "database corrupt": (replaced(corrupt), LASTS),
}
"""What fails, and for how many seconds; the first two are the short form."""

POLLING_ONLY = {"409"}
"""What cannot fail where nothing is polled."""


@asynccontextmanager
async def running(folder: Path, mode: str) -> AsyncIterator[Scene]:
    """Run the bot with a collection and a journal of its own."""
    backend = Backend()
    people = [Client(backend, backend.add_person(f"p{n}", "zh-hans")) for n in range(PEOPLE)]
    shutil.copytree(packaged_articles(), folder / "articles")
    async with stand_in(backend) as address:
        named = address.replace("127.0.0.1", "localhost")
        settings = UNLIMITED | {"token": backend.token, "api_url": named, "log_level": "INFO"}
        settings["admin_ids"] = str(people[0].person.id)
        if mode == "webhook":
            backend.updates.retries = (0.2, 0.5, 1)
            settings |= await by_webhook(backend)
        async with serve(folder, "tests.proofs.nameless", **settings) as served:
            await served.logged("listening")
            yield Scene(backend, people, folder, served)


async def outcome(scene: Scene, trouble: Trouble, seconds: float) -> str:
    """Let something fail while people ask, and tell how that ended."""
    before, sorry = answers(scene.people), scene.apologies
    async with trouble(scene):
        await scene.ask(seconds)
    ended = time.monotonic()
    await scene.ask(0.3)
    with suppress(TimeoutError):
        await scene.answered(before)
    took = time.monotonic() - ended
    await asyncio.sleep(0.5)  # For an answer too many.
    counts = scene.answers_since(before)
    if lost := counts.count(0):
        return f"{lost} LOST"
    if twice := sum(counts) - len(counts):
        return f"{twice} TWICE"
    if excuses := scene.apologies - sorry:
        return f"{excuses} EXCUSED"
    return f"{len(counts)} in {took:.1f} s"


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_faults(
    tmp_path: Path, cache_folder: Path, request: pytest.FixtureRequest, mode: str
) -> None:
    """After each fault everything is answered, once; no traceback, and the journal is whole."""
    (tmp_path / "cache").symlink_to(cache_folder)
    is_whole = request.config.getoption("--all-faults")
    table: dict[str, str] = {}
    async with running(tmp_path, mode) as scene:
        for name, (trouble, seconds) in list(TROUBLES.items())[: None if is_whole else 2]:
            is_possible = mode == "polling" or name not in POLLING_ONLY
            lasts = seconds if is_whole else SHORT
            table[name] = await outcome(scene, trouble, lasts) if is_possible else "–"
            print(f"{mode:8} {name:26} {table[name]}", flush=True)  # noqa: T201
    log = "\n".join(scene.served.lines)
    with closing(sqlite3.connect(tmp_path / "journal.sqlite3")) as database:
        assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()

    assert {} == {name: words for name, words in table.items() if words.isupper()}
    assert "Traceback" not in log
    assert 0 == scene.served.process.returncode
