"""What a chat's admins, or a person in private, have set: how the bot behaves there.

The policy that holds for an update is found once, before any feature sees the update, and stands
in `in_force` until the update is done with, as every update is worked on in a task of its own.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from bot.messages import Language
from retrieval.answer import QUOTED


class Trigger(StrEnum):
    """What is answered in a group; each takes in the ones before it."""

    COMMAND = "command"
    MENTION = "mention"
    QUESTION = "question"


class Taps(StrEnum):
    """Whose taps on the buttons below an answer count."""

    ANYONE = "anyone"
    ASKER = "asker"


QUOTATIONS = (1, 2, 3, 5)
"""How many quotations an answer may be set to have."""

DISPLAYS = ("printed", "simplified", "traditional")
"""The characters that quotations are shown in."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How the bot behaves in one chat; no language means that of whoever writes."""

    trigger: Trigger = Trigger.MENTION
    language: Language | None = None
    quotations: int = QUOTED
    taps: Taps = Taps.ANYONE
    display: str = DISPLAYS[0]


in_force: ContextVar[Policy] = ContextVar("policy", default=Policy())  # noqa: B039 - it is frozen
"""The policy for the update that is being worked on."""
