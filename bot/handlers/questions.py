"""Questions: a private text, /ask with a question, /ask as a reply."""

from __future__ import annotations

import time

from telegram import Message, Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.handlers import Handler
from bot.handlers.replies import language, reply, texts_for
from bot.journal.journal import Asked, Journal
from bot.render import render_abstention, render_answer
from bot.wording import how_to_ask
from retrieval.answer import Answer, Answerer


class Questions:
    """Answers questions, each with one message, and keeps them in the journal."""

    def __init__(self, answerer: Answerer, journal: Journal) -> None:
        self._answerer = answerer
        self._journal = journal

    @property
    def handlers(self) -> list[Handler]:
        """New messages alone: an edited one is no second question."""
        new = filters.UpdateType.MESSAGE
        private = filters.TEXT & ~filters.COMMAND & filters.ChatType.PRIVATE
        return [
            CommandHandler("ask", self.ask, filters=new),
            MessageHandler(new & private, self.private),
        ]

    async def private(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """In a private chat, what is written is asked."""
        if update.message and update.message.text:
            await self._answer(update, update.message, update.message.text, context.bot.username)

    async def ask(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask what stands behind /ask, else what it replies to, else how to ask."""
        message = update.message
        if not message:
            return
        if question := _behind_command(message) or _replied_to(message):
            await self._answer(update, message, question, context.bot.username)
        else:
            await reply(message, how_to_ask(texts_for(update)))

    async def _answer(
        self, update: Update, message: Message, question: str, username: str
    ) -> None:
        asked = Asked(
            text=question,
            chat_id=message.chat_id,
            chat_type=message.chat.type,
            user_id=message.from_user.id if message.from_user else None,
            message_id=message.message_id,
            language=language(update),
        )
        begun = time.perf_counter()
        result = await self._answerer.answer(question)
        took_ms = (time.perf_counter() - begun) * 1000
        texts = texts_for(update)
        if isinstance(result, Answer):
            piece = render_answer(texts, username, result)
        else:
            piece = render_abstention(texts, result)
        try:
            await reply(message, piece)
        finally:
            await self._journal.record(asked, result, took_ms)


def _behind_command(message: Message) -> str:
    return "".join((message.text or "").split(maxsplit=1)[1:])


def _replied_to(message: Message) -> str:
    """What the message that is replied to says, or the part of it that was quoted."""
    if message.quote:
        return message.quote.text.strip()
    replied = message.reply_to_message
    return ((replied.text or replied.caption or "") if replied else "").strip()
