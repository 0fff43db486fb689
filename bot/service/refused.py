"""Counts of what the bot does not handle, as nothing else tells of it."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum


class Reason(StrEnum):
    """The reason why an update is not handled, as the log names it."""

    BLOCKED = "from blocked people or chats"
    NOT_ALLOWED = "from chats that are not allowed"
    PERSON = "above the limit of a person"
    CHAT = "above the limit of a chat"


class RefusedUpdates:
    """The number of updates that were refused, by reason.

    Attributes:
        counts: The numbers since the start of the program.
    """

    def __init__(self) -> None:
        self.counts: Counter[Reason] = Counter()
        self._reported: Counter[Reason] = Counter()

    def count(self, reason: Reason) -> None:
        """Count one update."""
        self.counts[reason] += 1

    async def report(self) -> str:
        """Return a line about those since the last report, empty if there are none."""
        new = self.counts - self._reported
        self._reported = self.counts.copy()
        return ", ".join(f"{number} {reason}" for reason, number in new.most_common())
