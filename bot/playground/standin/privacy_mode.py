"""Privacy mode: the messages of a group that Telegram delivers to a bot.

See https://core.telegram.org/bots/features#privacy-mode.
"""

from __future__ import annotations

from bot.playground.standin.backend import Backend
from bot.playground.standin.formatting import utf16_slice
from bot.playground.standin.model import Message


def reaches_bot(backend: Backend, message: Message) -> bool:
    """Return True if Telegram delivers a message to the bot."""
    chat, bot = message.chat, backend.bot
    if chat.type == "private":
        return chat.id not in backend.blocked_by
    status = chat.members.get(bot.id, "left")
    if status in {"left", "kicked"} or chat.migrated_to or chat.is_deleted:
        return False
    if backend.reads_all_group_messages or status == "administrator":
        return True
    is_reply = message.reply_to is not None and message.reply_to.sender is bot
    is_via_bot = message.extra.get("via_bot", {}).get("id") == bot.id
    return is_reply or is_via_bot or addresses(message, bot.username or "")


def addresses(message: Message, username: str) -> bool:
    """Return True if a message contains a command for the bot or mentions it."""
    for entity in message.entities:
        part = utf16_slice(message.text, entity["offset"], entity["length"])
        if entity["type"] == "bot_command" and part.partition("@")[2] in {"", username}:
            return True
        if entity["type"] == "mention" and part.lower() == f"@{username.lower()}":
            return True
    return False
