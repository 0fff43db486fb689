"""The people and chats that may use the bot: by the operator's settings, and by its admins."""

from __future__ import annotations

import logging

from bot.access import Decision, Outcome, Rule
from bot.journal.access_store import AccessStore
from bot.settings import Settings

_VARIABLES = {Rule.BLOCKED: "BOT_BLOCKED_IDS", Rule.ALLOWED: "BOT_ALLOWED_CHATS"}

_LOGGER = logging.getLogger(__name__)


class Access:
    """Tells who may use the bot, and takes decisions about it.

    What the operator has set can be added to, not taken back. Admins are blocked by the operator
    alone, and chats are allowed one by one only where the operator has begun to.
    """

    def __init__(self, settings: Settings, store: AccessStore) -> None:
        self._set = {Rule.BLOCKED: settings.blocked_ids, Rule.ALLOWED: settings.allowed_chats}
        self._admin_ids = settings.admin_ids
        self._store = store
        self._moved: dict[int, int] = {}

    @property
    def is_limited(self) -> bool:
        """True if the bot serves only chats that are allowed."""
        return bool(self._set[Rule.ALLOWED])

    def by_operator(self, rule: Rule) -> list[int]:
        """Return the ids that the operator has set, in order."""
        return sorted(self._set[rule])

    async def by_admins(self, rule: Rule) -> list[Decision]:
        """Return the decisions of admins, the latest first, but not those the operator made."""
        decisions = (await self._store.decisions()).values()
        return [one for one in decisions if self._is_decided(one.chat_id, rule, one)]

    async def applies(self, rule: Rule, *ids: int | None) -> bool:
        """Return True if a rule applies to a person or a chat among these."""
        known = {one for one in ids if one is not None}
        known |= {self._moved[one] for one in known if one in self._moved}
        if not known.isdisjoint(self._set[rule]):
            return True
        decisions = await self._store.decisions()
        return any(self._is_decided(one, rule, decisions.get((one, rule))) for one in known)

    def _is_decided(self, chat_id: int, rule: Rule, decision: Decision | None) -> bool:
        """Return True for a decision by a rule that adds something to what the operator set."""
        if decision is None or decision.rule is not rule or chat_id in self._set[rule]:
            return False
        return rule is Rule.ALLOWED or chat_id not in self._admin_ids

    async def decide(self, chat_id: int, rule: Rule, reason: str = "") -> Outcome:
        """Block or allow a person or a chat.

        Raises:
            SQLAlchemyError: The journal cannot be written.
            ClosedError: It is not open.
        """
        if chat_id in self._set[rule]:
            return Outcome.BY_OPERATOR
        if rule is Rule.BLOCKED and chat_id in self._admin_ids:
            return Outcome.IS_ADMIN
        if rule is Rule.ALLOWED and not self.is_limited:
            return Outcome.IS_UNLIMITED
        decision = (await self._store.decisions()).get((chat_id, rule))
        if decision and reason in {"", decision.reason}:
            return Outcome.UNCHANGED
        await self._store.keep(chat_id, rule, reason)
        return Outcome.DONE

    async def revoke(self, chat_id: int, rule: Rule) -> Outcome:
        """Take back that a person or a chat is blocked or allowed.

        Raises:
            SQLAlchemyError: The journal cannot be written.
            ClosedError: It is not open.
        """
        if chat_id in self._set[rule]:
            return Outcome.BY_OPERATOR
        return Outcome.DONE if await self._store.revoke(chat_id, rule) else Outcome.UNCHANGED

    async def follow_move(self, old_id: int, new_id: int) -> None:
        """Apply what applies to a group to the supergroup that it has become."""
        for rule, variable in _VARIABLES.items():
            if not await self.applies(rule, old_id) or await self.applies(rule, new_id):
                continue
            self._moved[new_id] = old_id
            if old_id in self._set[rule]:
                _LOGGER.warning(
                    "chat %d has become %d: change it in %s before the next start",
                    *(old_id, new_id, variable),
                )
