"""The parameters of a call.

As in Telegram, a parameter may be sent as a JSON value or as text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bot.playground.standin.errors import bad_request
from bot.playground.standin.formatting import FormattedText, parse

_F = TypeVar("_F", bound=Callable[..., Any])


def bot_method(function: _F) -> _F:
    """Register a function as a Bot API method under its name without underscores."""
    return since(0, 0)(function)


def since(*version: int) -> Callable[[_F], _F]:
    """Return a decorator that registers a method which a version of the Bot API has added."""

    def register(function: _F) -> _F:
        function.since = version  # type: ignore[attr-defined]
        return function

    return register


class Arguments:
    """The parameters and uploaded files of a call.

    Attributes:
        files: The name and content of each uploaded file, by the name of its form field.
    """

    def __init__(
        self, values: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> None:
        self.values = dict(values)
        self.files = dict(files or {})

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter as text."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a parameter as an integer; an invalid one counts as missing, as in Telegram."""
        try:
            return int(self.values[name])
        except (KeyError, TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Return a parameter as a boolean."""
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def json(self, name: str) -> Any:
        """Return a parameter parsed as JSON, None if it is missing.

        Raises:
            RefusedError: It is not valid JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except json.JSONDecodeError as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error

    def formatted(self, name: str, longest: int) -> FormattedText:
        """Return a text or caption parsed with its `parse_mode` or entities.

        Args:
            name: `text` or `caption`.
            longest: Maximum length after parsing, in code points.

        Raises:
            RefusedError: It does not parse, or is too long.
        """
        prefix = "caption_" if name == "caption" else ""
        entities = self.json(f"{prefix}entities")
        mode = None if entities else self.text("parse_mode") or None
        body = parse(self.text(name), mode, entities)
        if len(body.text) > longest:
            subject = "message caption" if prefix else "message"
            raise bad_request(f"{subject} is too long")
        return body
