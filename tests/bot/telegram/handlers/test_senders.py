"""Who caused an update: a person, or a chat in whose name somebody writes."""

from __future__ import annotations

import pytest
from telegram import Update

from bot.playground.standin.model import ANONYMOUS_ADMIN, JSON, User
from bot.telegram.handlers.senders import is_by_admin, sender_id

PERSON = User(7, "管理员").as_json()
GROUP: JSON = {"id": -100, "type": "supergroup", "title": "读书会"}
CHANNEL: JSON = {"id": -200, "type": "channel", "title": "频道"}


def message(sender: JSON | None, **more: JSON) -> Update:
    """Return a message in a group."""
    content = {"message_id": 1, "date": 1, "chat": GROUP, "text": "/reload", **more}
    return Update.de_json(
        {"update_id": 1, "message": content | ({"from": sender} if sender else {})}, None
    )


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (message(PERSON), 7),
        (message(ANONYMOUS_ADMIN.as_json(), sender_chat=GROUP), -100),
        (message(PERSON, sender_chat=CHANNEL), -200),
        (message(None, sender_chat=CHANNEL), -200),
        (message(None), None),
        (Update.de_json({"update_id": 1}, None), None),
    ],
)
def test_senders(update: Update, expected: int | None) -> None:
    """What is written in the name of a chat is from that chat, whatever account it shows."""
    assert expected == sender_id(update)


def test_admins() -> None:
    """An admin is known by their own id, never by an account that many share."""
    shared = ANONYMOUS_ADMIN.id

    assert is_by_admin(message(PERSON), {7})
    assert not is_by_admin(message(PERSON, sender_chat=CHANNEL), {7})
    assert not is_by_admin(message(ANONYMOUS_ADMIN.as_json(), sender_chat=GROUP), {7, shared})
    assert not is_by_admin(message(None), {7})
