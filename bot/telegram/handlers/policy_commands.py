"""/settings, for the admins of a group or a person in private, and /language, for everybody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from telegram import Bot, Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.journal.chat_store import ChatStore
from bot.journal.policy_store import PolicyStore
from bot.messages import Language, Messages, messages
from bot.policy import WHOLE_CHAT, Audience, Policy, Trigger, changed, in_force
from bot.service.collections import Collections
from bot.telegram.callback_data import (
    CallbackData,
    LanguageButton,
    SetButton,
    SettingButton,
)
from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.language import language_for, texts_for
from bot.telegram.handlers.private_answers import PrivateAnswers
from bot.telegram.handlers.topics import topic_of
from bot.telegram.keyboards import back_button, button
from bot.telegram.menus import MENU_LANGUAGES, publish_for, publish_for_group
from bot.views.markup import RichText, text
from bot.views.policy import (
    PER_ROW,
    PolicyField,
    PolicyOption,
    collection_setting,
    group_admins_only,
    language_options,
    language_text,
    privacy_mode_hint,
    private_answers_hint,
    saved,
    setting_label,
    setting_text,
    settings_of,
    settings_text,
)


class PolicyHandlers:
    """Shows and changes the policies of chats and people.

    Args:
        policies: The policies.
        chats: The chats that the bot is in.
        collections: The collections to choose from.
        private: Shows the settings of a group to whoever asks alone.
        admin_ids: Ids of the bot's admins, who have a menu of their own.
    """

    def __init__(
        self,
        policies: PolicyStore,
        chats: ChatStore,
        collections: Collections,
        private: PrivateAnswers,
        admin_ids: Collection[int] = (),
    ) -> None:
        self._private = private
        self._policies = policies
        self._chats = chats
        self._collections = collections
        self._admin_ids = admin_ids

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the commands and of their buttons."""
        return [
            CommandHandler("settings", self.settings, filters=TYPED),
            CommandHandler("language", self.language, filters=TYPED),
            router.handler(SettingButton, self.show_setting),
            router.handler(SetButton, self.choose),
            router.handler(LanguageButton, self.choose_language),
        ]

    @property
    def start_handlers(self) -> list[Handler]:
        """The handler that sets the menu of newcomers; others greet them."""
        private = TYPED & filters.ChatType.PRIVATE
        return [CommandHandler("start", self.set_menu, filters=private)]

    async def set_menu(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Set a menu for an admin, or for a person whose language has no common one."""
        message, language = update.message, language_for(update.effective_user)
        if not message:
            return
        is_common = language in MENU_LANGUAGES.values()
        chosen = in_force.get().language or (None if is_common else language)
        if message.chat_id in self._admin_ids or not is_common:
            await self._publish(message.get_bot(), message.chat_id, chosen)

    async def settings(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the settings of the chat to those who may change them."""
        message, texts = update.message, texts_for(update)
        if not message:
            return
        if _is_group(message.chat) and not await _is_by_admin(message):
            await self._private.reply(message, text(group_admins_only(texts)))
            return
        policy = await self._policies.of(message.chat_id)
        await self._private.reply(message, *await self._panel(texts, message, policy))

    async def show_setting(self, request: CallbackRequest[SettingButton]) -> None:
        """Show the values of a setting, or all settings, to those who may change them."""
        message = await self._changeable(request)
        if message is None:
            return
        texts, policy = request.reader.texts, await self._policies.of(message.chat_id)
        settings = await self._settings(texts, message, policy)
        chosen = next((one for one in settings if one.field == request.data.field), None)
        if chosen is None:
            await request.show(*await self._panel(texts, message, policy))
            return
        rows = _rows(
            partial(SetButton, chosen.field), chosen.options, chosen.chosen, chosen.per_row
        )
        rows.append([back_button(texts, SettingButton())])
        await request.show(setting_text(chosen), InlineKeyboardMarkup(rows))

    async def choose(self, request: CallbackRequest[SetButton]) -> None:
        """Change a setting of the chat, and show the new settings."""
        message, person = await self._changeable(request), request.query.from_user
        if message is None:
            return
        field, value = request.data.field, request.data.value
        if field == "collection":
            policy = await self._set_collection(message, value)
        else:
            policy = await self._set(message.chat_id, field, value)
        if policy:
            texts = await self._put_in_force(message.chat, person)
            await request.show(*await self._panel(texts, message, policy), saved(texts))
            if field == "language" and not _is_group(message.chat):
                await self._publish(message.get_bot(), message.chat_id, policy.language)
            if field == "answers" and _is_group(message.chat):
                is_private = policy.answers is Audience.ASKER
                await publish_for_group(message.get_bot(), message.chat_id, is_private=is_private)
        else:
            await request.show_toast()

    async def _changeable(self, request: CallbackRequest[CallbackData]) -> Message | None:
        """Return the message with the settings, or None with a toast if they are not theirs."""
        message, person = request.query.message, request.query.from_user
        if not isinstance(message, Message):
            await request.show_expired()
            return None
        if _is_group(message.chat) and not await _is_admin(message, person.id):
            await request.show_toast(group_admins_only(request.reader.texts))
            return None
        return message

    async def language(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the languages; in a group, which many see, none is marked as chosen."""
        message, texts = update.message, texts_for(update)
        if message:
            chosen = None if _is_group(message.chat) else in_force.get().language or ""
            keyboard = _language_keyboard(texts, chosen)
            await self._private.reply(message, language_text(texts), keyboard)

    async def choose_language(self, request: CallbackRequest[LanguageButton]) -> None:
        """Set a person's language, in all chats."""
        message, person = request.query.message, request.query.from_user
        policy = await self._set(person.id, "language", request.data.language)
        if policy is None or message is None:
            await request.show_toast()
            return
        texts = await self._put_in_force(message.chat, person)
        if _is_group(message.chat):
            await request.show_toast(saved(texts))
            return
        chosen = policy.language or ""
        await request.show(language_text(texts), _language_keyboard(texts, chosen), saved(texts))
        await self._publish(request.query.get_bot(), person.id, policy.language)

    async def _publish(self, bot: Bot, chat_id: int, language: Language | None) -> None:
        await publish_for(bot, chat_id, language, is_admin=chat_id in self._admin_ids)

    async def _set(self, chat_id: int, field: str, value: str) -> Policy | None:
        """Set a field; return the new policy, or None if it is unchanged or the value unknown."""
        before = await self._policies.of(chat_id)
        policy = changed(before, field, value)
        if policy is None or policy == before:
            return None
        await self._policies.keep(chat_id, policy, field)
        return await self._policies.of(chat_id)

    async def _set_collection(self, message: Message, key: str) -> Policy | None:
        """Choose a collection for a message's topic, or its chat; return None if nothing changes.

        An empty key undoes the choice of a topic. One that is not open there cannot be chosen.
        """
        topic, options = topic_of(message), self._collections.open_to(message.chat_id)
        is_undone = topic != WHOLE_CHAT and not key
        if not is_undone and key not in {one.info.key for one in options}:
            return None
        before = await self._policies.of(message.chat_id)
        policy = before.choosing(topic, key)
        if policy == before:
            return None
        await self._policies.keep(message.chat_id, policy, "collections")
        self._collections.put_in_force(message.chat_id, policy.collection(topic))
        return policy

    async def _put_in_force(self, chat: Chat, person: User) -> Messages:
        """Put the changed policy in force, and return the catalogue of its language."""
        in_force.set(await self._policies.in_force(chat.id, person.id))
        return messages(language_for(person))

    async def _panel(
        self, texts: Messages, message: Message, policy: Policy
    ) -> tuple[RichText, InlineKeyboardMarkup]:
        """Return the message and the keyboard of /settings."""
        settings = await self._settings(texts, message, policy)
        hint = await self._hint(texts, message, policy)
        rows = [
            [button(setting_label(texts, setting), SettingButton(setting.field))]
            for setting in settings
        ]
        return settings_text(texts, settings, hint=hint), InlineKeyboardMarkup(rows)

    async def _settings(
        self, texts: Messages, message: Message, policy: Policy
    ) -> list[PolicyField]:
        """Return the settings of a message's chat or topic."""
        can_be_private = await self._private.are_known(message)
        settings = settings_of(
            texts, policy, is_group=_is_group(message.chat), can_be_private=can_be_private
        )
        return settings + self._collection_setting(texts, message, policy)

    async def _hint(self, texts: Messages, message: Message, policy: Policy) -> str:
        """Return what the bot must be an admin for, if the policy asks for it."""
        hints = []
        if policy.trigger is Trigger.QUESTION and not await self._receives_all(message):
            hints.append(privacy_mode_hint(texts))
        is_private = policy.answers is Audience.ASKER and _is_group(message.chat)
        if is_private and not await self._chats.is_admin(message.chat_id):
            hints.append(private_answers_hint(texts))
        return "\n".join(hints)

    def _collection_setting(
        self, texts: Messages, message: Message, policy: Policy
    ) -> list[PolicyField]:
        """Return the choice of a collection, where there is more than one to choose from."""
        options = [one.info for one in self._collections.open_to(message.chat_id)]
        if len(options) < 2:
            return []
        topic = topic_of(message)
        chosen = dict(policy.collections).get(topic, "") if topic != WHOLE_CHAT else None
        return [collection_setting(texts, self._collections.in_force.info, options, chosen)]

    async def _receives_all(self, message: Message) -> bool:
        """Return True if Telegram sends the bot every message of a group."""
        if message.get_bot().can_read_all_group_messages:
            return True
        return await self._chats.status(message.chat_id) == ChatMemberStatus.ADMINISTRATOR


def _is_group(chat: Chat) -> bool:
    return chat.type != ChatType.PRIVATE


async def _is_admin(message: Message, user_id: int) -> bool:
    """Return True if somebody is an admin of a message's group."""
    return user_id in {admin.user.id for admin in await message.chat.get_administrators()}


async def _is_by_admin(message: Message) -> bool:
    """Return True if an admin wrote a message, in their own name or in the group's."""
    if message.sender_chat:
        return message.sender_chat == message.chat
    return message.from_user is not None and await _is_admin(message, message.from_user.id)


def _language_keyboard(texts: Messages, chosen: str | None) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(_rows(LanguageButton, language_options(texts), chosen))


def _rows(
    data: Callable[[str], CallbackData],
    options: Sequence[PolicyOption],
    chosen: str | None,
    per_row: int = PER_ROW,
) -> list[list[InlineKeyboardButton]]:
    """Return options as rows of buttons; one that means none of the others has its own row."""
    buttons = [
        button(f"✓ {one.label}" if one.value == chosen else one.label, data(one.value))
        for one in options
    ]
    alone = 1 if options[0].value == "" else 0
    others = range(alone, len(buttons), per_row)
    return [*([buttons[:1]] * alone), *(buttons[at : at + per_row] for at in others)]
