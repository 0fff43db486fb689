"""All that is stored about a person: in the journal, and in the histories of changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.journal.personal_data import PersonalData
from bot.service.collection import change_stores
from bot.service.threads import Threads
from bot.settings import Settings
from corpus.change_store import changes_by, forget_account


class PersonalRecords:
    """The records about a person, from all places that have some.

    In the histories of changes there are those of admins. What they changed stays, as it is about
    the collection; their ids go.
    """

    def __init__(self, journal: PersonalData, settings: Settings, threads: Threads) -> None:
        self._journal = journal
        self._settings = settings
        self._threads = threads

    async def rows_about(self, user_id: int) -> dict[str, list[dict[str, Any]]]:
        """Return every row about a person, by table; tables without one are omitted."""
        found = await self._journal.rows_about(user_id)
        if changes := await self._threads.run(self._changes, f"telegram:{user_id}"):
            found["changes"] = changes
        return found

    async def forget(self, user_id: int) -> int:
        """Delete every row about a person, and the id in changes; return the number of both."""
        deleted = await self._journal.forget(user_id)
        return deleted + await self._threads.run(self._forget, f"telegram:{user_id}")

    def _changes(self, account: str) -> list[dict[str, Any]]:
        return [
            {
                "number": change.number,
                "at": change.at,
                "by": change.by,
                "kind": change.kind,
                "subject": change.subject,
                "files": [file.name for file in change.files],
            }
            for store in self._stores()
            for change in changes_by(store, account)
        ]

    def _forget(self, account: str) -> int:
        return sum(forget_account(store, account) for store in self._stores())

    def _stores(self) -> list[Path]:
        return change_stores(self._settings)
