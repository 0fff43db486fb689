"""Messages that one person in a group sees, as Bot API 10.2 to 10.4 have them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.standin.client import Client
from bot.playground.standin.model import Chat
from tests.bot.playground.conftest import ANN, GROUP, Bot

KEYBOARD = {"inline_keyboard": [[{"text": "more", "callback_data": "more"}]]}
SECRET = [{"command": "secret", "description": "For you alone", "is_ephemeral": True}]


@pytest.fixture
def group(bot: Bot) -> Chat:
    """The group of the bot and Ann."""
    return bot.backend.chats[GROUP]


@pytest.fixture
def ann(bot: Bot) -> Client:
    """The client of Ann."""
    return Client(bot.backend, bot.backend.people[ANN])


@pytest.fixture
def bob(bot: Bot, group: Chat) -> Client:
    """The client of another person in the group."""
    bob = Client(bot.backend, bot.backend.add_person("Bob"))
    group.members[bob.person.id] = "member"
    return bob


def texts(client: Client, group: Chat) -> list[str]:
    """Return the texts that a person sees in the group."""
    return [message.text for message in client.sees(group)]


async def whisper(bot: Bot, reply_to: int | None = None, **parameters: Any) -> dict[str, Any]:
    """Send an ephemeral message to Ann and return the response."""
    private = {"ephemeral_message_parameters": {"receiver_user_id": ANN} | parameters}
    replied = {"reply_parameters": {"ephemeral_message_id": reply_to}} if reply_to else {}
    return await bot.call("sendMessage", chat_id=GROUP, text="psst", **private, **replied)


async def test_an_administrator_writes_to_one_person(
    bot: Bot, group: Chat, ann: Client, bob: Client
) -> None:
    """An administrator may write to one person at any time; nobody else sees it."""
    group.members[bot.backend.bot.id] = "administrator"
    bob.send("before", group)
    sent = (await whisper(bot))["result"]
    bob.send("after", group)

    assert (0, ANN) == (sent["message_id"], sent["receiver_user"]["id"])
    assert sent["ephemeral_message_id"] in group.ephemeral
    assert ["before", "psst", "after"] == texts(ann, group)
    assert ["before", "after"] == texts(bob, group)


async def test_a_press_is_answered_privately(
    bot: Bot, group: Chat, ann: Client, bob: Client
) -> None:
    """A press alone says who receives an answer; it can be shown in place of the message."""
    await bot.call("sendMessage", chat_id=GROUP, text="public", reply_markup=KEYBOARD)
    query = ann.press(group.visible[0], "more")
    by_press = {"callback_query_id": query.id, "replace_callback_query_message": True}

    sent = await bot.call("sendMessage", text="psst", ephemeral_message_parameters=by_press)

    assert sent["ok"]
    assert ["psst"] == texts(ann, group)
    assert ["public"] == texts(bob, group)


async def test_a_private_command(bot: Bot, group: Chat, ann: Client, bob: Client) -> None:
    """A command that is set so reaches the bot alone, which answers it in fifteen seconds."""
    await bot.call("setMyCommands", commands=SECRET)
    assert SECRET == (await bot.call("getMyCommands"))["result"]
    ann.send("/secret please", group)
    (asked,) = (update["message"] for update in await bot.updates())
    number = asked["ephemeral_message_id"]

    assert 0 == asked["message_id"]
    assert (await whisper(bot, number))["ok"]
    assert ["/secret please", "psst"] == texts(ann, group)
    assert [] == texts(bob, group)
    bot.backend.clock.now += 16  # type: ignore[attr-defined]
    assert not (await whisper(bot, number))["ok"]


async def test_a_reply_to_a_private_message(bot: Bot, group: Chat, ann: Client) -> None:
    """A reply to an ephemeral message reaches the bot alone, with the message replied to."""
    group.members[bot.backend.bot.id] = "administrator"
    number = (await whisper(bot))["result"]["ephemeral_message_id"]
    ann.send("and then?", group, reply_to=group.ephemeral[number])
    (asked,) = (update["message"] for update in await bot.updates())

    assert number == asked["reply_to_message"]["ephemeral_message_id"]
    assert [] == group.visible


async def test_edits_and_deletes(bot: Bot, group: Chat, ann: Client) -> None:
    """An ephemeral message is edited and deleted by methods of its own."""
    group.members[bot.backend.bot.id] = "administrator"
    number = (await whisper(bot))["result"]["ephemeral_message_id"]
    named = {"chat_id": GROUP, "receiver_user_id": ANN, "ephemeral_message_id": number}

    edited = await bot.call(
        "editEphemeralMessageText", **named, text="changed", reply_markup=KEYBOARD
    )
    pressed = ann.press(group.ephemeral[number], "more")
    bare = await bot.call("editEphemeralMessageReplyMarkup", **named)
    again = await bot.call("editEphemeralMessageReplyMarkup", **named)
    usual = await bot.call("editMessageText", chat_id=GROUP, message_id=0, text="x")

    assert (True, True) == (edited["result"], bare["result"])
    assert ["changed"] == texts(ann, group)
    assert "message is not modified" in again["description"]
    assert "Bad Request: message to edit not found" == usual["description"]
    (update,) = await bot.updates()
    query = update["callback_query"]
    assert (pressed.id, number) == (query["id"], query["message"]["ephemeral_message_id"])
    assert (await bot.call("deleteEphemeralMessage", **named))["result"]
    assert [] == texts(ann, group)
    assert not (await bot.call("deleteEphemeralMessage", **named))["ok"]


async def test_refused_recipients(bot: Bot, group: Chat, ann: Client, bob: Client) -> None:
    """An ephemeral message needs a reason, and a person of the group; otherwise it is refused."""
    refusals = [await whisper(bot)]
    group.members[bot.backend.bot.id] = "administrator"
    refusals += [
        await whisper(bot, receiver_user_id=number) for number in (404, bot.backend.bot.id)
    ]
    group.members[bob.person.id] = "left"
    refusals.append(await whisper(bot, receiver_user_id=bob.person.id))
    private = {"ephemeral_message_parameters": {"receiver_user_id": ANN}}
    refusals.append(await bot.call("sendMessage", chat_id=ANN, text="x", **private))

    assert [
        "Bad Request: MESSAGE_NOT_COMMAND",
        *["Bad Request: user not found"] * 2,
        "Bad Request: USER_NOT_PARTICIPANT",
        "Bad Request: ephemeral messages can be sent only to group and supergroup chats",
    ] == [refusal["description"] for refusal in refusals]
    assert [] == group.visible


async def test_refused_presses(bot: Bot, group: Chat, ann: Client, bob: Client) -> None:
    """A press answers for fifteen seconds, in its chat and to its person."""
    group.members[bot.backend.bot.id] = "administrator"
    await bot.call("sendMessage", chat_id=GROUP, text="public", reply_markup=KEYBOARD)
    query = bob.press(group.visible[0], "more")
    wrong = await whisper(bot, callback_query_id=query.id)
    private = (await whisper(bot))["result"]["ephemeral_message_id"]
    group.ephemeral[private].markup = KEYBOARD
    mine = ann.press(group.ephemeral[private], "more")
    twice = await whisper(bot, callback_query_id=mine.id, replace_callback_query_message=True)
    bot.backend.clock.now += 16  # type: ignore[attr-defined]
    late = await whisper(bot, callback_query_id=mine.id)

    assert ["QUERY_ID_INVALID", "MESSAGE_ID_INVALID", "QUERY_ID_INVALID"] == [
        refusal["description"].removeprefix("Bad Request: ") for refusal in (wrong, twice, late)
    ]


async def test_refused_replies(bot: Bot, ann: Client, bob: Client, group: Chat) -> None:
    """Only a message of the receiver to the bot can be replied to."""
    await bot.call("setMyCommands", commands=SECRET)
    bob.send("/secret", group)
    (asked,) = (update["message"] for update in await bot.updates())

    reply = await whisper(bot, asked["ephemeral_message_id"])

    assert "Bad Request: message to be replied not found" == reply["description"]


async def test_no_bot_in_a_channel(bot: Bot, ann: Client) -> None:
    """A press below a post of a channel has no private answer."""
    channel = bot.backend.add_channel("News")
    channel.members |= {bot.backend.bot.id: "administrator", ANN: "member"}
    await bot.call("sendMessage", chat_id=channel.id, text="x", reply_markup=KEYBOARD)
    query = ann.press(channel.visible[0], "more")
    by_press = {"callback_query_id": query.id}

    sent = await bot.call("sendMessage", text="psst", ephemeral_message_parameters=by_press)

    assert "Bad Request: CHAT_INVALID" == sent["description"]


async def test_an_older_server(bot: Bot, group: Chat, ann: Client, bob: Client) -> None:
    """A server that knows 10.0 ignores new fields, so that messages are public."""
    bot.backend.api_version = (10, 0)
    await bot.call("setMyCommands", commands=SECRET)
    ann.send("/secret", group)
    sent = await whisper(bot)
    disabled = {"inline_keyboard": [[{"text": "3 / 7", "disabled": {}}]]}
    refused = await bot.call("sendMessage", chat_id=GROUP, text="x", reply_markup=disabled)
    unknown = await bot.call("deleteEphemeralMessage", chat_id=GROUP)

    assert sent["result"]["message_id"]
    assert ["/secret", "psst"] == texts(bob, group)
    assert "Text buttons are unallowed in the inline keyboard" in refused["description"]
    assert (404, "Not Found: method not found") == (unknown["error_code"], unknown["description"])


async def test_a_disabled_button(bot: Bot, ann: Client) -> None:
    """A disabled button calls nobody, and a keyboard may open the field for a reply."""
    disabled = {"inline_keyboard": [[{"text": "3 / 7", "disabled": {}}]], "force_reply": True}
    sent = await bot.call("sendMessage", chat_id=ANN, text="x", reply_markup=disabled)

    assert disabled == sent["result"]["reply_markup"]
    with pytest.raises(LookupError):
        ann.press(ann.private.visible[-1], "3 / 7")
