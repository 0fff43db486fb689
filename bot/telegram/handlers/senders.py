"""Whoever caused an update: a person, or a chat in whose name somebody writes."""

from __future__ import annotations

from collections.abc import Collection

from telegram import Update


def sender_id(update: Update) -> int | None:
    """Return the id of a person, or of the group or channel in whose name a message is.

    All who write in the name of a chat share an account of Telegram's, which says nothing.
    """
    message = update.message or update.edited_message or update.guest_message
    if message and message.sender_chat:
        return message.sender_chat.id
    return update.effective_user.id if update.effective_user else None


def is_by_admin(update: Update, admin_ids: Collection[int]) -> bool:
    """Return True if an admin of the bot caused an update in their own name."""
    return sender_id(update) in admin_ids
