"""/settings, for a chat's admins or a person in private, and /language, for everybody."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import (
    CallbackQuery,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    Update,
)
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, filters

from bot.buttons import Press
from bot.handlers import Handler
from bot.handlers.replies import reply, texts_for
from bot.journal.journal import Journal
from bot.journal.policies import Policies
from bot.keyboards import button
from bot.markup import Piece, text
from bot.menus import publish_for
from bot.panels import (
    Option,
    group_admins_only,
    language_options,
    language_text,
    privacy_mode_hint,
    saved,
    settings_of,
    settings_text,
)
from bot.policy import Policy, Trigger, changed, in_force

_RUNNING = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


class ChatSettings:
    """Shows how a chat is set, and sets it."""

    def __init__(self, policies: Policies, journal: Journal) -> None:
        self._policies = policies
        self._journal = journal

    @property
    def handlers(self) -> list[Handler]:
        """The commands, and the buttons of what they show."""
        new = filters.UpdateType.MESSAGE
        return [
            CommandHandler("settings", self.settings, filters=new),
            CommandHandler("language", self.language, filters=new),
            CallbackQueryHandler(self.choose, pattern=r"^set:\w+:[\w-]*$"),
            CallbackQueryHandler(self.choose_language, pattern=r"^language:[\w-]*$"),
        ]

    async def settings(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show how the chat is set to whoever may set it."""
        message = update.message
        if not message:
            return
        is_group = message.chat.type != ChatType.PRIVATE
        if is_group and not await _is_by_admin(message):
            await reply(message, text(group_admins_only(texts_for(update))))
            return
        policy = await self._policies.of(message.chat_id)
        await reply(message, *await self._panel(update, message, policy))

    async def choose(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Set one thing, and show how the chat is set now."""
        query = update.callback_query
        message = query.message if query else None
        if not query or not query.data or not isinstance(message, Message):
            return
        is_group = message.chat.type != ChatType.PRIVATE
        if is_group and not await _runs(message, query.from_user.id):
            await query.answer(group_admins_only(texts_for(update)), show_alert=True)
            return
        field, value = Press.read(query.data).arguments
        before = await self._policies.of(message.chat_id)
        policy = changed(before, field, value)
        if policy is None or policy == before:
            await query.answer()
            return
        await self._policies.keep(message.chat_id, policy)
        await self._go_on(query, message.chat)
        await query.answer(saved(texts_for(update)))
        piece, keyboard = await self._panel(update, message, policy)
        await query.edit_message_text(piece.markup, reply_markup=keyboard)

    async def language(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the languages."""
        if update.message:
            texts = texts_for(update)
            await reply(update.message, language_text(texts), self._languages(update))

    async def choose_language(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Speak with a person in the language they want, wherever they write."""
        query = update.callback_query
        if not query or not query.data:
            return
        person, value = query.from_user.id, Press.read(query.data).arguments[0]
        before = await self._policies.of(person)
        policy = changed(before, "language", value)
        if policy is None or policy == before:
            await query.answer()
            return
        await self._policies.keep(person, policy)
        chat = update.effective_chat
        await self._go_on(query, chat)
        await query.answer(saved(texts_for(update)))
        if chat and chat.type == ChatType.PRIVATE:
            piece = language_text(texts_for(update))
            keyboard = self._languages(update)
            await query.edit_message_text(piece.markup, reply_markup=keyboard)

    async def _go_on(self, query: CallbackQuery, chat: Chat | None) -> None:
        """Go on as was just set; in private the menu speaks the same language."""
        policy = await self._policies.in_force(chat.id if chat else None, query.from_user.id)
        in_force.set(policy)
        if chat and chat.type == ChatType.PRIVATE:
            await publish_for(query.get_bot(), chat.id, policy.language)

    def _languages(self, update: Update) -> InlineKeyboardMarkup:
        """The languages; in a group, where many see it, none is marked as chosen."""
        is_private = update.effective_chat and update.effective_chat.type == ChatType.PRIVATE
        chosen = (in_force.get().language or "") if is_private else None
        return InlineKeyboardMarkup(_rows("language", language_options(texts_for(update)), chosen))

    async def _panel(
        self, update: Update, message: Message, policy: Policy
    ) -> tuple[Piece, InlineKeyboardMarkup]:
        texts, is_group = texts_for(update), message.chat.type != ChatType.PRIVATE
        settings = settings_of(texts, policy, is_group=is_group)
        is_deaf = policy.trigger is Trigger.QUESTION and not await self._hears_all(message)
        hint = privacy_mode_hint(texts) if is_deaf else ""
        rows = [
            row
            for setting in settings
            for row in _rows(f"set:{setting.field}", setting.options, setting.chosen)
        ]
        return settings_text(texts, settings, hint=hint), InlineKeyboardMarkup(rows)

    async def _hears_all(self, message: Message) -> bool:
        """Whether Telegram hands the bot every message of a group."""
        if message.get_bot().can_read_all_group_messages:
            return True
        return await self._journal.chat_status(message.chat_id) == ChatMemberStatus.ADMINISTRATOR


async def _runs(message: Message, user_id: int) -> bool:
    """Whether somebody is an admin of a group."""
    member = await message.chat.get_member(user_id)
    return member.status in _RUNNING


async def _is_by_admin(message: Message) -> bool:
    """Whether an admin of its group wrote a message; who writes in its own name is one."""
    if message.sender_chat:
        return message.sender_chat == message.chat
    return message.from_user is not None and await _runs(message, message.from_user.id)


def _rows(
    start: str, options: Sequence[Option], chosen: str | None
) -> list[list[InlineKeyboardButton]]:
    """Options as buttons; of many the first, which means none of the others, stands alone."""
    buttons = [
        button(f"✓ {one.label}" if one.value == chosen else one.label, _press(start, one))
        for one in options
    ]
    return [buttons[:1], buttons[1:]] if options[0].value == "" else [buttons]


def _press(start: str, option: Option) -> Press:
    return Press.of(*start.split(":"), option.value)
