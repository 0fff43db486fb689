"""Questions: written in private, behind /ask, to the bot's name, as a reply; edited ones again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from telegram import Message, Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.handlers import Handler
from bot.handlers.arrivals import Arrival, arrival
from bot.handlers.replies import language, reply, revise, texts_for
from bot.journal.journal import Answered, Asked, Journal
from bot.policy import in_force
from bot.render import render_abstention, render_answer
from bot.wording import how_to_ask
from retrieval.answer import Abstention, Answer, Answerer


class Questions:
    """Answers questions, each with one message, and keeps them in the journal."""

    def __init__(self, answerer: Answerer, journal: Journal) -> None:
        self._answerer = answerer
        self._journal = journal
        self._turns: dict[tuple[int, int], asyncio.Lock] = {}

    @property
    def handlers(self) -> list[Handler]:
        """New messages and edited ones; commands but /ask are left to others."""
        written = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
        said = (filters.TEXT & ~filters.COMMAND) | filters.CAPTION
        return [
            CommandHandler("ask", self.arrived, filters=written),
            MessageHandler(written & said, self.arrived),
        ]

    async def arrived(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what a message asks, if it asks anything."""
        message = update.effective_message
        asked = arrival(message, in_force.get()) if message else None
        if not message or not asked:
            return
        async with self._turn(message):
            before = await self._journal.last_asked(message.chat_id, message.message_id)
            if before and (before.text == asked.text or not update.edited_message):
                return  # Nothing was changed, or the change was faster than the message.
            if asked.text:
                await self._answer(update, message, asked, before)
            elif not update.edited_message:
                await reply(message, how_to_ask(texts_for(update)))

    async def _answer(
        self, update: Update, message: Message, asked: Arrival, before: Answered | None
    ) -> None:
        """Answer a question, by a new message or in place of the answer there was before."""
        kept = entry(update, message, asked.text)
        earlier = await self._earlier(message, asked)
        begun = time.perf_counter()
        result = await self._result(asked.text, earlier)
        took_ms = (time.perf_counter() - begun) * 1000
        if not asked.is_for_us and not (isinstance(result, Answer) and not result.doubtful):
            return  # Said to everybody: who did not ask us hears nothing but answers.
        texts = texts_for(update)
        if isinstance(result, Answer):
            piece = render_answer(texts, message.get_bot().username, result)
        else:
            piece = render_abstention(texts, result)
        answer_id = before.answer_id if before else None
        try:
            if not before or not answer_id:
                answer_id = (await reply(message, piece)).message_id
            elif not _is_same(result, await self._result(before.text, earlier)):
                answer_id = await revise(message, answer_id, piece)
        finally:
            await self._journal.record(kept, result, took_ms, answer_id)

    async def _result(self, question: str, earlier: str | None) -> Answer | Abstention:
        return await self._answerer.answer(question, in_force.get().quotations, earlier)

    async def _earlier(self, message: Message, asked: Arrival) -> str | None:
        """The question before, where this one follows an answer."""
        if asked.follows is None:
            return None
        before = await self._journal.answered_by(message.chat_id, asked.follows)
        return before.text if before else None

    @asynccontextmanager
    async def _turn(self, message: Message) -> AsyncIterator[None]:
        """One version of a message at a time, as a quick edit may overtake what it edits."""
        key = (message.chat_id, message.message_id)
        lock = self._turns.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                yield
        finally:
            if not lock.locked():
                self._turns.pop(key, None)


def _is_same(one: Answer | Abstention, other: Answer | Abstention) -> bool:
    """Whether two questions are answered alike; Telegram refuses to change nothing."""
    return replace(one, question="") == replace(other, question="")


def entry(update: Update, message: Message, question: str) -> Asked:
    """What the journal keeps of a question before it is answered."""
    # Who writes in a group's own name has no number of their own.
    user = None if message.sender_chat else message.from_user
    return Asked(
        text=question,
        chat_id=message.chat_id,
        chat_type=message.chat.type,
        user_id=user.id if user else None,
        message_id=message.message_id,
        language=language(update),
    )
