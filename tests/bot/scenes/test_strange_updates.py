"""Updates that ask nothing, as Telegram sends them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.standin.model import JSON
from tests.bot.scenes.conftest import Scene
from tests.bot.scenes.shown import quotations

QUESTION = "金融科技为什么要成为基础设施？"
USER: JSON = {"id": 4242, "is_bot": False, "first_name": "\u202e名", "is_premium": True}
FILE: JSON = {"file_id": "f", "file_unique_id": "u"}
CONTENTS: dict[str, JSON] = {
    "a die": {"dice": {"emoji": "🎲", "value": 3}},
    "a contact": {"contact": {"phone_number": "+1", "first_name": "某"}},
    "a place": {"location": {"latitude": 31.2, "longitude": 121.4}},
    "a round video": {"video_note": FILE | {"length": 1, "duration": 1}},
    "an album": {"photo": [FILE | {"width": 1, "height": 1}], "media_group_id": "1"},
    "a story": {"story": {"chat": {"id": 1, "type": "private"}, "id": 2}},
    "a poll": {
        "poll": {
            "id": "1",
            "question": "流量是什么？",
            "options": [{"text": "甲", "voter_count": 0, "persistent_id": "1"}],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "somebody new": {"new_chat_members": [USER]},
    "somebody gone": {"left_chat_member": USER},
    "another title": {"new_chat_title": "金融科技是什么？"},
    "a topic": {"forum_topic_created": {"name": "流量是什么", "icon_color": 7322096}},
    "a field from the future": {"rich_message": {"blocks": []}},
    "white space": {"text": " \n\t "},
    "a command and nothing": {"text": "/", "entities": []},
    "a name that is cut off": {
        "text": "@yinju_bot",
        "entities": [{"type": "mention", "offset": 0, "length": 10}],
    },
}


@pytest.mark.parametrize("place", ["private", "supergroup"])
async def test_whatever_is_sent(
    scene: Scene, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    """No content makes a handler fail, in private or in a group."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    chat = ann.private if place == "private" else scene.group(ann)
    for number, content in enumerate(CONTENTS.values(), start=1000):
        for kind in ("message", "edited_message"):
            message = {"message_id": number, "date": 1, "chat": chat.as_json(), "from": USER}
            scene.backend.updates.put(kind, message | content)
    await scene.settle()

    assert quotations(await scene.ask(ann, f"/ask {QUESTION}", chat))
    assert "handler failed" not in caplog.text
    assert 0 == scene.services.journal.lost


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("message", {"chat": {"id": -7, "type": "channel", "title": "x"}, "text": "流量是什么？"}),
        ("message", {"chat": {"id": -7, "type": "group", "title": "x"}, "text": "流量是什么？"}),
        ("edited_message", {"chat": {"id": -7, "type": "supergroup"}, "caption": "流量？"}),
    ],
)
async def test_messages_of_nobody(
    scene: Scene, caplog: pytest.LogCaptureFixture, kind: str, payload: JSON
) -> None:
    """A message without a sender in an unknown chat is ignored."""
    scene.backend.updates.put(kind, {"message_id": 1, "date": 1} | payload)
    await scene.settle()

    assert "handler failed" not in caplog.text
    assert "sendmessage" not in [call.method for call in scene.backend.calls]


async def test_a_quotation_from_another_chat(scene: Scene) -> None:
    """/ask with a quotation of a message from another chat asks the quotation."""
    ann = scene.client()
    group = scene.group(ann)
    elsewhere: dict[str, Any] = {
        "external_reply": {
            "origin": {"type": "hidden_user", "sender_user_name": "某人", "date": 1},
            "message_id": 5,
        },
        "quote": {"text": QUESTION, "position": 3, "is_manual": True},
    }

    assert quotations(await scene.ask(ann, "/ask", group, **elsewhere))


async def test_people_without_a_name_of_their_own(scene: Scene) -> None:
    """People without a username, or with control characters in their name, are answered."""
    ann = scene.client("\u202e <b>&")
    assert ann.person.username is None

    assert quotations(await scene.ask(ann, QUESTION))
    assert (await scene.ask(ann, "/mydata")).content["document"]


async def test_the_same_update_twice(scene: Scene) -> None:
    """A message that is delivered twice is answered once."""
    ann = scene.client()
    sent = ann.send(QUESTION)
    assert 1 == len(await scene.said(ann.private))

    scene.backend.updates.put("message", sent.as_json())

    assert 1 == len(await scene.said(ann.private))
