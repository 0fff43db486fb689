"""/settings, for a chat's admins or a person in private, and /language, for everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.journal.journal import Journal
from bot.journal.policy_store import PolicyStore
from bot.messages import Messages, messages
from bot.policy import Policy, Trigger, changed, in_force
from bot.telegram.callback_data import CallbackData, LanguageButton, SetButton
from bot.telegram.handlers import Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.replies import language, language_with, reply, texts_for
from bot.telegram.keyboards import button
from bot.telegram.menus import MENU_LANGUAGES, publish_for
from bot.views.markup import RichText, text
from bot.views.policy import (
    PolicyOption,
    group_admins_only,
    language_options,
    language_text,
    privacy_mode_hint,
    saved,
    settings_of,
    settings_text,
)


class PolicyHandlers:
    """Shows how a chat is set, and sets it."""

    def __init__(self, policies: PolicyStore, journal: Journal) -> None:
        self._policies = policies
        self._journal = journal

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the commands and of their buttons."""
        new = filters.UpdateType.MESSAGE
        return [
            CommandHandler("settings", self.settings, filters=new),
            CommandHandler("language", self.language, filters=new),
            router.handler(SetButton, self.choose),
            router.handler(LanguageButton, self.choose_language),
        ]

    @property
    def beside(self) -> list[Handler]:
        """What is done for a newcomer beside greeting them."""
        new = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
        return [CommandHandler("start", self.welcome, filters=new)]

    async def welcome(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Give a menu of their own to those whose language no common menu speaks."""
        if update.message and language(update) not in MENU_LANGUAGES.values():
            chat = update.message.chat
            await publish_for(update.message.get_bot(), chat.id, language(update))

    async def settings(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show how the chat is set to whoever may set it."""
        message, texts = update.message, texts_for(update)
        if not message:
            return
        if _is_group(message.chat) and not await _is_by_admin(message):
            await reply(message, text(group_admins_only(texts)))
            return
        policy = await self._policies.of(message.chat_id)
        await reply(message, *await self._panel(texts, message, policy))

    async def choose(self, request: CallbackRequest[SetButton]) -> None:
        """Set one thing, and show how the chat is set now."""
        message, person = request.query.message, request.query.from_user
        if not isinstance(message, Message):
            await request.show_expired()
            return
        if _is_group(message.chat) and not await _runs(message, person.id):
            await request.show_toast(group_admins_only(request.reader.texts))
            return
        field = request.data.field
        if policy := await self._set(message.chat_id, field, request.data.value):
            texts = await self._from_now_on(message.chat, person)
            await request.show(*await self._panel(texts, message, policy), saved(texts))
            if field == "language" and not _is_group(message.chat):
                await publish_for(message.get_bot(), message.chat_id, policy.language)
        else:
            await request.show_toast()

    async def language(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the languages; in a group, where many see it, none is marked as chosen."""
        message, texts = update.message, texts_for(update)
        if message:
            chosen = None if _is_group(message.chat) else in_force.get().language or ""
            await reply(message, language_text(texts), _languages(texts, chosen))

    async def choose_language(self, request: CallbackRequest[LanguageButton]) -> None:
        """Speak with a person in the language they want, wherever they write."""
        message, person = request.query.message, request.query.from_user
        policy = await self._set(person.id, "language", request.data.language)
        if policy is None or message is None:
            await request.show_toast()
            return
        texts = await self._from_now_on(message.chat, person)
        if _is_group(message.chat):
            await request.show_toast(saved(texts))
            return
        chosen = policy.language or ""
        await request.show(language_text(texts), _languages(texts, chosen), saved(texts))
        await publish_for(request.query.get_bot(), person.id, policy.language)

    async def _set(self, chat_id: int, field: str, value: str) -> Policy | None:
        """Set one thing; None where there is no such thing, or it is set so already."""
        before = await self._policies.of(chat_id)
        policy = changed(before, field, value)
        if policy is None or policy == before:
            return None
        await self._policies.keep(chat_id, policy, field)
        return await self._policies.of(chat_id)

    async def _from_now_on(self, chat: Chat, person: User) -> Messages:
        """Put in force what was just set, and go on in the language that follows from it."""
        in_force.set(await self._policies.in_force(chat.id, person.id))
        return messages(language_with(person))

    async def _panel(
        self, texts: Messages, message: Message, policy: Policy
    ) -> tuple[RichText, InlineKeyboardMarkup]:
        settings = settings_of(texts, policy, is_group=_is_group(message.chat))
        is_deaf = policy.trigger is Trigger.QUESTION and not await self._hears_all(message)
        hint = privacy_mode_hint(texts) if is_deaf else ""
        rows = [
            row
            for setting in settings
            for row in _rows(partial(SetButton, setting.field), setting.options, setting.chosen)
        ]
        return settings_text(texts, settings, hint=hint), InlineKeyboardMarkup(rows)

    async def _hears_all(self, message: Message) -> bool:
        """Whether Telegram hands the bot every message of a group."""
        if message.get_bot().can_read_all_group_messages:
            return True
        return await self._journal.chat_status(message.chat_id) == ChatMemberStatus.ADMINISTRATOR


def _is_group(chat: Chat) -> bool:
    return chat.type != ChatType.PRIVATE


async def _runs(message: Message, user_id: int) -> bool:
    """Whether somebody is an admin of a group; Telegram tells every member who they are."""
    return user_id in {admin.user.id for admin in await message.chat.get_administrators()}


async def _is_by_admin(message: Message) -> bool:
    """Whether an admin of its group wrote a message; who writes in its own name is one."""
    if message.sender_chat:
        return message.sender_chat == message.chat
    return message.from_user is not None and await _runs(message, message.from_user.id)


def _languages(texts: Messages, chosen: str | None) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(_rows(LanguageButton, language_options(texts), chosen))


def _rows(
    data: Callable[[str], CallbackData], options: Sequence[PolicyOption], chosen: str | None
) -> list[list[InlineKeyboardButton]]:
    """Return options as rows of buttons; one that means none of the others has its own row."""
    buttons = [
        button(f"✓ {one.label}" if one.value == chosen else one.label, data(one.value))
        for one in options
    ]
    return [buttons[:1], buttons[1:]] if options[0].value == "" else [buttons]
