"""Requests that Telegram refused, told apart by the description of the error.

The Bot API has no error codes beyond those of HTTP, and documents no descriptions.
"""

from __future__ import annotations

from telegram.error import BadRequest

_UNCHANGED = "message is not modified"
_NOT_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_TOO_BIG = "file is too big"
_EXPIRED = "query is too old"


def is_unchanged(error: Exception | None) -> bool:
    """Return True if a message already was as an edit would have made it."""
    return _begins(error, _UNCHANGED)


def is_not_editable(error: Exception | None) -> bool:
    """Return True if a message was deleted, or can no longer be edited."""
    return _begins(error, *_NOT_EDITABLE)


def is_expired(error: Exception | None) -> bool:
    """Return True if a callback query or inline query was answered too late."""
    return _begins(error, _EXPIRED)


def is_too_big(error: Exception | None) -> bool:
    """Return True if a file is larger than bots can download."""
    return _begins(error, _TOO_BIG)


def _begins(error: Exception | None, *descriptions: str) -> bool:
    return isinstance(error, BadRequest) and str(error).lower().startswith(descriptions)
