"""The undoing of a change: what its files are without it, or what is in the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial

from corpus import change_store
from corpus.change_store import KEPT, ChangesError, Contents
from corpus.recorded_change import Change
from corpus.reverting import reverted


class _ChangedSinceError(Exception):
    """A file is not as a change left it, and the change cannot be taken out of it."""


def undoing(
    database: sqlite3.Connection, number: int
) -> tuple[Change, dict[str, Callable[[bytes | None], bytes | None]]]:
    """Return a change, and for each of its files the function that undoes it there.

    Such a function raises a ChangesError if the file has been changed since.

    Raises:
        ChangesError: It does not exist, is too old, or has been undone.
    """
    change = _undoable(database, number)
    files: dict[str, Callable[[bytes | None], bytes | None]] = {
        contents[0]: partial(_restored, database, number, contents)
        for contents in change_store.contents(database, number)
    }
    return change, files


def _undoable(database: sqlite3.Connection, number: int) -> Change:
    """Return a change that can be undone.

    Raises:
        ChangesError: It does not exist, is too old, or has been undone.
    """
    newest = change_store.count(database)
    if not 0 < number <= newest:
        raise ChangesError("there is no change {number}", number=number)
    if number <= newest - KEPT:
        raise ChangesError(
            "change {number} is too old to be undone; the last {limit} can be",
            number=number,
            limit=KEPT,
        )
    change = change_store.read(database, number)
    if change.undone:
        raise ChangesError("change {number} has been undone already", number=number)
    return change


def _restored(
    database: sqlite3.Connection, number: int, file: Contents, current: bytes | None
) -> bytes | None:
    """Return a file's content without a change.

    Raises:
        ChangesError: The file has been changed since.
    """
    try:
        return _without(file, current)
    except _ChangedSinceError:
        later = _in_the_way(database, number, file, current)
    if later is not None:
        raise ChangesError(
            "change {number} has changed {file} since; undo that first",
            number=later,
            file=file[0],
        )
    raise ChangesError(
        "{file} has been changed since; undo that first, or change it by hand", file=file[0]
    )


def _without(file: Contents, current: bytes | None) -> bytes | None:
    """Return what a file would be without a change; of a TOML file, other tables stay.

    Raises:
        _ChangedSinceError: What was changed is no longer as it was left.
    """
    name, before, after = file
    if current == after:
        return before
    content = None
    if name.endswith(".toml") and after is not None and current is not None:
        content = reverted(before or b"", after, current)
    if content is None:
        raise _ChangedSinceError
    return content


def _in_the_way(
    database: sqlite3.Connection, number: int, file: Contents, current: bytes | None
) -> int | None:
    """Return the number of the later change that is to be undone first.

    It is the one since which the change cannot be taken out of the file, or what is in the way of
    that one in turn. None if it is no recorded change that stands, as with one by hand.
    """
    obstacle: tuple[int, Contents] | None = None
    could = True
    for later, was, became in change_store.later_contents(database, number, file[0]):
        could_before, can = _can_undo(file, was), _can_undo(file, became)
        if can or (could and not could_before):
            obstacle = None
        if could_before and not can:
            obstacle = later, (file[0], was, became)
        could = can
    if could or obstacle is None or change_store.read(database, obstacle[0]).undone:
        return None
    later, contents = obstacle
    if _can_undo(contents, current):
        return later
    return _in_the_way(database, later, contents, current)


def _can_undo(file: Contents, current: bytes | None) -> bool:
    """Return True if a change can be taken out of a file with this content."""
    try:
        _without(file, current)
    except _ChangedSinceError:
        return False
    return True
