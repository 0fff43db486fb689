"""Sending of replies, without formatting where Telegram refuses it."""

from __future__ import annotations

import logging

from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest, ChatMigrated

from bot import metrics
from bot.telegram.handlers.ephemeral import Keyboard, ephemeral_id, reply_alone
from bot.telegram.handlers.refusals import is_unchanged
from bot.views.markup import MAX_TEXT, RichText

_LOGGER = logging.getLogger(__name__)


async def reply(message: Message, text: RichText, keyboard: Keyboard | None = None) -> Message:
    """Reply to a message, in its topic; if Telegram refuses the formatting, in plain text.

    Only whoever wrote it sees the reply to an ephemeral message.
    """
    if ephemeral_id(message):
        return await reply_alone(message, text, keyboard)
    with metrics.timed(metrics.Stage.SEND):
        try:
            return await message.reply_html(text.markup, do_quote=True, reply_markup=keyboard)
        except ChatMigrated as moved:
            return await message.get_bot().send_message(
                moved.new_chat_id, text.markup, reply_markup=keyboard
            )
        except BadRequest as error:
            _LOGGER.warning("formatting refused, sent as plain text: %s", error)
            plain = text.shown[:MAX_TEXT]
            return await message.reply_text(
                plain, parse_mode=None, do_quote=True, reply_markup=keyboard
            )


async def revise(
    message: Message,
    answer_id: int,
    text: RichText,
    keyboard: InlineKeyboardMarkup | None = None,
) -> int:
    """Replace the answer to a message; if the answer cannot be edited, reply again.

    Returns:
        The id of the message with the answer.
    """
    try:
        with metrics.timed(metrics.Stage.SEND):
            await message.get_bot().edit_message_text(
                text.markup, message.chat_id, answer_id, reply_markup=keyboard
            )
    except BadRequest as error:
        if is_unchanged(error):
            return answer_id
        _LOGGER.info("answer cannot be edited, replying again: %s", error)
        return (await reply(message, text, keyboard)).message_id
    return answer_id


async def renew(
    message: Message, number: int, text: RichText, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Show another text in a message of the same chat; where Telegram refuses, it stays."""
    try:
        await message.get_bot().edit_message_text(
            text.markup, message.chat_id, number, reply_markup=keyboard
        )
    except BadRequest as error:
        if not is_unchanged(error):
            _LOGGER.info("message not edited: %s", error)
