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

ATTEMPTS = 10
"""Maximum number of attempts at a test whose timing a busy machine may spoil."""


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a shorter time than in production."""
    monkeypatch.setattr(watch, "QUIET_MS", int(QUIET * 1000))


@asynccontextmanager
async def watching(collection: Callable[[], Path]) -> AsyncIterator[asyncio.Queue[float]]:
    """Watch a collection; once it is watched, yield a queue for the time of each change."""
    reported: asyncio.Queue[float] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    async def listen() -> None:
        async with aclosing(changes(collection)) as changed:
            async for _ in changed:
                reported.put_nowait(loop.time())

    listening = asyncio.create_task(listen())
    await next_of(reported)
    yield reported
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def next_of(reported: asyncio.Queue[float]) -> float:
    """Return the time of the next change; fail if there is none in time."""
    async with asyncio.timeout(PATIENCE):
        return await reported.get()


async def test_a_change_after_the_folder_is_replaced(tmp_path: Path) -> None:
    """What is written at the moment when a replacement is reported is reported as well."""
    folder, other = tmp_path / "articles", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    async with aclosing(changes(lambda: folder)) as changed, asyncio.timeout(PATIENCE):
        await anext(changed)
        folder.rename(tmp_path / "earlier")
        other.rename(folder)
        await anext(changed)
        (folder / "a.txt").write_text("一段话")
        await anext(changed)


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
        (folder / "a.txt").write_text("一段话")
        await next_of(reported)


async def test_the_collection_moves(tmp_path: Path) -> None:
    """The operator's own collection is watched as soon as it exists."""
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    packaged.mkdir()
    async with watching(lambda: own if own.is_dir() else packaged) as reported:
        own.mkdir()
        await next_of(reported)
        (own / "a.txt").write_text("一段话")
        await next_of(reported)


async def test_the_file_behind_a_link(tmp_path: Path) -> None:
    """A change of the hidden file that an article links to is reported, others are not."""
    (tmp_path / ".store").mkdir()
    for name in ("a", "b"):
        (tmp_path / ".store" / name).write_text("一段话")
    (tmp_path / "a.txt").symlink_to(".store/a")
    async with watching(lambda: tmp_path) as reported:
        (tmp_path / ".store/b").write_text("没有链接的一段话")
        await asyncio.sleep(4 * QUIET)
        assert reported.empty()
        (tmp_path / ".store/a").write_text("改过的一段话")
        await next_of(reported)
        await asyncio.sleep(4 * QUIET)

    assert reported.empty()


async def test_a_link_that_is_made_later(tmp_path: Path) -> None:
    """A link is followed from when it is made on, and one in a folder that is moved in as well."""
    store, outside = tmp_path / "articles/.store", tmp_path / "outside"
    store.mkdir(parents=True)
    outside.mkdir()
    for name in ("a", "b"):
        (store / name).write_text("一段话")
    (outside / "b.txt").symlink_to(store / "b")
    async with watching(lambda: tmp_path / "articles") as reported:
        (tmp_path / "articles/a.txt").symlink_to(".store/a")
        await next_of(reported)
        outside.rename(tmp_path / "articles/inside")
        await next_of(reported)
        for name in ("a", "b"):
            (store / name).write_text("改过的一段话")
            await next_of(reported)
        await asyncio.sleep(4 * QUIET)

    assert reported.empty()


def mount(folder: Path, version: str, text: str) -> None:
    """Put a version of a ConfigMap into a folder as Kubernetes does: by renaming ..data."""
    (folder / version).mkdir()
    (folder / version / "a.txt").write_text(text)
    (folder / "..data_tmp").symlink_to(version)
    (folder / "..data_tmp").rename(folder / "..data")


async def test_a_mounted_config_map(tmp_path: Path) -> None:
    """A new version of a ConfigMap is reported once, though all that changes is hidden."""
    mount(tmp_path, "..2024", "一段话")
    (tmp_path / "a.txt").symlink_to("..data/a.txt")
    async with watching(lambda: tmp_path) as reported:
        mount(tmp_path, "..2025", "另一段话")
        shutil.rmtree(tmp_path / "..2024")
        await next_of(reported)
        await asyncio.sleep(4 * QUIET)

    assert reported.empty()


async def test_a_folder_that_is_moved_in(tmp_path: Path) -> None:
    """A folder that is moved in is reported, and so are later changes in it."""
    outside, inside = tmp_path / "outside", tmp_path / "articles"
    outside.mkdir()
    inside.mkdir()
    (outside / "a.txt").write_text("一段话")
    async with watching(lambda: inside) as reported:
        outside.rename(inside / "moved")
        await next_of(reported)
        (inside / "moved/a.txt").write_text("另一段话")
        await next_of(reported)
