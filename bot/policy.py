"""What a chat's admins, or a person in private, have set: how the bot behaves there.

The policy that holds for an update is found once, before any feature sees the update, and stands
in `in_force` until the update is done with, as every update is worked on in a task of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.messages import Language
from retrieval.answer.answer import DEFAULT_QUOTATIONS
from retrieval.text.script import Display


class Trigger(StrEnum):
    """What is answered in a group; each takes in the ones before it."""

    COMMAND = "command"
    MENTION = "mention"
    QUESTION = "question"


class ButtonAccess(StrEnum):
    """Whose taps on the buttons below an answer count."""

    ANYONE = "anyone"
    ASKER = "asker"


QUOTATIONS = (1, 2, 3, 5)
"""How many quotations an answer may be set to have."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How the bot behaves in one chat; no language means that of whoever writes."""

    trigger: Trigger = Trigger.MENTION
    language: Language | None = None
    quotations: int = DEFAULT_QUOTATIONS
    taps: ButtonAccess = ButtonAccess.ANYONE
    display: Display = Display.PRINTED


in_force: ContextVar[Policy] = ContextVar("policy", default=Policy())  # noqa: B039 - it is frozen
"""The policy for the update that is being worked on."""


def changed(policy: Policy, field: str, value: str) -> Policy | None:
    """A policy with one field set to what a button carries; None where there is no such thing."""
    try:
        return replace(policy, **{field: _READ[field](value)})
    except (KeyError, ValueError):
        return None


def _number(value: str) -> int:
    number = int(value)
    if number not in QUOTATIONS:
        raise ValueError(value)
    return number


_READ: Mapping[str, Callable[[str], Any]] = {
    "trigger": Trigger,
    "language": lambda value: Language(value) if value else None,
    "quotations": _number,
    "taps": ButtonAccess,
    "display": Display,
}
