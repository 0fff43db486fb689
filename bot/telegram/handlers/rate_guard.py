"""Protection against floods: how much people and chats may ask in a minute."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.journal.handling import handling
from bot.policy import in_force
from bot.service.refused import Reason, RefusedUpdates
from bot.telegram.buckets import Buckets
from bot.telegram.handlers import Handler
from bot.telegram.handlers.dismissal import dismiss
from bot.telegram.handlers.incoming import incoming_question
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.private_answers import PrivateAnswers
from bot.telegram.handlers.senders import is_by_admin, sender_id
from bot.telegram.menus import COMMANDS
from bot.views.notices import too_many

MESSAGE = 1.0
TAP = 0.25
"""Tokens of a message, and of a tap or an inline query, which come several to a question."""


@dataclass(frozen=True, slots=True)
class _Request:
    """A request to the bot, with its person and its time.

    Attributes:
        person: The person, or None if nobody addressed the bot.
        chat: The chat, or None if it is the person's own.
        at: The time when it was asked, in seconds since the epoch.
    """

    tokens: float
    person: int | None
    chat: int | None
    at: float


class RateGuard:
    """Drops what is asked too fast; whoever asks is told once, then no more.

    Admins of the bot may ask as fast as they like. What a group says among itself counts only
    where the bot looks for questions in it, for the group alone, and without a word.

    Args:
        per_person: Maximum number of messages of a person in a minute; 0 for no limit.
        per_chat: Maximum number of messages to the bot in a group in a minute; 0 for no limit.
        admin_ids: Ids of the bot's admins.
        refused: Counts what is dropped.
        private: Tells whoever asks alone.
    """

    def __init__(
        self,
        per_person: int,
        per_chat: int,
        admin_ids: Collection[int],
        refused: RefusedUpdates,
        private: PrivateAnswers | None = None,
    ) -> None:
        self._private = private
        self._people = Buckets(per_person)
        self._chats = Buckets(per_chat)
        self._admin_ids = admin_ids
        self._refused = refused
        self._admitted: set[int] = set()

    @property
    def handlers(self) -> list[Handler]:
        """The handler of every update, to run once its policy is in force."""
        return [TypeHandler(Update, self.check)]

    async def check(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Let an update pass that its person and its chat have tokens for.

        Raises:
            ApplicationHandlerStop: They have none left.
        """
        request = _request_in(update)
        if not request or is_by_admin(update, self._admin_ids):
            return
        if update.update_id in self._admitted:
            return  # Its handler failed, and this is another attempt.
        for buckets, key, reason in (
            (self._people, request.person, Reason.PERSON),
            (self._chats, request.chat, Reason.CHAT),
        ):
            if key is not None and not buckets.has(key, request.tokens, request.at):
                self._refused.count(reason)
                if not _is_silent(update, request) and buckets.tell(key, request.at):
                    await dismiss(update, too_many(texts_for(update)), self._private)
                raise ApplicationHandlerStop
        self._admit(update, request)

    def _admit(self, update: Update, request: _Request) -> None:
        self._people.take(request.person, request.tokens, request.at)
        self._chats.take(request.chat, request.tokens, request.at)
        if current := handling.get():
            self._admitted.add(update.update_id)
            current.at_end.append(partial(self._admitted.discard, update.update_id))


def _request_in(update: Update) -> _Request | None:
    """Return what an update asks of the bot, or None if it costs nothing."""
    person, chat = sender_id(update), update.effective_chat
    chat_id = chat.id if chat and chat.type != ChatType.PRIVATE else None
    if update.callback_query or update.inline_query:
        return _Request(TAP, person, chat_id, time.time())
    message = update.message or update.edited_message or update.guest_message
    if not message:
        return None
    at = (message.edit_date or message.date).timestamp()
    if chat_id is None or update.guest_message or _is_command(message):
        return _Request(MESSAGE, person, chat_id, at)
    question = incoming_question(message, in_force.get())
    if not question:
        return None
    return _Request(MESSAGE, person if question.is_for_us else None, chat_id, at)


def _is_command(message: Message) -> bool:
    """Return True if a message in a group begins with a command of this bot."""
    first = (message.text or "").partition(" ")[0].lower()
    command, _, name = first.partition("@")
    is_ours = name in {"", message.get_bot().username.lower()}
    return command[:1] == "/" and command[1:] in COMMANDS and is_ours


def _is_silent(update: Update, request: _Request) -> bool:
    """Return True if nobody waits for a word: the bot was not addressed, or saw an edit."""
    return request.person is None or update.edited_message is not None
