"""Reading the collection anew, and what is said of it to the log and to admins."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.messages import Language, Messages, messages
from bot.views.markup import RichText
from bot.views.reload_report import reload_failed, reload_report
from retrieval.library import Library, ReloadResult

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """What came of a reload, in any language, and whether anything is other than before."""

    says: Callable[[Messages], RichText]
    is_news: bool


async def reload(library: Library) -> ReloadReport:
    """Read the collection anew; where that fails, the old one serves on and the report tells."""
    try:
        done = await library.reload()
    except Exception as error:  # noqa: BLE001 - whatever it is, the old snapshot serves on
        _LOGGER.warning("reload failed: %r", error)
        why = str(error) or type(error).__name__
        return ReloadReport(partial(reload_failed, why=why), is_news=True)
    says = partial(reload_report, reload=done)
    words = " ".join(says(messages(Language.ENGLISH)).shown.split())
    _LOGGER.info(
        "reloaded, %d files read, %d passages cut: %s",
        done.files_read,
        done.passages_tokenized,
        words,
    )
    return ReloadReport(says, is_news=_is_news(done))


def _is_news(done: ReloadResult) -> bool:
    diff = done.diff
    return bool(
        diff.added or diff.changed or diff.removed or done.before.problems != done.after.problems
    )
