"""Changes in a folder are noticed once they are written."""

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
QUIET = 0.2


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter waits than people need."""
    monkeypatch.setattr(watch, "QUIET_MS", int(QUIET * 1000))


@asynccontextmanager
async def watching(collection: Callable[[], Path]) -> AsyncIterator[asyncio.Queue[float]]:
    """Watches a collection; the queue gets the time of each change that was noticed."""
    noticed: asyncio.Queue[float] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    async def listen() -> None:
        async with aclosing(changes(collection)) as found:
            async for _ in found:
                noticed.put_nowait(loop.time())

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0.5)  # Until the system tells of changes.
    yield noticed
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def next_of(noticed: asyncio.Queue[float]) -> float:
    """The next change; a test that waits for none fails."""
    async with asyncio.timeout(PATIENCE):
        return await noticed.get()


async def test_a_new_file_is_noticed_once(tmp_path: Path) -> None:
    """However many files come at once, it is one change."""
    async with watching(lambda: tmp_path) as noticed:
        for name in ("a.txt", "b.txt", "folder/c.txt"):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text("一段话")
        await next_of(noticed)
        await asyncio.sleep(4 * QUIET)

    assert noticed.empty()


async def test_what_is_half_written_is_waited_for(tmp_path: Path) -> None:
    """As long as somebody writes, nothing is noticed; then it is."""
    clock = asyncio.get_running_loop().time
    async with watching(lambda: tmp_path) as noticed:
        with (tmp_path / "a.txt").open("w") as file:
            times = [clock()]
            while times[-1] < times[0] + 4 * QUIET:
                file.write("又一段话。")
                file.flush()
                await asyncio.sleep(QUIET / 20)
                times.append(clock())
        first = await next_of(noticed)

    # A machine so busy that the writer paused may take the pause for the end.
    pause = max(later - earlier for earlier, later in pairwise(times))
    assert first > times[-1] or pause > QUIET / 2


async def test_hidden_files_are_nobodys_business(tmp_path: Path) -> None:
    """What an editor or a copying program keeps for itself is no change."""
    (tmp_path / ".git").mkdir()
    async with watching(lambda: tmp_path) as noticed:
        (tmp_path / ".git" / "index").write_text("1")
        (tmp_path / ".a.txt.swp").write_text("2")
        await asyncio.sleep(4 * QUIET)

    assert noticed.empty()


async def test_another_folder_in_its_place(tmp_path: Path) -> None:
    """Folders are swapped, go away and come back; each is a change, and all are watched on."""
    folder, other = tmp_path / "articles", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    async with watching(lambda: folder) as noticed:
        shutil.rmtree(folder)
        await next_of(noticed)
        other.rename(folder)
        await next_of(noticed)
        await asyncio.sleep(0.5)
        (folder / "a.txt").write_text("一段话")
        await next_of(noticed)


async def test_the_collection_moves(tmp_path: Path) -> None:
    """Once the operator has a collection of their own, that one is watched."""
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    packaged.mkdir()
    async with watching(lambda: own if own.is_dir() else packaged) as noticed:
        own.mkdir()
        await next_of(noticed)
        await asyncio.sleep(0.5)
        (own / "a.txt").write_text("一段话")
        await next_of(noticed)
