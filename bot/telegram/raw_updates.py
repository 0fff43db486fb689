"""Updates as Telegram sends them: the chat and the person that they are about."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeGuard

from bot.journal.inbox import StoredUpdate
from bot.telegram.shapes import MAX_NUMBER
from bot.telegram.valid_text import with_valid_text

RawUpdate = Mapping[str, Any]
"""An update as Telegram sends it."""


def is_update(value: object) -> TypeGuard[RawUpdate]:
    """Return True for a JSON object with the id of an update."""
    number = value.get("update_id") if isinstance(value, dict) else None
    return type(number) is int and 0 <= number <= MAX_NUMBER


def whole(update: RawUpdate) -> RawUpdate:
    """Return an update without halves of surrogate pairs, which no text can be written with."""
    written = json.dumps(update, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        repaired: RawUpdate = with_valid_text(update)
        return repaired
    return update


def _content(update: RawUpdate) -> Any:
    """Return the field of an update that is not its id."""
    return next((value for key, value in update.items() if key != "update_id"), {})


def lane_of(update: RawUpdate) -> Hashable:
    """Return what an update shares a lane with: its chat's others, or its person's."""
    content = _content(update)
    person = _id_in(field_of(content, "from"))
    for kind in ("callback_query", "inline_query"):
        if kind in update:
            return kind, person
    return "chat", _id_in(field_of(content, "chat"))


def stored_update(update: RawUpdate) -> StoredUpdate:
    """Return an update with the chat and the person that it is about."""
    content = _content(update)
    return StoredUpdate(
        update["update_id"],
        json.dumps(update),
        _id_in(field_of(content, "chat"), field_of(field_of(content, "message"), "chat")),
        _id_in(field_of(content, "from")),
    )


def field_of(value: Any, name: str) -> Any:
    """Return a field of a JSON object; None if it has none, or if the value is no object."""
    return value.get(name) if isinstance(value, Mapping) else None


def _id_in(*values: Any) -> int | None:
    found: Iterable[Any] = (field_of(value, "id") for value in values)
    return next((one for one in found if isinstance(one, int) and abs(one) <= MAX_NUMBER), None)
