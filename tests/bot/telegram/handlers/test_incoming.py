"""Questions in messages, by command, by mention and as a reply."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Message

from bot.playground.standin.formatting import detect
from bot.policy import Policy, Trigger
from bot.telegram.handlers.incoming import IncomingQuestion, incoming_question

NAME = "@yinju_bot"
WORDS = st.text("金融科技流量 🐜𠀀a\u202e\n！", max_size=40)
BOT = {"id": 10000, "is_bot": True, "first_name": "引据", "username": "yinju_bot"}


def written(text: str, kind: str = "supergroup", **more: Any) -> Message:
    """Return a message as the bot receives it."""
    fields = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": -1, "type": kind},
        "text": text,
        "entities": detect(text),
    }
    bot = SimpleNamespace(username="yinju_bot", id=10000, defaults=None)
    message = Message.de_json(fields | more, cast("Bot", bot))
    message.set_bot(cast("Bot", bot))
    return message


@given(WORDS, WORDS)
def test_the_name_is_cut_out_wherever_it_stands(before: str, after: str) -> None:
    """The question is the text around the mention, whatever characters it contains."""
    asked = incoming_question(written(f"{before} {NAME} {after}"), Policy())

    assert asked is not None
    assert f"{before}{after}".replace(" ", "").strip("\n") == asked.text.replace(" ", "").strip()


@given(WORDS)
def test_talk_among_people_asks_nothing(text: str) -> None:
    """A group message without a mention, command or reply asks nothing."""
    assert incoming_question(written(text), Policy()) is None


@given(WORDS)
def test_in_private_everything_is_asked(text: str) -> None:
    """In private the whole text is the question."""
    asked = incoming_question(written(text, "private"), Policy(Trigger.COMMAND))

    assert (IncomingQuestion(text.strip()) if text.strip() else None) == asked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/ask 问", "问"),
        ("/ASK@Yinju_Bot\n问", "问"),
        ("/ask", ""),
        ("/asking 问", None),
        ("/ask@other_bot 问", None),
        ("说 /ask 问", None),
    ],
)
def test_the_command(text: str, expected: str | None) -> None:
    """/ask at the beginning asks, for this bot or for any, in every policy."""
    asked = incoming_question(written(text), Policy(Trigger.COMMAND))

    assert expected == (asked.text if asked else None)


@pytest.mark.parametrize("text", ["/流量是什么", "/ 流量是什么？", "/"])
def test_a_stroke_is_no_command(text: str) -> None:
    """A text that only resembles a command asks in private, and asks nothing in a group."""
    assert IncomingQuestion(text) == incoming_question(written(text, "private"), Policy())
    assert incoming_question(written(text), Policy(Trigger.QUESTION)) is None


def test_a_reply_names_the_answer_that_it_follows() -> None:
    """A reply to the bot follows the message it replies to; one to a person follows nothing."""
    ours = {"message_id": 7, "date": 1, "chat": {"id": -1, "type": "group"}, "from": BOT}

    assert IncomingQuestion("为啥", 7) == incoming_question(
        written("为啥", reply_to_message=ours), Policy()
    )
    theirs = ours | {"from": BOT | {"id": 5, "is_bot": False}}
    assert incoming_question(written("为啥", reply_to_message=theirs), Policy()) is None


def test_a_mention_that_begins_within_a_character() -> None:
    """An entity that ends within a character mentions nobody."""
    entities = [{"type": "mention", "offset": 1, "length": 2}]
    message = written("🐜流量", entities=entities)

    assert incoming_question(message, Policy()) is None
