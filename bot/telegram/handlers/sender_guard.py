"""Protection against bots that answer each other, and from people whom the operator blocks."""

from __future__ import annotations

from collections.abc import Collection

from telegram import Message, MessageOriginUser, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.service.refused import Reason, RefusedUpdates
from bot.telegram.handlers import Handler
from bot.telegram.handlers.senders import sender_id


class SenderGuard:
    """Drops messages that no person wrote: of other bots, of this bot, and automatic ones.

    Whatever comes from blocked people or chats is dropped as well, without a word.

    Args:
        blocked: Ids of blocked people, groups and channels.
        refused: Counts what is dropped because of them.
    """

    def __init__(self, blocked: Collection[int], refused: RefusedUpdates) -> None:
        self._blocked = blocked
        self._refused = refused

    @property
    def handlers(self) -> list[Handler]:
        """The handler that checks every update before all others."""
        return [TypeHandler(Update, self.check)]

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let updates pass that a person caused who is not blocked.

        Raises:
            ApplicationHandlerStop: No person wrote the message, or a blocked one.
        """
        message = update.message or update.edited_message or update.guest_message
        if message and not _is_from_person(message, context.bot.id):
            raise ApplicationHandlerStop
        if self._is_blocked(update):
            self._refused.count(Reason.BLOCKED)
            raise ApplicationHandlerStop

    def _is_blocked(self, update: Update) -> bool:
        """Return True if the sender or the chat is blocked; membership is noted nevertheless."""
        if not self._blocked or update.my_chat_member:
            return False
        chat = update.effective_chat
        return sender_id(update) in self._blocked or (
            chat is not None and chat.id in self._blocked
        )


def _is_from_person(message: Message, bot_id: int) -> bool:
    if message.via_bot or message.is_automatic_forward:
        return False
    origin = message.forward_origin
    if isinstance(origin, MessageOriginUser) and origin.sender_user.id == bot_id:
        return False
    # The sender of an anonymous admin, or of a person who writes as a channel, is a bot of
    # Telegram's own.
    is_on_behalf_of_chat = message.sender_chat is not None
    return is_on_behalf_of_chat or not (message.from_user and message.from_user.is_bot)
