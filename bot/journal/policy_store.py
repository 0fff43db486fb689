"""Storage of the policies that chats and people have set."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import SQLAlchemyError

from bot.journal.database import Database
from bot.journal.schema import policies
from bot.journal.statements import put
from bot.policy import Policy, changed, formatted

MAX_CACHED = 10_000
"""Number of policies in memory from which they are read anew."""


class PolicyStore:
    """The policies of chats; that of a private chat follows its person into every other chat."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cached: dict[int, Policy] = {}
        self._cached_at = database.changes

    async def of(self, chat_id: int) -> Policy:
        """Return the policy of a chat, with defaults for what it has not set."""
        return (await self._read(chat_id)).get(chat_id, Policy())

    async def in_force(self, chat_id: int | None, user_id: int | None) -> Policy:
        """Return the policy to apply to an update: the chat's, in the person's language.

        A language that the chat has set takes precedence over the person's own. Without a chat,
        as in inline mode, the person's policy applies. If the database cannot be read, the
        defaults apply.
        """
        chat_id = user_id if chat_id is None else chat_id
        try:
            known = await self._read(chat_id, user_id)
        except (OSError, SQLAlchemyError) as error:
            self._database.report("policy read failed, using defaults", error)
            return Policy()
        chat = known.get(chat_id, Policy())
        person = known.get(user_id, Policy())
        return replace(chat, language=chat.language or person.language)

    async def keep(self, chat_id: int, policy: Policy, field: str | None = None) -> None:
        """Store the policy of a chat.

        Args:
            chat_id: The chat.
            policy: Its policy.
            field: Name of the only field to overwrite if the chat already has a policy, so that
                simultaneous changes of other fields survive; None overwrites them all.
        """
        row = {
            "trigger": policy.trigger.value,
            "language": policy.language.value if policy.language else None,
            "quotations": policy.quotations,
            "taps": policy.taps.value,
            "display": policy.display.value,
            "collections": formatted(policy.collections),
            "answers": policy.answers.value,
        }
        key, only = {"chat_id": chat_id}, () if field is None else (field,)
        async with self._database.begin() as connection:
            await connection.run_sync(put, policies, key, row, only)

    async def _read(self, *chat_ids: int | None) -> dict[int | None, Policy]:
        """Return the policies of some chats, from the database only if one is not known yet."""
        changes, wanted = self._database.changes, set(filter(None, chat_ids))
        if changes != self._cached_at or len(self._cached) > MAX_CACHED:
            self._cached, self._cached_at = {}, changes
        known: dict[int | None, Policy] = {
            chat_id: self._cached[chat_id] for chat_id in wanted & self._cached.keys()
        }
        if unknown := wanted - known.keys():
            found = await self._database.reader.run(partial(_policies, chat_ids=unknown))
            known.update(found.items())
            if changes == self._database.changes:  # Else it may have been read before a change.
                self._cached |= found
        return known


def _policies(connection: Connection, chat_ids: Collection[int]) -> dict[int, Policy]:
    """Return the policies of chats, with defaults for those that have set none."""
    rows = connection.execute(select(policies).where(policies.c.chat_id.in_(chat_ids)))
    return dict.fromkeys(chat_ids, Policy()) | {row.chat_id: _policy(row) for row in rows}


def _policy(row: Row[Any]) -> Policy:
    """Parse a row, ignoring values of another version that this one does not know."""
    policy = Policy()
    for field in fields(Policy):
        value = str(getattr(row, field.name) or "")
        policy = changed(policy, field.name, value) or policy
    return policy
