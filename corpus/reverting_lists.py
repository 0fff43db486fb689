"""Taking the elements that a change added to a list back out of a table that has grown since."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class _ListChange:
    """The elements that a change added to a list of a table, and those it removed."""

    key: str
    added: list[Any]
    removed: list[Any]


def with_list_reverted(
    old: bytes | None, new: bytes, parts: Sequence[bytes]
) -> list[bytes] | None:
    """Return the tables of a TOML file as they would be without a change of a list in one of them.

    Args:
        old: The table before the change, None if there was none.
        new: The table after the change.
        parts: The tables as they are now. The one that is meant equals *new*, except for one list.

    Returns:
        The tables, or None if there is no such table, or several, or what was added is gone.
    """
    found = [(place, _change(old, new, part)) for place, part in enumerate(parts)]
    places = [(place, change) for place, change in found if change]
    if len(places) != 1:
        return None
    place, change = places[0]
    changed = _without(parts[place], change)
    return None if changed is None else [*parts[:place], changed, *parts[place + 1 :]]


def _change(old: bytes | None, new: bytes, now: bytes) -> _ListChange | None:
    """Return the change of the list that alone has been changed since, None if there is none."""
    after, current = _row(new), _row(now)
    before = after if old is None else _row(old)
    if after is None or current is None or before is None:
        return None
    key = _only_difference(after, current)
    if key is None or (old is not None and _only_difference(before, after) != key):
        return None
    known = [] if old is None else before[key]
    added = [one for one in after[key] if one not in known]
    removed = [one for one in known if one not in after[key]]
    is_there = all(current[key].count(one) == 1 for one in added)
    return _ListChange(key, added, removed) if is_there else None


def _row(part: bytes) -> dict[str, Any] | None:
    """Return the keys and values of a table, None if this is no TOML."""
    try:
        row: dict[str, Any] = _inner(tomllib.loads(part.decode()))
    except (ValueError, RecursionError):
        return None
    return row


def _inner(document: Any) -> Any:
    """Return the table of a document that is nothing but an array of one, else the document."""
    values = list(document.values())
    if len(values) == 1 and isinstance(values[0], list) and len(values[0]) == 1:
        return values[0][0] if isinstance(values[0][0], dict) else document
    return document


def _only_difference(one: dict[str, Any], other: dict[str, Any]) -> str | None:
    """Return the only key whose values differ, if both are lists."""
    keys = [key for key in {**one, **other} if one.get(key) != other.get(key)]
    if len(keys) != 1:
        return None
    (key,) = keys
    are_lists = isinstance(one.get(key), list) and isinstance(other.get(key), list)
    return key if are_lists else None


def _without(part: bytes, change: _ListChange) -> bytes | None:
    """Return a table without a change of a list, None if it cannot be edited.

    A table in an array of tables is left out if nothing is left in the list, as an example without
    a question is none.
    """
    import tomlkit  # Only few changes need it.
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(part.decode())
    except TOMLKitError:  # It is stricter than the standard library here and there.
        return None
    row: Any = _inner(document)
    elements = row[change.key]
    for element in change.added:
        elements.remove(element)
    elements.extend(one for one in change.removed if one not in elements)
    if row is not document and not elements:
        return b""
    return tomlkit.dumps(document).encode()
