"""Reloading of the collection whenever a file in its folder changes."""

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
"""Milliseconds without a write after which a change counts as complete."""

Collection = Callable[[], Path]
"""A function that returns the folder of the collection, which may change."""

Notify = Callable[[ReloadReport], Awaitable[None]]
"""A function that sends a report to the admins."""


async def watch(library: Library, collection: Collection, notify: Notify) -> None:
    """Reload the collection after each change, until cancelled, and send notable reports."""
    async for _ in changes(collection):
        report = await reload(library)
        if report.is_notable:
            await notify(report)


async def changes(collection: Collection) -> AsyncGenerator[None]:
    """Yield after each change of the collection, once it has been quiet for `QUIET_MS`.

    The replacement or removal of the folder is a change as well.
    """
    known = _identity(collection())
    while True:
        folder = collection().resolve()
        current = _identity(folder)
        if current != known:
            known = current
            yield
        if current is None:
            await asyncio.sleep(QUIET_MS / 1000)
            continue
        is_changing = False
        with suppress(FileNotFoundError):  # It may have been removed since.
            async for changed in awatch(
                folder,
                watch_filter=partial(_is_visible, folder),
                rust_timeout=QUIET_MS,
                yield_on_timeout=True,
            ):
                if _identity(collection()) != current:
                    break
                if is_changing and not changed:
                    yield
                is_changing = bool(changed)


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return device and inode of a folder, or None if it does not exist."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_visible(folder: Path, _: Change, path: str) -> bool:
    """Return True unless a file, or a folder above it in the collection, is hidden."""
    return not any(part.startswith(".") for part in Path(os.path.relpath(path, folder)).parts)
