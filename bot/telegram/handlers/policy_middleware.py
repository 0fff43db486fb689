"""What holds where an update comes from: its chat's policy, which moves with its chat."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes, MessageHandler, TypeHandler, filters

from bot.journal.journal import Journal
from bot.journal.policy_store import PolicyStore
from bot.policy import in_force
from bot.telegram.handlers import Handler


class PolicyMiddleware:
    """Puts policies in force, and takes them along where a group becomes a supergroup."""

    def __init__(self, policies: PolicyStore, journal: Journal) -> None:
        self._policies = policies
        self._journal = journal

    @property
    def handlers(self) -> list[Handler]:
        """Looks at every update before the features do."""
        return [TypeHandler(Update, self.prepare)]

    @property
    def moving(self) -> list[Handler]:
        """What Telegram says when a group has become a supergroup, in the old and in the new."""
        return [MessageHandler(filters.StatusUpdate.MIGRATE, self.moved)]

    async def prepare(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Put in force what the chat and the person have set."""
        message, user = update.effective_message, update.effective_user
        # Who writes in a group's own name shares a number with all who do.
        person = None if message and message.sender_chat and not update.callback_query else user
        chat = None if update.guest_message else update.effective_chat
        policy = await self._policies.in_force(
            chat.id if chat else None, person.id if person else None
        )
        in_force.set(policy)

    async def moved(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take along what the group had set."""
        message = update.effective_message
        if not message:
            return
        before = message.migrate_from_chat_id or message.chat_id
        after = message.migrate_to_chat_id or message.chat_id
        await self._policies.move(before, after)
        await self._journal.note_move(before, after)
