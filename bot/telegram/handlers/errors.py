"""Errors of handlers: known ones as one line in the log, unknown ones with a traceback."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.journal.inbox import handling
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.refusals import is_expired, is_unchanged
from bot.telegram.handlers.replies import reply
from bot.telegram.throttle import is_garbled, is_postponed
from bot.views.notices import something_went_wrong

_LOGGER = logging.getLogger(__name__)


async def on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log the error of a handler; after the last attempt, apologise if it is unknown.

    Never raises an error of Telegram.
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
    elif isinstance(error, BadRequest | NetworkError | RetryAfter) or is_garbled(error):
        _LOGGER.error("%s: request failed: %s", place, error)
    else:
        _LOGGER.error("%s: handler failed", place, exc_info=error)
        if current:
            current.has_failed = True
        if not current or current.is_last_attempt:
            await _apologise(update)


async def _apologise(update: object) -> None:
    if isinstance(update, Update) and update.message:
        try:
            await reply(update.message, something_went_wrong(texts_for(update)))
        except TelegramError as error:
            _LOGGER.info("apology not sent: %s", error)
