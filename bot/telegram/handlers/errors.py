"""Errors of handlers: known ones as one line in the log, unknown ones with a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot import metrics
from bot.journal import cause_of
from bot.journal.database import is_journal_failure
from bot.journal.handling import handling
from bot.messages import Messages
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.private_answers import PrivateAnswers
from bot.telegram.handlers.refusals import is_expired, is_unchanged
from bot.telegram.throttle import Failure, failure_of, is_postponed
from bot.views.markup import text
from bot.views.notices import articles_unavailable, journal_closed, something_went_wrong
from retrieval.index.searcher import UnavailableError

_LOGGER = logging.getLogger(__name__)


async def on_error(
    update: object, context: ContextTypes.DEFAULT_TYPE, private: PrivateAnswers
) -> None:
    """Log the error of a handler; after the last attempt, apologise if it is unknown.

    Never raises an error of Telegram.

    Args:
        update: The update.
        context: The context, with the error.
        private: Apologises in a group to whoever asked alone.
    """
    error = context.error
    chat = update.effective_chat if isinstance(update, Update) else None
    place = f"chat {chat.id}" if chat else "no chat"
    current = handling.get()
    if isinstance(error, Forbidden):
        _LOGGER.info("%s: bot may not write here: %s", place, error)
    elif is_unchanged(error) or is_expired(error):
        _LOGGER.info("%s: %s", place, error)
    elif current and is_postponed(error) and not current.has_replied:
        current.is_postponed = True
        _LOGGER.warning("%s: request failed, tried again later: %s", place, error)
    elif isinstance(error, NetworkError) and failure_of(error) is Failure.OURS:
        await _apologise(update, private)  # The log names its place already.
    elif isinstance(error, UnavailableError):
        _LOGGER.error("%s: %s", place, error)
        await _apologise(update, private, articles_unavailable)
    elif isinstance(error, BadRequest | NetworkError | RetryAfter):
        _LOGGER.error("%s: request failed: %s", place, error)
    else:
        metrics.FAILURES.inc()
        is_journal = is_journal_failure(error)
        _LOGGER.error(
            "%s: handler failed%s",
            place,
            f", as the journal does: {cause_of(error)}" if is_journal and error else "",
            exc_info=None if is_journal else error,
        )
        if current:
            current.has_failed = True
        if not current or current.is_last_attempt:
            await _apologise(update, private, journal_closed if is_journal else None)


async def _apologise(
    update: object, private: PrivateAnswers, cause: Callable[[Messages], str] | None = None
) -> None:
    """Say that something went wrong; of failures with a known cause, taps are told as well."""
    if isinstance(update, Update):
        texts = texts_for(update)
        try:
            if update.message:
                apology = something_went_wrong(texts, update.update_id)
                words = text(cause(texts)) if cause else apology
                await private.reply(update.message, words)
            elif update.callback_query and cause:
                await update.callback_query.answer(cause(texts), show_alert=True)
        except TelegramError as error:
            _LOGGER.info("apology not sent: %s", error)
