"""Buttons that take back whom an admin has blocked or allowed, and turn the pages of both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from telegram import InlineKeyboardMarkup

from bot.access import Decision, Rule
from bot.messages import Messages
from bot.telegram.admin_buttons import AccessButton, RevokeButton
from bot.telegram.keyboards import Row, button, keyboard, pager
from bot.views.access import Listed, Order
from bot.views.pagination import Page


def revoke_keyboard(
    texts: Messages, rule: Rule, decisions: Sequence[Decision]
) -> InlineKeyboardMarkup | None:
    """Return a button for each decision, which takes it back."""
    return keyboard(_rows(texts, Order(rule), decisions))


def access_keyboard(
    texts: Messages, order: Order, page: Page[Listed]
) -> InlineKeyboardMarkup | None:
    """Return a button for each decision of admins on a page, and those to other pages."""
    decisions = [one.decision for one in page.items if one.decision]
    turning = pager(
        page.number,
        page.pages,
        partial(AccessButton, order.rule.value, revokes=order.revokes),
    )
    return keyboard([*_rows(texts, order, decisions, page.number), turning])


def _rows(
    texts: Messages, order: Order, decisions: Sequence[Decision], page: int = 1
) -> list[Row]:
    labels = {
        Rule.BLOCKED: texts.gettext("Unblock {chat}"),
        Rule.ALLOWED: texts.gettext("No longer allow {chat}"),
    }
    return [
        [
            button(
                labels[order.rule].format(chat=id_),
                RevokeButton(order.rule.value, id_, page, order.revokes),
            )
        ]
        for id_ in (one.chat_id for one in decisions)
    ]
