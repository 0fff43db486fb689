"""Protection against bots that answer each other, and from people who are blocked."""

from __future__ import annotations

from telegram import Message, MessageOriginUser, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.access import Rule
from bot.service.access import Access
from bot.service.refused import Reason, RefusedUpdates
from bot.telegram.handlers import Handler
from bot.telegram.handlers.senders import sender_id


class SenderGuard:
    """Drops messages that no person wrote: of other bots, of this bot, and automatic ones.

    Whatever comes from blocked people or chats is dropped as well, without a word.

    Args:
        access: Tells which people, groups and channels are blocked.
        refused: Counts what is dropped because of them.
    """

    def __init__(self, access: Access, refused: RefusedUpdates) -> None:
        self._access = access
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
        moved = _move_in(update.message)
        if moved:
            await self._access.follow_move(*moved)
        if message and not _is_from_person(message, context.bot.id):
            raise ApplicationHandlerStop
        # Memberships and moves are noted of blocked chats as well.
        if not (moved or update.my_chat_member) and await self._is_blocked(update):
            self._refused.count(Reason.BLOCKED)
            raise ApplicationHandlerStop

    async def _is_blocked(self, update: Update) -> bool:
        """Return True if the sender or the chat is blocked."""
        chat = update.effective_chat
        ids = sender_id(update), chat.id if chat else None
        return await self._access.applies(Rule.BLOCKED, *ids)


def _move_in(message: Message | None) -> tuple[int, int] | None:
    """Return the old and the new id of a group, if a message says that it has moved."""
    if not message or not (message.migrate_from_chat_id or message.migrate_to_chat_id):
        return None
    old_id = message.migrate_from_chat_id or message.chat_id
    return old_id, message.migrate_to_chat_id or message.chat_id


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
