"""Protection against bots that answer each other."""

from __future__ import annotations

from telegram import Message, MessageOriginUser, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.telegram.handlers import Handler


class SenderGuard:
    """Drops messages that no person wrote: of other bots, of this bot, and automatic ones."""

    @property
    def handlers(self) -> list[Handler]:
        """The handler that checks every update before all others."""
        return [TypeHandler(Update, self.check)]

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let updates pass that a person caused.

        Raises:
            ApplicationHandlerStop: No person wrote the message.
        """
        message = update.message or update.edited_message or update.guest_message
        if message and not _is_from_person(message, context.bot.id):
            raise ApplicationHandlerStop


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
