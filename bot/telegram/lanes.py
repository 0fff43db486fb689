"""The lanes of updates: those of one chat, of which a few are in memory at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

MAX_IN_MEMORY = 16
"""Maximum number of a lane's updates that are handled, or wait for their turn."""

MAX_BEHIND = 100_000
"""Number of updates behind these, in all lanes, from which others wait at Telegram."""


@dataclass(slots=True)
class _Lane:
    """A lane: the number of its updates in memory, and the ids of those that wait behind them."""

    in_memory: int = 0
    behind: deque[int] = field(default_factory=deque)


class Lanes:
    """Bounds what one chat, or one person who taps, can take of the program's memory and time.

    Of an update that is stored, only its id is kept until there is room in its lane.
    """

    def __init__(self) -> None:
        self._lanes: dict[Hashable, _Lane] = {}
        self._lane_of: dict[int, Hashable] = {}
        self._behind: set[int] = set()

    @property
    def is_full(self) -> bool:
        """True if too many updates wait."""
        return len(self._behind) > MAX_BEHIND

    def __contains__(self, update_id: int) -> bool:
        """Return True if an update is in memory, or waits for room."""
        return update_id in self._lane_of or update_id in self._behind

    def has_room(self, lane: Hashable) -> bool:
        """Return True if an update of a lane may be handled now."""
        one = self._lanes.get(lane)
        return one is None or (one.in_memory < MAX_IN_MEMORY and not one.behind)

    def enter(self, lane: Hashable, update_id: int) -> None:
        """Note that an update is in memory now."""
        self._lanes.setdefault(lane, _Lane()).in_memory += 1
        self._lane_of[update_id] = lane

    def wait(self, lane: Hashable, update_id: int) -> None:
        """Note that an update waits in the inbox."""
        self._lanes.setdefault(lane, _Lane()).behind.append(update_id)
        self._behind.add(update_id)

    def leave(self, update_id: int) -> list[int]:
        """Note that an update is done; return those of its lane that have entered instead."""
        lane = self._lane_of.pop(update_id, None)
        one = self._lanes.get(lane)
        if one is None:
            return []
        one.in_memory -= 1
        entering: list[int] = []
        if one.in_memory <= MAX_IN_MEMORY // 2:  # Several at once, as each time is a read.
            while one.behind and one.in_memory < MAX_IN_MEMORY:
                entering.append(one.behind.popleft())
                self.enter(lane, entering[-1])
                self._behind.discard(entering[-1])
        if not one.in_memory:
            del self._lanes[lane]
        return entering
