"""Whom the bot does not answer: other bots, itself, and what no person wrote."""

from __future__ import annotations

from telegram import Message, MessageOriginUser, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.telegram.handlers import Handler


class SenderGuard:
    """Stops updates that would make bots talk to bots."""

    @property
    def handlers(self) -> list[Handler]:
        """Looks at every update before anything else does."""
        return [TypeHandler(Update, self.check)]

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let pass what a person wrote or pressed.

        Raises:
            ApplicationHandlerStop: Nobody waits for an answer to this.
        """
        message = update.message or update.edited_message or update.guest_message
        if message and not _is_from_a_person(message, context.bot.id):
            raise ApplicationHandlerStop


def _is_from_a_person(message: Message, bot_id: int) -> bool:
    if message.via_bot or message.is_automatic_forward:
        return False
    origin = message.forward_origin
    if isinstance(origin, MessageOriginUser) and origin.sender_user.id == bot_id:
        return False
    # Anonymous admins and people who write as a channel come as a bot of Telegram's own.
    speaks_as_chat = message.sender_chat is not None
    return speaks_as_chat or not (message.from_user and message.from_user.is_bot)
