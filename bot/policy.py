"""Policies: how the bot behaves in a chat, as its admins or a person in private have set it.

The policy of an update is read once, before its handlers run, and is in the context variable
`in_force` until they end: every update is processed in an asyncio task of its own.
"""

from __future__ import annotations

import hashlib
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


class Audience(StrEnum):
    """The people who see the answers in a group."""

    EVERYBODY = "everybody"
    ASKER = "asker"


QUOTATIONS = (1, 2, 3, 5)
"""The numbers of quotations per answer to choose from."""


Choices = tuple[tuple[int, str], ...]
"""Topics of a chat, each with the key of the collection that is chosen there."""

WHOLE_CHAT = 0
"""The topic that stands for a whole chat."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The bot's behaviour in one chat; without a language it uses each person's own."""

    trigger: Trigger = Trigger.MENTION
    language: Language | None = None
    quotations: int = DEFAULT_QUOTATIONS
    taps: ButtonAccess = ButtonAccess.ANYONE
    display: Display = Display.PRINTED
    collections: Choices = ()
    answers: Audience = Audience.EVERYBODY

    def collection(self, topic: int) -> str | None:
        """Return the key of the collection chosen in a topic, else in the chat, or None."""
        chosen = dict(self.collections)
        return chosen.get(topic) or chosen.get(WHOLE_CHAT)

    def choosing(self, topic: int, key: str) -> Policy:
        """Return the policy with a collection chosen in a topic; an empty key undoes a choice."""
        chosen = dict(self.collections) | {topic: key}
        return replace(
            self, collections=tuple(sorted((one, key) for one, key in chosen.items() if key))
        )


in_force: ContextVar[Policy] = ContextVar("policy", default=Policy())  # noqa: B039 - frozen
"""The policy for the update that is being processed."""

by_admin: ContextVar[bool] = ContextVar("admin", default=False)
"""True if an admin of the bot caused the update."""

NONE_OPEN = "*"
"""In place of a collection's key: none is open where the update comes from."""

collection_in_force: ContextVar[str | None] = ContextVar("collection", default=None)
"""The key of the collection that answers the update; None where there is only one."""


def mark_of(key: str | None) -> str:
    """Return six hexadecimal digits in place of a collection's key, for buttons and links.

    Empty for the only collection, which has no key, and where none is open.
    """
    if not key or key == NONE_OPEN:
        return ""
    return hashlib.blake2b(key.encode(), digest_size=3).hexdigest()


def formatted(choices: Choices) -> str:
    """Return the chosen collections as they are stored, such as `0=poems 17=plays`."""
    return " ".join(f"{topic}={key}" for topic, key in choices)


def _choices(value: str) -> Choices:
    pairs = (one.partition("=") for one in value.split())
    return tuple((int(topic), key) for topic, _, key in pairs if key)


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
    "collections": _choices,
    "answers": Audience,
}
