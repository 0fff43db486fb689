"""A published collection as a library, which takes over whatever is published next."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

from bot.service.collections import Collections
from bot.settings import Settings, SettingsError
from corpus.collection_file import CollectionInfo
from corpus.message import ReportedError
from corpus.model import Problem
from retrieval.index.database import SearchDatabase
from retrieval.library import Library, Snapshot
from retrieval.published import PublishedCollection
from retrieval.text.analysis import Analyzer

FOLLOW_SECONDS = 5.0
"""Seconds between two looks at which version is in service."""

_LOGGER = logging.getLogger(__name__)


class PublishedLibrary(Library):
    """Holds a snapshot of a published collection.

    A snapshot of another version takes its place on a reload, and soon without one.

    Args:
        collection: The collection.
        pause: Seconds between two looks at which version is in service.

    Attributes:
        renew: Called with what is known of the version in service, before it answers; None if
            nobody wants to know.
    """

    def __init__(self, collection: PublishedCollection, pause: float = FOLLOW_SECONDS) -> None:
        super().__init__(collection.open, collection.open())
        self.renew: Callable[[Mapping[str, Any]], None] | None = None
        self._collection = collection
        self._pause = pause
        self._is_followed = False
        self._failure: str | None = None

    def facts(self) -> Mapping[str, Any]:
        """Return what is known of the version in service.

        Raises:
            ReportedError: It cannot be looked at.
        """
        self._collection.open()
        return self._collection.facts

    def complete(self) -> None:
        """Return at once: everything was made when the collection was published."""

    def complete_meanwhile(self) -> None:
        """Follow what is published while questions are answered; see `Library`."""
        if not self._is_followed:
            self._is_followed = True
            Thread(target=self._follow, name="published", daemon=True).start()

    def look(self) -> None:
        """Take over the version in service, and log what has failed, or does no longer."""
        try:
            after = self._read()
            if after is not self.current:
                after.prepare()
        except ReportedError as error:
            if str(error) != self._failure:
                self._failure = str(error)
                _LOGGER.warning("the published collection cannot be looked at: %s", error)
            return
        if self._failure:
            self._failure = None
            _LOGGER.info("the published collection can be looked at again")
        if self.renew:
            self.renew(self._collection.facts)
        if after is not self.current:
            with self._replacing:
                self._current, self.loaded_at = after, datetime.now(UTC)
            counts = len(after.corpus.articles), len(after.corpus)
            _LOGGER.info("serving what was published: %d articles with %d passages", *counts)

    def _follow(self) -> None:
        while True:
            time.sleep(self._pause)
            self.look()

    def _problems_of(self, snapshot: Snapshot) -> tuple[Problem, ...]:
        """Return the problems of a snapshot; who publishes is told of repeated texts."""
        return snapshot.problems


class PublishedCollections(Collections):
    """The published collection as the only one that is served.

    Args:
        settings: The settings, which name the database.
        analyzer: The analyzer of questions.
        empty: The snapshot of a collection without articles.
    """

    def __init__(self, settings: Settings, analyzer: Analyzer, empty: Snapshot) -> None:
        library, folder = open_published(settings, analyzer), settings.collection

        def scan() -> tuple[CollectionInfo, ...]:
            return (published_info(library.facts(), folder),)

        super().__init__(scan, lambda _: library, empty, settings.admin_ids)
        library.renew = lambda facts: self._renew(published_info(facts, folder))

    def _renew(self, info: CollectionInfo) -> None:
        """Take over who may ask, which a publication may change."""
        (only,) = self._served
        if only.info != info:
            self._served = (replace(only, info=info),)


def open_published(settings: Settings, analyzer: Analyzer) -> PublishedLibrary:
    """Open the published collection.

    Raises:
        SettingsError: The database of the settings cannot be used.
        ReportedError: It does not answer, has no collection, or one for another analyzer.
    """
    database, folder = open_database(settings), published_folder(settings)
    return PublishedLibrary(PublishedCollection(database, analyzer, folder))


def open_database(settings: Settings) -> SearchDatabase:
    """Return the database of published collections; it is not connected to yet.

    Raises:
        SettingsError: The settings name none, or not as a URL, or its driver is not installed.
    """
    if settings.engine_url is None:
        raise SettingsError("BOT_ENGINE_URL is missing; it names the database to publish to")
    try:
        return SearchDatabase(settings.engine_url.get_secret_value())
    except ModuleNotFoundError as error:
        raise SettingsError(
            "BOT_ENGINE_URL needs the extra {name}: {command}",
            name="scale",
            command="pip install 'yinju[scale]'",
        ) from error
    except ValueError as error:
        raise SettingsError(
            "BOT_ENGINE_URL must be like {example}",
            example="mysql://user:password@host:2881/database",
        ) from error


def published_folder(settings: Settings) -> Path:
    """Return the folder for what is copied from the database of published collections."""
    return settings.index_dir / "published"


def stored_info(info: CollectionInfo) -> dict[str, Any]:
    """Return what collection.toml says of a collection, as JSON for replicas."""
    askers = None if info.askers is None else sorted(info.askers)
    return {"names": dict(info.names), "language": info.language, "askers": askers}


def published_info(facts: Mapping[str, Any], folder: Path) -> CollectionInfo:
    """Return what is known of a published collection.

    Args:
        facts: What is stored of its version.
        folder: The folder that stands for it on this machine.
    """
    info = facts["info"]
    askers = info.get("askers")
    return CollectionInfo(
        folder,
        names=info.get("names", {}),
        language=info.get("language"),
        askers=None if askers is None else frozenset(askers),
    )
