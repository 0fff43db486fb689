"""The Bot API's methods, by name; what is not here is refused as unknown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.methods import (
    chats,
    delivery,
    documents,
    messages,
    profile,
    queries,
    reactions,
)
from bot.playground.methods.arguments import Arguments
from bot.playground.world import World

Method = Callable[[World, Arguments], Awaitable[Any] | Any]

METHODS: dict[str, Method] = {
    name.replace("_", ""): method
    for module in (chats, delivery, documents, messages, profile, queries, reactions)
    for name, method in vars(module).items()
    if callable(method) and getattr(method, "is_bot_method", False)
}
