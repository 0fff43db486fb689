"""Guest mode: a message in a chat without the bot mentions it, and it replies there once.

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
from telegram.error import TelegramError
from telegram.ext import ContextTypes, MessageHandler, filters

from bot import metrics
from bot.journal.journal import Journal
from bot.telegram.handlers import Handler
from bot.telegram.handlers.incoming import question_by_mention
from bot.telegram.handlers.language import reader_of
from bot.telegram.handlers.presenter import AnswerPresenter, PageRequest
from bot.telegram.handlers.questions import new_question
from bot.telegram.throttle import is_postponed
from bot.views.help import how_to_ask
from bot.views.markup import RichText


class GuestHandlers:
    """Answers guest messages; the buttons below the answers work as anywhere else."""

    def __init__(self, presenter: AnswerPresenter, journal: Journal) -> None:
        self._presenter = presenter
        self._journal = journal

    @property
    def handlers(self) -> list[Handler]:
        """The handler of guest messages."""
        return [MessageHandler(filters.UpdateType.GUEST_MESSAGE, self.answer)]

    async def answer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer the question of a message, or that of the message it replies to."""
        message, reader = update.guest_message, reader_of(update)
        if not message:
            return
        text = question_by_mention(message)
        if not text:
            await answer_guest(message, how_to_ask(reader))
            return
        question = new_question(update, message, text)
        rendered = await self._presenter.present(reader, PageRequest(question.id, text))
        try:
            await answer_guest(message, rendered.text, rendered.keyboard)
        except TelegramError as error:
            if not is_postponed(error):
                await self._journal.record(question, rendered.result, rendered.took_ms)
            raise
        await self._journal.record(question, rendered.result, rendered.took_ms)


async def answer_guest(
    message: Message, text: RichText, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Answer a guest message, which is possible once."""
    content = InputTextMessageContent(text.markup)
    title = message.get_bot().first_name
    result = InlineQueryResultArticle("answer", title, content, reply_markup=keyboard)
    with metrics.timed(metrics.Stage.SEND):
        await message.answer_guest_query(result)
