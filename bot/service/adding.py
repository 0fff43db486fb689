"""Articles that admins add while the bot runs: previewed, then added and served."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from bot.service.collection import change_log, served_folder, writable_collection
from bot.service.collections import Collections
from bot.service.reloading import ReloadReport, reload
from bot.service.threads import Threads
from bot.service.uploads import Upload, fetch_upload
from bot.settings import Settings
from corpus.adding import Addition, State, prepare
from corpus.duplicates import repeats_of
from corpus.likelihood import Frequency
from corpus.loading import FileReader
from corpus.message import Message
from corpus.model import Article, Problem
from corpus.sources import read_sources

MAX_READING = 2
"""Maximum number of files that are fetched or read at one time; others wait."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Adder:
    """Reads files in threads, a few at a time, and adds them to the collection.

    Args:
        settings: The settings, which name the collection and the data folder.
        library: The collection that is served.
        frequency: Word counts, by which files are repaired when they are read.
        threads: The threads that read and add them.
    """

    settings: Settings
    library: Collections
    frequency: Frequency
    threads: Threads
    _reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAX_READING))

    async def fetch(self, url: str) -> Upload:
        """Fetch a page or a file from the web.

        Raises:
            UnreadableError: The URL is not allowed or not reachable, or leads to something else.
        """
        return await self._in_thread(lambda: fetch_upload(url, self.settings))

    async def preview(self, upload: Upload) -> Addition:
        """Return what adding a file would change.

        Raises:
            OSError: The collection cannot be read.
        """
        collection = served_folder(self.settings, self.library.folder)
        return await self._in_thread(lambda: self._prepare(upload, collection))

    async def add(
        self, upload: Upload, expected: State, by: str
    ) -> tuple[Addition, ReloadReport | None]:
        """Add a file to the collection, and reload it.

        Returns:
            What was added, and the report of the reload; no report if nothing was written, because
            something else than *expected* would have happened.

        Raises:
            ChangesError: The article's file has been changed meanwhile, or the change cannot be
                recorded.
            OSError: The collection cannot be read or written.
        """

        def save() -> tuple[Addition, bool]:
            collection = writable_collection(
                self.settings, served_folder(self.settings, self.library.folder)
            )
            addition = self._prepare(upload, collection)
            if addition.state != expected:
                return addition, False
            return addition, bool(addition.save(change_log(self.settings, collection), by))

        addition, is_saved = await self._in_thread(save)
        return addition, await reload(self.library, may_be_empty=True) if is_saved else None

    def _prepare(self, upload: Upload, collection: Path) -> Addition:
        limits, sources = self.settings.limits, read_sources(collection)
        reader = FileReader(collection, self.frequency, limits, sources)
        known = self.library.current.corpus.articles
        addition = prepare(reader, upload.name, upload.data, {"url": upload.url}, known)
        article = addition.file.article
        if article is None or not addition.contents:
            return addition
        repeats = repeats_of(article, known)
        if addition.state == "added":
            repeats += tuple(_of_same_title(article, known))[:1]
        file = replace(addition.file, problems=repeats + addition.file.problems)
        return replace(addition, file=file)

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        async with self._reading:
            return await self.threads.run(work)


def _of_same_title(article: Article, known: Iterable[Article]) -> Iterator[Problem]:
    """Yield a warning for each known article that has the title of a new one."""
    for other in known:
        if other.title == article.title:
            message = Message(
                "has the title of {file}, which is in the collection and is not replaced by it",
                file=other.path,
            )
            yield Problem("warning", article.path, None, message)
