"""The changes of a collection: each is carried out whole, recorded, and undone when asked for.

A change that failed or was interrupted, between its record and its end, is taken back: at once, or
where that fails, too, at the next use. Until then its record has what the files were.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from corpus import change_store
from corpus.change_store import KEPT, ChangesError
from corpus.recorded_change import Change, ChangedFile, Draft, Edit, Kind, State
from corpus.undoing import undoing
from corpus.writing import write_whole

__all__ = [
    "KEPT",
    "Change",
    "ChangeLog",
    "ChangedFile",
    "ChangesError",
    "Content",
    "Edit",
    "Kind",
    "State",
    "exchange",
]

Content = bytes | None | Callable[[bytes | None], bytes | None]
"""The content of a file, None for no file, or a function that returns it for the current one."""


_FAILURES = (OSError, ChangesError, sqlite3.Error)


class ChangeLog:
    """The changes of one collection.

    Args:
        collection: The folder of the articles.
        store: The folder for the database, which must not be in the collection.
    """

    def __init__(self, collection: Path, store: Path) -> None:
        self.collection = collection
        self._store = store

    def apply(
        self,
        kind: Kind,
        subject: str,
        by: str,
        files: Mapping[str, Content],
        edit: Edit | None = None,
    ) -> Change:
        """Carry out a change, as a whole or not at all, and record it.

        Args:
            kind: The kind of the change.
            subject: The title of the article, or the word taught.
            by: The account that makes it, such as "telegram:123".
            files: The new contents of files, by their names relative to the collection.
            edit: What it changes of an article's metadata, for the history.

        Raises:
            ChangesError: It cannot be recorded, or a file is outside the collection, or somebody
                else has changed it meanwhile.
            OSError: A file cannot be read or written.
        """
        with self._locked() as database:
            return self._carry_out(database, Draft(kind, subject, by, edit=edit), files)

    def undo(self, number: int, by: str) -> Change:
        """Restore the files of a change, which is a change in turn; that can be undone as well.

        Where a TOML file has been changed since, its other tables stay as they are.

        Raises:
            ChangesError: It is none of the last changes, has been undone already, or one of its
                files has been changed since.
            OSError: A file cannot be read or written.
        """
        with self._locked() as database:
            change, files = undoing(database, number)
            edit = change.edit.undone if change.edit else None
            draft = Draft("undo", change.subject, by, change.number, edit)
            return self._carry_out(database, draft, files)

    def check_undo(self, number: int) -> None:
        """Raise the error that undoing a change would raise now, and change nothing.

        Raises:
            ChangesError: It cannot be undone.
            OSError: A file cannot be read.
        """
        with self._locked() as database:
            for name, content in undoing(database, number)[1].items():
                content(self._read_file(name))

    def changes(self, limit: int = KEPT, before: int | None = None) -> tuple[Change, ...]:
        """Return changes, the newest first.

        Args:
            limit: Maximum number of changes.
            before: Return only changes with lower numbers than this one.

        Raises:
            ChangesError: The database cannot be read.
        """
        if not change_store.is_begun(self._store):
            return ()
        with self._locked(is_reading=True) as database:
            numbers = change_store.newest(database, limit, before)
            return tuple(change_store.read(database, number) for number in numbers)

    def count(self) -> int:
        """Return the number of all changes, which is that of the newest.

        Raises:
            ChangesError: The database cannot be read.
        """
        if not change_store.is_begun(self._store):
            return 0
        with self._locked(is_reading=True) as database:
            return change_store.count(database)

    @contextmanager
    def _locked(self, *, is_reading: bool = False) -> Iterator[sqlite3.Connection]:
        """Open the database, locked, with no change left that was interrupted.

        Who only reads the record may do so although such a change cannot be taken back yet.
        """
        with change_store.opened(self._store) as database:
            with suppress(*(_FAILURES if is_reading else ())):
                self._take_back(database)
            yield database

    def _carry_out(
        self, database: sqlite3.Connection, draft: Draft, files: Mapping[str, Content]
    ) -> Change:
        """Record a change, and exchange the contents of its files."""
        contents = []
        for name, content in files.items():
            before = self._read_file(name)
            after = content(before) if callable(content) else content
            if after != before:
                contents.append((name, before, after))
        number = change_store.record(database, draft, contents)
        try:
            for name, before, after in contents:
                _check_unchanged(name, before, self._read_file(name))
                self._write_file(name, after)
            change_store.mark_done(database, number)
        except _FAILURES:
            with suppress(*_FAILURES):  # The next use tries again.
                self._take_back(database)
            raise
        return change_store.read(database, number)

    def _take_back(self, database: sqlite3.Connection) -> None:
        """Restore the files of the change that is recorded and not done, if there is one.

        A file that is not as the change leaves it is left alone: the change did not come to it, or
        somebody has changed it since.

        Raises:
            OSError, ChangesError, sqlite3.Error: One cannot be restored; the record stays.
        """
        number = change_store.pending(database)
        if number is None:
            return
        failures = []
        for name, before, after in change_store.contents(database, number):
            try:
                if self._read_file(name) == after:
                    self._write_file(name, before)
            except (OSError, ChangesError) as error:
                failures.append(error)
        if failures:
            raise failures[0]
        change_store.drop(database, number)

    def _write_file(self, name: str, content: bytes | None) -> None:
        """Give a file new content, or remove it."""
        path = self._path(name)
        if content is None:
            path.unlink()
        else:
            write_whole(path, content)

    def _read_file(self, name: str) -> bytes | None:
        """Return a file's content, None if there is no such file."""
        try:
            return self._path(name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _path(self, name: str) -> Path:
        """Return the path of a file of the collection.

        Raises:
            ChangesError: The file would be outside the collection.
        """
        root, path = self.collection.resolve(), self.collection / PurePosixPath(name)
        inside = (path.parent.resolve() / path.name).is_relative_to(root)
        if not inside or path.name == os.pardir or path.parent.resolve() / path.name == root:
            raise ChangesError("{file} is not in the collection", file=name)
        return path


def exchange(name: str, before: bytes | None, after: bytes | None) -> Content:
    """Return the content of a file that must still be as it was when a change was prepared."""

    def content(current: bytes | None) -> bytes | None:
        _check_unchanged(name, before, current)
        return after

    return content


def _check_unchanged(name: str, before: bytes | None, current: bytes | None) -> None:
    if current != before:
        raise ChangesError("{file} has been changed in the meantime; try again", file=name)
