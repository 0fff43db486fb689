"""Reloading of the collection, with a report for the log and for admins."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from bot import metrics
from bot.messages import Language, Messages, language_in, messages
from bot.service.collections import Collections, LastReload, ServedCollection
from bot.views.markup import RichText, bold, joined, text
from bot.views.reload_report import (
    collections_kept,
    reload_failed,
    reload_report,
    reloads_again,
)
from corpus.collection_file import CollectionInfo
from corpus.message import Message, ReportedError, system_error
from retrieval.library import EmptyCollectionError, Library, ReloadResult

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """The outcome of a reload.

    Attributes:
        render: Function that returns the report in a language.
        is_notable: True if articles or problems have changed, or the reload failed.
        failure: The reason why a collection could not be reloaded, if that was so.
        has_news: True if articles have changed, there are problems besides repeated texts, or the
            reload failed.
        news: Function like `render` that leaves out collections without changes or problems;
            None if `render` does as well.
    """

    render: Callable[[Messages], RichText]
    is_notable: bool
    failure: Message | str | None = None
    has_news: bool = True
    news: Callable[[Messages], RichText] | None = None

    @property
    def has_failed(self) -> bool:
        """True if a collection could not be reloaded."""
        return self.failure is not None

    def brief(self, texts: Messages) -> RichText:
        """Return the report without the collections in which all is well and as it was."""
        return (self.news or self.render)(texts)

    def after_failure(self) -> ReloadReport:
        """Return the report, notable as it is the first one after a failure, and saying so."""
        return replace(self, render=partial(_after_failure, report=self), is_notable=True)


def _after_failure(texts: Messages, report: ReloadReport) -> RichText:
    return joined([reloads_again(texts), report.render(texts)], "\n\n")


async def reload(collections: Collections, *, may_be_empty: bool = False) -> ReloadReport:
    """Reload all collections; each that fails keeps its previous snapshot.

    Args:
        collections: The collections.
        may_be_empty: True if the one in force is to be served also without an article, as
            somebody has removed the last one by its name.
    """
    library = collections.in_force.library if may_be_empty else None
    report = await _reload_all(collections, library)
    collections.last_reload = LastReload(datetime.now(UTC), report.has_failed)
    return report


async def _reload_all(collections: Collections, emptied: Library | None) -> ReloadReport:
    unread = None
    try:
        served = await collections.rescan()
    except Exception as error:  # noqa: BLE001 - the collections so far can still be reloaded
        served, unread = collections.served, _failed(error, collections_kept)
    reports = [await _reload(one, may_be_empty=one.library is emptied) for one in served]
    told = unread.failure if unread else None
    if len(served) == 1 and (told is None or reports[0].failure == told):
        return reports[0]
    pairs = list(zip(served, reports, strict=True))
    named = [(one.info, report) for one, report in pairs if told is None or report.failure != told]
    is_notable = any(one.is_new or report.is_notable for one, report in pairs)
    failures = [told, *(one.failure for one in reports)]
    news = [(info, report) for info, report in named if report.has_news]
    return ReloadReport(
        partial(_report_on_all, unread=unread, named=named),
        is_notable or unread is not None,
        next((one for one in failures if one is not None), None),
        has_news=bool(news) or unread is not None,
        news=partial(_report_on_all, unread=unread, named=news),
    )


def _report_on_all(
    texts: Messages,
    unread: ReloadReport | None,
    named: Sequence[tuple[CollectionInfo, ReloadReport]],
) -> RichText:
    """Return the reports on several collections, each below its name.

    First comes why they could not be looked for, if that is so.

    If that is too long for a message, only those with changes or problems are reported on, and
    then as many as there is room for.
    """
    shown = {info.key: _named(texts, info, report.render(texts)) for info, report in named}
    first = [unread.render(texts)] if unread else []
    whole = joined([*first, *shown.values()], "\n\n")
    if whole.fits:
        return whole
    notable = [shown[info.key] for info, report in named if report.is_notable]
    while notable and not joined([*first, *notable], "\n\n").fits:
        notable.pop()
    return joined([*first, *notable], "\n\n")


def _named(texts: Messages, info: CollectionInfo, report: RichText) -> RichText:
    return joined([bold(text(info.name(language_in(texts)))), report])


async def _reload(served: ServedCollection, *, may_be_empty: bool) -> ReloadReport:
    """Reload a collection; if that fails, its library keeps the previous snapshot."""
    try:
        result = await served.library.reload(may_be_empty=may_be_empty)
    except Exception as error:  # noqa: BLE001 - the previous snapshot can still answer
        return _failed(error, reload_failed)
    metrics.count_reload(is_done=True)
    render = partial(reload_report, reload=result)
    blocks = render(messages(Language.ENGLISH)).shown.split("\n\n")
    summary = "; ".join(map(_on_one_line, blocks))
    _LOGGER.info(
        "collection%s reloaded (%s read, %s tokenized): %s",
        _logged_name(served),
        _counted(result.files_read, "file"),
        _counted(result.passages_tokenized, "passage"),
        summary,
    )
    # What is repeated changes only with the articles.
    has_news = bool(_has_changes(result) or result.after.problems)
    return ReloadReport(render, is_notable=_is_notable(result), has_news=has_news)


def _on_one_line(block: str) -> str:
    """Return a part of a report on one line, the items of its list in brackets."""
    heading, *items = block.split("\n")
    listed = ", ".join(item.removeprefix("· ") for item in items)
    return f"{heading} [{listed}]" if listed else heading


def _counted(count: int, thing: str) -> str:
    """Return a number of things in English."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _logged_name(served: ServedCollection) -> str:
    """Return how the log names a collection: by its key, if there are several."""
    return f" {served.info.key}" if served.info.key else ""


def _failed(error: Exception, view: Callable[..., RichText]) -> ReloadReport:
    metrics.count_reload(is_done=False)
    _LOGGER.warning("reload failed, keeping the previous collection: %r", error)
    why = error.message if isinstance(error, ReportedError) else _words_of(error)
    problems = error.problems if isinstance(error, EmptyCollectionError) else ()
    return ReloadReport(partial(view, why=why, problems=problems), is_notable=True, failure=why)


def _words_of(error: Exception) -> Message | str:
    if isinstance(error, OSError):
        return system_error(error)
    return str(error) or type(error).__name__


def _is_notable(result: ReloadResult) -> bool:
    return _has_changes(result) or result.earlier_problems != result.problems


def _has_changes(result: ReloadResult) -> bool:
    diff = result.diff
    return bool(diff.added or diff.changed or diff.removed)
