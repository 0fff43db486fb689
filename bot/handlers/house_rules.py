"""What holds where an update comes from: its chat's policy, and whose taps count there."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import (
    ApplicationHandlerStop,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.handlers import Handler
from bot.handlers.replies import texts_for
from bot.journal.journal import Journal
from bot.journal.policies import Policies
from bot.panels import asker_only
from bot.policy import Taps, in_force


class HouseRules:
    """Puts policies in force, and takes them along where a group becomes a supergroup."""

    def __init__(self, policies: Policies, journal: Journal) -> None:
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
        """Put in force what the chat and the person have set.

        Raises:
            ApplicationHandlerStop: It is a tap by somebody whose taps do not count.
        """
        message, user = update.effective_message, update.effective_user
        # Who writes in a group's own name shares a number with all who do.
        person = None if message and message.sender_chat and not update.callback_query else user
        chat = None if update.guest_message else update.effective_chat
        policy = await self._policies.in_force(
            chat.id if chat else None, person.id if person else None
        )
        in_force.set(policy)
        if update.callback_query and not await self._may_tap(update):
            await update.callback_query.answer(asker_only(texts_for(update)))
            raise ApplicationHandlerStop

    async def moved(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take along what the group had set."""
        message = update.effective_message
        if not message:
            return
        before = message.migrate_from_chat_id or message.chat_id
        after = message.migrate_to_chat_id or message.chat_id
        await self._policies.move(before, after)
        await self._journal.note_move(before, after)

    async def _may_tap(self, update: Update) -> bool:
        """Whether a tap counts: where only the asker's do, somebody else's on an answer do not."""
        message, user = update.effective_message, update.effective_user
        if in_force.get().taps is Taps.ANYONE or not message or not user:
            return True
        if message.chat.type == ChatType.PRIVATE:
            return True
        asked = await self._journal.answered_by(message.chat_id, message.message_id)
        return asked is None or asked.user_id in {None, user.id}
