"""The bot's name and /ask in texts, also where Chinese touches them.

Telegram marks names and commands that no letter touches, and to it Chinese characters are letters:
in 请问@yinju_bot and /ask流量 it marks nothing. So both are looked for in the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from telegram import Message, MessageEntity

_LETTER = r"[^\W\u3007\u3400-\u9fff\uf900-\ufaff\uff10-\uff5a\U00020000-\U0003ffff]"
"""A letter or digit that belongs to a name: neither Chinese nor full-width."""

_BETWEEN = r"(?:[\s\u200b-\u200f\u2060\ufeff,，、:：;；。!！~～·…—–]|[.-](?![0-9A-Za-z]))*"
"""What stands between a name or a command and the question: blanks and punctuation."""

_AROUND = " \t\r\n\u3000\xa0,，、:："
"""What is cut from both sides of the texts between names."""

_OTHER_COMMAND = re.compile(r"[/／]ask[@＠][0-9A-Za-z_]", re.IGNORECASE)
_ANY_NAME = re.compile(rf"(?<!{_LETTER})[@＠][A-Za-z][0-9A-Za-z_]{{3,}}")

_NO_NAMES_IN = frozenset(
    {MessageEntity.CODE, MessageEntity.PRE, MessageEntity.URL, MessageEntity.EMAIL}
)
"""Entities inside which nobody is named."""


def text_of(message: Message) -> str:
    """Return the text or the caption of a message."""
    return message.text or message.caption or ""


def behind_command(said: str, username: str) -> str | None:
    """Return what stands behind /ask at the beginning of a text, None without the command."""
    found = _command(username).match(said)
    return said[found.end() :].strip() if found else None


def is_for_another(said: str) -> bool:
    """Return True if a text begins with /ask and a name."""
    return bool(_OTHER_COMMAND.match(said))


def without_name(message: Message) -> str | None:
    """Return the text of a message without the bot's name, or None if it is not named."""
    said = text_of(message)
    closed = list(_closed_spans(message, said))
    parts, end = [], 0
    for found in _name(message.get_bot().username).finditer(said):
        if not any(first <= found.start() < last for first, last in closed):
            parts.append(said[end : found.start()])
            end = found.end()
    if not end:
        return None
    parts = [part.strip(_AROUND) for part in (*parts, said[end:])]
    return " ".join(filter(None, parts))


def names_anybody(said: str) -> bool:
    """Return True if a text contains a username, of whomever."""
    return bool(_ANY_NAME.search(said))


@cache
def _command(username: str) -> re.Pattern[str]:
    own = rf"(?:[@＠]{re.escape(username)})?"
    return re.compile(rf"[/／]ask{own}(?!{_LETTER}|[@＠][A-Za-z]){_BETWEEN}", re.IGNORECASE)


@cache
def _name(username: str) -> re.Pattern[str]:
    own = rf"[@＠]{re.escape(username)}"
    return re.compile(rf"(?<!{_LETTER}){own}(?!{_LETTER}){_BETWEEN}", re.IGNORECASE)


def _closed_spans(message: Message, said: str) -> Iterator[tuple[int, int]]:
    """Yield the spans inside which nobody is named, in code points.

    Offsets of entities are in UTF-16 code units.
    """
    units = said.encode("utf-16-le", "surrogatepass")
    for entity in (*message.entities, *message.caption_entities):
        if entity.type in _NO_NAMES_IN:
            ends = (entity.offset, entity.offset + entity.length)
            first, last = (len(units[: 2 * end].decode("utf-16-le", "ignore")) for end in ends)
            yield first, last
