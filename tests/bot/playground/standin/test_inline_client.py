"""The bot is used from any chat: by inline queries, their results, and guest queries."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.standin.client import Client
from tests.bot.playground.conftest import ANN, GROUP, Bot

CALLING = {"inline_keyboard": [[{"text": "more", "callback_data": "m"}]]}


def article(number: int, **more: Any) -> dict[str, Any]:
    """Return an InlineQueryResultArticle."""
    content = {"message_text": f"<b>{number}</b>", "parse_mode": "HTML"}
    return {
        "type": "article",
        "id": str(number),
        "title": f"No. {number}",
        "input_message_content": content,
    } | more


@pytest.fixture
def ann(bot: Bot) -> Client:
    """The client of the user."""
    return Client(bot.backend, bot.backend.people[ANN])


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"results": [article(n) for n in range(51)]}, "too many inline query results specified"),
    ({"results": [article(1), article(1)]}, "RESULT_ID_DUPLICATE"),
    ({"results": [article(1, id="x" * 65)]}, "RESULT_ID_INVALID"),
    ({"results": [article(1, id="")]}, "RESULT_ID_INVALID"),
    ({"results": [article(1, type="photo")]}, "unallowed inline query result type: photo"),
    (
        {"results": [article(1, title="")]},
        'can\'t parse inline query result: Field "title" must be non-empty',
    ),
    (
        {"results": [article(1, input_message_content={"message_text": ""})]},
        "message text is empty",
    ),
    ({"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
    (
        {"results": [], "button": {"text": "x", "start_parameter": ""}},
        "can't use empty start parameter",
    ),
    (
        {"results": [], "button": {"text": "x", "start_parameter": "x" * 65}},
        "too long start parameter specified",
    ),
    (
        {"results": [], "button": {"text": "x", "start_parameter": "?"}},
        "unallowed characters in start parameter are used",
    ),
    (
        {"results": [], "button": {"text": "", "start_parameter": "x"}},
        'can\'t parse inline query results button: Field "text" is empty',
    ),
]


@pytest.mark.parametrize(("answer", "words"), REFUSED)
async def test_answers_that_are_refused(
    bot: Bot, ann: Client, answer: dict[str, Any], words: str
) -> None:
    """An invalid answer is refused, and the query stays open."""
    query = ann.type_inline("why")

    reply = await bot.call("answerInlineQuery", inline_query_id=query.id, **answer)

    assert f"Bad Request: {words}" == reply["description"]
    assert query.answer is None


async def test_results_by_the_page(bot: Bot, ann: Client) -> None:
    """Scrolling to the end of the results requests the next page, until there is none."""
    first = ann.type_inline("why" * 100)
    results = [article(1), article(2)]
    await bot.call("answerInlineQuery", inline_query_id=first.id, results=results, next_offset="2")
    second = ann.scroll(first)
    button = {"text": "help", "start_parameter": "inline"}
    await bot.call("answerInlineQuery", inline_query_id=second.id, results=[], button=button)

    one, two = [update["inline_query"] for update in await bot.updates()]
    assert (256, "", "2") == (len(one["query"]), one["offset"], two["offset"])
    with pytest.raises(LookupError):
        ann.scroll(second)
    assert "/start inline" == ann.open_from(second).text


async def test_a_query_waits_thirty_seconds(bot: Bot, ann: Client) -> None:
    """A query that is answered after more than thirty seconds is too old."""
    query = ann.type_inline("why")
    bot.backend.clock.now += 31  # type: ignore[attr-defined]

    reply = await bot.call("answerInlineQuery", inline_query_id=query.id, results=[])

    assert "query is too old" in reply["description"]


async def test_a_chosen_result(bot: Bot, ann: Client) -> None:
    """A chosen result is the user's message via the bot, which can edit it if it has buttons."""
    cafe = bot.backend.add_group("Cafe", ann.person)
    await bot.call("setMySettings", inline_feedback_share_denominator=1)
    query = ann.type_inline("why")
    results = [article(1), article(2, reply_markup=CALLING)]
    await bot.call("answerInlineQuery", inline_query_id=query.id, results=results)
    await bot.updates()

    plain, calling = ann.choose(query, 0, cafe), ann.choose(query, 1, cafe)
    ann.press(calling, "more")

    first, second, pressed = await bot.updates()
    assert "inline_message_id" not in first["chosen_inline_result"]
    inline_id = second["chosen_inline_result"]["inline_message_id"]
    assert inline_id == pressed["callback_query"]["inline_message_id"]
    assert "message" not in pressed["callback_query"]
    assert (ann.person, "1", bot.backend.bot.id) == (
        plain.sender,
        plain.text,
        plain.extra["via_bot"]["id"],
    )
    edited = await bot.call("editMessageText", inline_message_id=inline_id, text="changed")
    assert edited["result"] is True
    assert "changed" == calling.text
    assert (
        await bot.call("editMessageReplyMarkup", inline_message_id=inline_id, reply_markup=CALLING)
    )["result"]


async def test_a_result_in_a_chat_of_the_bots(bot: Bot, ann: Client) -> None:
    """In a chat with the bot, a message sent via it is also an update for it."""
    await bot.call("setMySettings", inline_feedback_share_denominator=1)
    query = ann.type_inline("why")
    await bot.call("answerInlineQuery", inline_query_id=query.id, results=[article(1)])
    await bot.updates()

    ann.choose(query, 0, bot.backend.chats[GROUP])

    chosen, message = await bot.updates()
    assert "1" == chosen["chosen_inline_result"]["result_id"]
    assert bot.backend.bot.id == message["message"]["via_bot"]["id"]


async def test_a_guest(bot: Bot, ann: Client) -> None:
    """Mentioned in a chat without it, the bot can answer there once, and edit the answer."""
    cafe = bot.backend.add_group("Cafe", ann.person)
    query = ann.ask_as_guest("@yinju_bot why?", cafe)
    (update,) = await bot.updates()
    asked = update["guest_message"]
    assert ("@yinju_bot why?", ANN) == (asked["text"], asked["from"]["id"])

    answer = {"guest_query_id": asked["guest_query_id"], "result": article(1)}
    sent = await bot.call("answerGuestQuery", **answer)
    again = await bot.call("answerGuestQuery", **answer)
    inline_id = sent["result"]["inline_message_id"]
    assert (await bot.call("editMessageText", inline_message_id=inline_id, text="y"))["result"]

    assert query.id == asked["guest_query_id"]
    assert "query is too old" in again["description"]
    assert ["@yinju_bot why?", "y"] == [message.text for message in cafe.visible]
    inline = ann.type_inline("why")
    wrong = await bot.call("answerGuestQuery", guest_query_id=inline.id, result=article(1))
    assert "Bad Request: GUEST_QUERY_INVALID" == wrong["description"]


async def test_buttons_that_call_nobody(bot: Bot, ann: Client) -> None:
    """Such buttons copy a text, open a link, or switch to an inline query in some chat."""
    buttons: list[dict[str, Any]] = [
        {"text": "copy", "copy_text": {"text": "quoted"}},
        {"text": "here", "switch_inline_query_current_chat": "a"},
        {"text": "there", "switch_inline_query": ""},
        {"text": "chosen", "switch_inline_query_chosen_chat": {"query": "c"}},
        {"text": "site", "url": "https://example.org/"},
    ]
    keyboard = {"inline_keyboard": [[button] for button in buttons]}
    assert (await bot.call("sendMessage", chat_id=ANN, text="x", reply_markup=keyboard))["ok"]
    (message,) = ann.private.visible

    typed = [ann.switch_inline(message, label).text for label in ("here", "there", "chosen")]

    assert "quoted" == ann.copy(message, "copy")
    assert ["a", "", "c"] == typed
    for label in ("copy", "site"):
        with pytest.raises(LookupError):
            ann.switch_inline(message, label)
        with pytest.raises(LookupError):
            ann.press(message, label)
