"""Groups, and what one person sees alone there."""

from __future__ import annotations

from bot.playground.standin.client import Client
from bot.playground.standin.model import Chat, Message
from tests.bot.scenes.conftest import Scene

OLD, NEW = (10, 0), (10, 5)
"""Versions of the Bot API without messages that one person sees alone, and with them."""


async def readers(
    scene: Scene, code: str = "zh-hans", *, is_admin: bool = True
) -> tuple[Client, Client, Chat]:
    """Return two people in a group, of which the bot is an administrator if wanted."""
    ann, bob = scene.client("Ann", code), scene.client("Bob", "en")
    group = scene.group(ann, bob)
    ann.add_bot(group, "administrator" if is_admin else "member")
    await scene.settle()
    return ann, bob, group


def whispered(scene: Scene, client: Client, chat: Chat) -> list[Message]:
    """Return the bot's messages that a person sees alone."""
    return [m for m in client.sees(chat) if m.ephemeral_id and m.sender is scene.backend.bot]


def is_hidden_from(client: Client, chat: Chat) -> bool:
    """Return True if a person sees no ephemeral message."""
    return not [message for message in client.sees(chat) if message.ephemeral_id]
