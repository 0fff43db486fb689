"""Sending a message so that it arrives: formatted where that works, plain where it does not."""

from __future__ import annotations

import logging

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, ChatMigrated

from bot.markup import LONGEST_TEXT, Piece
from bot.messages import Language, Messages, language_of, messages

_LOGGER = logging.getLogger(__name__)


def language(update: Update) -> Language:
    """The language of whoever caused an update."""
    user = update.effective_user
    return language_of(user.language_code if user else None)


def texts_for(update: Update) -> Messages:
    """What is said to whoever caused an update, in their language."""
    return messages(language(update))


async def reply(
    message: Message, piece: Piece, keyboard: InlineKeyboardMarkup | None = None
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
        plain = piece.shown[:LONGEST_TEXT]
        return await message.reply_text(
            plain, parse_mode=None, do_quote=True, reply_markup=keyboard
        )
