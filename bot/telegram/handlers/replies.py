"""Sending a message so that it arrives: formatted where that works, plain where it does not."""

from __future__ import annotations

import logging

from telegram import InlineKeyboardMarkup, Message, Update, User
from telegram.error import BadRequest, ChatMigrated

from bot.messages import Language, Messages, language_of, messages
from bot.policy import in_force
from bot.views.markup import MAX_TEXT, RichText

_LOGGER = logging.getLogger(__name__)


def language(update: Update) -> Language:
    """The language of whoever caused an update, unless another one was set."""
    return language_with(update.effective_user)


def language_with(user: User | None) -> Language:
    """The language that somebody is spoken to in: the one that was set, else Telegram's."""
    return in_force.get().language or language_of(user.language_code if user else None)


def texts_for(update: Update) -> Messages:
    """What is said to whoever caused an update, in their language."""
    return messages(language(update))


async def reply(
    message: Message, piece: RichText, keyboard: InlineKeyboardMarkup | None = None
) -> Message:
    """Answer a message, in its topic; where Telegram refuses the formatting, without it."""
    try:
        return await message.reply_html(piece.markup, do_quote=True, reply_markup=keyboard)
    except ChatMigrated as moved:
        return await message.get_bot().send_message(
            moved.new_chat_id, piece.markup, reply_markup=keyboard
        )
    except BadRequest as refused:
        _LOGGER.warning("sent without formatting, as Telegram refused it: %s", refused)
        plain = piece.shown[:MAX_TEXT]
        return await message.reply_text(
            plain, parse_mode=None, do_quote=True, reply_markup=keyboard
        )


async def revise(
    message: Message,
    answer_id: int,
    piece: RichText,
    keyboard: InlineKeyboardMarkup | None = None,
) -> int:
    """Put another answer in place of the one to a message; where it is gone, answer anew.

    Returns:
        The number of the message that answers now.
    """
    try:
        await message.get_bot().edit_message_text(
            piece.markup, message.chat_id, answer_id, reply_markup=keyboard
        )
    except BadRequest as refused:
        if str(refused).lower().startswith("message is not modified"):
            return answer_id
        _LOGGER.info("answered anew, as the answer cannot be changed: %s", refused)
        return (await reply(message, piece, keyboard)).message_id
    return answer_id
