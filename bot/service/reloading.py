"""Reloading of the collection, with a report for the log and for admins."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bot import metrics
from bot.messages import Language, Messages, language_in, messages
from bot.service.collections import Collections, LastReload, ServedCollection
from bot.views.markup import RichText, bold, joined, text
from bot.views.reload_report import reload_failed, reload_report
from corpus.collection_file import CollectionInfo
from corpus.message import Message, ReportedError, system_error
from retrieval.library import EmptyCollectionError, ReloadResult

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """The outcome of a reload.

    Attributes:
        render: Function that returns the report in a language.
        is_notable: True if articles or problems have changed, or the reload failed.
        has_failed: True if a collection could not be reloaded.
        has_news: True if articles have changed, there are problems, or the reload failed.
        news: Function like `render` that leaves out collections without changes or problems;
            None if `render` does as well.
    """

    render: Callable[[Messages], RichText]
    is_notable: bool
    has_failed: bool = False
    has_news: bool = True
    news: Callable[[Messages], RichText] | None = None

    def brief(self, texts: Messages) -> RichText:
        """Return the report without the collections in which all is well and as it was."""
        return (self.news or self.render)(texts)


async def reload(collections: Collections) -> ReloadReport:
    """Reload all collections; each that fails keeps its previous snapshot."""
    report = await _reload_all(collections)
    collections.last_reload = LastReload(datetime.now(UTC), report.has_failed)
    return report


async def _reload_all(collections: Collections) -> ReloadReport:
    try:
        served = await collections.rescan()
    except Exception as error:  # noqa: BLE001 - the collections so far can still answer
        return _failed(error)
    reports = [await _reload(one) for one in served]
    if len(served) == 1:
        return reports[0]
    named = [(one.info, report) for one, report in zip(served, reports, strict=True)]
    is_notable = any(one.is_new for one in served) or any(one.is_notable for one in reports)
    has_failed = any(one.has_failed for one in reports)
    news = [(info, one) for info, one in named if one.has_news]
    return ReloadReport(
        partial(_report_on_all, named=named),
        is_notable,
        has_failed,
        has_news=bool(news),
        news=partial(_report_on_all, named=news),
    )


def _report_on_all(
    texts: Messages, named: Sequence[tuple[CollectionInfo, ReloadReport]]
) -> RichText:
    """Return the reports on several collections, each below its name.

    If that is too long for a message, only those with changes or problems are reported on, and
    then as many as there is room for.
    """
    shown = {info.key: _named(texts, info, report.render(texts)) for info, report in named}
    whole = joined(list(shown.values()), "\n\n")
    if whole.fits:
        return whole
    notable = [shown[info.key] for info, report in named if report.is_notable]
    while notable and not joined(notable, "\n\n").fits:
        notable.pop()
    return joined(notable, "\n\n")


def _named(texts: Messages, info: CollectionInfo, report: RichText) -> RichText:
    return joined([bold(text(info.name(language_in(texts)))), report])


async def _reload(served: ServedCollection) -> ReloadReport:
    """Reload a collection; if that fails, its library keeps the previous snapshot."""
    try:
        result = await served.library.reload()
    except Exception as error:  # noqa: BLE001 - the previous snapshot can still answer
        return _failed(error)
    metrics.count_reload(is_done=True)
    render = partial(reload_report, reload=result)
    blocks = render(messages(Language.ENGLISH)).shown.split("\n\n")
    summary = "; ".join(" ".join(block.split()) for block in blocks)
    _LOGGER.info(
        "collection%s reloaded (%d files read, %d passages tokenized): %s",
        *(_logged_name(served), result.files_read, result.passages_tokenized, summary),
    )
    has_news = bool(_has_changes(result) or result.after.problems)
    return ReloadReport(render, is_notable=_is_notable(result), has_news=has_news)


def _logged_name(served: ServedCollection) -> str:
    """Return how the log names a collection: by its key, if there are several."""
    return f" {served.info.key}" if served.info.key else ""


def _failed(error: Exception) -> ReloadReport:
    metrics.count_reload(is_done=False)
    _LOGGER.warning("reload failed, keeping the previous collection: %r", error)
    why = error.message if isinstance(error, ReportedError) else _words_of(error)
    problems = error.problems if isinstance(error, EmptyCollectionError) else ()
    render = partial(reload_failed, why=why, problems=problems)
    return ReloadReport(render, is_notable=True, has_failed=True)


def _words_of(error: Exception) -> Message | str:
    if isinstance(error, OSError):
        return system_error(error)
    return str(error) or type(error).__name__


def _is_notable(result: ReloadResult) -> bool:
    return _has_changes(result) or result.before.problems != result.after.problems


def _has_changes(result: ReloadResult) -> bool:
    diff = result.diff
    return bool(diff.added or diff.changed or diff.removed)
