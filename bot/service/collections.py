"""The collections that the bot answers from, one of which is in force for each update."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.policy import NONE_OPEN, collection_in_force, mark_of
from corpus.collection_file import CollectionInfo
from corpus.model import Problem
from retrieval.library import Library, ReloadResult, Snapshot

Scan = Callable[[], tuple[CollectionInfo, ...]]
"""Finds the collections there are, the default one first; it runs in a thread."""

OpenLibrary = Callable[[CollectionInfo], Library]
"""Loads and indexes a collection; it runs in a thread."""


@dataclass(frozen=True, slots=True)
class ServedCollection:
    """A collection and its library; `is_new` until it is reloaded for the first time."""

    info: CollectionInfo
    library: Library
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class LastReload:
    """The last reload of all collections; it has failed if one of them could not be reloaded."""

    at: datetime
    has_failed: bool


_in_force: ContextVar[ServedCollection | None] = ContextVar("served", default=None)
"""The collection for the update that is being processed; None for the default one."""


class Collections(Library):
    """The collections being served, and as a library the one that is in force.

    What handlers quote comes from the library in force alone, so that no chat is shown anything of
    a collection that is not open to it. Where none is open, an empty one is in force.

    Attributes:
        last_reload: The last reload, None if there was none since the start.

    Args:
        scan: Finds the collections.
        open_library: Opens one of them.
        empty: The snapshot of a collection without articles.
        admin_ids: Ids of the bot's admins, to whom all collections are open in private.
    """

    def __init__(
        self,
        scan: Scan,
        open_library: OpenLibrary,
        empty: Snapshot,
        admin_ids: Container[int] = (),
    ) -> None:
        self._admin_ids = admin_ids
        self._scan = scan
        self._open = open_library
        self._served = tuple(ServedCollection(info, open_library(info)) for info in scan())
        nowhere = CollectionInfo(self._served[0].info.folder)
        self._closed = ServedCollection(nowhere, Library(lambda: empty, empty))
        self._rescanning = asyncio.Lock()
        self._are_completed = False
        self.last_reload: LastReload | None = None

    @property
    def served(self) -> tuple[ServedCollection, ...]:
        """All collections, the default one first."""
        return self._served

    @property
    def in_force(self) -> ServedCollection:
        """The collection in force."""
        return _in_force.get() or self._served[0]

    @property
    def folder(self) -> Path | None:
        """The folder of the collection in force; None if it is the only one, of the settings."""
        info = self.in_force.info
        return info.folder if info.key else None

    @property
    def mark(self) -> str:
        """The mark of the one in force; empty for the only one, of the settings."""
        return mark_of(self.in_force.info.key)

    def name(self, language: str) -> str:
        """Return the name of the collection in force; empty if it is the only one."""
        return self.in_force.info.name(language) if len(self._served) > 1 else ""

    @property
    def current(self) -> Snapshot:
        """The snapshot of the collection in force; read it once for each question."""
        return self.in_force.library.current

    def open_to(self, *chat_ids: int | None) -> tuple[ServedCollection, ...]:
        """Return the collections that people and chats may all ask.

        A private chat has both ids; None stands for anybody.
        """
        return tuple(
            one for one in self._served if all(self._is_open(one, id_) for id_ in chat_ids)
        )

    def put_in_force(self, chat_id: int | None, chosen: str | None, *others: int | None) -> None:
        """Put a collection in force until the update has been processed.

        Args:
            chat_id: The chat, or the person where there is none.
            chosen: Key of the collection that is chosen there. Another answers if that is not
                open to the chat, or no longer exists.
            others: Further chats and people that it must be open to.
        """
        among = self.open_to(chat_id, *others)
        by_key = {one.info.key: one for one in among}
        default = next(iter(among), self._closed)
        self._put(by_key.get(chosen or "", default))

    def put_marked_in_force(self, mark: str, chat_id: int) -> bool | None:
        """Put the collection with a mark in force, whichever has been chosen.

        Args:
            mark: Its mark, empty for the only one.
            chat_id: The chat or the person that is to be shown it.

        Returns:
            False if it is not open to them, None if there is none; nothing has changed then.
        """
        marked = next((one for one in self._served if mark_of(one.info.key) == mark), None)
        if marked is None:
            return None
        if not self._is_open(marked, chat_id):
            return False
        self._put(marked)
        return True

    def put_holder_in_force(self, holds: Callable[[ServedCollection], bool], chat_id: int) -> None:
        """Put the collection in force that holds something, if one does.

        That in force comes first, then the others that are open to a chat or a person.
        """
        if not holds(self.in_force):
            holders = (one for one in self.open_to(chat_id) if holds(one))
            self._put(next(holders, self.in_force))

    def _is_open(self, served: ServedCollection, chat_id: int | None) -> bool:
        return chat_id in self._admin_ids or served.info.is_open_to(chat_id)

    def _put(self, served: ServedCollection) -> None:
        _in_force.set(served)
        collection_in_force.set(NONE_OPEN if served is self._closed else served.info.key or None)

    async def reload(self, *, may_be_empty: bool = False) -> ReloadResult:
        """Reload the collection in force; if that fails, its old snapshot stays in use.

        Args:
            may_be_empty: True if it is meant that no article may be left.

        Raises:
            EmptyCollectionError: The new collection is empty, and that is not meant.
            Exception: The collection could not be read.
        """
        return await self.in_force.library.reload(may_be_empty=may_be_empty)

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems of the collection in force, repeated texts included."""
        return self.in_force.library.problems()

    def complete(self) -> None:
        """Complete the snapshots of all collections."""
        for one in self._served:
            one.library.complete()

    def complete_meanwhile(self) -> None:
        """Complete the snapshots of all collections while questions are answered."""
        self._are_completed = True
        for one in self._served:
            one.library.complete_meanwhile()

    async def rescan(self) -> tuple[ServedCollection, ...]:
        """Look for collections again, open new ones, and drop those that are gone.

        Raises:
            CollectionFileError: A collection.toml cannot be used; all stay as they are.
            Exception: A new collection could not be read; all stay as they are.
        """
        async with self._rescanning:
            known = {one.info.key: one for one in self._served}
            found = await asyncio.to_thread(self._scan)
            served = []
            for info in found:
                before = known.get(info.key)
                library = before.library if before else await asyncio.to_thread(self._open, info)
                if self._are_completed and not before:
                    library.complete_meanwhile()
                served.append(ServedCollection(info, library, is_new=before is None))
            self._served = tuple(served)
            return self._served
