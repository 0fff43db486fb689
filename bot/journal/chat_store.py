"""The bot's membership in chats, the languages of admins, and the move of a group to a new id."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Column, delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal.database import Database
from bot.journal.schema import access, chats, policies
from bot.journal.statements import put
from bot.journal.transactions import END_PATIENCE, patiently
from bot.messages import Language


class ChatStore:
    """The last known membership status of the bot in each chat, and the languages of admins."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._languages: dict[int, tuple[Language, int | None]] = {}

    async def note(self, chat_id: int, chat_type: str, status: str) -> None:
        """Store the bot's membership status in a chat; a failure is logged, not raised.

        Returns after a moment even if another program writes; it is then stored when it can be.

        Args:
            chat_id: The chat.
            chat_type: Telegram's type of the chat, such as `private` or `supergroup`.
            status: Telegram's status of the bot as a member, such as `member` or `kicked`.
        """
        row = {"type": chat_type, "status": status, "changed_at": datetime.now(UTC)}
        writing = self._database.write(lambda one: put(one, chats, {"id": chat_id}, row))
        await patiently(writing, END_PATIENCE)

    async def status(self, chat_id: int) -> str | None:
        """Return the bot's last known status in a chat, or None if it never had one."""
        query = select(chats.c.status).where(chats.c.id == chat_id)
        async with self._database.connect() as connection:
            status: str | None = (await connection.execute(query)).scalar_one_or_none()
            return status

    async def is_admin(self, chat_id: int) -> bool:
        """Return True if the bot is an administrator of a chat; False if reading fails."""
        try:
            return await self.status(chat_id) == "administrator"
        except (OSError, SQLAlchemyError) as error:
            self._database.report("status in a chat not read", error)
            return False

    async def note_language(self, admin: int, language: Language) -> None:
        """Store the language of an admin's client, if it is not known; a failure is logged.

        Of one who has used /forget it is stored again after the next start alone. Returns after a
        moment even if another program writes, as `note` does.
        """
        known = language, self._database.forgotten.get(admin)
        if self._languages.get(admin) == known:
            return
        self._languages[admin] = known
        if admin in self._database.forgotten:
            return
        row = {"type": "private", "status": "member", "changed_at": datetime.now(UTC)}
        row["language"] = language.value
        work = partial(put, table=chats, key={"id": admin}, row=row, only=["language"])
        writing = self._database.write(work)
        await patiently(writing, END_PATIENCE)

    async def language(self, admin: int) -> Language | None:
        """Return the language that an admin's client had last; None if it is not known."""
        known, asked_by = self._languages.get(admin, (None, None))
        if known and asked_by == self._database.forgotten.get(admin):
            return known
        query = select(chats.c.language).where(chats.c.id == admin)
        try:
            async with self._database.connect() as connection:
                stored = (await connection.execute(query)).scalar_one_or_none()
        except (OSError, SQLAlchemyError) as error:
            self._database.report("language of an admin not read", error)
            return None
        return next((one for one in Language if one == stored), None)

    async def move(self, old_id: int, new_id: int) -> None:
        """Move all that is stored of a group to the id of the supergroup that it became.

        Its policy, its membership, and what admins decided about it move in one transaction.
        Telegram reports a move in both chats; the second call changes nothing, and rows that the
        supergroup already has are never overwritten.

        Raises:
            SQLAlchemyError: The database cannot be written; nothing has moved.
        """
        async with self._database.begin() as connection:
            await _move(connection, policies.c.chat_id, old_id, new_id)
            await _move(connection, chats.c.id, old_id, new_id, type="supergroup")
            taken = access.alias()
            is_taken = access.c.rule.in_(select(taken.c.rule).where(taken.c.chat_id == new_id))
            moved = update(access).where(access.c.chat_id == old_id, ~is_taken)
            await connection.execute(moved.values(chat_id=new_id))
            await connection.execute(delete(access).where(access.c.chat_id == old_id))


async def _move(
    connection: AsyncConnection, key: Column[Any], old_id: int, new_id: int, **changes: str
) -> None:
    """Change a row's key unless the new one is taken, and delete what is left at the old one."""
    table = key.table
    is_taken = select(key).where(key == new_id).exists()
    moved = update(table).where(key == old_id, ~is_taken)
    await connection.execute(moved.values({key.name: new_id, **changes}))
    await connection.execute(delete(table).where(key == old_id))
