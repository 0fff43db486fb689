"""Guest mode: somebody names the bot in a chat that it is not in, and it answers there once.

https://core.telegram.org/bots/api#answerguestquery, since Bot API 10.0.
"""

from __future__ import annotations

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    Update,
)
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.journal.journal import Journal
from bot.telegram.handlers import Handler
from bot.telegram.handlers.incoming import asked_by_name
from bot.telegram.handlers.presenter import AnswerPresenter, PageRequest
from bot.telegram.handlers.questions import entry_of
from bot.telegram.handlers.readers import Preferences
from bot.telegram.handlers.replies import texts_for
from bot.views.markup import RichText
from bot.views.wording import how_to_ask


class GuestHandlers:
    """Answers where it was called as a guest; the buttons below work there as anywhere."""

    def __init__(
        self, presenter: AnswerPresenter, journal: Journal, preferences: Preferences
    ) -> None:
        self._presenter = presenter
        self._journal = journal
        self._preferences = preferences

    @property
    def handlers(self) -> list[Handler]:
        """Messages that call the bot from elsewhere."""
        return [MessageHandler(filters.UpdateType.GUEST_MESSAGE, self.called)]

    async def called(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what is said with the bot's name, or what it is said in reply to."""
        message = update.guest_message
        if not message:
            return
        question = asked_by_name(message)
        if not question:
            await _give(message, how_to_ask(texts_for(update)))
            return
        entry = entry_of(update, message, question)
        reader = await self._preferences.reader(update)
        presented = await self._presenter.present(reader, PageRequest(entry.id, question))
        try:
            await _give(message, presented.text, presented.keyboard)
        finally:
            await self._journal.record(entry, presented.result, presented.took_ms)


async def _give(
    message: Message, piece: RichText, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    content = InputTextMessageContent(piece.markup)
    title = message.get_bot().first_name
    answer = InlineQueryResultArticle("answer", title, content, reply_markup=keyboard)
    await message.answer_guest_query(answer)
