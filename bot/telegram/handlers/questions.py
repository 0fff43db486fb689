"""Questions: written in private, behind /ask, to the bot's name, as a reply; edited ones again."""

from __future__ import annotations

from datetime import timedelta

from telegram import Message, Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.journal.journal import Journal, NewQuestion, StoredQuestion
from bot.policy import in_force
from bot.telegram.handlers import Handler
from bot.telegram.handlers.activity import at_work
from bot.telegram.handlers.incoming import IncomingQuestion, arrival, read_anew
from bot.telegram.handlers.message_locks import MessageLocks
from bot.telegram.handlers.presenter import AnswerPresenter, PageRequest, RenderedAnswer
from bot.telegram.handlers.readers import Preferences
from bot.telegram.handlers.replies import language, reply, revise, texts_for
from bot.views.wording import how_to_ask
from retrieval.answer.answer import Abstention

EDITABLE = timedelta(hours=48)
"""How long people can change what they wrote."""


class QuestionHandlers:
    """Answers questions, each with one message, and keeps them in the journal."""

    def __init__(
        self, presenter: AnswerPresenter, journal: Journal, preferences: Preferences
    ) -> None:
        self._presenter = presenter
        self._journal = journal
        self._preferences = preferences
        self._locks = MessageLocks()

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
        if not message or not (asked or update.edited_message):
            return
        key = (message.chat_id, message.message_id)
        # A quick edit may overtake what it edits, or what was edited before.
        async with self._locks.acquire(key, update.update_id) as is_latest:
            before = await self._journal.last_asked(*key) if is_latest else None
            if before and not asked:
                asked = read_anew(message)  # No other question's answer is left below it.
            if not is_latest or not asked:
                return
            if before and (before.text == asked.text or not update.edited_message):
                return  # Nothing was changed, or the change was faster than the message.
            if not before and _is_long_ago(message):
                return  # Telegram reports changes of its own as edits, too.
            if asked.text:
                await self._answer(update, message, asked, before)
            elif not update.edited_message:
                await reply(message, how_to_ask(texts_for(update)))

    async def _answer(
        self,
        update: Update,
        message: Message,
        asked: IncomingQuestion,
        before: StoredQuestion | None,
    ) -> None:
        """Answer a question, by a new message or in place of the answer there was before."""
        reader = await self._preferences.reader(update)
        earlier = await self._earlier(message, asked)
        entry = entry_of(update, message, asked.text, earlier)
        wanted = PageRequest(entry.id, asked.text, earlier=earlier.text if earlier else None)
        async with at_work(message):
            presented = await self._presenter.present(reader, wanted)
        answer_id = before.answer_id if before else None
        if not (answer_id or asked.is_for_us or _is_sure(presented)):
            return  # Said to everybody: who did not ask us hears nothing but answers.
        try:
            if not before or not answer_id:
                answer_id = (await reply(message, presented.text, presented.keyboard)).message_id
            elif not _says_the_same(presented, before):
                answer_id = await revise(message, answer_id, presented.text, presented.keyboard)
        finally:
            await self._journal.record(entry, presented.result, presented.took_ms, answer_id)

    async def _earlier(self, message: Message, asked: IncomingQuestion) -> StoredQuestion | None:
        """The question before, where this one follows an answer."""
        if asked.follows is None:
            return None
        return await self._journal.answered_by(message.chat_id, asked.follows)


def entry_of(
    update: Update, message: Message, question: str, earlier: StoredQuestion | None = None
) -> NewQuestion:
    """What the journal keeps of a question before it is answered."""
    # Who writes in a group's own name has no number of their own.
    user = None if message.sender_chat else message.from_user
    return NewQuestion(
        text=question,
        chat_id=message.chat_id,
        chat_type=message.chat.type,
        user_id=user.id if user else None,
        message_id=message.message_id,
        language=language(update),
        follows=earlier.id if earlier else None,
    )


def _is_long_ago(message: Message) -> bool:
    """Whether a message was changed later than its writer can."""
    return bool(message.edit_date and message.edit_date - message.date > EDITABLE)


def _is_sure(presented: RenderedAnswer) -> bool:
    """Whether something is quoted, and without a word of doubt."""
    result = presented.result
    return not isinstance(result, Abstention) and not result.doubtful


def _says_the_same(presented: RenderedAnswer, before: StoredQuestion) -> bool:
    """Whether a decline without buttons stands there already; Telegram refuses to change nothing.

    Whatever has buttons is another message, as they carry the question's id.
    """
    result, keyboard = presented.result, presented.keyboard
    is_bare = isinstance(result, Abstention) and not (keyboard and keyboard.inline_keyboard)
    return is_bare and isinstance(result, Abstention) and result.reason == before.reason
