"""Questions: a private text, /ask with a question, /ask as a reply."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.handlers import Handler
from bot.handlers.activity import at_work
from bot.handlers.preferences import Preferences
from bot.handlers.presenter import Presenter, Wanted
from bot.handlers.replies import reply, texts_for
from bot.journal.journal import Asked, Journal
from bot.wording import how_to_ask


class Questions:
    """Answers questions, each with one message, and keeps them in the journal."""

    def __init__(self, presenter: Presenter, journal: Journal, preferences: Preferences) -> None:
        self._presenter = presenter
        self._journal = journal
        self._preferences = preferences

    @property
    def handlers(self) -> list[Handler]:
        """New messages alone: an edited one is no second question."""
        new = filters.UpdateType.MESSAGE
        private = filters.TEXT & ~filters.COMMAND & filters.ChatType.PRIVATE
        return [
            CommandHandler("ask", self.ask, filters=new),
            MessageHandler(new & private, self.private),
        ]

    async def private(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """In a private chat, what is written is asked."""
        if update.message and update.message.text:
            await self._answer(update, update.message, update.message.text)

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask what stands behind /ask, else what it replies to, else how to ask."""
        message = update.message
        if not message:
            return
        if question := _behind_command(message) or _replied_to(message):
            await self._answer(update, message, question)
        else:
            await reply(message, how_to_ask(texts_for(update)))

    async def _answer(self, update: Update, message: Message, question: str) -> None:
        reader = await self._preferences.reader(update)
        asked = Asked(
            text=question,
            chat_id=message.chat_id,
            chat_type=message.chat.type,
            user_id=message.from_user.id if message.from_user else None,
            message_id=message.message_id,
            language=reader.language,
        )
        async with at_work(message):
            presented = await self._presenter.present(reader, Wanted(asked.id, question))
        try:
            await reply(message, presented.piece, presented.keyboard)
        finally:
            await self._journal.record(asked, presented.result, presented.took_ms)


def _behind_command(message: Message) -> str:
    return "".join((message.text or "").split(maxsplit=1)[1:])


def _replied_to(message: Message) -> str:
    """What the message that is replied to says, or the part of it that was quoted."""
    if message.quote:
        return message.quote.text.strip()
    replied = message.reply_to_message
    return ((replied.text or replied.caption or "") if replied else "").strip()
