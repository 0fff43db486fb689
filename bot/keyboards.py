"""Buttons below messages."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.buttons import Press


def button(label: str, press: Press) -> InlineKeyboardButton:
    """A button that calls the bot."""
    return InlineKeyboardButton(label, callback_data=press.data)


def pager(verb: str, page: int, pages: int) -> InlineKeyboardMarkup | None:
    """Turn pages: back, where one is, on; nothing where there is one page. Pages count from 1."""
    if pages < 2:
        return None
    row = []
    if page > 1:
        row.append(button("‹", Press.of(verb, page - 1)))
    row.append(button(f"{page} / {pages}", Press.of("here")))
    if page < pages:
        row.append(button("›", Press.of(verb, page + 1)))
    return InlineKeyboardMarkup([row])
