"""The update that a task handles, and what became of it so far."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # It handles nothing itself.
    from bot.journal.inbox import Inbox

MAX_ATTEMPTS = 3
"""Number of times that a handler may fail before its update is set aside."""


@dataclass(slots=True)
class Handling:
    """The update that a task handles.

    Attributes:
        is_done: True once the journal has ended it.
        attempt: Number of the attempt, from 1.
        has_replied: True once a message has gone out; another attempt would send it again.
        has_failed: True if the handler failed in this attempt, for a reason that is not known.
        is_postponed: True if this attempt failed because Telegram could not be reached.
        at_end: Functions to call when the update is done, or has failed.
    """

    inbox: Inbox
    update_id: int
    is_done: bool = False
    attempt: int = 1
    has_replied: bool = False
    has_failed: bool = False
    is_postponed: bool = False
    at_end: list[Callable[[], None]] = field(default_factory=list)

    @property
    def is_last_attempt(self) -> bool:
        """True if nothing is tried again after this attempt."""
        return self.is_done or self.has_replied or self.attempt == MAX_ATTEMPTS


handling: ContextVar[Handling | None] = ContextVar("handling", default=None)
"""The update that the current task handles."""
