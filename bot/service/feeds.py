"""Following of feeds and pages while the bot runs, with one report to the admins for each run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import Future
from functools import partial
from itertools import starmap
from pathlib import Path
from threading import Thread
from typing import TypeVar

from bot.messages import Messages
from bot.service.collection import change_log, feed_store, writable_collection
from bot.service.collections import Collections, ServedCollection
from bot.service.reloading import ReloadReport, reload
from bot.settings import Settings
from bot.views.feeds import feeds_report
from bot.views.markup import RichText, joined
from corpus.collection_file import CollectionInfo
from corpus.following import Follower, FollowReport
from corpus.likelihood import Frequency
from corpus.loading import FileReader
from corpus.message import Message, ReportedError, system_error
from corpus.model import Article
from corpus.sources import read_sources
from corpus.visits import Failure

Tell = Callable[[Callable[[Messages], RichText]], Awaitable[None]]
"""A function that sends a report to the admins, rendered in the language of each."""

Result = TypeVar("Result")


def make_follower(
    settings: Settings,
    folder: Path,
    frequency: Frequency,
    known: Callable[[], Iterable[Article]],
) -> Follower | None:
    """Return what follows the feeds and pages of a collection in one run; None if it has none.

    Args:
        settings: The settings.
        folder: The collection.
        frequency: Word counts, by which files are repaired when they are read.
        known: Returns the articles of the collection.

    Raises:
        SettingsError: The data folder cannot be written.
    """
    sources = read_sources(folder)
    if not sources.followed:
        return None
    folder = writable_collection(settings, folder)
    reader = FileReader(folder, frequency, settings.limits, sources)
    log, store = change_log(settings, folder), feed_store(settings, folder)
    return Follower(reader, log, store, settings.fetch_limits, known)


class Feeds:
    """Follows what the collections follow.

    Args:
        settings: The settings.
        collections: The collections that are served.
        frequency: Word counts, by which files are repaired when they are read.
        tell: Sends a report to the admins.
    """

    def __init__(
        self, settings: Settings, collections: Collections, frequency: Frequency, tell: Tell
    ) -> None:
        self._settings = settings
        self._collections = collections
        self._frequency = frequency
        self._tell = tell
        self._told: dict[Path, Message] = {}

    async def run(self) -> int:
        """Fetch what is due, serve what is new, and report it; return the number of articles."""
        reports = [(one, await self._follow(one)) for one in self._collections.served]
        report = sum((each for _, each in reports), FollowReport())
        are_several = len(self._collections.served) > 1
        found = [(one.info if are_several else None, each) for one, each in reports]
        reloaded = await reload(self._collections) if report.articles else None
        if report.is_notable:
            missing = reloaded if any(starmap(_is_missing, reports)) else None
            await self._tell(partial(_rendered, reports=found, reloaded=missing))
        return len(report.articles)

    async def _follow(self, served: ServedCollection) -> FollowReport:
        """Follow what one collection follows; a failure is told once, until another comes."""
        folder = served.info.folder
        try:
            report = await self._run(served)
        except (ReportedError, OSError) as error:
            reason = error.message if isinstance(error, ReportedError) else _words_of(error)
            is_new = self._told.get(folder) != reason
            self._told[folder] = reason
            return FollowReport(failures=(Failure(folder.name, reason, is_new=is_new),))
        self._told.pop(folder, None)
        return report

    async def _run(self, served: ServedCollection) -> FollowReport:
        folder, known = served.info.folder, served.library.current.corpus.articles
        made = partial(make_follower, self._settings, folder, self._frequency, lambda: known)
        follower = await asyncio.to_thread(made)
        if follower is None:
            return FollowReport()
        try:
            return await _in_daemon(partial(follower.run, self._settings.feeds_hours))
        except asyncio.CancelledError:
            follower.stop()
            raise


def _is_missing(served: ServedCollection, report: FollowReport) -> bool:
    """Return True if an article that was added is not served, as a reload has failed."""
    paths = {one.path for one in served.library.current.corpus.articles}
    return any(one.article.path not in paths for one in report.articles)


async def _in_daemon(work: Callable[[], Result]) -> Result:
    """Run a function in a thread that the end of the program does not wait for.

    A download may be stuck for as long as it is allowed to take; what it adds is added whole or
    not at all.
    """
    done: Future[Result] = Future()
    done.set_running_or_notify_cancel()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            done.set_exception(error)

    Thread(target=run, name="feeds", daemon=True).start()
    return await asyncio.wrap_future(done)


def _rendered(
    texts: Messages,
    reports: Sequence[tuple[CollectionInfo | None, FollowReport]],
    reloaded: ReloadReport | None,
) -> RichText:
    """Return the report of a run, with that of the reload after it if that matters."""
    own = feeds_report(texts, reports)
    whole = joined([own, reloaded.render(texts)], "\n\n") if reloaded else own
    return whole if whole.fits else own


def _words_of(error: OSError) -> Message:
    return Message("cannot be read or written: {reason}", reason=system_error(error))
