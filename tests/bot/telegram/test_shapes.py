"""Updates that have not what handlers rely on, though the library builds an object from them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from telegram import Update

from bot.playground.standin.model import JSON
from bot.telegram.shapes import ShapeError, check_shape
from tests.updates import Sender, numbers, updates

USER: JSON = {"id": 7, "is_bot": False, "first_name": "某"}
CHAT: JSON = {"id": 7, "type": "private", "first_name": "某"}
MESSAGE: JSON = {
    "message_id": 1,
    "date": 1,
    "chat": CHAT,
    "from": USER,
    "text": "/ask 流量",
    "entities": [{"type": "bot_command", "offset": 0, "length": 4}],
    "quote": {"text": "流量", "position": 0},
}
DOCUMENT: JSON = {"file_id": "1", "file_unique_id": "2", "file_name": "a.txt", "file_size": 1}
LINKS: list[JSON] = [
    {"type": "text_link", "offset": 0, "length": 1, "url": "https://example.org/"},
    {"type": "text_mention", "offset": 1, "length": 1, "user": USER},
]
MEMBER: JSON = {"status": "member", "user": USER}
WHOLE: dict[str, JSON] = {
    "message": MESSAGE | {"reply_to_message": MESSAGE},
    "guest_message": MESSAGE | {"guest_query_id": "1"},
    "callback_query": {"id": "1", "from": USER, "chat_instance": "1", "message": MESSAGE},
    "inline_query": {"id": "1", "from": USER, "query": "流量", "offset": ""},
    "my_chat_member": {
        "chat": CHAT,
        "from": USER,
        "date": 1,
        "old_chat_member": MEMBER,
        "new_chat_member": MEMBER,
    },
    "edited_message": MESSAGE
    | {"forward_origin": {"type": "user", "date": 1, "sender_user": USER}},
    "channel_post": MESSAGE
    | {"forward_origin": {"type": "channel", "date": 1, "chat": CHAT, "message_id": 1}},
    "edited_channel_post": MESSAGE
    | {"forward_origin": {"type": "chat", "date": 1, "sender_chat": CHAT}},
    "business_message": MESSAGE | {"document": DOCUMENT, "entities": LINKS},
    "chosen_inline_result": {"result_id": "1", "from": USER, "query": "流量"},
    "chat_boost": {
        "chat": CHAT,
        "boost": {
            "boost_id": "1",
            "add_date": 1,
            "expiration_date": 2,
            "source": {"source": "premium", "user": USER},
        },
    },
}


def check(kind: str, content: JSON) -> None:
    """Check an update as it is parsed."""
    check_shape(Update.de_json({"update_id": 1, kind: content}, None))


@pytest.mark.parametrize("kind", WHOLE)
def test_what_telegram_promises(kind: str) -> None:
    """An update that is as documented passes."""
    check(kind, deepcopy(WHOLE[kind]))


Path = tuple[str | int, ...]


def changed(kind: str, path: Path, value: Any) -> JSON:
    """Return a whole update's content with another value at a place."""
    content = deepcopy(WHOLE[kind])
    holder: Any = content
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return content


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("message", ("chat", "id"), "7"),
        ("message", ("chat", "id"), 2**80),
        ("message", ("chat", "id"), True),
        ("message", ("chat", "type"), None),
        ("message", ("from", "id"), None),
        ("message", ("text",), 5),
        ("message", ("entities", 0, "offset"), None),
        ("message", ("quote", "text"), {}),
        ("message", ("reply_to_message", "message_id"), None),
        ("callback_query", ("from",), None),
        ("callback_query", ("message", "chat"), None),
        ("inline_query", ("from",), None),
        ("inline_query", ("offset",), 1),
        ("my_chat_member", ("new_chat_member", "user", "id"), "x"),
        ("edited_message", ("forward_origin", "sender_user"), None),
        ("channel_post", ("sender_chat",), {}),
        ("channel_post", ("forward_origin", "chat", "id"), "x"),
        ("channel_post", ("forward_origin", "chat", "title"), 5),
        ("edited_channel_post", ("forward_origin", "sender_chat"), None),
        ("message", ("from", "first_name"), None),
        ("message", ("from", "last_name"), 5),
        ("message", ("chat", "username"), True),
        ("business_message", ("document", "file_name"), 5),
        ("business_message", ("document", "mime_type"), True),
        ("business_message", ("document", "file_size"), "1"),
        ("business_message", ("entities", 0, "url"), True),
        ("business_message", ("entities", 1, "user", "id"), "7"),
    ],
)
def test_what_is_missing(kind: str, path: Path, value: Any) -> None:
    """A value that is missing or of another type is found, wherever it stands."""
    content = changed(kind, path, value)

    with pytest.raises((ShapeError, TypeError, AttributeError)):
        check(kind, content)


@pytest.mark.parametrize("value", [[], {}, [1], {"id": 1}, True, 1.5, 2**80, ""], ids=repr)
@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("message", ("message_id",)),
        ("message", ("from", "id")),
        ("message", ("chat", "id")),
        ("message", ("message_thread_id",)),
        ("message", ("reply_to_message", "message_id")),
        ("guest_message", ("guest_query_id",)),
        ("callback_query", ("id",)),
        ("callback_query", ("inline_message_id",)),
        ("callback_query", ("message", "message_id")),
        ("inline_query", ("id",)),
        ("my_chat_member", ("chat", "id")),
        ("channel_post", ("chat", "id")),
        ("chosen_inline_result", ("from", "id")),
        ("chat_boost", ("chat", "id")),
    ],
)
def test_no_id(kind: str, path: Path, value: Any) -> None:
    """What can be no id is found: nothing that would be sent with it can arrive."""
    content = changed(kind, path, value)

    with pytest.raises((ShapeError, TypeError, AttributeError)):
        check(kind, content)


SENDER = Sender(USER, CHAT, MESSAGE, numbers(1))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(drawn=updates([SENDER], ["here"], is_mutated=False))
def test_no_update_of_the_api_is_refused(drawn: tuple[Sender, JSON]) -> None:
    """Whatever the Bot API's types allow, and the library can parse, passes."""
    _, update = drawn
    try:
        parsed = Update.de_json({"update_id": 1} | update, None)
    except (KeyError, TypeError):  # The library writes no empty lists, and wants some back.
        reject()

    check_shape(parsed)


def test_an_unknown_kind() -> None:
    """An update of an unknown kind passes, as no handler takes it."""
    check_shape(Update.de_json({"update_id": 1, "news": {"id": 1}}, None))
