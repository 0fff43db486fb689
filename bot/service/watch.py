"""Changes in the collection's folder, noticed as they happen."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from watchfiles import Change, awatch

from bot.service.reloading import ReloadReport, reload
from retrieval.library import Library

QUIET_MS = 1_000
"""So long nothing may be written until a change counts: files half written are waited for."""

Collection = Callable[[], Path]
"""Says where the collection is, which may change."""

Tell = Callable[[ReloadReport], Awaitable[None]]
"""Tells the admins."""


async def watch(library: Library, collection: Collection, tell: Tell) -> None:
    """Read the collection anew after each change, until cancelled; what is news is told."""
    async for _ in changes(collection):
        report = await reload(library)
        if report.is_news:
            await tell(report)


async def changes(collection: Collection) -> AsyncGenerator[None]:
    """Come back after each change of the collection, once it is written.

    Another folder in the place of the one before is a change as well, and so is none.
    """
    seen = _identity(collection())
    while True:
        folder = collection().resolve()
        here = _identity(folder)
        if here != seen:
            seen = here
            yield
        if here is None:
            await asyncio.sleep(QUIET_MS / 1000)
            continue
        is_changing = False
        with suppress(FileNotFoundError):  # It went away just now.
            async for found in awatch(
                folder,
                watch_filter=partial(_is_visible, folder),
                rust_timeout=QUIET_MS,
                yield_on_timeout=True,
            ):
                if _identity(collection()) != here:
                    break
                if is_changing and not found:
                    yield
                is_changing = bool(found)


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one in its place, or None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_visible(folder: Path, _: Change, path: str) -> bool:
    """Whether a file may belong to the collection: hidden ones are left alone."""
    return not any(part.startswith(".") for part in Path(os.path.relpath(path, folder)).parts)
