"""Exports of the journal's questions, written by processes of their own."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.figures import DAYS, Period
from bot.journal import ExportError, export
from bot.journal.export import Export
from bot.journal.opening import export_source
from bot.journal.spans import midnight
from bot.service.collection import exports_folder
from bot.settings import Settings
from corpus.message import system_error
from retrieval.answer.declining import NO_QUESTION

_STORED = "%Y-%m-%d %H:%M:%S"

_LONGEST_SECONDS = 3600
"""Age of a folder that no export can still be in."""

ExportedFile = tuple[Path, int]
"""A file and its number of questions."""


class Exports:
    """Writes the questions of a period to files, one export at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def open(self, kind: str, period: Period) -> AsyncIterator[list[ExportedFile]]:
        """Write the questions of a period, and yield files that exist while the context is open.

        Args:
            kind: The format, one of `export.FORMATS`.
            period: The period, by the operator's clock.

        Raises:
            ExportError: The journal is no file, or cannot be read, or there is no room.
        """
        now = datetime.now(self._settings.timezone)
        begins = midnight(now, DAYS[period] - 1) if period in DAYS else None
        async with self._writing:
            with _folder(exports_folder(self._settings)) as folder:
                file = folder / f"questions-{now:%Y-%m-%d}"
                since = since_retained(self._settings, begins)
                yield await _written(self._export(kind, file, since))

    def _export(self, kind: str, file: Path, since: str) -> Export:
        journal, zone = export_source(self._settings.journal_url), self._settings.timezone.key
        return Export(journal, str(file), kind, since, sorted(NO_QUESTION), zone)


async def clear_exports(settings: Settings) -> None:
    """Delete files of over an hour, which a kill of a program has left; none is still written."""
    await asyncio.to_thread(_remove_old, exports_folder(settings))


def _remove_old(parent: Path) -> None:
    oldest = time.time() - _LONGEST_SECONDS
    with suppress(OSError):
        for folder in parent.iterdir():
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _folder(parent: Path) -> Iterator[Path]:
    """Make a folder, for its owner alone, that is deleted at the end of the context.

    Raises:
        ExportError: It cannot be made.
    """
    try:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = tempfile.TemporaryDirectory(dir=parent)
    except OSError as error:
        raise ExportError(
            "The journal cannot be exported: {reason}", reason=system_error(error)
        ) from error
    with made as folder:
        yield Path(folder)


def since_retained(settings: Settings, begins: datetime | None) -> str:
    """Return when the first question was asked that may be exported, as the database has it.

    What is to be deleted, and has not been yet, is left out.
    """
    oldest = datetime.now(UTC) - timedelta(days=settings.retention_days)
    return max(oldest, begins or oldest).astimezone(UTC).strftime(_STORED)


async def _written(wanted: Export) -> list[ExportedFile]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", export.__file__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        output, errors = await process.communicate(wanted.as_json().encode())
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        reason = errors.decode(errors="replace").strip().rpartition("\n")[2]
        raise ExportError("The journal cannot be exported: {reason}", reason=reason)
    found = [json.loads(line) for line in output.splitlines()]
    return [(Path(path), count) for path, count in found]
