"""The methods of the Bot API (https://core.telegram.org/bots/api#available-methods), by name.

A method that the bot does not use is missing, and refused as unknown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.standin.backend import Backend
from bot.playground.standin.methods import (
    chats,
    delivery,
    documents,
    ephemeral,
    messages,
    photos,
    profile,
    queries,
    reactions,
    settings,
)
from bot.playground.standin.methods.arguments import Arguments

Method = Callable[[Backend, Arguments], Awaitable[Any] | Any]

_MODULES = (
    *(chats, delivery, documents, ephemeral, messages),
    *(photos, profile, queries, reactions, settings),
)

_METHODS: dict[str, Method] = {
    name: method
    for module in _MODULES
    for name, method in vars(module).items()
    if callable(method) and hasattr(method, "since")
}

METHODS = {name.replace("_", ""): method for name, method in _METHODS.items()}
"""The methods by name in lower case, as Telegram ignores case."""


def is_known(backend: Backend, method: Method) -> bool:
    """Return True if the server's version of the Bot API has a method."""
    return backend.knows(*getattr(method, "since", ()))


DOCUMENTED_NAMES = {
    name.replace("_", ""): name[0] + name.title().replace("_", "")[1:] for name in _METHODS
}
"""The names in Telegram's documentation, by name in lower case."""
