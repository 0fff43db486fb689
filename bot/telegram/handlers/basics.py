"""What every bot says: /start, /help, and a line for what it does not understand."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.telegram.handlers import Handler
from bot.telegram.handlers.replies import reply, texts_for
from bot.views.wording import greeting, help_text, only_text, unknown_command
from retrieval.library import Library


class BasicHandlers:
    """Introduces the bot."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @property
    def handlers(self) -> list[Handler]:
        """Commands that anybody may send."""
        new = filters.UpdateType.MESSAGE
        return [
            CommandHandler("start", self.start, filters=new),
            CommandHandler("help", self.help, filters=new),
        ]

    @property
    def last_handlers(self) -> list[Handler]:
        """For what nothing else took, in private chats alone; groups are left in peace."""
        private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
        said = ~filters.StatusUpdate.ALL
        return [
            MessageHandler(private & filters.COMMAND, self.unknown),
            MessageHandler(private & said & ~filters.TEXT, self.no_text),
        ]

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what this bot does."""
        if update.message:
            corpus = self._library.current.corpus
            await reply(update.message, greeting(texts_for(update), corpus))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to ask."""
        if update.message:
            bot = context.bot
            hears_all = bool(bot.can_read_all_group_messages)
            help_ = help_text(texts_for(update), bot.username, hears_all=hears_all)
            await reply(update.message, help_)

    async def unknown(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Help with a command that is none, unless it is meant for another bot."""
        message = update.message
        if not message or not message.text:
            return
        _, _, name = message.text.split()[0].partition("@")
        if name.lower() in {"", context.bot.username.lower()}:
            await reply(message, unknown_command(texts_for(update)))

    async def no_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Help with a message that holds no words."""
        if update.message:
            await reply(update.message, only_text(texts_for(update)))
