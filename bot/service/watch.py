"""Reloading of the collection whenever a file in its folder changes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, awatch

from bot.messages import Language, messages
from bot.service.collections import Collections
from bot.service.reloading import ReloadReport, reload
from corpus.catalogue import FileStamp

QUIET_MS = 1_000
"""Milliseconds without a write after which a change counts as complete."""

Folder = Callable[[], Path]
"""A function that returns the folder of the collections, which may change."""

_ENGLISH = messages(Language.ENGLISH)

Notify = Callable[[ReloadReport], Awaitable[None]]
"""A function that sends a report to the admins."""


async def watch(collections: Collections, folder: Folder, notify: Notify) -> None:
    """Reload the collections after each change, until cancelled, and send notable reports.

    So is the first report after a failure; one that is as before is sent once.
    """
    told: str | None = None
    async for _ in changes(folder):
        report = await reload(collections)
        if told and not report.has_failed:
            report = report.after_failure()
        failure = report.render(_ENGLISH).shown if report.has_failed else None
        if report.is_notable and (failure is None or failure != told):
            await notify(report)
        told = failure


async def changes(collection: Folder) -> AsyncGenerator[None]:
    """Yield once a folder is watched, and after each change, once it is quiet for `QUIET_MS`.

    The first yield stands for changes between the last load and the watch. The replacement or
    removal of the folder is a change as well.
    """
    is_missing = False
    while True:
        folder = collection().resolve()
        current = _identity(folder)
        if current is None:
            if not is_missing:
                yield
            is_missing = True
            await asyncio.sleep(QUIET_MS / 1000)
            continue
        is_missing, is_changing = False, True
        counts = await asyncio.to_thread(_ChangeFilter, folder)
        with suppress(FileNotFoundError):  # It may have been removed since.
            async for changed in awatch(
                folder,
                watch_filter=counts,
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


class _ChangeFilter:
    """Tells changes of the collection from those of hidden files, such as an editor's.

    A visible link may lead to a hidden file, as in a ConfigMap that Kubernetes mounts: a.md leads
    to ..data/a.md, and ..data to the folder of the current version. So a hidden change counts if a
    link has come to lead to another file, or its file has changed. Files outside of the collection
    are not read, through links either.

    Args:
        folder: The collection, resolved.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._targets = {link: _target(link) for link in _links(folder)}

    def __call__(self, _: Change, path: str) -> bool:
        """Return True if a change at a path is one of the collection."""
        parts = Path(os.path.relpath(path, self._folder)).parts
        if not any(map(_is_hidden, parts)):
            self._targets |= {link: _target(link) for link in _links(Path(path))}
            return True
        before, self._targets = self._targets, {link: _target(link) for link in self._targets}
        return before != self._targets


def _links(path: Path) -> Iterator[Path]:
    """Yield the visible links at or below a path."""
    if path.is_symlink():
        yield path
        return
    for above, folders, files in os.walk(path):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        for name in (*folders, *files):
            if not _is_hidden(name) and (link := Path(above, name)).is_symlink():
                yield link


def _target(link: Path) -> tuple[Path, FileStamp] | None:
    """Return the file that a link leads to, with its size and times; None if there is none."""
    try:
        target = link.resolve(strict=True)
        status = target.stat()
    except (OSError, RuntimeError):  # A loop is a RuntimeError before Python 3.13.
        return None
    return target, FileStamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _is_hidden(name: str) -> bool:
    return name.startswith(".")
