"""The shapes of updates: what handlers rely on, and the library does not check.

It builds an object from any JSON, with None or with values of other types where Telegram promises
something. Telegram keeps its promises; but an update that does not is better set aside than half
handled.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    ChosenInlineResult,
    Document,
    InaccessibleMessage,
    InlineQuery,
    Message,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginUser,
    TelegramObject,
    TextQuote,
    Update,
    User,
)

MAX_NUMBER = 2**63 - 1
"""Maximum of a number that the database takes; Telegram promises at most 52 bits."""

_MESSAGES = (
    *("message", "edited_message", "guest_message", "channel_post", "edited_channel_post"),
    *("business_message", "edited_business_message"),
)
_NEVER_EMPTY = frozenset({"id", "guest_query_id", "inline_message_id"})
"""Ids that are text. An application with defaults sends `[]` where it is given an empty one."""

_NAMES = dict.fromkeys(("first_name", "last_name", "username"), str)

Fields = Mapping[str, type[Any]]


class ShapeError(ValueError):
    """An update lacks something, or has a value that does not fit; the message names the field."""


_REQUIRED: Mapping[type[TelegramObject], Fields] = {
    Update: {"update_id": int},
    Message: {"message_id": int, "date": datetime, "chat": Chat},
    InaccessibleMessage: {"message_id": int, "chat": Chat},
    Chat: {"id": int, "type": str},
    User: {"id": int, "is_bot": bool, "first_name": str},
    MessageOriginChannel: {"chat": Chat},
    MessageOriginChat: {"sender_chat": Chat},
    MessageOriginUser: {"sender_user": User},
    MessageEntity: {"type": str, "offset": int, "length": int},
    TextQuote: {"text": str},
    CallbackQuery: {"id": str, "from_user": User},
    InlineQuery: {"id": str, "from_user": User, "query": str, "offset": str},
    ChosenInlineResult: {"result_id": str, "from_user": User, "query": str},
    ChatMemberUpdated: {
        "chat": Chat,
        "from_user": User,
        "old_chat_member": ChatMember,
        "new_chat_member": ChatMember,
    },
    ChatMember: {"status": str, "user": User},
}

_OPTIONAL: Mapping[type[TelegramObject], Fields] = {
    Update: {
        **dict.fromkeys(_MESSAGES, Message),
        "callback_query": CallbackQuery,
        "inline_query": InlineQuery,
        "chosen_inline_result": ChosenInlineResult,
        "my_chat_member": ChatMemberUpdated,
        # Of all kinds: the guards read those that nobody has asked for, too.
        "effective_user": User,
        "effective_chat": Chat,
    },
    Message: {
        "from_user": User,
        "sender_chat": Chat,
        "via_bot": User,
        "forward_origin": MessageOrigin,
        "text": str,
        "caption": str,
        "edit_date": datetime,
        "entities": tuple,
        "caption_entities": tuple,
        "document": Document,
        "quote": TextQuote,
        "reply_to_message": Message,
        "message_thread_id": int,
        "guest_query_id": str,
        "migrate_to_chat_id": int,
        "migrate_from_chat_id": int,
    },
    MessageEntity: {"url": str, "user": User},
    Document: {"file_name": str, "mime_type": str, "file_size": int},
    User: {"language_code": str, **_NAMES},
    Chat: {"title": str, **_NAMES},
    CallbackQuery: {
        "message": (Message, InaccessibleMessage),  # type: ignore[dict-item]
        "data": str,
        "inline_message_id": str,
    },
}


def check_shape(value: TelegramObject) -> None:
    """Check an update, or a part of one.

    Raises:
        ShapeError: It has not what handlers rely on.
    """
    kind = ChatMember if isinstance(value, ChatMember) else type(value)
    for name, wanted in _REQUIRED.get(kind, {}).items():
        _check(kind, name, getattr(value, name), wanted)
    for name, wanted in _OPTIONAL.get(kind, {}).items():
        if (given := getattr(value, name)) is not None:
            _check(kind, name, given, wanted)


def _check(kind: type[TelegramObject], name: str, given: Any, wanted: type[Any]) -> None:
    is_number = isinstance(given, int) and abs(given) <= MAX_NUMBER
    is_truth = isinstance(given, bool)  # For Python a number, for the database none.
    is_no_id = name in _NEVER_EMPTY and given == ""
    is_no_number = wanted is int and (is_truth or not is_number)
    if not isinstance(given, wanted) or is_no_number or is_no_id:
        raise ShapeError(f"{kind.__name__}.{name}")
    for part in given if isinstance(given, tuple) else (given,):
        if isinstance(part, TelegramObject):
            check_shape(part)
