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
    messages,
    photos,
    profile,
    queries,
    reactions,
)
from bot.playground.standin.methods.arguments import Arguments

Method = Callable[[Backend, Arguments], Awaitable[Any] | Any]

_METHODS: dict[str, Method] = {
    name: method
    for module in (chats, delivery, documents, messages, photos, profile, queries, reactions)
    for name, method in vars(module).items()
    if callable(method) and getattr(method, "is_bot_method", False)
}

METHODS = {name.replace("_", ""): method for name, method in _METHODS.items()}
"""The methods by name in lower case, as Telegram ignores case."""

DOCUMENTED_NAMES = {
    name.replace("_", ""): name[0] + name.title().replace("_", "")[1:] for name in _METHODS
}
"""The names in Telegram's documentation, by name in lower case."""
