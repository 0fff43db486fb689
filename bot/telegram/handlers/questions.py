"""Questions: in private, by /ask, by mention or as a reply; an edit revises the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.journal.journal import Conversation, Journal, NewQuestion, StoredQuestion
from bot.policy import Audience, collection_in_force, in_force, mark_of
from bot.telegram.handlers import Handler
from bot.telegram.handlers.activity import typing
from bot.telegram.handlers.ephemeral import delete_answer, key_of, reply_alone
from bot.telegram.handlers.incoming import IncomingQuestion, edited_question, incoming_question
from bot.telegram.handlers.language import language_for, reader_of
from bot.telegram.handlers.message_locks import MessageLocks
from bot.telegram.handlers.presenter import (
    AnswerPresenter,
    PageRequest,
    RenderedAnswer,
    is_nothing,
)
from bot.telegram.handlers.private_answers import PrivateAnswers
from bot.telegram.handlers.replies import reply, revise
from bot.telegram.handlers.whereabouts import Whereabouts
from bot.telegram.throttle import is_postponed
from bot.views.help import how_to_ask
from bot.views.policy import ask_by_command
from bot.views.reader import Reader
from retrieval.answer.answer import Abstention
from retrieval.question.context import MAX_EARLIER, REMEMBERED, Context

LATE = timedelta(minutes=5)
"""Time after which an answer says that it comes late."""

LONGEST_DELAY = timedelta(days=2)
"""Time after which no message is answered: Telegram keeps it for a day, the inbox for an hour."""

EDITABLE = timedelta(hours=48)
"""Time during which people can edit a message."""


class QuestionHandlers:
    """Answers each question with one message, and records both in the journal.

    Args:
        presenter: Answers and renders questions.
        journal: Records them.
        whereabouts: Finds the collection of an answer that somebody replies to.
        private: Sends what only the asker is to see.
    """

    def __init__(
        self,
        presenter: AnswerPresenter,
        journal: Journal,
        whereabouts: Whereabouts,
        private: PrivateAnswers,
    ) -> None:
        self._presenter = presenter
        self._journal = journal
        self._whereabouts = whereabouts
        self._private = private
        self._locks = MessageLocks()

    @property
    def handlers(self) -> list[Handler]:
        """The handlers of new and edited messages, except of commands other than /ask."""
        messages = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
        has_text = (filters.TEXT & ~filters.COMMAND) | filters.CAPTION
        return [
            CommandHandler("ask", self.receive, filters=messages),
            MessageHandler(messages & has_text, self.receive),
        ]

    async def receive(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer the question of a message, if it contains one."""
        message = update.effective_message
        incoming = incoming_question(message, in_force.get()) if message else None
        if not message or not (incoming or update.edited_message):
            return
        key = (message.chat_id, key_of(message))
        # An edit may be handled before the message itself, or before an earlier edit.
        async with self._locks.acquire(key, update.update_id) as is_latest:
            if not is_latest:
                return
            around = await self._conversation(message, incoming or edited_question(message))
            before = around.asked
            if before and not incoming:
                # Without this, the answer to the question before the edit would remain.
                incoming = edited_question(message)
            if not incoming:
                return
            if before and (before.text == incoming.text or not update.edited_message):
                return  # The text is unchanged, or an edit was handled before the message.
            if not before and _is_late_edit(message):
                return  # Telegram reports its own changes of old messages as edits, too.
            if incoming.text:
                await self._answer(update, message, incoming, around)
            elif not update.edited_message:
                await reply(message, how_to_ask(reader_of(update)))

    async def _answer(
        self,
        update: Update,
        message: Message,
        incoming: IncomingQuestion,
        around: Conversation,
    ) -> None:
        """Answer a question with a new message, or in place of the answer before the edit."""
        context = _context(around, incoming, reader_of(update))
        context = await self._enter_collection(message, incoming, around, context)
        question, reader = new_question(update, message, incoming.text), reader_of(update)
        before, earlier = around.asked, around.earlier
        request = PageRequest(
            question.id, incoming.text, context=context, is_late=_is_late(message)
        )
        async with typing(message):
            rendered = await self._presenter.present(reader, request)
        if earlier and (incoming.follows or _leans(rendered)):
            question = replace(question, follows=earlier.id)
        answer_id = before.answer_id if before else None
        if not (answer_id or incoming.is_for_us or _is_certain(rendered)):
            return  # Who did not address the bot is not told that it knows nothing.
        try:
            if not before or not answer_id or answer_id < 0:
                answer_id = await self._send(
                    message, reader, rendered, answer_id, is_for_us=incoming.is_for_us
                )
            elif not _is_same_decline(rendered, before):
                answer_id = await revise(message, answer_id, rendered.text, rendered.keyboard)
        except TelegramError as error:
            if not is_postponed(error):
                await self._journal.record(question, rendered.result, rendered.took_ms, answer_id)
            raise
        await self._journal.record(question, rendered.result, rendered.took_ms, answer_id)

    async def _enter_collection(
        self,
        message: Message,
        incoming: IncomingQuestion,
        around: Conversation,
        context: Context | None,
    ) -> Context | None:
        """Put the collection in force that a question is asked of, if it is open to the chat.

        What replies to an answer, or leans on the one before, is asked of that one's collection,
        an edited question of the one before the edit, any other of the one that is chosen.

        Returns:
            The context; None if the question before was asked of another collection.
        """
        if around.asked:
            self._enter(around.asked, message)
        earlier = around.earlier
        if not (earlier and context) or earlier.collection == collection_in_force.get():
            return context
        if not (incoming.follows or await self._presenter.leans(incoming.text, context)):
            return None
        self._enter(earlier, message)
        return context

    def _enter(self, question: StoredQuestion, message: Message) -> None:
        self._whereabouts.enter(mark_of(question.collection), None, message.chat_id)

    async def _send(
        self,
        message: Message,
        reader: Reader,
        rendered: RenderedAnswer,
        before: int | None,
        *,
        is_for_us: bool,
    ) -> int | None:
        """Send an answer in place of a private one *before*, and return the key of its message.

        Only the asker sees one that found nothing, or where the chat wants so each one. Where they
        cannot be answered alone, the former goes to all, and the latter to nobody.
        """
        is_group = message.chat.type != ChatType.PRIVATE
        is_for_asker = is_group and in_force.get().answers is Audience.ASKER
        is_alone = is_for_asker or (is_group and is_nothing(rendered))
        if is_alone and await self._private.can_answer(message):
            sent = await reply_alone(message, rendered.text, rendered.keyboard)
        elif is_for_asker:
            if is_for_us:
                await reply(message, ask_by_command(reader.texts))
            return None
        else:
            sent = await reply(message, rendered.text, rendered.keyboard)
        if before:
            await delete_answer(message, -before)
        return key_of(sent)

    async def _conversation(self, message: Message, incoming: IncomingQuestion) -> Conversation:
        """Return what was asked before: the question that is replied to, or in private the last.

        This is the one read before an answer.
        """
        since = message.date - REMEMBERED if message.chat.type == ChatType.PRIVATE else None
        return await self._journal.conversation(
            message.chat_id, key_of(message), incoming.follows, since
        )


def _context(around: Conversation, incoming: IncomingQuestion, reader: Reader) -> Context | None:
    """Return the conversation that ends with the question before, None without one."""
    if not around.earlier:
        return None
    followed = around.followed[1 - MAX_EARLIER :]
    before = Context.of(followed, reader.quotations, are_replies=True)
    text, is_reply = around.earlier.text, incoming.follows is not None
    return Context(text, is_reply, reader.quotations, before)


def new_question(update: Update, message: Message, text: str) -> NewQuestion:
    """Return the journal's entry of a question."""
    # The account of a message on behalf of a chat is one that all such messages share.
    user = None if message.sender_chat else message.from_user
    return NewQuestion(
        text=text,
        chat_id=message.chat_id,
        chat_type=message.chat.type,
        user_id=user.id if user else None,
        message_id=key_of(message),
        language=language_for(update.effective_user),
        at=_asked_at(message),
    )


def _asked_at(message: Message) -> datetime:
    """Return the time of a question: now, or when it was written if the clock must be wrong."""
    written, now = message.edit_date or message.date, datetime.now(UTC)
    return now if abs(now - written) < LONGEST_DELAY else written


def _leans(rendered: RenderedAnswer) -> bool:
    """Return True if a question was understood by the one before it."""
    return rendered.result.follows is not None


def _is_late(message: Message) -> bool:
    """Return True if a message was written so long ago that an answer is no longer expected."""
    return datetime.now(UTC) - (message.edit_date or message.date) > LATE


def _is_late_edit(message: Message) -> bool:
    """Return True if a message was edited after its writer could edit it."""
    return bool(message.edit_date and message.edit_date - message.date > EDITABLE)


def _is_certain(rendered: RenderedAnswer) -> bool:
    """Return True if something is quoted, and the answer is not doubtful."""
    result = rendered.result
    return not isinstance(result, Abstention) and not result.doubtful


def _is_same_decline(rendered: RenderedAnswer, before: StoredQuestion) -> bool:
    """Return True if the answer is a decline that the message already shows.

    Telegram refuses edits that change nothing. A message with buttons always changes, as they
    carry the question's id.
    """
    result, keyboard = rendered.result, rendered.keyboard
    is_bare = not (keyboard and keyboard.inline_keyboard)
    return is_bare and isinstance(result, Abstention) and result.reason == before.reason
