"""All that is stored about a person: in the journal, and in the histories of changes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from bot.journal.personal_data import PersonalData
from bot.service.collection import change_stores
from bot.service.threads import Threads
from bot.settings import Settings
from corpus.change_store import ChangesError, changes_by, forget_account

_LOGGER = logging.getLogger(__name__)

Result = TypeVar("Result")


class PersonalRecords:
    """The records about a person, from all places that have some.

    In the histories of changes there are those of admins. What they changed stays, as it is about
    the collection; their ids go. A history that cannot be used is left out, which is logged: it
    does not concern most people.
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
            for changes in self._from_each(changes_by, account)
            for change in changes
        ]

    def _forget(self, account: str) -> int:
        return sum(self._from_each(forget_account, account))

    def _from_each(
        self, function: Callable[[Path, str], Result], account: str
    ) -> Iterator[Result]:
        """Yield what a function returns for an account in each history that can be used."""
        for store in change_stores(self._settings):
            try:
                yield function(store, account)
            except ChangesError as error:
                _LOGGER.warning("a person's changes were left out: %s", error)
