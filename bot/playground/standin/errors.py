"""Errors of the Bot API."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """The error of a refused call.

    Attributes:
        code: The error code, equal to the HTTP status.
        description: The description, in Telegram's words.
        parameters: The ResponseParameters, such as `retry_after`.
    """

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """Return the body of the response."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> RefusedError:
    """Return an error of an invalid call (400)."""
    return RefusedError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusedError:
    """Return an error of a chat that the bot cannot write to (403)."""
    return RefusedError(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> RefusedError:
    """Return an error of exceeded rate limits, with the seconds to wait (429)."""
    description = f"Too Many Requests: retry after {seconds}"
    return RefusedError(429, description, retry_after=seconds)
