"""Telling whoever caused an update that it is not handled, and why."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import TelegramError

from bot.telegram.handlers.guests import answer_guest
from bot.telegram.handlers.inline import offer
from bot.telegram.handlers.private_answers import PrivateAnswers
from bot.telegram.handlers.replies import reply
from bot.views.markup import text

_LOGGER = logging.getLogger(__name__)


async def dismiss(update: Update, words: str, private: PrivateAnswers | None = None) -> None:
    """Tell the person the reason, where they look for an answer; a failure is only logged.

    With *private*, they alone are told in a group.

    Otherwise the library would go on to the next handlers.
    """
    try:
        if update.callback_query:
            await update.callback_query.answer(words)
        elif update.inline_query:
            await offer(update.inline_query, [], words)
        elif update.guest_message:
            await answer_guest(update.guest_message, text(words))
        elif update.message and private:
            await private.reply(update.message, text(words))
        elif update.message:
            await reply(update.message, text(words))
    except TelegramError as error:
        _LOGGER.info("refusal not explained: %s", error)
