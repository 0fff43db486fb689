"""Inline keyboards that are made and written by the fields their buttons have.

The library asks for each field of a button that is set if it may be, and looks through the fields
of every class that a button is of to write it, which is most of the time that writing the request
for an answer takes.
"""

from __future__ import annotations

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject

_FIELDS = [name for name in InlineKeyboardButton.__slots__ if not name.startswith("_")]


class PlainButton(InlineKeyboardButton):
    """A button like the library's own, whose fields are set without its check."""

    __slots__ = ()
    __setattr__ = object.__setattr__  # type: ignore[assignment]


class PlainKeyboard(InlineKeyboardMarkup):
    """An inline keyboard, written as the library's own would be, but sooner."""

    __slots__ = ()

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002 - the library's signature
        """Return what the Bot API takes for the keyboard."""
        if not recursive:
            return super().to_dict(recursive=False)
        rows = [[_written(one) for one in row] for row in self.inline_keyboard]
        return {"inline_keyboard": rows}


def _written(button: InlineKeyboardButton) -> dict[str, Any]:
    """Return the fields of a button that have a value."""
    written = dict(button.api_kwargs)
    for name in _FIELDS:
        value = getattr(button, name)
        if value is not None:
            written[name] = value.to_dict() if isinstance(value, TelegramObject) else value
    return written
