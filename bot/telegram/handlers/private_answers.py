"""Messages that one person in a group sees alone, where Telegram and the server allow that."""

from __future__ import annotations

from telegram import CallbackQuery, Message
from telegram.constants import ChatType

from bot.journal.chat_store import ChatStore
from bot.telegram.api_server import ApiServer
from bot.telegram.handlers.ephemeral import Keyboard, ephemeral_id, reply_alone
from bot.telegram.handlers.replies import reply
from bot.views.markup import RichText

_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


class PrivateAnswers:
    """Sends what one person in a group sees alone, where Telegram allows it.

    An administrator may send it at any time. Any other bot may do so after a tap, and in answer to
    an ephemeral message. Nothing that was sent to one person and refused is sent to all.

    Args:
        server: Tells if the Bot API server knows ephemeral messages.
        chats: Tells in which groups the bot is an administrator.
    """

    def __init__(self, server: ApiServer, chats: ChatStore) -> None:
        self._server = server
        self._chats = chats

    async def are_known(self, message: Message) -> bool:
        """Return True if the server knows ephemeral messages and this is a group."""
        is_group = message.chat.type in _GROUPS
        return is_group and await self._server.is_newest(message.get_bot())

    async def can_answer(self, message: Message) -> bool:
        """Return True if whoever wrote a message can be answered alone.

        Nobody can who writes in the name of a chat.
        """
        if ephemeral_id(message):
            return True
        is_person = message.from_user is not None and message.sender_chat is None
        if not is_person or message.chat.type not in _GROUPS:
            return False
        is_admin = await self._chats.is_admin(message.chat_id)
        return is_admin and await self.are_known(message)

    async def reply(
        self, message: Message, text: RichText, keyboard: Keyboard | None = None
    ) -> Message:
        """Reply to a message for its writer alone, if they can be answered so; else to all."""
        if await self.can_answer(message):
            return await reply_alone(message, text, keyboard)
        return await reply(message, text, keyboard)

    async def can_follow(self, query: CallbackQuery) -> bool:
        """Return True if whoever pressed a button in a group can be shown something alone."""
        message = query.message
        if not isinstance(message, Message) or message.chat.type not in _GROUPS:
            return False
        return bool(ephemeral_id(message)) or await self.are_known(message)
