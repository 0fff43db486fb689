"""The bot's own membership: added to a group, removed from it, blocked by a person."""

from __future__ import annotations

import logging

from telegram import ChatMember, Update
from telegram.ext import ChatMemberHandler, ContextTypes

from bot.journal.chat_store import ChatStore
from bot.telegram.handlers import Handler
from bot.telegram.handlers.language import texts_for
from bot.views.help import introduction

_GONE = {ChatMember.LEFT, ChatMember.BANNED}
_LOGGER = logging.getLogger(__name__)


class MembershipHandlers:
    """Stores the bot's status in every chat, and introduces the bot where it was added."""

    def __init__(self, chats: ChatStore) -> None:
        self._chats = chats

    @property
    def handlers(self) -> list[Handler]:
        """The handler of changes of the bot's own membership."""
        return [ChatMemberHandler(self.changed, ChatMemberHandler.MY_CHAT_MEMBER)]

    async def changed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Store the bot's new status, and explain in a group it has just joined how to ask."""
        change = update.my_chat_member
        if not change:
            return
        before, after = change.old_chat_member.status, change.new_chat_member.status
        chat = change.chat
        _LOGGER.info("in chat %d the bot is now %s", chat.id, after)
        await self._chats.note(chat.id, chat.type, after)
        if chat.type in {"group", "supergroup"} and before in _GONE and after not in _GONE:
            await context.bot.send_message(chat.id, introduction(texts_for(update)).markup)
