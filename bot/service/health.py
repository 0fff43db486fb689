"""The state of the running bot, as an operator's monitoring asks for it."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot import metrics
from bot.journal.opening import can_be_written
from bot.journal.probes import UNDONE, backlog
from bot.service.services import Services
from bot.settings import Settings

MAX_SILENCE = 90.0
"""Seconds without a response from Telegram after which the bot is not ready."""

_FRESH_SECONDS = 5.0
"""Seconds for which the outcome of a write holds, however often it is asked for."""


class Health:
    """Tells if the bot can do its work, and how much of it waits."""

    def __init__(self, settings: Settings, services: Services | None = None) -> None:
        self._journal_url = settings.journal_url
        self._bot_id = settings.bot_id
        metrics.REPLICAS.set(settings.replicas)
        self._services = services
        self._writing: asyncio.Task[bool] | None = None
        self._written_at = -math.inf

    @contextmanager
    def watch(self, services: Services) -> Iterator[None]:
        """Watch services while the context is open; without any, the bot is not ready."""
        self._services = services
        try:
            yield
        finally:
            self._services = None

    async def checks(self) -> dict[str, bool]:
        """Return what readers depend on by its name, with True if all is well."""
        return {
            "collection": self._services is not None,
            "database": await self._is_writable(),
            "telegram": metrics.telegram_silence() < MAX_SILENCE,
        }

    async def refresh(self) -> None:
        """Set the metrics that are read only when they are asked for."""
        for name, passes in (await self.checks()).items():
            metrics.READY.labels(name).set(passes)
        if services := self._services:
            corpora = [one.library.current.corpus for one in services.library.served]
            metrics.ARTICLES.set(sum(len(one.articles) for one in corpora))
            metrics.PASSAGES.set(sum(map(len, corpora)))
        await self._refresh_inbox()

    async def _refresh_inbox(self) -> None:
        """Set the metrics of the inbox, to no number while it cannot be read."""
        services = self._services
        undone = await backlog(services.inbox.database, self._bot_id) if services else None
        for state in UNDONE:
            metrics.INBOX_UPDATES.labels(state).set(undone.counts[state] if undone else math.nan)
        age = 0.0
        if undone and undone.oldest:
            age = (datetime.now(UTC) - undone.oldest).total_seconds()
        metrics.INBOX_AGE.set(max(age, 0.0) if undone else math.nan)

    async def _is_writable(self) -> bool:
        """Return True if the database takes a write, or took one a few seconds ago."""
        is_stale = time.monotonic() - self._written_at > _FRESH_SECONDS
        if self._writing is None or (self._writing.done() and is_stale):
            self._written_at = time.monotonic()
            database = self._services.inbox.database if self._services else None
            self._writing = asyncio.create_task(can_be_written(self._journal_url, database))
        return await asyncio.shield(self._writing)
