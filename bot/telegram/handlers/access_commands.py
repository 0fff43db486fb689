"""/block, /unblock, /allow and /disallow: admins decide who may use the bot."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import tzinfo

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginUser,
    Update,
)
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import CommandHandler, ContextTypes

from bot.access import Outcome, Rule
from bot.messages import Messages
from bot.service.access import Access
from bot.telegram.access_keyboards import access_keyboard, revoke_keyboard
from bot.telegram.admin_buttons import AccessButton, RevokeButton
from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.private_only import admin_in_private, is_admins, refer_to_private
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.senders import is_by_admin, sender_id
from bot.telegram.shapes import MAX_NUMBER
from bot.views.access import (
    MAX_REASON,
    PER_PAGE,
    AccessPage,
    Order,
    access_list,
    decided,
    everybody_allowed,
    how_to,
    listed,
    names_are_unusable,
    own_message,
    revoked,
    sender_hidden,
)
from bot.views.answers import shortened
from bot.views.markup import RichText, joined
from bot.views.pagination import Page

_ID = re.compile("-?[0-9]{1,19}")

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Meant:
    """The person or the chat that a command is about, and the reason, which may be empty.

    The name is that in the message that the command replies to, empty without one.
    """

    chat_id: int
    reason: str
    name: str = ""


class AccessHandlers:
    """Shows and changes who is blocked, and who is allowed."""

    def __init__(self, access: Access, admin_ids: Collection[int], zone: tzinfo) -> None:
        self._access = access
        self._admin_ids = admin_ids
        self._zone = zone

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the commands and of their buttons."""
        return [
            CommandHandler("block", self.block, filters=TYPED),
            CommandHandler("allow", self.allow, filters=TYPED),
            CommandHandler("unblock", self.unblock, filters=TYPED),
            CommandHandler("disallow", self.disallow, filters=TYPED),
            router.handler(RevokeButton, self.press_revoke),
            router.handler(AccessButton, self.turn_page),
        ]

    async def block(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Block somebody; without an argument, show who is blocked."""
        await self._decide(update, context, Rule.BLOCKED)

    async def allow(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Allow somebody; without an argument, show who is allowed."""
        await self._decide(update, context, Rule.ALLOWED)

    async def unblock(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Unblock somebody; without an argument, show who is blocked."""
        await self._revoke(update, context, Rule.BLOCKED)

    async def disallow(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take back that somebody is allowed; without an argument, show who is."""
        await self._revoke(update, context, Rule.ALLOWED)

    async def press_revoke(self, request: CallbackRequest[RevokeButton]) -> None:
        """Take back a decision, and show those that are left."""
        if not await is_admins(request, self._admin_ids):
            return
        data, texts = request.data, request.reader.texts
        rule, chat_id = Rule(data.rule), data.chat_id
        outcome = await self._access.revoke(chat_id, rule)
        _log(request.query.from_user.id, chat_id, f"no longer {rule}", outcome)
        shown = revoked(texts, rule, outcome, chat_id).shown
        bot, order = request.query.get_bot(), Order(rule, data.revokes)
        await request.show(*await self._list(bot, texts, order, data.page), shown)

    async def turn_page(self, request: CallbackRequest[AccessButton]) -> None:
        """Show another page of those who are blocked or allowed."""
        if await is_admins(request, self._admin_ids):
            data, bot, texts = request.data, request.query.get_bot(), request.reader.texts
            order = Order(Rule(data.rule), data.revokes)
            await request.show(*await self._list(bot, texts, order, data.page))

    async def _decide(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, rule: Rule
    ) -> None:
        message, texts = await self._order(update), texts_for(update)
        meant = await self._meant(message, texts, Order(rule), context.args) if message else None
        if not (message and meant):
            return
        outcome = await self._access.decide(meant.chat_id, rule, meant.reason)
        _log(sender_id(update), meant.chat_id, rule, outcome)
        if outcome is Outcome.IS_UNLIMITED:
            await _tell(message, texts, everybody_allowed(texts))
            return
        done = outcome is Outcome.DONE
        decisions = await self._access.by_admins(rule) if done else []
        own = [one for one in decisions if one.chat_id == meant.chat_id]
        words = decided(texts, rule, outcome, meant.chat_id, meant.name)
        await _tell(message, texts, words, revoke_keyboard(texts, rule, own))

    async def _revoke(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, rule: Rule
    ) -> None:
        message, texts = await self._order(update), texts_for(update)
        order = Order(rule, revokes=True)
        meant = await self._meant(message, texts, order, context.args) if message else None
        if message and meant:
            outcome = await self._access.revoke(meant.chat_id, rule)
            _log(sender_id(update), meant.chat_id, f"no longer {rule}", outcome)
            await _tell(message, texts, revoked(texts, rule, outcome, meant.chat_id))

    async def _order(self, update: Update) -> Message | None:
        """Return an admin's message: in private, or in a group in reply to somebody's."""
        message = update.effective_message
        if message and is_by_admin(update, self._admin_ids) and _replied_in_group(message):
            return message
        return await admin_in_private(update, self._admin_ids)

    async def _meant(
        self, message: Message, texts: Messages, order: Order, words: list[str] | None
    ) -> _Meant | None:
        """Return whom a command is about; if it names nobody, answer it, and return None.

        In a group that is whoever wrote the message that it replies to. In private a number
        counts, else whoever wrote the message that it replies to and that was forwarded. The bot
        itself is nobody whom a command can be about.
        """
        words, replied = words or [], message.reply_to_message
        is_private = message.chat.type == ChatType.PRIVATE
        number = _number(words) if is_private else None
        author = _author(replied) if is_private else _writer(replied)
        chat_id = author if number is None else number
        if chat_id == message.get_bot().id:
            await _tell(message, texts, own_message(texts, order))
            return None
        if chat_id is not None:
            if number is None:
                return _Meant(chat_id, _reason(words), _author_name(replied))
            return _Meant(chat_id, _reason(words[1:]))
        if replied and (replied.forward_origin or not is_private):
            await _tell(message, texts, sender_hidden(texts))
        else:
            await self._explain(message, texts, order, words)
        return None

    async def _explain(
        self, message: Message, texts: Messages, order: Order, words: list[str]
    ) -> None:
        """Explain a command that names nobody, with the list if that has whom it may be about."""
        is_name = bool(words) and words[0].startswith("@")
        parts, buttons = [names_are_unusable(texts)] if is_name else [], None
        if words and not order.revokes:
            parts.append(how_to(texts, order))
        else:
            shown, buttons = await self._list(message.get_bot(), texts, order)
            parts.append(shown)
        await reply(message, joined(parts, "\n\n"), buttons)

    async def _list(
        self, bot: Bot, texts: Messages, order: Order, number: int = 1
    ) -> tuple[RichText, InlineKeyboardMarkup | None]:
        rule = order.rule
        if rule is Rule.ALLOWED and not self._access.is_limited:
            return everybody_allowed(texts), None
        every = listed(self._access.by_operator(rule), await self._access.by_admins(rule))
        page = Page.of(every, number, PER_PAGE)
        names = await _names(bot, (one.chat_id for one in page.items))
        shown = AccessPage(order, page, len(every), names)
        return access_list(texts, shown, self._zone), access_keyboard(texts, order, page)


async def _names(bot: Bot, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of people and chats by id, of those that Telegram tells the bot of."""

    async def name(chat_id: int) -> tuple[int, str]:
        try:
            chat = await bot.get_chat(chat_id)
        except TelegramError:
            return chat_id, ""
        username = chat.username and f"@{chat.username}"
        return chat_id, " ".join(filter(None, (chat.effective_name, username)))

    return dict(await asyncio.gather(*map(name, ids)))


def _number(words: list[str]) -> int | None:
    """Return the Telegram ID that a command begins with, None if it begins with anything else."""
    is_number = bool(words and _ID.fullmatch(words[0])) and 0 < abs(int(words[0])) <= MAX_NUMBER
    return int(words[0]) if is_number else None


def _reason(words: list[str]) -> str:
    return shortened(" ".join(words), MAX_REASON)


async def _tell(
    message: Message,
    texts: Messages,
    words: RichText,
    keyboard: InlineKeyboardMarkup | None = None,
) -> None:
    """Answer an admin in private, wherever they wrote; a group is shown no more than the way."""
    if message.chat.type == ChatType.PRIVATE:
        await reply(message, words, keyboard)
        return
    admin = message.from_user.id if message.from_user else 0
    try:
        await message.get_bot().send_message(admin, words.markup, reply_markup=keyboard)
    except TelegramError as error:
        _LOGGER.info("admin %d not told in private: %s", admin, error)
        await refer_to_private(message, texts)


def _replied_in_group(message: Message) -> bool:
    """Return True for a reply in a group; each message of a topic replies to its beginning."""
    replied = message.reply_to_message
    is_group = message.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}
    return bool(is_group and replied and not replied.forum_topic_created)


def _writer(message: Message | None) -> int | None:
    """Return the id of whoever wrote a message in a group, None for the group itself."""
    if message is None or message.sender_chat == message.chat:
        return None
    author = message.sender_chat or message.from_user
    return author.id if author else None


def _author(message: Message | None) -> int | None:
    """Return the id of whoever wrote a message before it was forwarded, if Telegram says it.

    A message in private that was not forwarded counts if the bot wrote it.
    """
    match message.forward_origin if message else None:
        case MessageOriginUser(sender_user=user):
            return user.id
        case MessageOriginChat(sender_chat=chat) | MessageOriginChannel(chat=chat):
            return chat.id
        case None if message and message.from_user and message.from_user.is_bot:
            return message.from_user.id
    return None


def _author_name(message: Message | None) -> str:
    """Return the name of whoever wrote a message, or did before it was forwarded."""
    match message.forward_origin if message else None:
        case MessageOriginUser(sender_user=user):
            return user.full_name
        case MessageOriginChat(sender_chat=chat) | MessageOriginChannel(chat=chat):
            return chat.effective_name or ""
    if message and message.sender_chat:
        return message.sender_chat.effective_name or ""
    return message.from_user.full_name if message and message.from_user else ""


def _log(admin: int | None, chat_id: int, state: str, outcome: Outcome) -> None:
    """Log a decision, as the journal does not keep whose it was."""
    if outcome is Outcome.DONE:
        _LOGGER.info("by admin %d, %d is %s", admin, chat_id, state)
