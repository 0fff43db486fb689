"""What chats have set, kept beside the journal."""

from __future__ import annotations

import logging
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.journal.schema import policies
from bot.policy import Policy, changed

_LOGGER = logging.getLogger(__name__)


class PolicyStore:
    """The policies of chats; a private chat's is that of its person, wherever they write."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, chat_id: int) -> Policy:
        """What a chat has set."""
        return (await self._read(chat_id)).get(chat_id, Policy())

    async def in_force(self, chat_id: int | None, user_id: int | None) -> Policy:
        """What holds where a person writes: the chat's policy, in the person's language.

        A language that the chat has set goes before the person's own. Without a chat, as in
        inline mode, the person's policy holds. Trouble with the database costs no answer.
        """
        chat_id = user_id if chat_id is None else chat_id
        try:
            known = await self._read(chat_id, user_id)
        except (OSError, SQLAlchemyError) as error:
            _LOGGER.error("policies cannot be read: %s", error)  # noqa: TRY400 - one line
            return Policy()
        chats = known.get(chat_id, Policy())
        own = known.get(user_id, Policy())
        return replace(chats, language=chats.language or own.language)

    async def keep(self, chat_id: int, policy: Policy, field: str | None = None) -> None:
        """Set a chat's policy; with the name of a field that alone, whatever else is set there."""
        row = {
            "trigger": policy.trigger.value,
            "language": policy.language.value if policy.language else None,
            "quotations": policy.quotations,
            "taps": policy.taps.value,
            "display": policy.display.value,
        }
        statement = sqlite.insert(policies).values(chat_id=chat_id, **row)
        new = row if field is None else {field: row[field]}
        async with self._engine.begin() as connection:
            await connection.execute(statement.on_conflict_do_update(["chat_id"], set_=new))

    async def move(self, before: int, after: int) -> None:
        """Take a policy along where a group becomes a supergroup, which has another number."""
        known = await self._read(before, after)
        if before in known and after not in known:
            await self.keep(after, known[before])
        async with self._engine.begin() as connection:
            await connection.execute(delete(policies).where(policies.c.chat_id == before))

    async def _read(self, *chat_ids: int | None) -> dict[int | None, Policy]:
        query = select(policies).where(policies.c.chat_id.in_(filter(None, chat_ids)))
        async with self._engine.connect() as connection:
            return {row.chat_id: _policy(row) for row in await connection.execute(query)}


def _policy(row: Row[Any]) -> Policy:
    """A row as a policy; what another version wrote and this one does not know is left out."""
    policy = Policy()
    for field in fields(Policy):
        value = str(getattr(row, field.name) or "")
        policy = changed(policy, field.name, value) or policy
    return policy
