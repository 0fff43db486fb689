"""Messages as a client shows them."""

from __future__ import annotations

from bot.playground.standin.formatting import detect, utf16_slice
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


def detected_links(message: Message) -> list[str]:
    """Return what a client makes links of by itself, which it does not within code."""
    spans = [
        (e["offset"], e["offset"] + e["length"]) for e in message.entities if e["type"] == "code"
    ]
    return [
        utf16_slice(message.text, found["offset"], found["length"])
        for found in detect(message.text)
        if found["type"] == "url"
        and not any(start <= found["offset"] < end for start, end in spans)
    ]


def first_line(message: Message) -> str:
    """Return the first line of a message."""
    return message.text.split("\n")[0]
