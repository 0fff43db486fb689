"""The state of the running bot, as its admins ask for it in the chat."""

from __future__ import annotations

import asyncio
import platform
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bot import __version__, metrics
from bot.journal.handling import handling
from bot.journal.probes import backlog, schema_version
from bot.journal.schema import State
from bot.service.collections import Collections
from bot.service.health import Health
from bot.service.services import Services
from bot.settings import Settings
from bot.views.status import (
    CollectionFacts,
    CollectionProblems,
    HealthFacts,
    InboxFacts,
    VersionFacts,
)


class Status:
    """Gathers the facts for /version and /health, and for alerts.

    Attributes:
        zone: The time zone in which their times are shown.
    """

    def __init__(self, settings: Settings, services: Services) -> None:
        self.zone = settings.timezone
        self._health = Health(settings, services)
        self._services = services
        self._bot_id = settings.bot_id
        self._data_dir = settings.data_dir

    async def version(self) -> VersionFacts:
        """Return the versions of the program and of what it runs on, and its collections."""
        return VersionFacts(
            __version__,
            platform.python_version(),
            version("python-telegram-bot"),
            await schema_version(self._services.inbox.database),
            [
                CollectionFacts(
                    one.info,
                    len(one.library.current.corpus.articles),
                    len(one.library.current.corpus),
                    one.library.loaded_at,
                )
                for one in self._services.library.served
            ],
        )

    async def health(self, *, has_problems: bool = True) -> HealthFacts:
        """Return how the bot is doing, with problems of articles only if they are wanted."""
        collections = self._services.library
        last = collections.last_reload
        free, total = await asyncio.to_thread(_space, self._data_dir)
        return HealthFacts(
            checks=await self._health.checks(),
            inbox=await self._inbox(),
            journal_bytes=await self._services.inbox.database.size(),
            free_bytes=free,
            total_bytes=total,
            memory_bytes=metrics.resident_memory(),
            silence=metrics.telegram_silence(),
            reloaded_at=last.at if last else None,
            has_failed=bool(last and last.has_failed),
            problems=await asyncio.to_thread(_problems, collections) if has_problems else [],
        )

    async def _inbox(self) -> InboxFacts | None:
        undone = await backlog(self._services.inbox.database, self._bot_id)
        if undone is None:
            return None
        age = (datetime.now(UTC) - undone.oldest).total_seconds() if undone.oldest else 0.0
        waiting, set_aside = (undone.counts[state] for state in (State.WAITING, State.SET_ASIDE))
        if handling.get():  # The request for these facts is itself not done yet.
            waiting = max(waiting - 1, 0)
        return InboxFacts(waiting, set_aside, max(age, 0.0))


def _problems(collections: Collections) -> list[CollectionProblems]:
    """Return the collections that have problems; the only one has no name to be told by."""
    served = collections.served
    found = [(one.info if len(served) > 1 else None, one.library.problems()) for one in served]
    return [(info, problems) for info, problems in found if problems]


def _space(folder: Path) -> tuple[int | None, int | None]:
    """Return the free and the total space where a folder is; None for what is not known."""
    with suppress(OSError):
        usage = shutil.disk_usage(folder)
        return usage.free, usage.total
    return None, None
