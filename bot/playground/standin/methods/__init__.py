"""The methods of the Bot API by name; others are refused as unknown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.standin.backend import Backend
from bot.playground.standin.methods import (
    chats,
    delivery,
    documents,
    messages,
    profile,
    queries,
    reactions,
)
from bot.playground.standin.methods.arguments import Arguments

Method = Callable[[Backend, Arguments], Awaitable[Any] | Any]

_FOUND: dict[str, Method] = {
    name: method
    for module in (chats, delivery, documents, messages, profile, queries, reactions)
    for name, method in vars(module).items()
    if callable(method) and getattr(method, "is_bot_method", False)
}

METHODS = {name.replace("_", ""): method for name, method in _FOUND.items()}
"""Methods by lower-case name; Telegram ignores case."""

SPELLED = {name.replace("_", ""): name[0] + name.title().replace("_", "")[1:] for name in _FOUND}
"""The names as in Telegram's documentation."""
