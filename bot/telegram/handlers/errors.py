"""When a handler fails: known refusals leave a line, the unknown its whole story."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.telegram.handlers.replies import reply, texts_for
from bot.views.wording import something_went_wrong

_LOGGER = logging.getLogger(__name__)
_HARMLESS = ("message is not modified", "query is too old")


async def on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Tell the log, and where nobody else is to blame the reader; never fail in turn."""
    error = context.error
    chat = update.effective_chat if isinstance(update, Update) else None
    place = f"chat {chat.id}" if chat else "no chat"
    if isinstance(error, Forbidden):
        _LOGGER.info("%s takes no messages: %s", place, error)
    elif isinstance(error, BadRequest) and str(error).lower().startswith(_HARMLESS):
        _LOGGER.info("%s: %s", place, error)
    elif isinstance(error, BadRequest | NetworkError | RetryAfter):
        _LOGGER.error("%s: not sent: %s", place, error)
    else:
        _LOGGER.error("%s: a handler failed", place, exc_info=error)
        await _apologise(update)


async def _apologise(update: object) -> None:
    if isinstance(update, Update) and update.message:
        try:
            await reply(update.message, something_went_wrong(texts_for(update)))
        except TelegramError as error:
            _LOGGER.info("could not apologise: %s", error)
