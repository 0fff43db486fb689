"""Changes of a collection are reported once they are completely written."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from bot.service import watch
from bot.service.watch import changes

PATIENCE = 20
"""Seconds until a test that waits for a change fails."""

QUIET = 0.2
"""Seconds without a write after which a change counts as complete."""

STARTING = 0.5
"""Seconds that the system may need until it reports changes in a folder."""

ATTEMPTS = 10
"""Maximum number of attempts at a test whose timing a busy machine may spoil."""


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a shorter time than in production."""
    monkeypatch.setattr(watch, "QUIET_MS", int(QUIET * 1000))


@asynccontextmanager
async def watching(collection: Callable[[], Path]) -> AsyncIterator[asyncio.Queue[float]]:
    """Watch a collection; yield a queue that receives the time of each reported change."""
    reported: asyncio.Queue[float] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    async def listen() -> None:
        async with aclosing(changes(collection)) as changed:
            async for _ in changed:
                reported.put_nowait(loop.time())

    listening = asyncio.create_task(listen())
    await asyncio.sleep(STARTING)
    yield reported
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def next_of(reported: asyncio.Queue[float]) -> float:
    """Return the time of the next change; fail if there is none in time."""
    async with asyncio.timeout(PATIENCE):
        return await reported.get()


async def test_new_files_are_one_change(tmp_path: Path) -> None:
    """Files that are written at the same time are reported once."""
    async with watching(lambda: tmp_path) as reported:
        for name in ("a.txt", "b.txt", "folder/c.txt"):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text("一段话")
        await next_of(reported)
        await asyncio.sleep(4 * QUIET)

    assert reported.empty()


async def test_a_file_is_reported_when_it_is_complete(tmp_path: Path) -> None:
    """A file that is being written is reported after its last write, not before."""
    async with watching(lambda: tmp_path) as reported:
        for _ in range(ATTEMPTS):
            times = await write_slowly(tmp_path / "a.txt")
            first = await next_of(reported)
            # If the machine was so busy that the writer paused, the pause looks like the end.
            if max(later - earlier for earlier, later in pairwise(times)) < QUIET / 2:
                break
            await asyncio.sleep(4 * QUIET)
            while not reported.empty():
                reported.get_nowait()

    assert first > times[-1]


async def write_slowly(path: Path) -> list[float]:
    """Write to a file for four times `QUIET`, with short pauses; return the time of each write."""
    clock = asyncio.get_running_loop().time
    times = [clock()]
    with path.open("w") as file:
        while times[-1] < times[0] + 4 * QUIET:
            file.write("又一段话。")
            file.flush()
            await asyncio.sleep(QUIET / 20)
            times.append(clock())
    return times


async def test_hidden_files_are_no_change(tmp_path: Path) -> None:
    """Hidden files, as editors and version control write them, are not reported."""
    (tmp_path / ".git").mkdir()
    async with watching(lambda: tmp_path) as reported:
        (tmp_path / ".git" / "index").write_text("1")
        (tmp_path / ".a.txt.swp").write_text("2")
        await asyncio.sleep(4 * QUIET)

    assert reported.empty()


async def test_the_folder_is_replaced(tmp_path: Path) -> None:
    """The removal and the replacement of the folder are reported, and the new one is watched."""
    folder, other = tmp_path / "articles", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    async with watching(lambda: folder) as reported:
        shutil.rmtree(folder)
        await next_of(reported)
        other.rename(folder)
        await next_of(reported)
        await asyncio.sleep(STARTING)
        (folder / "a.txt").write_text("一段话")
        await next_of(reported)


async def test_the_collection_moves(tmp_path: Path) -> None:
    """The operator's own collection is watched as soon as it exists."""
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    packaged.mkdir()
    async with watching(lambda: own if own.is_dir() else packaged) as reported:
        own.mkdir()
        await next_of(reported)
        await asyncio.sleep(STARTING)
        (own / "a.txt").write_text("一段话")
        await next_of(reported)
