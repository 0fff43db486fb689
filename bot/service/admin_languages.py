"""The language in which an admin is told what they have not asked for."""

from __future__ import annotations

from bot.journal.chat_store import ChatStore
from bot.journal.policy_store import PolicyStore
from bot.messages import Language
from bot.settings import terminal_language


class AdminLanguages:
    """The languages of the admins, for alerts and reports."""

    def __init__(self, policies: PolicyStore, chats: ChatStore) -> None:
        self._policies = policies
        self._chats = chats

    async def of(self, admin: int) -> Language:
        """Return the language that an admin has set, else their client's, else this process's."""
        policy = await self._policies.in_force(admin, admin)
        return policy.language or await self._chats.language(admin) or terminal_language()
