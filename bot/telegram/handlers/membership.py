"""Coming and going: added to a group, removed from it, blocked."""

from __future__ import annotations

import logging

from telegram import ChatMember, Update
from telegram.ext import ChatMemberHandler, ContextTypes

from bot.journal.journal import Journal
from bot.telegram.handlers import Handler
from bot.telegram.handlers.language import texts_for
from bot.views.help import introduction

_GONE = {ChatMember.LEFT, ChatMember.BANNED}
_LOGGER = logging.getLogger(__name__)


class MembershipHandlers:
    """Introduces the bot to a group once, and takes note of where it may not write."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @property
    def handlers(self) -> list[Handler]:
        """Changes of the bot's own membership."""
        return [ChatMemberHandler(self.changed, ChatMemberHandler.MY_CHAT_MEMBER)]

    async def changed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Note how the bot belongs to a chat now; where it came anew, say how to ask."""
        change = update.my_chat_member
        if not change:
            return
        before, after = change.old_chat_member.status, change.new_chat_member.status
        chat = change.chat
        _LOGGER.info("in chat %d the bot is now %s", chat.id, after)
        await self._journal.note_chat(chat.id, chat.type, after)
        if chat.type in {"group", "supergroup"} and before in _GONE and after not in _GONE:
            await context.bot.send_message(chat.id, introduction(texts_for(update)).markup)
