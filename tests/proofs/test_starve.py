"""While one chat floods the bot, in whatever way, a stranger is answered at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault
from bot.playground.standin.model import Chat
from bot.playground.standin.server import stand_in
from tests.bot.serving import PATIENCE, UNLIMITED, Served, serve

QUESTION = "金融科技是什么"
SHORT = 100
"""Number of updates from which each flood has a process of its own, and SIGTERM ends each."""

ANSWER_SECONDS = 1.0
STOP_SECONDS = 10.0


class Flood:
    """A person who floods, a group of theirs, and a stranger.

    Attributes:
        group: A group that the bot is in.
    """

    def __init__(self) -> None:
        self.backend = Backend()
        self.backend.reads_all_group_messages = True
        self.flooder = Client(self.backend, self.backend.add_person("F", "zh-hans"))
        self.group: Chat = self.backend.add_group("G", self.flooder.person)
        self.flooder.add_bot(self.group)
        self._strangers = 0

    async def answered(self) -> float:
        """Return the seconds until a stranger's question is answered."""
        self._strangers += 1
        person = self.backend.add_person(f"S{self._strangers}", "zh-hans")
        stranger = Client(self.backend, person)
        begun = time.monotonic()
        stranger.send(QUESTION)
        async with asyncio.timeout(PATIENCE):
            while len(stranger.private.visible) < 2:
                await asyncio.sleep(0.01)
        return time.monotonic() - begun

    async def prepare(self) -> None:
        """Have one answer with buttons, which floods of taps and edits need."""
        self.asked = self.flooder.send(QUESTION)
        async with asyncio.timeout(PATIENCE):
            while len(self.flooder.private.visible) < 2:
                await asyncio.sleep(0.01)
        self.shown = self.flooder.private.visible[1]


def asks(flood: Flood, number: int) -> None:
    """Ask in private."""
    flood.flooder.send(f"{QUESTION}{number}")


def settings(flood: Flood, _: int) -> None:
    """Open the settings."""
    flood.flooder.send("/settings")


def helps(flood: Flood, _: int) -> None:
    """Ask for help."""
    flood.flooder.send("/help")


def taps(flood: Flood, _: int) -> None:
    """Press the button of the next page."""
    flood.flooder.press(flood.shown, "下一页 ›")


def inline(flood: Flood, number: int) -> None:
    """Type an inline query."""
    flood.flooder.type_inline(f"{QUESTION}{number}")


def edits(flood: Flood, number: int) -> None:
    """Edit the question."""
    flood.flooder.edit(flood.asked, f"{QUESTION}{number}")


def under_429(flood: Flood, number: int) -> None:
    """Ask in a chat in which Telegram says to wait."""
    if not number:
        flood.backend.faults.add(Fault("flood", 1, "sendMessage", 40, flood.flooder.person.id))
    asks(flood, number)


def in_group(flood: Flood, number: int) -> None:
    """Ask in a group, which is soon at its limit."""
    flood.flooder.send(f"/ask {QUESTION}{number}", flood.group)


def talk(flood: Flood, number: int) -> None:
    """Say something in a group that is not for the bot."""
    flood.flooder.send(f"今天第{number}句闲话", flood.group)


def long_texts(flood: Flood, _: int) -> None:
    """Ask at the greatest length."""
    flood.flooder.send("金融科技为什么改变了一切" * 300)


def nonsense(flood: Flood, number: int) -> None:
    """Send what the library cannot parse."""
    flood.backend.updates.put("message", {"message_id": f"x{number}"})


FLOODS: tuple[Callable[[Flood, int], None], ...] = (
    *(asks, settings, helps, taps, inline, edits, in_group, talk, long_texts, nonsense),
    under_429,  # The last one, as the chat waits for the rest of the test.
)


async def starve(
    flood: Flood, one: Callable[[Flood, int], None], size: int
) -> tuple[float, float]:
    """Return the seconds until a stranger is answered, before and during a flood."""
    idle = await flood.answered()
    for number in range(size):
        one(flood, number)
    await asyncio.sleep(0.1)
    return idle, await flood.answered()


def check(name: str, idle: float, taken: float) -> None:
    """Print the figures of a flood, and fail if the stranger waited long.

    A machine that is busy with other things is given the time of an answer without a flood.
    """
    print(f"{name:12} {idle:5.2f} s {taken:5.2f} s")  # noqa: T201
    assert taken < ANSWER_SECONDS + idle, name


async def stopped(served: Served) -> float:
    """End the process by SIGTERM and return the seconds that it takes."""
    begun = time.monotonic()
    served.process.terminate()
    await asyncio.wait_for(served.process.wait(), PATIENCE)
    assert 0 == served.process.returncode
    return time.monotonic() - begun


def data_folder(parent: Path, name: str, cache_folder: Path) -> Path:
    """Make a data folder: each stand-in counts its updates from 1, and a journal knows them."""
    folder = parent / name
    folder.mkdir()
    (folder / "cache").symlink_to(cache_folder)
    return folder


async def test_floods(tmp_path: Path, cache_folder: Path, request: pytest.FixtureRequest) -> None:
    """A stranger is answered within a second of each flood, and SIGTERM ends it within ten."""
    size = request.config.getoption("--flood")
    alone = [(one,) for one in FLOODS] if size > SHORT else [FLOODS]
    for floods in alone:
        flood, folder = Flood(), data_folder(tmp_path, floods[0].__name__, cache_folder)
        async with stand_in(flood.backend) as address:
            access = UNLIMITED | {
                "token": flood.backend.token,
                "api_url": address,
                "log_level": "ERROR",
            }
            async with serve(folder, **access | {"log_level": "INFO"}) as served:
                await served.logged("listening")
                await flood.prepare()
                for one in floods:
                    check(one.__name__, *await starve(flood, one, size))
                seconds = await stopped(served)
        print(f"{'SIGTERM':12} {seconds:5.2f} s")  # noqa: T201
        assert seconds < STOP_SECONDS
        assert "Traceback" not in "\n".join(served.lines)
