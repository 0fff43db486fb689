"""Callback queries: who may use a button, what it asks for, and showing that in its message."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from telegram import CallbackQuery, InlineKeyboardMarkup, InputMediaPhoto, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.journal.journal import Journal, StoredQuestion
from bot.messages import Language
from bot.policy import ButtonAccess, in_force
from bot.telegram.callback_data import CallbackData, question_behind
from bot.telegram.handlers import Handler
from bot.telegram.handlers.ephemeral import (
    delete_alone,
    edit_alone,
    ephemeral_id,
    follow_alone,
    key_of,
)
from bot.telegram.handlers.language import reader_of
from bot.telegram.handlers.message_locks import MessageLocks
from bot.telegram.handlers.private_answers import PrivateAnswers
from bot.telegram.handlers.refusals import is_not_editable, is_unchanged
from bot.telegram.handlers.whereabouts import Whereabouts
from bot.views.markup import MAX_TEXT, RichText
from bot.views.notices import (
    button_expired,
    button_outdated,
    cannot_change,
    not_open,
    not_yours,
)
from bot.views.reader import Reader

_LOGGER = logging.getLogger(__name__)

Data = TypeVar("Data", bound=Hashable)
Data_co = TypeVar("Data_co", bound=Hashable, covariant=True)
Button = TypeVar("Button", bound=CallbackData)


@dataclass(frozen=True, slots=True)
class CallbackRequest(Generic[Data_co]):
    """A press of a button.

    Attributes:
        query: The callback query.
        data: Its parsed data.
        reader: The person who pressed the button, for toasts.
        asker: The person whom the message answers, in whose language it stays.
        update_id: The id of the update.
        locks: The locks of messages.
        private: Sends what only the presser is to see.
    """

    query: CallbackQuery
    data: Data_co
    reader: Reader
    asker: Reader
    update_id: int
    locks: MessageLocks
    private: PrivateAnswers

    @property
    def message(self) -> Hashable:
        """The id of the message that the button is attached to."""
        message = self.query.message
        return (message.chat.id, key_of(message)) if message else self.query.inline_message_id

    @property
    def seen_alone(self) -> Message | None:
        """The message with the button, if only the presser sees it."""
        message = self.query.message
        return message if isinstance(message, Message) and ephemeral_id(message) else None

    async def viewer(self) -> Reader:
        """Return whom `show_alone` shows something: the presser, or all who see the message."""
        return self.reader if await self.private.can_follow(self.query) else self.asker

    async def show_toast(self, words: str = "") -> None:
        """Answer the callback query, with a toast or without; to be called once per request."""
        try:
            await self.query.answer(words or None)
        except BadRequest as error:  # Pressed while the bot was down: nobody waits any more.
            _LOGGER.info("callback query not answered: %s", error)

    async def show_expired(self) -> None:
        """Show a toast that the button no longer works."""
        await self.show_toast(button_expired(self.reader.texts))

    async def show_outdated(self) -> None:
        """Show a toast that the button is of something that has changed since."""
        await self.show_toast(button_outdated(self.reader.texts))

    async def show(
        self, text: RichText, keyboard: InlineKeyboardMarkup | None, toast: str = ""
    ) -> None:
        """Replace the message, unless a later request for the same message is waiting."""
        failure = await self.show_late(text, keyboard)
        await self.show_toast(failure or toast)

    async def show_late(self, text: RichText, keyboard: InlineKeyboardMarkup | None) -> str:
        """Replace the message as `show` does, without a toast: the query has been answered.

        Returns:
            The toast that says why it cannot be replaced; empty if it is, or need not be.
        """

        async def edit() -> None:
            if message := self.seen_alone:
                await edit_alone(self.query, message, text, keyboard)
                return
            try:
                await self.query.edit_message_text(text.markup, reply_markup=keyboard)
            except BadRequest as error:
                if is_unchanged(error) or is_not_editable(error):
                    raise
                _LOGGER.warning("formatting refused, shown as plain text: %s", error)
                plain = text.shown[:MAX_TEXT]
                await self.query.edit_message_text(plain, parse_mode=None, reply_markup=keyboard)

        return await self._edit(edit)

    async def show_alone(
        self, text: RichText, keyboard: InlineKeyboardMarkup | None, toast: str = ""
    ) -> None:
        """Show the presser something in place of the message; nobody else in a group sees it.

        Where Telegram or the server cannot do that, the message is replaced for all.
        """
        if self.seen_alone or not await self.private.can_follow(self.query):
            await self.show(text, keyboard, toast)
        else:
            sent = await self.follow(text, keyboard, in_place=True)
            await self.show_toast(toast if sent else cannot_change(self.reader.texts))

    async def follow(
        self, text: RichText, keyboard: InlineKeyboardMarkup | None, *, in_place: bool = False
    ) -> Message | None:
        """Send the presser alone a message; return None if Telegram refuses that by now.

        To be called where `can_follow` is true, before the query is answered.
        """
        message = self.query.message
        if not isinstance(message, Message):
            return None
        try:
            return await follow_alone(self.query, message, text, keyboard, in_place=in_place)
        except BadRequest as error:
            _LOGGER.info("private message not sent: %s", error)
            return None

    async def close(self, toast: str = "") -> None:
        """Delete the message, which the presser alone sees, so that the one below it shows."""
        if message := self.seen_alone:
            try:
                await delete_alone(self.query, message)
            except BadRequest as error:
                _LOGGER.info("private message not deleted: %s", error)
        await self.show_toast(toast)

    async def show_photo(
        self, photo: bytes, caption: RichText, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        """Replace the message by a photo, unless a later request for it is waiting."""
        media = InputMediaPhoto(photo, caption.markup)

        async def edit() -> None:
            await self.query.edit_message_media(media, reply_markup=keyboard)

        await self.show_toast(await self._edit(edit))

    async def show_keyboard(self, keyboard: InlineKeyboardMarkup, toast: str = "") -> None:
        """Replace the buttons of the message."""

        async def edit() -> None:
            if message := self.seen_alone:
                await edit_alone(self.query, message, None, keyboard)
            else:
                await self.query.edit_message_reply_markup(keyboard)

        await self.show_toast(await self._edit(edit) or toast)

    async def _edit(self, edit: Callable[[], Awaitable[None]]) -> str:
        """Edit the message; return the toast of a failure, empty without one."""
        try:
            async with self.locks.acquire(self.message, self.update_id) as is_latest:
                if is_latest:
                    await edit()
        except BadRequest as error:
            if not is_unchanged(error):
                _LOGGER.info("message not edited: %s", error)
                return cannot_change(self.reader.texts)
        return ""


class CallbackRouter:
    """Builds the handlers of buttons; of identical presses at one time, it handles the first.

    Before a press is handled, the collection is in force that its message is from.

    Attributes:
        whereabouts: Finds that collection.
    """

    def __init__(
        self, journal: Journal, whereabouts: Whereabouts, private: PrivateAnswers
    ) -> None:
        self._journal = journal
        self._private = private
        self.whereabouts = whereabouts
        self._locks = MessageLocks()
        self._running: set[tuple[Hashable, ...]] = set()

    def handler(
        self, button: type[Button], handle: Callable[[CallbackRequest[Button]], Awaitable[None]]
    ) -> Handler:
        """Return a handler of all buttons of one class."""

        async def pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            query = update.callback_query
            data = button.parse(query.data) if query and query.data else None
            if query and data is not None:
                await self._handle(update, query, data, handle)

        return CallbackQueryHandler(pressed, lambda data: button.parse(str(data)) is not None)

    @property
    def last_handlers(self) -> list[Handler]:
        """A handler of all other buttons: of another version of the bot, or made up."""

        async def pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            query = update.callback_query
            if query and query.data:
                await self._handle(update, query, query.data, CallbackRequest[str].show_expired)

        return [CallbackQueryHandler(pressed)]

    async def _handle(
        self,
        update: Update,
        query: CallbackQuery,
        data: Data,
        handle: Callable[[CallbackRequest[Data]], Awaitable[None]],
    ) -> None:
        """Handle a press, if the chat's policy allows this person to use the button."""
        reader = reader_of(update)
        request = CallbackRequest(
            query, data, reader, reader, update.update_id, self._locks, self._private
        )
        if not (isinstance(query.message, Message) or query.inline_message_id):
            # Telegram need not say which message it is, or no more than its id.
            await request.show_toast(cannot_change(reader.texts))
            return
        with self._locks.hold(request.message):
            question = await self._question(query, data)
            if not _may_use(query, question):
                await request.show_toast(not_yours(reader.texts))
                return
            if not await self.whereabouts.enter_button(query, data, question):
                await request.show_toast(not_open(reader.texts))
                return
            reader = reader_of(update)
            asker = reader
            if not request.seen_alone:
                asker = _asker(question, query.from_user.id, reader)
            await self._handle_once(replace(request, reader=reader, asker=asker), handle)

    async def _question(self, query: CallbackQuery, data: Hashable) -> StoredQuestion | None:
        """Return the question that a shared message answers; None in private."""
        message = query.message
        if message and message.chat.type == ChatType.PRIVATE:
            return None
        if question_id := question_behind(data):
            return await self._journal.question(question_id)
        if message:
            return await self._journal.answered_by(message.chat.id, key_of(message))
        return None

    async def _handle_once(
        self,
        request: CallbackRequest[Data],
        handle: Callable[[CallbackRequest[Data]], Awaitable[None]],
    ) -> None:
        """Handle a press, unless the same person's press of the same button is being handled."""
        key = (request.query.from_user.id, request.message, request.data)
        if key in self._running:
            await request.show_toast()
            return
        self._running.add(key)
        try:
            await handle(request)
        finally:
            self._running.discard(key)


def _asker(question: StoredQuestion | None, presser_id: int, presser: Reader) -> Reader:
    """Return the reader whom a message answers; if it is not known, whoever pressed."""
    if question is None or question.user_id == presser_id:
        return presser
    return replace(presser, language=Language(question.language))


def _may_use(query: CallbackQuery, question: StoredQuestion | None) -> bool:
    """Return True if the policy in force allows the person who pressed to use the button."""
    if in_force.get().taps is ButtonAccess.ANYONE or not query.message:
        return True
    return question is None or question.user_id in {None, query.from_user.id}
