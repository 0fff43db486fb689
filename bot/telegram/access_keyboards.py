"""Buttons that take back whom an admin has blocked or allowed."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.access import Decision, Rule
from bot.messages import Messages
from bot.telegram.admin_buttons import RevokeButton
from bot.telegram.keyboards import button
from bot.views.access import MAX_LISTED


def revoke_keyboard(
    texts: Messages, rule: Rule, decisions: Sequence[Decision]
) -> InlineKeyboardMarkup | None:
    """Return a button for each decision that is listed, which takes it back."""
    labels = {
        Rule.BLOCKED: texts.gettext("Unblock {chat}"),
        Rule.ALLOWED: texts.gettext("No longer allow {chat}"),
    }
    rows = [
        [button(labels[rule].format(chat=one.chat_id), RevokeButton(rule.value, one.chat_id))]
        for one in decisions[:MAX_LISTED]
    ]
    return InlineKeyboardMarkup(rows) if rows else None
