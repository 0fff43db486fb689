"""Text and its entities, parsed by Telegram's own parser (TDLib, through tdjson).

As in Telegram, the length of a message counts Unicode code points after parsing; offset and length
of an entity count UTF-16 code units (https://core.telegram.org/api/entities).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import tdjson

from bot.playground.standin.errors import bad_request

MAX_TEXT = 4096
"""Maximum length of a message after parsing, in code points."""

MAX_CAPTION = 1024
"""Maximum length of a caption after parsing, in code points."""

MAX_MARKUP_BYTES = 32768
"""Maximum size of a text before parsing, in bytes of UTF-8."""

MAX_ENTITIES = 100
"""Telegram silently drops entities beyond this number."""

MAX_ENTITY_BYTES = 9500
"""Maximum size of all entities of a message in bytes (tdlib/telegram-bot-api issue 165)."""

Entity = dict[str, Any]

_ENTITY_TYPES = {
    "BlockQuote": "blockquote",
    "Bold": "bold",
    "BotCommand": "bot_command",
    "Cashtag": "cashtag",
    "Code": "code",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
    "EmailAddress": "email",
    "ExpandableBlockQuote": "expandable_blockquote",
    "Hashtag": "hashtag",
    "Italic": "italic",
    "Mention": "mention",
    "MentionName": "text_mention",
    "PhoneNumber": "phone_number",
    "Pre": "pre",
    "PreCode": "pre",
    "Spoiler": "spoiler",
    "Strikethrough": "strikethrough",
    "TextUrl": "text_link",
    "Underline": "underline",
    "Url": "url",
}
"""The Bot API's types of entities by those of TDLib, without `textEntityType`."""

_PREFIX = "textEntityType"

_HIDDEN = {"BankCardNumber", "MediaTimestamp"}
"""Entities that Telegram shows to clients, and not to bots."""

_OPAQUE = {"code", "pre", "text_link", "text_mention"}
"""Entities inside which no link or command is detected."""

_MODES: Mapping[str, dict[str, Any]] = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text as clients show it; `dropped` is the number of entities beyond `MAX_ENTITIES`."""

    text: str
    entities: tuple[Entity, ...] = ()
    dropped: int = 0


def parse(text: str, mode: str | None, entities: Iterable[Entity] | None = None) -> FormattedText:
    """Parse a text as the Bot API does.

    Args:
        text: The text with its markup.
        mode: HTML, Markdown or MarkdownV2; None if the text is plain or *entities* are given.
        entities: The entities of a text without markup.

    Raises:
        RefusedError: The text or its entities are too large, or the markup does not parse.
    """
    if len(text.encode()) > MAX_MARKUP_BYTES:
        raise bad_request("text is too long")
    found = [dict(entity) for entity in entities or ()]
    if mode:
        text, found = _parse_markup(text, mode)
    text, found = _trim(text, [entity for entity in found if entity["length"] > 0])
    found += [entity for entity in detect(text) if not _is_within_opaque(entity, found)]
    found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    if sum(map(_size, found)) > MAX_ENTITY_BYTES:
        raise bad_request("ENTITIES_TOO_LONG")
    kept = found[:MAX_ENTITIES]
    return FormattedText(text, tuple(kept), len(found) - len(kept))


def detect(text: str) -> list[Entity]:
    """Return the entities that clients detect in a text, such as links, mentions and commands."""
    reply = _execute({"@type": "getTextEntities", "text": text})
    return _entities(reply)


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 code units, the unit of entities."""
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Return the part of a text that an entity covers; offset and length in UTF-16 units."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def quote_position(text: str, quote: str) -> int | None:
    """Return the offset of a quoted part in UTF-16 code units, None if it is not in the text."""
    formatted = {"@type": "formattedText", "entities": []}
    request = {
        "@type": "searchQuote",
        "text": formatted | {"text": text},
        "quote": formatted | {"text": quote},
        "quote_position": 0,
    }
    reply = _execute(request)
    return reply["position"] if reply["@type"] == "foundPosition" else None


def _parse_markup(text: str, mode: str) -> tuple[str, list[Entity]]:
    parse_mode = _MODES.get(mode.lower())
    if parse_mode is None:
        raise bad_request("unsupported parse_mode")
    request = {"@type": "parseTextEntities", "text": text, "parse_mode": parse_mode}
    reply = _execute(request)
    if reply["@type"] == "error":
        message = str(reply["message"])
        raise bad_request(message[:1].lower() + message[1:])
    return reply["text"], _entities(reply)


def _entities(reply: dict[str, Any]) -> list[Entity]:
    """Convert TDLib's entities to those of the Bot API, which has no times and bank cards."""
    kinds = [(entity, entity["type"]["@type"]) for entity in reply["entities"]]
    return [_entity(entity) for entity, kind in kinds if kind.removeprefix(_PREFIX) not in _HIDDEN]


def _entity(entity: dict[str, Any]) -> Entity:
    """Convert TDLib's entity to a MessageEntity."""
    kind = entity["type"]
    name = _ENTITY_TYPES[kind["@type"].removeprefix(_PREFIX)]
    found: Entity = {"type": name, "offset": entity["offset"], "length": entity["length"]}
    for key in ("url", "language", "custom_emoji_id", "unix_time"):
        if kind.get(key):
            found[key] = kind[key]
    if "user_id" in kind:
        found["user"] = {"id": kind["user_id"], "is_bot": False, "first_name": ""}
    return found


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Strip white space as Telegram does; return the text and its shifted entities."""
    leading = utf16_length(text) - utf16_length(text.lstrip())
    trimmed = text.strip()
    length = utf16_length(trimmed)
    shifted = []
    for entity in entities:
        start = max(entity["offset"] - leading, 0)
        end = min(entity["offset"] + entity["length"] - leading, length)
        if start < end:
            shifted.append(entity | {"offset": start, "length": end - start})
    return trimmed, shifted


def _is_within_opaque(entity: Entity, others: Iterable[Entity]) -> bool:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    return any(
        other["type"] in _OPAQUE
        and other["offset"] < end
        and start < other["offset"] + other["length"]
        for other in others
    )


def _size(entity: Entity) -> int:
    """Return the size of an entity in bytes: three words of four bytes, and its URL."""
    return 12 + (len(entity["url"].encode()) + 4 if "url" in entity else 0)


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    reply = tdjson.td_execute(json.dumps(request).encode())
    return cast("dict[str, Any]", json.loads(reply or b"{}"))


_execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
