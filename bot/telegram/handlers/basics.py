"""Basic commands: /start, /help, and replies to unknown commands and messages without text."""

from __future__ import annotations

import re
from collections.abc import Collection

from telegram import Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.language import reader_of, texts_for
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.senders import is_by_admin
from bot.views.help import (
    forwarded_command,
    greeting,
    help_for_admins,
    help_text,
    only_text,
    unknown_command,
)
from bot.views.markup import RichText, joined
from bot.views.reader import Place
from retrieval.library import Library

_COMMAND = re.compile(r"/[0-9A-Za-z_]*@?([0-9A-Za-z_]*)")
"""A command, and the name of the bot that it is for."""


class BasicHandlers:
    """Explains the bot."""

    def __init__(self, library: Library, admin_ids: Collection[int] = ()) -> None:
        self._library = library
        self._admin_ids = admin_ids

    @property
    def handlers(self) -> list[Handler]:
        """The handlers of /start and /help."""
        return [
            CommandHandler("start", self.start, filters=TYPED),
            CommandHandler("help", self.help, filters=TYPED),
        ]

    @property
    def last_handlers(self) -> list[Handler]:
        """The handlers of all other messages, in private chats only."""
        private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
        no_service = ~filters.StatusUpdate.ALL
        return [
            MessageHandler(private & filters.COMMAND, self.unknown),
            MessageHandler(private & no_service & ~filters.TEXT, self.no_text),
        ]

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet, and say what the bot does."""
        if update.message:
            corpus = self._library.current.corpus
            await reply(update.message, self._shown(update, greeting(reader_of(update), corpus)))

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Explain how to ask."""
        if update.message:
            await reply(update.message, self._shown(update, help_text(reader_of(update))))

    def _shown(self, update: Update, words: RichText) -> RichText:
        """Return an explanation, for an admin in private with what admins can do."""
        reader = reader_of(update)
        if reader.place is not Place.PRIVATE or not is_by_admin(update, self._admin_ids):
            return words
        return joined([words, help_for_admins(reader.texts)], "\n\n")

    async def unknown(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Reply to an unknown or forwarded command, unless it is for another bot."""
        message = update.message
        if not message or not message.text:
            return
        command = _COMMAND.match(message.text)
        if command and command[1].lower() in {"", context.bot.username.lower()}:
            answer = forwarded_command if message.forward_origin else unknown_command
            await reply(message, answer(texts_for(update)))

    async def no_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Reply to a message without text."""
        if update.message:
            await reply(update.message, only_text(texts_for(update)))
