"""Changes of the collection that admins make while the bot runs, each followed by a reload."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.service.collection import change_log, kept_files, served_folder, writable_collection
from bot.service.collections import Collections
from bot.service.reloading import ReloadReport, reload
from bot.service.threads import Threads
from bot.settings import Settings
from bot.views.metadata import TAKE_BACK
from corpus.changes import KEPT, Change, ChangeLog, Edit
from corpus.days import latest_day
from corpus.files import read_whole
from corpus.likelihood import Frequency
from corpus.loading import FileReader
from corpus.message import ReportedError
from corpus.metadata import parse_date
from corpus.model import Article
from corpus.removing import remove
from corpus.source_entries import Value, with_metadata
from corpus.sources import FILE, parse_sources

MAX_VALUE = 500
"""Maximum length of a value, in characters."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")

Result = TypeVar("Result")


class UnusableValueError(ReportedError):
    """A typed text is no value of a field."""


def typed_value(field: str, typed: str) -> Value:
    """Return the value of a field as somebody typed it, None to take back what is stated.

    Raises:
        UnusableValueError: It is too long, no address, no day, or one in the future.
    """
    plain = " ".join(typed.split())
    if plain == TAKE_BACK:
        return None
    if len(plain) > MAX_VALUE:
        raise UnusableValueError("that is longer than {limit} characters", limit=MAX_VALUE)
    if field == "date":
        return _day(plain)
    if field == "url" and not _ADDRESS.fullmatch(plain):
        raise UnusableValueError("that is not an address, which begins with https:// or http://")
    return plain


def _day(typed: str) -> date:
    day, latest = parse_date(typed), latest_day()
    if day is None:
        raise UnusableValueError(
            "there is no date in that; write it like {example}", example="2021-12-28"
        )
    if day > latest:
        raise UnusableValueError(
            "{day} is in the future; write the day on which the article was published, "
            "{latest} at the latest",
            day=str(day),
            latest=str(latest),
        )
    return day


def shown_metadata(article: Article) -> dict[str, str | None]:
    """Return what is shown of an article's metadata, by its fields."""
    return {
        "title": article.title,
        "author": article.author,
        "date": str(article.date) if article.date else None,
        "url": article.url,
    }


@dataclass(frozen=True, slots=True)
class Editor:
    """Changes the collection, in threads, and reloads it.

    Errors are those of `ChangeLog`: a ReportedError with the reason, or an OSError; nothing has
    changed then.

    Args:
        settings: The settings, which name the collection and the data folder.
        library: The collection that is served.
        frequency: Word counts, by which files are repaired when they are read.
        threads: The threads that change and read it.
    """

    settings: Settings
    library: Collections
    frequency: Frequency
    threads: Threads

    async def count(self) -> int:
        """Return the number of changes."""
        return await self.threads.run(self._log(self._folder).count)

    async def changes(self, limit: int, before: int | None = None) -> tuple[Change, ...]:
        """Return changes, the newest first, before one with a number if that is given."""
        log = self._log(self._folder)
        return await self.threads.run(log.changes, limit, before)

    async def undoable(self) -> tuple[Change, ...]:
        """Return the changes that can be undone."""
        return tuple(one for one in await self.changes(KEPT) if not one.undone)

    async def undo(self, number: int, by: str) -> tuple[Change, ReloadReport]:
        """Undo a change; return the change that did so, and the report of the reload."""
        return await self._changed(lambda log: log.undo(number, by))

    async def check_undo(self, number: int) -> None:
        """Raise the error that undoing a change would raise now."""
        await self.threads.run(self._log(self._folder).check_undo, number)

    async def remove(self, article: Article, by: str) -> ReloadReport:
        """Remove an article, and return the report of the reload."""

        def removed(log: ChangeLog) -> Path:
            return remove(log, article, kept_files(self.settings, log.collection), by)

        _, report = await self._changed(removed)
        return report

    async def preview(self, article: Article, field: str, value: Value) -> Article:
        """Return an article as it would be with another value of one field of its metadata."""
        return await self.threads.run(self._preview, article, field, value)

    async def edit(
        self, article: Article, field: str, value: Value, by: str
    ) -> ReloadReport | None:
        """State a value of one field of an article's metadata, and return the reload's report.

        Without a value, the article's file counts again.

        Returns:
            The report, or None if that would change nothing that is shown, so nothing is saved.
        """
        edited = await self.preview(article, field, value)
        if shown_metadata(edited) == shown_metadata(article):
            return None
        before, after = (shown_metadata(one)[field] for one in (article, edited))
        content = partial(
            with_metadata, name=article.path, metadata={field: value}, names=self._names()
        )
        _, report = await self._changed(
            lambda log: log.apply(
                "edit", article.title, by, {FILE: content}, Edit(field, before, after)
            )
        )
        return report

    async def _changed(self, change: Callable[[ChangeLog], Result]) -> tuple[Result, ReloadReport]:
        """Make a change of the collection, and reload it."""

        def make() -> Result:
            return change(self._log(writable_collection(self.settings, self._folder)))

        result = await self.threads.run(make)
        return result, await reload(self.library, may_be_empty=True)

    def _preview(self, article: Article, field: str, value: Value) -> Article:
        folder = self._folder
        path = folder / FILE
        current = path.read_bytes() if path.exists() else None
        stated = with_metadata(current, article.path, {field: value}, self._names())
        limits = self.settings.limits
        reader = FileReader(folder, self.frequency, limits, parse_sources(stated))
        file = reader.parse(article.path, read_whole(folder / article.path, limits.file_bytes))
        if file.article is None:
            raise ReportedError(file.problems[0].message)
        return file.article

    @property
    def _folder(self) -> Path:
        return served_folder(self.settings, self.library.folder)

    def _names(self) -> list[str]:
        return [article.path for article in self.library.current.corpus.articles]

    def _log(self, collection: Path) -> ChangeLog:
        return change_log(self.settings, collection)
