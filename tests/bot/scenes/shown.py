"""Messages as a client shows them."""

from __future__ import annotations

from bot.playground.standin.formatting import utf16_slice
from bot.playground.standin.model import Message


def parts(message: Message, *kinds: str) -> list[str]:
    """Return the spans of a message that have entities of some kinds."""
    return [
        utf16_slice(message.text, entity["offset"], entity["length"])
        for entity in message.entities
        if entity["type"] in kinds
    ]


def quotations(message: Message) -> list[str]:
    """Return the block quotations of a message."""
    return parts(message, "blockquote", "expandable_blockquote")


def addresses(message: Message) -> list[str]:
    """Return the URLs of the links in a message."""
    return [entity["url"] for entity in message.entities if entity["type"] == "text_link"]


def first_line(message: Message) -> str:
    """Return the first line of a message."""
    return message.text.split("\n")[0]
