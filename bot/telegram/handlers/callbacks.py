"""Taps on buttons: who may, what they ask for, and showing it in the same message."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardMarkup, Update
from telegram.error import BadRequest
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.telegram.callback_data import Press
from bot.telegram.handlers import Handler
from bot.telegram.handlers.message_locks import MessageLocks
from bot.telegram.handlers.readers import Preferences, Reader
from bot.views.markup import MAX_TEXT, RichText
from bot.views.wording import button_gone, cannot_change, not_yours

_LOGGER = logging.getLogger(__name__)
_UNCHANGED = "message is not modified"
_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid")


@dataclass(frozen=True, slots=True)
class CallbackRequest:
    """A tap on a button: what it asks for, and who wants it. `number` is its update's."""

    query: CallbackQuery
    press: Press
    reader: Reader
    number: int
    turns: MessageLocks

    @property
    def message(self) -> Hashable:
        """Which message the button is below."""
        message = self.query.message
        return (message.chat.id, message.message_id) if message else self.query.inline_message_id

    async def tell(self, words: str = "") -> None:
        """End the waiting of whoever tapped, with a toast or without; once for each tap."""
        try:
            await self.query.answer(words or None)
        except BadRequest as error:  # It was tapped while the bot was away: nobody waits any more.
            _LOGGER.info("a tap was not answered: %s", error)

    async def gone(self) -> None:
        """Say that what the button leads to is no longer there."""
        await self.tell(button_gone(self.reader.texts))

    async def show(
        self, piece: RichText, keyboard: InlineKeyboardMarkup | None, words: str = ""
    ) -> None:
        """Put this in place of the message, unless a later tap wants another thing there."""

        async def edit() -> None:
            try:
                await self.query.edit_message_text(piece.markup, reply_markup=keyboard)
            except BadRequest as refused:
                if _begins(refused, _UNCHANGED, *_LOST):
                    raise
                _LOGGER.warning("shown without formatting, as Telegram refused it: %s", refused)
                plain = piece.shown[:MAX_TEXT]
                await self.query.edit_message_text(plain, parse_mode=None, reply_markup=keyboard)

        await self._change(edit, words)

    async def offer(self, keyboard: InlineKeyboardMarkup, words: str = "") -> None:
        """Put other buttons below the message."""

        async def edit() -> None:
            await self.query.edit_message_reply_markup(keyboard)

        await self._change(edit, words)

    async def _change(self, edit: Callable[[], Awaitable[None]], words: str) -> None:
        try:
            async with self.turns.turn(self.message, self.number) as is_wanted:
                if is_wanted:
                    await edit()
        except BadRequest as refused:
            if not _begins(refused, _UNCHANGED):
                _LOGGER.info("a message was not changed: %s", refused)
                words = cannot_change(self.reader.texts)
        await self.tell(words)


Handle = Callable[[CallbackRequest], Awaitable[None]]


class CallbackRouter:
    """Makes handlers of what is to be done for a tap; tapped twice, it is done once."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._turns = MessageLocks()
        self._under_way: set[tuple[Hashable, ...]] = set()

    def handler(self, pattern: str, handle: Handle) -> Handler:
        """A handler of all buttons whose data is or begins with a press of this pattern."""

        async def tapped(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            query = update.callback_query
            if not query or not query.data:
                return
            reader = await self._preferences.reader(update)
            tap = CallbackRequest(
                query, Press.read(query.data), reader, update.update_id, self._turns
            )
            if await self._preferences.may_tap(query):
                await self._once(tap, handle)
            else:
                await tap.tell(not_yours(reader.texts))

        return CallbackQueryHandler(tapped, pattern=rf"^(?:{pattern})(?::|$)")

    async def _once(self, tap: CallbackRequest, handle: Handle) -> None:
        """Do it, unless the same person's same tap is being carried out."""
        same = (tap.query.from_user.id, tap.message, tap.press)
        if same in self._under_way:
            await tap.tell()
            return
        self._under_way.add(same)
        try:
            with self._turns.attending(tap.message):
                await handle(tap)
        finally:
            self._under_way.discard(same)

    @property
    def last_handlers(self) -> list[Handler]:
        """For buttons of another version, or of none."""
        return [self.handler(r"[\s\S]*", CallbackRequest.gone)]


def _begins(refused: BadRequest, *words: str) -> bool:
    return str(refused).lower().startswith(words)
