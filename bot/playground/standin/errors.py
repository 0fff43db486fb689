"""How Telegram says no."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """A call that Telegram refuses: its code, its words, and what a library needs beside them."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body of the reply."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(words: str) -> RefusedError:
    """A call that asks for what cannot be."""
    return RefusedError(400, f"Bad Request: {words}")


def forbidden(words: str) -> RefusedError:
    """A call that the bot may not make."""
    return RefusedError(403, f"Forbidden: {words}")


def too_many_requests(seconds: int) -> RefusedError:
    """A call that comes too soon."""
    words = f"Too Many Requests: retry after {seconds}"
    return RefusedError(429, words, retry_after=seconds)
