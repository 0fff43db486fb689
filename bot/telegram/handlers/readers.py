"""How somebody wants to read, and whose taps count, by the policy that is in force."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import CallbackQuery, Update
from telegram.constants import ChatType

from bot.journal.journal import Journal
from bot.messages import Language, Messages, messages
from bot.policy import ButtonAccess, in_force
from bot.telegram.handlers.replies import language
from retrieval.answer.answer import DEFAULT_QUOTATIONS
from retrieval.text.script import Display


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a message is for: their language and characters, and how many quotations at once.

    `is_shared` says whether the bot can be asked from other chats as well (inline mode).
    """

    language: Language
    username: str
    display: Display = Display.PRINTED
    quotations: int = DEFAULT_QUOTATIONS
    is_shared: bool = True

    @property
    def texts(self) -> Messages:
        """What is said to them, in their language."""
        return messages(self.language)


class Preferences:
    """What a chat, or a person in private, has set."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def reader(self, update: Update) -> Reader:
        """Whoever caused an update, as a reader."""
        me, policy = update.get_bot(), in_force.get()
        return Reader(
            language(update),
            me.username,
            policy.display,
            policy.quotations,
            is_shared=bool(me.supports_inline_queries),
        )

    async def may_tap(self, query: CallbackQuery) -> bool:
        """Whether somebody may use a button; where only askers may, on answers to others no."""
        message = query.message
        if in_force.get().taps is ButtonAccess.ANYONE or not message:
            return True
        if message.chat.type == ChatType.PRIVATE:
            return True
        asked = await self._journal.answered_by(message.chat.id, message.message_id)
        return asked is None or asked.user_id in {None, query.from_user.id}
