"""Looking at a message as a client shows it."""

from __future__ import annotations

from bot.playground.standin.formatting import utf16_slice
from bot.playground.standin.model import Message


def parts(message: Message, *kinds: str) -> list[str]:
    """The stretches of a message that are formatted in one of these ways."""
    return [
        utf16_slice(message.text, entity["offset"], entity["length"])
        for entity in message.entities
        if entity["type"] in kinds
    ]


def quotations(message: Message) -> list[str]:
    """What a message quotes."""
    return parts(message, "blockquote", "expandable_blockquote")


def addresses(message: Message) -> list[str]:
    """Where a message's links lead."""
    return [entity["url"] for entity in message.entities if entity["type"] == "text_link"]


def first_line(message: Message) -> str:
    """What a message begins with."""
    return message.text.split("\n")[0]
