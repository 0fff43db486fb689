"""The stand-in refuses what Telegram refuses, in Telegram's words."""
# ruff: noqa: E501 - a table of cases reads best with a case a line

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault, FaultKind
from bot.playground.standin.methods.documents import MAX_DOWNLOAD_BYTES, MAX_UPLOAD_BYTES
from tests.bot.playground.conftest import ANN, GROUP, Bot

LONG_LINKS = "".join(f'<a href="https://e.com/{"a" * 2000}{i}">x</a>' for i in range(5))
BUTTON = {"text": "x"}

REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"chat_id": ANN, "text": ""}, "message text is empty"),
    ("sendMessage", {"chat_id": ANN, "text": " \n "}, "message text is empty"),
    ("sendMessage", {"chat_id": ANN, "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
    ("sendMessage", {"chat_id": ANN, "text": "🐜" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": ANN, "text": "中" * 10923}, "text is too long"),
    ("sendMessage", {"chat_id": ANN, "text": "a < b", "parse_mode": "HTML"}, "can't parse entities: Unsupported start tag \"\" at byte offset 2"),
    ("sendMessage", {"chat_id": ANN, "text": "<p>x</p>", "parse_mode": "HTML"}, "can't parse entities: Unsupported start tag \"p\" at byte offset 0"),
    ("sendMessage", {"chat_id": ANN, "text": "<b><i>x</b></i>", "parse_mode": "HTML"}, "can't parse entities: Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\""),
    ("sendMessage", {"chat_id": ANN, "text": "*x", "parse_mode": "MarkdownV2"}, "can't parse entities: Can't find end of Bold entity at byte offset 0"),
    ("sendMessage", {"chat_id": ANN, "text": "x", "parse_mode": "Word"}, "unsupported parse_mode"),
    ("sendMessage", {"chat_id": ANN, "text": LONG_LINKS, "parse_mode": "HTML"}, "ENTITIES_TOO_LONG"),
    ("sendMessage", {"chat_id": 404, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": ANN, "text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ("sendMessage", {"chat_id": GROUP, "text": "x", "message_thread_id": 7}, "message thread not found"),
    ("sendMessage", {"chat_id": ANN, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON | {"callback_data": "中" * 22}]]}}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"chat_id": ANN, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON | {"callback_data": ""}]]}}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"chat_id": ANN, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON]]}}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ("sendMessage", {"chat_id": ANN, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON | {"url": "nowhere"}]]}}, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    ("sendMessage", {"chat_id": ANN, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON | {"copy_text": {"text": "x" * 257}}]]}}, "BUTTON_COPY_TEXT_INVALID"),
    ("sendMessage", {"chat_id": ANN, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON | {"callback_data": "x"}] for _ in range(101)]}}, "reply markup is too long"),
    ("sendMessage", {"chat_id": ANN, "text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
    ("editMessageText", {"chat_id": ANN, "message_id": 99, "text": "x"}, "message to edit not found"),
    ("deleteMessage", {"chat_id": ANN, "message_id": 99}, "message to delete not found"),
    ("answerCallbackQuery", {"callback_query_id": "99"}, "query is too old and response timeout expired or query ID is invalid"),
    ("answerInlineQuery", {"inline_query_id": "99", "results": []}, "query is too old and response timeout expired or query ID is invalid"),
    ("sendChatAction", {"chat_id": ANN, "action": "dancing"}, "wrong parameter action in request"),
    ("setMyCommands", {"commands": [{"command": "Ask!", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "ask", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyShortDescription", {"short_description": "x" * 121}, "bot short description is too long"),
    ("setWebhook", {"url": "http://example.org/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    ("setWebhook", {"url": "https://example.org/", "secret_token": "a b"}, "secret token contains unallowed characters"),
    ("getChatAdministrators", {"chat_id": ANN}, "there are no administrators in the private chat"),
    ("sendDocument", {"chat_id": ANN}, "there is no document in the request"),
    ("sendPhoto", {"chat_id": ANN}, "there is no photo in the request"),
    ("sendPhoto", {"chat_id": ANN, "caption": "中" * 1025}, "message caption is too long"),
    ("sendPhoto", {"chat_id": ANN, "caption": "<p>x</p>", "parse_mode": "HTML"}, "can't parse entities: Unsupported start tag \"p\" at byte offset 0"),
    ("editMessageCaption", {"chat_id": ANN, "message_id": 99, "caption": "x"}, "message to edit not found"),
    ("editMessageMedia", {"chat_id": ANN, "message_id": 99, "media": {"type": "photo", "media": "x"}}, "message to edit not found"),
    ("getFile", {"file_id": "nothing"}, "invalid file_id"),
    ("deleteMessages", {"chat_id": ANN, "message_ids": list(range(101))}, "too many message identifiers specified"),
    ("editMessageText", {"inline_message_id": "nothing", "text": "x"}, "MESSAGE_ID_INVALID"),
    ("setMessageReaction", {"chat_id": ANN, "message_id": 99, "reaction": []}, "message to react not found"),
    ("setMyCommands", {"commands": [], "scope": {"type": "everywhere"}}, "can't parse BotCommandScope: Unsupported type specified"),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 404}}, "chat not found"),
    ("setMyCommands", {"commands": [], "language_code": "zh-hans"}, "invalid language code specified"),
    ("setMyDescription", {"description": "x", "language_code": "zh-hans"}, "invalid language code specified"),
    ("setChatMenuButton", {"menu_button": {"type": "bell"}}, "can't parse MenuButton: Unsupported type specified"),
    ("setChatMenuButton", {"chat_id": GROUP}, "chat not found"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "parameters", "words"), REFUSALS)
async def test_refusals(bot: Bot, method: str, parameters: dict[str, Any], words: str) -> None:
    """Calls that Telegram refuses are refused and recorded."""
    reply = await bot.call(method, **parameters)

    assert (False, 400, f"Bad Request: {words}") == (
        reply["ok"],
        reply["error_code"],
        reply["description"],
    )
    assert [reply["description"]] == [call.refusal for call in bot.backend.refusals]


ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("sendMessage", {"text": "🐜" * 4096}),
    ("sendMessage", {"text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"}),
    ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}}),
    ("sendMessage", {"text": "x", "reply_markup": json.dumps({"inline_keyboard": [[BUTTON | {"callback_data": "x" * 64}]]})}),
    ("sendChatAction", {"action": "typing"}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "parameters"), ACCEPTED)
async def test_what_is_just_within_the_limits(
    bot: Bot, method: str, parameters: dict[str, Any]
) -> None:
    """Calls that Telegram accepts are accepted."""
    assert (await bot.call(method, chat_id=ANN, **parameters))["ok"]


async def test_what_only_clients_are_shown(bot: Bot) -> None:
    """A time, which clients link to a place in a video, and a bank card are no entities."""
    reply = await bot.call("sendMessage", chat_id=ANN, text="12:30 @anna_b 4111111111111111")

    assert ["mention"] == [entity["type"] for entity in reply["result"]["entities"]]


async def test_entities_beyond_a_hundred_vanish(bot: Bot) -> None:
    """They are dropped silently, as by Telegram, and counted for tests."""
    reply = await bot.call("sendMessage", chat_id=ANN, text="<b>x</b> " * 120, parse_mode="HTML")

    assert 100 == len(reply["result"]["entities"])
    assert 20 == bot.backend.dropped_entities


async def test_entities_of_clients_alone_are_left_out(bot: Bot) -> None:
    """Times and numbers of cards, which clients mark by themselves, are no entities to a bot."""
    reply = await bot.call(
        "sendMessage", chat_id=ANN, text="12:34, 4111111111111111, /help", parse_mode="HTML"
    )

    assert ["bot_command"] == [one["type"] for one in reply["result"]["entities"]]


async def test_entities_count_in_utf16(bot: Bot) -> None:
    """Offsets count UTF-16 code units, the ends are stripped, and URLs are detected."""
    reply = await bot.call(
        "sendMessage", chat_id=ANN, text="  🐜<b>x</b> https://e.com ", parse_mode="HTML"
    )

    assert "🐜x https://e.com" == reply["result"]["text"]
    assert [("bold", 2, 1), ("url", 4, 13)] == [
        (entity["type"], entity["offset"], entity["length"])
        for entity in reply["result"]["entities"]
    ]


async def test_unknown_methods_and_tokens(bot: Bot) -> None:
    """Unknown methods and files are not found, and a wrong token is refused."""
    assert 404 == (await bot.call("danceMessage"))["error_code"]
    bot.backend.token = "another"
    reply = await bot._http.post("/bot1:wrong/getMe")
    assert 401 == reply.status_code


async def test_a_button_waits_150_seconds(bot: Bot) -> None:
    """Its callback query is too old after 150 seconds, or once it was answered."""
    ann = Client(bot.backend, bot.backend.people[ANN])
    keyboard = {"inline_keyboard": [[BUTTON | {"callback_data": "y"}]]}
    await bot.call("sendMessage", chat_id=ANN, text="x", reply_markup=keyboard)
    (message,) = ann.private.visible
    first, second = ann.press(message, "x"), ann.press(message, "x")
    ids = list(bot.backend.callback_queries)

    assert (await bot.call("answerCallbackQuery", callback_query_id=ids[0], text="done"))["ok"]
    assert not (await bot.call("answerCallbackQuery", callback_query_id=ids[0]))["ok"]
    bot.backend.clock.now += 151  # type: ignore[attr-defined]
    assert not (await bot.call("answerCallbackQuery", callback_query_id=ids[1]))["ok"]
    assert {"text": "done", "show_alert": False, "url": ""} == first.answer
    assert second.answer is None


async def test_editing(bot: Bot) -> None:
    """Text and buttons of a message change; an edit that changes nothing is refused."""
    sent = (await bot.call("sendMessage", chat_id=ANN, text="x"))["result"]["message_id"]
    keyboard = {"inline_keyboard": [[BUTTON | {"callback_data": "y"}]]}

    edited = await bot.call("editMessageText", chat_id=ANN, message_id=sent, text="y")
    again = await bot.call("editMessageText", chat_id=ANN, message_id=sent, text="y")
    marked = await bot.call(
        "editMessageReplyMarkup", chat_id=ANN, message_id=sent, reply_markup=keyboard
    )
    deleted = await bot.call("deleteMessage", chat_id=ANN, message_id=sent)

    assert "y" == edited["result"]["text"]
    assert again["description"].startswith("Bad Request: message is not modified: ")
    assert keyboard == marked["result"]["reply_markup"]
    assert deleted["ok"]
    assert [] == bot.backend.chats[ANN].visible


async def test_where_the_bot_may_not_write(bot: Bot) -> None:
    """The bot cannot write to users who blocked it, or groups that removed it or migrated."""
    ann = Client(bot.backend, bot.backend.people[ANN])
    ann.block()
    assert (
        "Forbidden: bot was blocked by the user"
        == (await bot.call("sendMessage", chat_id=ANN, text="x"))["description"]
    )
    ann.unblock()
    assert (await bot.call("sendMessage", chat_id=ANN, text="x"))["ok"]
    group = bot.backend.chats[GROUP]
    moved = ann.migrate(group)
    reply = await bot.call("sendMessage", chat_id=GROUP, text="x")
    assert {"migrate_to_chat_id": moved.id} == reply["parameters"]
    ann.add_bot(moved, "kicked")
    reply = await bot.call("sendMessage", chat_id=moved.id, text="x")
    assert "Forbidden: bot was kicked from the supergroup chat" == reply["description"]


async def test_polling(bot: Bot) -> None:
    """Updates are returned until they are confirmed; a second poll ends the first one."""
    ann = Client(bot.backend, bot.backend.people[ANN])
    ann.send("one")
    ann.send("two")
    first = (await bot.call("getUpdates"))["result"]
    again = (await bot.call("getUpdates", limit=1))["result"]
    rest = (await bot.call("getUpdates", offset=first[0]["update_id"] + 1))["result"]
    last = (await bot.call("getUpdates", offset=-1))["result"]

    assert ["one", "two"] == [update["message"]["text"] for update in first]
    assert first[:1] == again
    assert first[1:] == rest == last
    waiting = asyncio.create_task(bot.call("getUpdates", offset=9, timeout=20))
    await asyncio.sleep(0.1)
    assert [] == (await bot.call("getUpdates", offset=9))["result"]
    assert 409 == (await waiting)["error_code"]


async def test_a_poll_ends_when_something_comes(bot: Bot) -> None:
    """A long poll ends as soon as there is an update."""
    ann = Client(bot.backend, bot.backend.people[ANN])
    waiting = asyncio.create_task(bot.call("getUpdates", timeout=20, allowed_updates=["message"]))
    await asyncio.sleep(0.1)
    ann.send("now")
    async with asyncio.timeout(5):
        (update,) = (await waiting)["result"]

    assert "now" == update["message"]["text"]
    ann.edit(ann.private.visible[0], "later")
    assert 1 == bot.backend.updates.pending


async def test_webhook(bot: Bot) -> None:
    """Updates are sent in order, with the secret token, each until it is accepted."""
    received: list[tuple[str | None, str]] = []

    async def hook(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        body = await reader.readexactly(int(headers["content-length"]))
        received.append(
            (headers.get("x-telegram-bot-api-secret-token"), json.loads(body)["message"]["text"])
        )
        status = b"500 Oh" if len(received) == 1 else b"200 OK"
        writer.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(hook, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    ann = Client(bot.backend, bot.backend.people[ANN])
    assert (await bot.call("setWebhook", url=f"http://127.0.0.1:{port}/x", secret_token="s"))["ok"]
    assert 409 == (await bot.call("getUpdates"))["error_code"]
    ann.send("one")
    ann.send("two")
    async with asyncio.timeout(10):
        while bot.backend.updates.pending:
            await asyncio.sleep(0.01)
    server.close()

    assert [("s", "one"), ("s", "one"), ("s", "two")] == received
    assert "secret_token" not in (await bot.call("getWebhookInfo"))["result"]
    assert (await bot.call("deleteWebhook"))["ok"]
    assert "" == (await bot.call("getWebhookInfo"))["result"]["url"]


async def test_privacy_mode(bot: Bot) -> None:
    """In a group the bot gets commands, mentions and replies to it, unless it may read all."""
    ann = Client(bot.backend, bot.backend.people[ANN])
    group = bot.backend.chats[GROUP]
    said = (await bot.call("sendMessage", chat_id=GROUP, text="hello"))["result"]["message_id"]

    ann.send("talk", group)
    ann.send("/ask@other_bot x", group)
    assert 0 == bot.backend.updates.pending
    ann.send("/ask x", group)
    ann.send("@yinju_bot x", group)
    ann.send("why?", group, reply_to=group.messages[said])
    assert 3 == bot.backend.updates.pending
    bot.backend.reads_all_group_messages = True
    ann.send("talk", group)
    assert 4 == bot.backend.updates.pending


FAULTS: list[tuple[FaultKind, int, dict[str, int] | None]] = [
    ("flood", 429, {"retry_after": 3}),
    ("server", 502, None),
    ("forbidden", 403, None),
]


@pytest.mark.parametrize(("kind", "status", "parameters"), FAULTS)
async def test_faults_on_demand(
    bot: Bot, kind: FaultKind, status: int, parameters: dict[str, int] | None
) -> None:
    """The next calls fail as requested, later ones succeed, and none counts as a refusal."""
    bot.backend.faults.add(Fault(kind, 2, seconds=3))

    first, second, third = [await bot.call("sendMessage", chat_id=ANN, text="x") for _ in range(3)]

    assert status == first["error_code"] == second["error_code"]
    assert third["ok"]
    assert parameters == first.get("parameters") == second.get("parameters")
    assert [] == bot.backend.refusals
    assert 0 == bot.backend.faults.left


async def test_a_broken_connection(bot: Bot) -> None:
    """A connection can be closed in the middle of a response."""
    bot.backend.faults.add(Fault("disconnect", 1, method="sendMessage"))

    with pytest.raises(httpx.RemoteProtocolError):
        await bot.call("sendMessage", chat_id=ANN, text="x")
    assert [] == bot.backend.chats[ANN].visible


async def test_a_time_out(bot: Bot) -> None:
    """A call that times out is recorded as soon as the client gives up."""
    bot.backend.faults.add(Fault("timeout", 1, seconds=60))

    with pytest.raises(httpx.ReadTimeout):
        await bot._http.get(f"/bot{bot.backend.token}/sendMessage", timeout=0.2)
    async with asyncio.timeout(10):
        while not bot.backend.calls:
            await asyncio.sleep(0.01)

    (call,) = bot.backend.calls
    assert ("timed out", True) == (call.refusal, call.is_fault)


async def test_calls_by_get(bot: Bot) -> None:
    """Parameters can be in the query string."""
    reply = await bot._http.get(
        f"/bot{bot.backend.token}/sendMessage", params={"chat_id": ANN, "text": "x"}
    )

    assert "x" == reply.json()["result"]["text"]


async def test_members(bot: Bot) -> None:
    """Members and administrators of a group are returned with their status."""
    ann = Client(bot.backend, bot.backend.people[ANN])
    ann.add_bot(bot.backend.chats[GROUP], "administrator")

    admins = (await bot.call("getChatAdministrators", chat_id=GROUP))["result"]
    me = (await bot.call("getChatMember", chat_id=GROUP, user_id=bot.backend.bot.id))["result"]

    assert {"creator", "administrator"} == {member["status"] for member in admins}
    assert me["can_delete_messages"]
    assert 2 == (await bot.call("getChatMemberCount", chat_id=GROUP))["result"]
    assert "Readers" == (await bot.call("getChat", chat_id=GROUP))["result"]["title"]
    assert (await bot.call("leaveChat", chat_id=GROUP))["ok"]


async def test_the_bots_profile(bot: Bot) -> None:
    """Commands are set by scope and language, name and descriptions by language."""
    menu = [{"command": "ask", "description": "提问"}]
    scope = {"type": "all_group_chats"}

    assert (await bot.call("setMyCommands", commands=menu, scope=scope, language_code="zh"))["ok"]
    assert (await bot.call("setMyDescription", description="引", language_code="zh"))["ok"]
    assert menu == (await bot.call("getMyCommands", scope=scope, language_code="zh"))["result"]
    assert [] == (await bot.call("getMyCommands"))["result"]
    assert {"description": "引"} == (await bot.call("getMyDescription", language_code="zh"))[
        "result"
    ]
    assert {"description": ""} == (await bot.call("getMyDescription"))["result"]
    assert (await bot.call("deleteMyCommands", scope=scope, language_code="zh"))["ok"]


async def test_files_that_are_none(bot: Bot) -> None:
    """Files that are empty, or too large to send or to download, are refused."""

    async def send(data: bytes) -> httpx.Response:
        url = f"/bot{bot.backend.token}/sendDocument"
        return await bot._http.post(
            url, data={"chat_id": str(ANN)}, files={"document": ("a", data)}
        )

    assert "Bad Request: file must be non-empty" == (await send(b"")).json()["description"]
    assert 413 == (await send(bytes(MAX_UPLOAD_BYTES + 1))).status_code
    large = bot.backend.store_file("a", bytes(MAX_DOWNLOAD_BYTES + 1))
    reply = await bot.call("getFile", file_id=large["file_id"])
    assert "Bad Request: file is too big" == reply["description"]


async def test_files(bot: Bot) -> None:
    """An uploaded file is stored, and can be downloaded and sent again."""
    reply = await bot._http.post(
        f"/bot{bot.backend.token}/sendDocument",
        data={"chat_id": str(ANN), "caption": "<b>mine</b>", "parse_mode": "HTML"},
        files={"document": ("a.json", b"{}")},
    )
    document = reply.json()["result"]["document"]

    assert ("a.json", 2) == (document["file_name"], document["file_size"])
    assert b"{}" == bot.backend.files[document["file_id"]]
    path = (await bot.call("getFile", file_id=document["file_id"]))["result"]["file_path"]
    assert b"{}" == (await bot.fetch(path)).content
    assert 404 == (await bot.fetch("documents/nothing")).status_code
    again = await bot.call("sendDocument", chat_id=ANN, document=document["file_id"])
    assert document == again["result"]["document"]
    assert "mine" == reply.json()["result"]["caption"]
