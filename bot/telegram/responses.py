"""Responses that are not the Bot API's: a page of HTML, half of a JSON document."""

from __future__ import annotations

import json
from typing import Any

from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest

from bot import metrics

_MESSAGE_FIELDS = frozenset({"message_id", "date", "chat", "ephemeral_message_id"})
"""What is used of a message that was sent or edited: the library would make an object of each
entity, each button, and the whole message that it replies to."""

_REFUSED = 300
"""The first HTTP status that is no success, and no information."""


class UnreadableResponseError(NetworkError):
    """A response cannot be read; what was asked for may have been done."""

    def __init__(self) -> None:
        super().__init__("the response is not the Bot API's")


class ApiRequest(BaseRequest):
    """HTTP client that counts responses, and takes one that cannot be read for a network error.

    The library logs such a response with a traceback, and the text of people in it.

    Args:
        transport: The client that makes the requests.
    """

    def __init__(self, transport: BaseRequest) -> None:
        self._transport = transport

    @property
    def read_timeout(self) -> float | None:
        """Seconds for receiving a response."""
        return self._transport.read_timeout

    async def initialize(self) -> None:
        """Open the client."""
        await self._transport.initialize()

    async def shutdown(self) -> None:
        """Close all connections."""
        await self._transport.shutdown()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request; the body of a refusal that cannot be read is left out."""
        try:
            status, payload = await self._transport.do_request(*args, **kwargs)
        except TelegramError:
            metrics.count_response(None)
            raise
        metrics.count_response(status)
        if status >= _REFUSED:
            try:
                self.parse_json_payload(payload)
            except UnreadableResponseError:
                payload = b"{}"
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the JSON object of a response, with no more of a message than is used.

        Raises:
            UnreadableResponseError: It is none.
        """
        try:
            content = json.loads(payload.decode(errors="replace"))  # As the library reads it.
        except (ValueError, RecursionError):
            raise UnreadableResponseError from None
        if not isinstance(content, dict):
            raise UnreadableResponseError
        result = content.get("result")
        if isinstance(result, dict) and "message_id" in result:
            used = {name: result[name] for name in _MESSAGE_FIELDS & result.keys()}
            return {**content, "result": used}
        return content
