"""Errors of the Bot API."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """A refused call: error code, description, and response parameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """Return the body of the response."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(words: str) -> RefusedError:
    """Return a 400 error."""
    return RefusedError(400, f"Bad Request: {words}")


def forbidden(words: str) -> RefusedError:
    """Return a 403 error."""
    return RefusedError(403, f"Forbidden: {words}")


def too_many_requests(seconds: int) -> RefusedError:
    """Return a 429 error with the seconds to wait."""
    words = f"Too Many Requests: retry after {seconds}"
    return RefusedError(429, words, retry_after=seconds)
