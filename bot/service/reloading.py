"""Reloading of the collection, with a report for the log and for admins."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot import metrics
from bot.messages import Language, Messages, messages
from bot.views.markup import RichText
from bot.views.reload_report import reload_failed, reload_report
from corpus.message import Message, ReportedError, system_error
from retrieval.library import EmptyCollectionError, Library, ReloadResult

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """The outcome of a reload.

    Attributes:
        render: Function that returns the report in a language.
        is_notable: True if articles or problems have changed, or the reload failed.
    """

    render: Callable[[Messages], RichText]
    is_notable: bool


async def reload(library: Library) -> ReloadReport:
    """Reload the collection; if that fails, the library keeps the previous snapshot."""
    try:
        result = await library.reload()
    except Exception as error:  # noqa: BLE001 - the previous snapshot can still answer
        metrics.count_reload(is_done=False)
        _LOGGER.warning("reload failed, keeping the previous collection: %r", error)
        why = error.message if isinstance(error, ReportedError) else _words_of(error)
        problems = error.problems if isinstance(error, EmptyCollectionError) else ()
        render_failure = partial(reload_failed, why=why, problems=problems)
        return ReloadReport(render_failure, is_notable=True)
    metrics.count_reload(is_done=True)
    render = partial(reload_report, reload=result)
    blocks = render(messages(Language.ENGLISH)).shown.split("\n\n")
    summary = "; ".join(" ".join(block.split()) for block in blocks)
    _LOGGER.info(
        "collection reloaded (%d files read, %d passages tokenized): %s",
        *(result.files_read, result.passages_tokenized, summary),
    )
    return ReloadReport(render, is_notable=_is_notable(result))


def _words_of(error: Exception) -> Message | str:
    if isinstance(error, OSError):
        return system_error(error)
    return str(error) or type(error).__name__


def _is_notable(result: ReloadResult) -> bool:
    diff = result.diff
    return bool(
        diff.added
        or diff.changed
        or diff.removed
        or result.before.problems != result.after.problems
    )
