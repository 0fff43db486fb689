"""The person that a message is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.messages import Language, Messages, messages
from retrieval.question.context import DEFAULT_QUOTATIONS
from retrieval.text.script import Display


class Place(StrEnum):
    """The kind of chat that a message is for."""

    PRIVATE = "private"
    GROUP = "group"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Reader:
    """The person that a message is for, with the settings that decide what it looks like.

    Args:
        language: The language of the bot's own texts.
        username: The bot's username, for links into the bot.
        display: The characters that articles are shown in.
        quotations: Number of quotations on one page of an answer.
        is_shared: True if the bot can be asked from other chats (inline mode).
        place: The kind of chat; elsewhere means one that the bot is not in.
        hears_all: True if Telegram shows the bot every message of a group.
        is_closed: True if no collection is open to them here.
        is_admin: True for an admin of the bot.
        collection: Mark of the collection that the message is from, which its buttons and links
            carry; empty for the only one.
    """

    language: Language
    username: str
    display: Display = Display.PRINTED
    quotations: int = DEFAULT_QUOTATIONS
    is_shared: bool = True
    place: Place = Place.PRIVATE
    hears_all: bool = False
    is_closed: bool = False
    is_admin: bool = False
    collection: str = ""

    @property
    def has_commands(self) -> bool:
        """True if the bot receives commands where the message is shown."""
        return self.place is not Place.ELSEWHERE

    @property
    def texts(self) -> Messages:
        """The catalogue of the reader's language."""
        return messages(self.language)
