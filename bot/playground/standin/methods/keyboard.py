"""Validation of inline keyboards."""

from __future__ import annotations

import re
from typing import Any

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.model import JSON

MAX_BUTTONS = 100
"""Maximum number of buttons of a keyboard."""

MAX_CALLBACK_DATA_BYTES = 64
"""Maximum size of a button's callback data."""

MAX_COPIED_TEXT = 256
"""Maximum length of the text that a button copies, in characters."""

_NEW_ACTIONS = {"disabled": (10, 3)}
"""Such fields that later versions of the Bot API have added."""

_ACTIONS = {
    "callback_data",
    "copy_text",
    "login_url",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "url",
    "web_app",
}
"""The fields of an InlineKeyboardButton that say what it does, of which it must have one."""


def check_keyboard(backend: Backend, markup: Any) -> JSON | None:
    """Validate an inline keyboard and return it without empty rows, None if there is none.

    Raises:
        RefusedError: The keyboard or one of its buttons is invalid.
    """
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return None if "remove_keyboard" in markup else dict(markup)
    rows = [row for row in markup["inline_keyboard"] if row]
    buttons = [button for row in rows for button in row]
    if len(buttons) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_button(backend, button)
    if not rows:
        return None
    is_reply_forced = markup.get("force_reply") and backend.knows(10, 3)
    return {"inline_keyboard": rows} | ({"force_reply": True} if is_reply_forced else {})


def _check_button(backend: Backend, button: JSON) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    new = {name for name, version in _NEW_ACTIONS.items() if backend.knows(*version)}
    actions = (_ACTIONS | new) & button.keys()
    if len(actions) != 1:
        reason = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {reason}")
    if (
        "callback_data" in button
        and not 1 <= len(button["callback_data"].encode()) <= MAX_CALLBACK_DATA_BYTES
    ):
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not re.fullmatch(r"(?:https?|tg)://[^\s/?#]+\S*", button["url"]):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )
    if (
        "copy_text" in button
        and not 1 <= len(button["copy_text"].get("text", "")) <= MAX_COPIED_TEXT
    ):
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
