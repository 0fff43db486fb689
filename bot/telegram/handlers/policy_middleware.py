"""The policy of an update, put in force before its handler runs, and kept when a chat moves.

With the policy goes the collection that it chooses, or the topic that the update is in, and
whether an admin caused the update.
"""

from __future__ import annotations

from collections.abc import Collection

from telegram import Update, User
from telegram.constants import ChatType
from telegram.ext import ContextTypes, MessageHandler, TypeHandler, filters

from bot.journal.chat_store import ChatStore
from bot.journal.policy_store import PolicyStore
from bot.messages import language_of
from bot.policy import by_admin, in_force
from bot.service.collections import Collections
from bot.telegram.handlers import Handler
from bot.telegram.handlers.senders import is_by_admin
from bot.telegram.handlers.topics import topic_of


class PolicyMiddleware:
    """Puts policies and collections in force, and keeps them when a group becomes a supergroup."""

    def __init__(
        self,
        policies: PolicyStore,
        chats: ChatStore,
        collections: Collections,
        admin_ids: Collection[int],
    ) -> None:
        self._policies = policies
        self._chats = chats
        self._collections = collections
        self._admin_ids = admin_ids

    @property
    def handlers(self) -> list[Handler]:
        """The handler of every update, to run before all others."""
        return [TypeHandler(Update, self.prepare)]

    @property
    def moving(self) -> list[Handler]:
        """The handler of the service messages that Telegram sends to the old and the new chat."""
        return [MessageHandler(filters.StatusUpdate.MIGRATE, self.moved)]

    async def prepare(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Put the policy of the chat and the person in force."""
        message, user = update.effective_message, update.effective_user
        # All who write in the name of a group or channel share one user id.
        person = None if message and message.sender_chat and not update.callback_query else user
        chat = None if update.guest_message else update.effective_chat
        chat_id, person_id = chat.id if chat else None, person.id if person else None
        policy = await self._policies.in_force(chat_id, person_id)
        in_force.set(policy)
        by_admin.set(is_by_admin(update, self._admin_ids))
        if person and chat and chat.type == ChatType.PRIVATE:
            await self._note_language(person)
        chosen = policy.collection(topic_of(message))
        if update.guest_message:  # The whole chat sees the answer.
            self._collections.put_in_force(person_id, chosen, update.guest_message.chat_id)
        elif update.callback_query and chat_id is None:
            # The message is in a chat unknown to the bot, which sees what the button shows;
            # the router puts the collection in force that the message is from.
            self._collections.put_in_force(None, chosen)
        else:
            self._collections.put_in_force(person_id if chat_id is None else chat_id, chosen)

    async def _note_language(self, person: User) -> None:
        """Store the language of an admin's client, for what they are told later."""
        if person.id in self._admin_ids and person.language_code:
            await self._chats.note_language(person.id, language_of(person.language_code))

    async def moved(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Move the group's policy and membership to its new id."""
        message = update.effective_message
        if not message:
            return
        old_id = message.migrate_from_chat_id or message.chat_id
        new_id = message.migrate_to_chat_id or message.chat_id
        await self._chats.move(old_id, new_id)
