"""Fault injection: the next calls fail as they do when Telegram or the network has problems."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from bot.playground.standin.errors import RefusedError, forbidden, too_many_requests

_STARTUP_METHODS = {"getupdates", "getme"}
"""Methods that fail only if a fault names them, so that the bot can start and poll."""

FaultKind = Literal[
    "flood",
    "server",
    "internal",
    "conflict",
    "forbidden",
    "html",
    "malformed",
    "slow",
    "timeout",
    "disconnect",
]


class DisconnectError(Exception):
    """The server is to close the connection without a complete response."""


class GarbledError(Exception):
    """The server is to respond with something that is no JSON, as a proxy before it may."""

    def __init__(self, status: int, body: str, media_type: str) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.media_type = media_type


@dataclass(slots=True)
class Fault:
    """A fault of the next *times* calls of *method*, or of any method if it is empty.

    *seconds* is `retry_after` for a flood, and the delay of a slow response or before a timeout.
    With a *chat*, only calls for it fail.
    """

    kind: FaultKind
    times: int
    method: str = ""
    seconds: int = 1
    chat: int | None = None

    async def fail(self) -> None:
        """Fail as this kind of fault does; a slow response is none.

        Raises:
            RefusedError: The call fails with an error response.
            GarbledError: The call fails with a response that is no JSON.
            DisconnectError: The call fails without a response.
        """
        if self.kind in {"slow", "timeout"}:
            await asyncio.sleep(self.seconds)
        if self.kind == "slow":
            return
        raise self._error()

    def _error(self) -> Exception:
        errors: dict[str, Exception] = {
            "flood": too_many_requests(self.seconds),
            "server": RefusedError(502, "Bad Gateway"),
            "internal": RefusedError(500, "Internal Server Error"),
            "conflict": RefusedError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            ),
            "forbidden": forbidden("bot was blocked by the user"),
            "html": GarbledError(502, "<html><h1>502 Bad Gateway</h1></html>", "text/html"),
            "malformed": GarbledError(200, '{"ok":true,"result":', "application/json"),
        }
        return errors.get(self.kind, DisconnectError())


class FaultQueue:
    """The faults that are still to be injected."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Add a fault; getUpdates and getMe fail only if it names them."""
        self._faults.append(fault)

    def end(self) -> None:
        """End all faults that are left."""
        self._faults.clear()

    @property
    def left(self) -> int:
        """The number of calls that are still to fail."""
        return sum(fault.times for fault in self._faults)

    async def inject(self, method: str, chat: str = "") -> None:
        """Inject the next fault for a call of *method* for a *chat*, if there is one.

        Raises:
            RefusedError: The call fails with an error response.
            GarbledError: The call fails with a response that is no JSON.
            DisconnectError: The call fails without a response.
        """
        for fault in tuple(self._faults):
            is_named = method == fault.method.lower()
            is_any = not fault.method and method not in _STARTUP_METHODS
            is_meant = (is_named or is_any) and fault.chat in {None, _id_of(chat)}
            if fault.times > 0 and is_meant:
                fault.times -= 1
                await fault.fail()


def _id_of(chat: str) -> int | None:
    return int(chat) if chat.lstrip("-").isdecimal() else None
