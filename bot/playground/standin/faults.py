"""Fault injection: the next calls fail as they do when Telegram has problems."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from bot.playground.standin.errors import RefusedError, forbidden, too_many_requests

FaultKind = Literal["flood", "server", "forbidden", "timeout", "disconnect"]


class DisconnectError(Exception):
    """The connection is to be closed without a response."""


@dataclass(slots=True)
class Fault:
    """A fault of the next *times* calls of *method*, or of any method if it is empty."""

    kind: FaultKind
    times: int
    method: str = ""
    seconds: int = 1

    async def strike(self) -> None:
        """Raise the error of this kind of fault.

        Raises:
            RefusedError: The call fails with an error response.
            DisconnectError: The call fails without a response.
        """
        if self.kind == "flood":
            raise too_many_requests(self.seconds)
        if self.kind == "server":
            raise RefusedError(502, "Bad Gateway")
        if self.kind == "forbidden":
            raise forbidden("bot was blocked by the user")
        if self.kind == "timeout":
            await asyncio.sleep(self.seconds)
        raise DisconnectError


class FaultQueue:
    """The faults that are still to be injected."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Add a fault; getUpdates fails only if the fault names it, so that polling goes on."""
        self._faults.append(fault)

    @property
    def left(self) -> int:
        """The number of calls that are still to fail."""
        return sum(fault.times for fault in self._faults)

    async def meet(self, method: str) -> None:
        """Inject the next fault for *method*, if there is one.

        Raises:
            RefusedError: The call fails with an error response.
            DisconnectError: The call fails without a response.
        """
        for fault in self._faults:
            is_meant = method == fault.method.lower() or (
                not fault.method and method not in {"getupdates", "getme"}
            )
            if is_meant and fault.times > 0:
                fault.times -= 1
                await fault.strike()
