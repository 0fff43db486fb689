"""Policies: how the bot behaves in a chat, as its admins or a person in private have set it.

The policy of an update is read once, before its handlers run, and is in the context variable
`in_force` until they end: every update is processed in an asyncio task of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.messages import Language
from retrieval.question.context import DEFAULT_QUOTATIONS
from retrieval.text.script import Display


class Trigger(StrEnum):
    """The messages that are answered in a group; each value includes the previous ones."""

    COMMAND = "command"
    MENTION = "mention"
    QUESTION = "question"


class ButtonAccess(StrEnum):
    """The people who may use the buttons below an answer."""

    ANYONE = "anyone"
    ASKER = "asker"


QUOTATIONS = (1, 2, 3, 5)
"""The numbers of quotations per answer to choose from."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The bot's behaviour in one chat; without a language it uses each person's own."""

    trigger: Trigger = Trigger.MENTION
    language: Language | None = None
    quotations: int = DEFAULT_QUOTATIONS
    taps: ButtonAccess = ButtonAccess.ANYONE
    display: Display = Display.PRINTED


in_force: ContextVar[Policy] = ContextVar("policy", default=Policy())  # noqa: B039 - frozen
"""The policy for the update that is being processed."""


def changed(policy: Policy, field: str, value: str) -> Policy | None:
    """Return a policy with one field parsed from callback data, or None if it is invalid."""
    try:
        return replace(policy, **{field: _PARSERS[field](value)})
    except (KeyError, ValueError):
        return None


def _quotations(value: str) -> int:
    number = int(value)
    if number not in QUOTATIONS:
        raise ValueError(value)
    return number


_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "trigger": Trigger,
    "language": lambda value: Language(value) if value else None,
    "quotations": _quotations,
    "taps": ButtonAccess,
    "display": Display,
}
