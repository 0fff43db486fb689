"""What goes wrong on demand: the next calls fail as Telegram's do on a bad day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from bot.playground.standin.errors import RefusedError, forbidden, too_many_requests

FaultKind = Literal["flood", "server", "forbidden", "timeout", "disconnect"]


class DisconnectError(Exception):
    """The connection is to be broken without a reply."""


@dataclass(slots=True)
class Fault:
    """The next *times* calls of *method* (any, where empty) fail in this way."""

    kind: FaultKind
    times: int
    method: str = ""
    seconds: int = 1

    async def strike(self) -> None:
        """Fail, as this kind of fault does.

        Raises:
            RefusedError: An error that Telegram answers with.
            DisconnectError: No answer at all.
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
    """Faults that are still to come."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let calls fail; getUpdates only where it is named, so that the bot keeps listening."""
        self._faults.append(fault)

    @property
    def left(self) -> int:
        """How many calls are still to fail."""
        return sum(fault.times for fault in self._faults)

    async def meet(self, method: str) -> None:
        """Let a call of *method* pass, or fail it.

        Raises:
            RefusedError: It fails with an answer.
            DisconnectError: It fails without one.
        """
        for fault in self._faults:
            is_meant = method == fault.method.lower() or (
                not fault.method and method not in {"getupdates", "getme"}
            )
            if is_meant and fault.times > 0:
                fault.times -= 1
                await fault.strike()
