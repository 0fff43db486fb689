"""Guest mode: somebody names the bot in a chat that it is not in, and it answers there once.

https://core.telegram.org/bots/api#answerguestquery, since Bot API 10.0.
"""

from __future__ import annotations

import time

from telegram import InlineQueryResultArticle, InputTextMessageContent, Message, Update
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.handlers import Handler
from bot.handlers.arrivals import asked_by_name
from bot.handlers.questions import entry
from bot.handlers.replies import texts_for
from bot.journal.journal import Journal
from bot.markup import Piece
from bot.policy import in_force
from bot.render import render_abstention, render_answer
from bot.wording import how_to_ask
from retrieval.answer import Answer, Answerer


class Guests:
    """Answers where it was called as a guest, without buttons: it hears of nothing more there."""

    def __init__(self, answerer: Answerer, journal: Journal) -> None:
        self._answerer = answerer
        self._journal = journal

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
        asked = entry(update, message, question)
        begun = time.perf_counter()
        result = await self._answerer.answer(question, in_force.get().quotations)
        took_ms = (time.perf_counter() - begun) * 1000
        texts = texts_for(update)
        if isinstance(result, Answer):
            piece = render_answer(texts, message.get_bot().username, result)
        else:
            piece = render_abstention(texts, result)
        try:
            await _give(message, piece)
        finally:
            await self._journal.record(asked, result, took_ms)


async def _give(message: Message, piece: Piece) -> None:
    content = InputTextMessageContent(piece.markup)
    await message.answer_guest_query(InlineQueryResultArticle("answer", "引据", content))
