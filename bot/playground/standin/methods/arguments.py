"""The parameters of a call, read as Telegram reads them: everything may come as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bot.playground.standin.errors import bad_request
from bot.playground.standin.formatting import FormattedText, parse

_F = TypeVar("_F", bound=Callable[..., Any])


def bot_method(function: _F) -> _F:
    """Mark a function as a method of the Bot API, under its own name without underscores."""
    function.is_bot_method = True  # type: ignore[attr-defined]
    return function


class Arguments:
    """What a call carries, and the files that came with it."""

    def __init__(
        self, values: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> None:
        self.values = dict(values)
        self.files = dict(files or {})

    def text(self, name: str, default: str = "") -> str:
        """A parameter as text."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A parameter as a whole number; what is none counts as not given, as at Telegram."""
        try:
            return int(self.values[name])
        except (KeyError, TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """A parameter as yes or no."""
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def json(self, name: str) -> Any:
        """A parameter as the value that it is written for in JSON; None where it is not given.

        Raises:
            RefusedError: It is no JSON.
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
        """A text with its formatting.

        Raises:
            RefusedError: It does not parse, or is too long for a message.
        """
        prefix = "caption_" if name == "caption" else ""
        entities = self.json(f"{prefix}entities")
        mode = None if entities else self.text("parse_mode") or None
        body = parse(self.text(name), mode, entities)
        if len(body.text) > longest:
            what = "message caption is too long" if prefix else "message is too long"
            raise bad_request(what)
        return body
