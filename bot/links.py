"""Deep links: an address that opens the bot at a place in the collection.

The payload of https://t.me/NAME?start=PAYLOAD has at most 64 characters of A-Z, a-z, 0-9, _ and -
(https://core.telegram.org/bots/features#deep-linking).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Place = Literal["passage"]

_PREFIXES: dict[Place, str] = {"passage": "p"}
_PAYLOAD = re.compile(r"([a-z])_([0-9a-f]{8,16})")


@dataclass(frozen=True, slots=True)
class DeepLink:
    """A place in the collection: what it is, and its id."""

    place: Place
    id: str

    @property
    def payload(self) -> str:
        """What stands behind `start=`."""
        return f"{_PREFIXES[self.place]}_{self.id}"

    def address(self, username: str) -> str:
        """The whole address, for the bot of this name."""
        return f"https://t.me/{username}?start={self.payload}"


def read_payload(payload: str) -> DeepLink | None:
    """The place that a payload names, or None where it names none."""
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        return None
    for place, prefix in _PREFIXES.items():
        if prefix == match[1]:
            return DeepLink(place, match[2])
    return None
