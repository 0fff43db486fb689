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
    after = after.lstrip(" \n！")  # What stands between the name and the question.
    assert "".join(f"{before}{after}".split()) == "".join(asked.text.split())


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
        ("/ask@other_bot问", None),
        ("/ask@other_bot，问", None),
        ("/ask@yinju_bot2 问", None),
        ("/askй问", None),
        ("说 /ask 问", None),
        ("说/ask问", None),
        ("/ask问", "问"),
        ("/ask２０２３年", "２０２３年"),
        ("/ask：问", "问"),
        ("/ask、问", "问"),
        ("/ask——问", "问"),
        ("/ask。问？", "问？"),
        ("/ask「问」", "「问」"),
        ("/ask\u3000问", "问"),
        ("/ask\u200b问", "问"),
        ("/ask .NET 是什么", ".NET 是什么"),
        ("/ask -5度", "-5度"),
        ("/ask？", "？"),
        ("/ask@yinju_bot，问", "问"),
        ("/ask@yinju_bot问", "问"),
        ("/ask ＠yinju_bot 问", "问"),
        ("/ask＠yinju_bot：问", "问"),
        ("／ask 问", "问"),
        ("／ask问", "问"),
        ("@yinju_bot /ask 问", "问"),
        ("@yinju_bot/ask：问", "问"),
        ("🐜@yinju_bot 问", None),
    ],
)
def test_the_command(text: str, expected: str | None) -> None:
    """/ask at the beginning asks, for this bot or for any, in every policy."""
    asked = incoming_question(written(text), Policy(Trigger.COMMAND))

    assert expected == (asked.text if asked else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请问@yinju_bot 问", "请问 问"),
        ("@yinju_bot问", "问"),
        ("@yinju_bot：问", "问"),
        ("@yinju_bot，问、答", "问、答"),
        ("@Yinju_Bot\u3000问", "问"),
        ("＠yinju_bot 问", "问"),
        ("问@yinju_bot", "问"),
        ("问？@yinju_bot！", "问？"),
        ("🐜🐜𠀀问@yinju_bot答", "🐜🐜𠀀问 答"),
        ("🐜@yinju_bot，问", "🐜 问"),
        ("@yinju_bot @yinju_bot问", "问"),
        ("mail@yinju_bot 问", None),
        ("@yinju_bot2问", None),
        ("йyinju@yinju_bot 问", None),
        ("https://example.com/@yinju_bot 问", None),
        ("写信到 a@yinju_bot.example", None),
    ],
)
def test_the_name(text: str, expected: str | None) -> None:
    """The bot's name asks where Chinese touches it, too, and is no part of the question."""
    asked = incoming_question(written(text), Policy())

    assert expected == (asked.text if asked else None)


def test_the_name_within_code() -> None:
    """In code the bot is not named, whatever stands before it."""
    entities = [{"type": "code", "offset": 3, "length": 10}]

    assert incoming_question(written("🐜 @yinju_bot", entities=entities), Policy()) is None


def test_the_name_in_private() -> None:
    """In private the name and /ask are no part of the question, either."""
    for text in ("@yinju_bot 问", "请问@yinju_bot，问", "/ask问", "/ask：@yinju_bot问"):
        asked = incoming_question(written(text, "private"), Policy(Trigger.COMMAND))
        assert asked is not None
        assert asked.text.endswith("问")
        assert not {"/", "@", "，", "："}.intersection(asked.text)
    assert incoming_question(written("/ask@other_bot问", "private"), Policy()) is None


@pytest.mark.parametrize(
    "text", ["@other_bot什么是流量？", "问问@somebody流量是什么", "／hi流量是什么？"]
)
def test_a_question_to_somebody_else(text: str) -> None:
    """A question that names somebody, or is a command, is not one to everybody."""
    policy = Policy(Trigger.QUESTION)

    assert incoming_question(written(text), policy) is None
    assert incoming_question(written("流量是什么？ a@b.example"), policy) is not None


@pytest.mark.parametrize("text", ["/ask：", "@yinju_bot？", "@yinju_bot", "请看@yinju_bot"])
def test_a_name_without_words_points_at_a_message(text: str) -> None:
    """Punctuation alone is no question; with a reply, the message replied to is asked."""
    person = BOT | {"id": 5, "is_bot": False}
    theirs = {"message_id": 7, "date": 1, "chat": {"id": -1, "type": "group"}, "from": person}
    asked = incoming_question(written(text, reply_to_message=theirs | {"text": "问"}), Policy())

    assert asked is not None
    assert ("请看" if "请看" in text else "问") == asked.text


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
