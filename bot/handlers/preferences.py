"""How somebody wants to read, and whose taps count: the defaults, until somebody sets them."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import CallbackQuery, Update

from bot.handlers.replies import language
from bot.messages import Language, Messages, messages
from retrieval.answer import QUOTED
from retrieval.script import Display


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a message is for: their language and characters, and how many quotations at once.

    `is_shared` says whether the bot can be asked from other chats as well (inline mode).
    """

    language: Language
    username: str
    display: Display = Display.PRINTED
    quotations: int = QUOTED
    is_shared: bool = True

    @property
    def texts(self) -> Messages:
        """What is said to them, in their language."""
        return messages(self.language)


class Preferences:
    """What holds where nobody has set anything else."""

    async def reader(self, update: Update) -> Reader:
        """Whoever caused an update, as a reader."""
        me = update.get_bot()
        return Reader(language(update), me.username, is_shared=bool(me.supports_inline_queries))

    async def may_tap(self, query: CallbackQuery) -> bool:  # noqa: ARG002 - what others decide by
        """Whether somebody may use a button: anyone in the chat may."""
        return True
