"""The chats that are allowed, where not all are: in others the bot says so once, and leaves."""

from __future__ import annotations

import logging
from collections.abc import Collection

from telegram import Bot, Chat, ChatMember, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.access import Rule
from bot.service.access import Access
from bot.service.refused import Reason, RefusedUpdates
from bot.telegram.handlers import Handler
from bot.telegram.handlers.dismissal import dismiss
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.senders import is_by_admin, sender_id
from bot.views.markup import text
from bot.views.notices import not_allowed_here

MAX_TOLD = 10_000
"""Maximum number of chats of which is remembered that they have been told."""

_GONE = {ChatMember.LEFT, ChatMember.BANNED}
_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
_LOGGER = logging.getLogger(__name__)


class ChatGuard:
    """Drops updates from chats that are not allowed, if there is a list of allowed ones.

    A person is allowed by their own id, which is that of their private chat, also where the bot
    is no member. Admins of the bot may always write to it in private.

    Args:
        access: Tells which chats are allowed, or that all are.
        admin_ids: Ids of the bot's admins.
        refused: Counts what is dropped.
    """

    def __init__(
        self, access: Access, admin_ids: Collection[int], refused: RefusedUpdates
    ) -> None:
        self._access = access
        self._admin_ids = admin_ids
        self._refused = refused
        self._told: dict[int, None] = {}

    @property
    def handlers(self) -> list[Handler]:
        """The handler of every update, to run once its policy is in force."""
        return [TypeHandler(Update, self.check)] if self._access.is_limited else []

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let updates from allowed chats pass, and those that tell of a chat that is left.

        Raises:
            ApplicationHandlerStop: The chat is not allowed.
        """
        chat = None if update.guest_message or update.inline_query else update.effective_chat
        change = update.my_chat_member
        is_private = chat is None or chat.type == ChatType.PRIVATE
        is_over = change and (is_private or change.new_chat_member.status in _GONE)
        if is_over or (is_private and is_by_admin(update, self._admin_ids)):
            return
        place = chat.id if chat else sender_id(update)
        guests = update.guest_message.chat_id if update.guest_message else None
        if await self._access.applies(Rule.ALLOWED, place, guests):
            return
        self._refused.count(Reason.NOT_ALLOWED)
        await self._refuse(update, context.bot, place or 0)
        raise ApplicationHandlerStop

    async def _refuse(self, update: Update, bot: Bot, place: int) -> None:
        """Say once that the chat is not allowed, and leave it."""
        words, is_first = not_allowed_here(texts_for(update), place), self._is_first(place)
        chat = update.effective_chat
        is_member = chat and chat.type != ChatType.PRIVATE and not update.guest_message
        if not (chat and is_member):
            if is_first:
                await dismiss(update, words)
        elif is_first or update.my_chat_member:
            await _leave(bot, chat, words if is_first else "")

    def _is_first(self, place: int) -> bool:
        if place in self._told:
            return False
        if len(self._told) == MAX_TOLD:
            del self._told[next(iter(self._told))]
        self._told[place] = None
        return True


async def _leave(bot: Bot, chat: Chat, words: str) -> None:
    """Leave a chat, in a group with a word; a failure is only logged."""
    _LOGGER.info("chat %d is not allowed, leaving it", chat.id)
    try:
        if words and chat.type in _GROUPS:
            await bot.send_message(chat.id, text(words).markup)
    except TelegramError as error:
        _LOGGER.info("refusal not explained: %s", error)
    try:
        await bot.leave_chat(chat.id)
    except TelegramError as error:
        _LOGGER.warning("chat %d not left: %s", chat.id, error)
