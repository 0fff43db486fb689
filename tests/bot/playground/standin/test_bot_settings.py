"""The settings of the bot, which setMySettings changes since Bot API 10.5."""

from __future__ import annotations

import pytest

from bot.playground.standin.client import Client
from tests.bot.playground.conftest import ANN, GROUP, Bot


async def test_what_is_set_is_shown(bot: Bot) -> None:
    """GetMe shows what is set; what is not given stays as it was."""
    bot.backend.settings.clear()
    placeholder = {"inline_query_placeholder": "搜索"}
    await bot.call("setMySettings", supports_inline_queries=True, **placeholder)
    await bot.call("setMySettings", can_read_all_group_messages=True)
    me = (await bot.call("getMe"))["result"]

    assert me["supports_inline_queries"] is me["can_read_all_group_messages"] is True
    assert me["supports_guest_queries"] is False
    assert "搜索" == me["inline_query_placeholder"]
    assert bot.backend.reads_all_group_messages


async def test_topics_in_private(bot: Bot) -> None:
    """A sidebar of topics is accepted at any time, and shown only where topics are on."""
    await bot.call("setMySettings", has_topic_sidebar=True)
    assert not (await bot.call("getMe"))["result"]["has_topic_sidebar"]
    await bot.call("setMySettings", has_topics_enabled=True)
    assert (await bot.call("getMe"))["result"]["has_topic_sidebar"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("inline_feedback_share_denominator", 2), ("callback_query_mode", "sometimes")],
)
async def test_values_that_do_not_exist(bot: Bot, name: str, value: object) -> None:
    """A value that the documentation does not name is refused, and changes nothing."""
    before = dict(bot.backend.settings)

    assert 400 == (await bot.call("setMySettings", **{name: value}))["error_code"]
    assert before == bot.backend.settings


async def test_modes_that_are_off(bot: Bot) -> None:
    """Without inline mode and guest mode, clients send no such queries."""
    ann = Client(bot.backend, bot.backend.people[ANN])
    await bot.call("setMySettings", supports_inline_queries=False, supports_guest_queries=False)

    with pytest.raises(LookupError):
        ann.type_inline("why")
    with pytest.raises(LookupError):
        ann.ask_as_guest("@yinju_bot why", bot.backend.add_group("Cafe", ann.person))


async def test_a_share_of_chosen_results(bot: Bot) -> None:
    """One in ten chosen results is reported where the bot asks for a tenth; none by default."""
    ann = Client(bot.backend, bot.backend.people[ANN])
    cafe = bot.backend.add_group("Cafe", ann.person)
    query = ann.type_inline("why")
    content = {"message_text": "x"}
    result = {"type": "article", "id": "1", "title": "x", "input_message_content": content}
    await bot.call("answerInlineQuery", inline_query_id=query.id, results=[result])
    await bot.updates()

    ann.choose(query, 0, cafe)
    assert [] == await bot.updates()
    await bot.call("setMySettings", inline_feedback_share_denominator=10)
    for _ in range(20):
        ann.choose(query, 0, cafe)

    assert 2 == len(await bot.updates())


async def test_presses_by_inline_message(bot: Bot) -> None:
    """In the mode "inline" a press carries an inline message id in place of the message."""
    ann = Client(bot.backend, bot.backend.people[ANN])
    keyboard = {"inline_keyboard": [[{"text": "more", "callback_data": "more"}]]}
    await bot.call("sendMessage", chat_id=GROUP, text="x", reply_markup=keyboard)
    await bot.call("setMySettings", callback_query_mode="inline")
    ann.press(bot.backend.chats[GROUP].visible[-1], "more")
    (update,) = await bot.updates()

    assert "message" not in update["callback_query"]
    inline_id = update["callback_query"]["inline_message_id"]
    assert (await bot.call("editMessageText", inline_message_id=inline_id, text="y"))["ok"]


async def test_an_older_server(bot: Bot) -> None:
    """A server that knows 10.0 has no such method, and tells of none of what is newer."""
    bot.backend.api_version = (10, 0)
    bot.backend.settings["inline_query_placeholder"] = "x"
    reply = await bot.call("setMySettings", supports_inline_queries=True)

    assert (404, "Not Found: method not found") == (reply["error_code"], reply["description"])
    assert not {"inline_query_placeholder", "active_usernames"} & (
        (await bot.call("getMe"))["result"].keys()
    )
