"""aiogram reads all that the stand-in sends, as far as both know it (Bot API 10.3)."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.playground.standin.backend import NEWEST, Backend, CallbackQuery
from bot.playground.standin.client import Client
from bot.playground.standin.methods import METHODS
from bot.playground.standin.model import JSON
from bot.playground.standin.server import stand_in
from tests.conftest import unmeasured

if TYPE_CHECKING:
    from aiogram.client.session.middlewares.base import RequestMiddlewareType

UNKNOWN = {"setmysettings"}
"""Methods that aiogram does not know, as they are of Bot API 10.5."""

WEBHOOK = "https://example.org/hook"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def unknown(read: Any, place: str = "") -> Iterator[str]:
    """Yield the fields that aiogram has read without knowing them, with those around them."""
    if isinstance(read, list):
        for item in read:
            yield from unknown(item, place)
    for name in getattr(read, "model_extra", None) or ():
        yield f"{place}.{name}"
    for name in getattr(type(read), "model_fields", ()):
        yield from unknown(getattr(read, name), f"{place}.{name}")


def act(backend: Backend) -> None:
    """Do in the name of users all that becomes an update without a word from the bot."""
    ann, bob = (Client(backend, backend.add_person(name)) for name in ("Ann", "Bob"))
    group = backend.add_group("Readers", ann.person, bob.person, is_forum=True)
    channel = backend.add_channel("News", group)
    for chat in (group, channel):
        ann.add_bot(chat, "administrator")
    topic = ann.open_topic(group, "Talk")
    first = ann.send("/ask https://example.org a@example.org #x", group, topic=topic)
    reply = bob.send("quite", group, reply_to=first, quote="ask")
    ann.edit(first, "/ask @yinju_bot")
    ann.react(reply, "👍")
    ann.send_document("a.txt", b"x", text="a")
    ann.send_album({"a.md": b"x", "b.md": b"y"})
    ann.send("", voice={"file_id": "1", "file_unique_id": "1", "duration": 1})
    for message in (first, ann.publish("news", channel)):
        ann.forward(message)
    ann.send_anonymously("/help", group)
    ann.send_as(channel, "/help", group)
    ann.type_inline("x")
    ann.block()
    ann.unblock()
    ann.ask_as_guest("@yinju_bot x", backend.add_group("Lunch", ann.person))
    bob.leave(group)
    bob.join(group)
    ann.migrate(group)


async def test_updates_of_every_kind() -> None:
    """Another library knows every field of every update that users cause."""
    with unmeasured():
        from aiogram.types import Update

    backend, sent = Backend(), list[JSON]()
    backend.updates.allow(Update.model_fields.keys() - {"update_id"})
    backend.updates.listeners.append(sent.append)
    act(backend)

    assert 20 < len(sent)
    for one in sent:
        assert [] == list(unknown(Update.model_validate(one))), one


@asynccontextmanager
async def other_bot(backend: Backend, results: dict[str, Any]) -> AsyncIterator[Any]:
    """A bot by aiogram, which notes the last result of each method."""
    with unmeasured():
        from aiogram import Bot
        from aiogram.client.session.aiohttp import AiohttpSession
        from aiogram.client.telegram import TelegramAPIServer

    async def note(call: Any, bot: Any, method: Any) -> Any:
        results[method.__api_method__] = result = await call(bot, method)
        return result

    async with stand_in(backend) as address:
        session = AiohttpSession(api=TelegramAPIServer.from_base(address))
        session.middleware(cast("RequestMiddlewareType", note))
        async with Bot(backend.token, session=session) as bot:
            yield bot


async def use_profile(bot: Any, t: Any) -> None:
    """Set and read what the bot shows of itself, and where updates go."""
    await bot.get_me()
    await bot.set_my_commands([t.BotCommand(command="ask", description="Ask")])
    await bot.get_my_commands()
    await bot.delete_my_commands()
    for name in ("name", "description", "short_description"):
        await getattr(bot, f"set_my_{name}")("x")
        await getattr(bot, f"get_my_{name}")()
    await bot.set_chat_menu_button(menu_button=t.MenuButtonCommands())
    await bot.get_chat_menu_button()
    await bot.set_webhook(WEBHOOK)
    await bot.get_webhook_info()
    await bot.delete_webhook(drop_pending_updates=True)


async def use_ephemeral_messages(bot: Any, t: Any, chat_id: int, pressed: CallbackQuery) -> None:
    """Answer a button's press, with a message that the presser sees alone."""
    *_, update = await bot.get_updates()
    person_id = update.callback_query.from_user.id
    alone = t.EphemeralMessageParameters(receiver_user_id=person_id, callback_query_id=pressed.id)
    sent = await bot.send_message(chat_id, "x", ephemeral_message_parameters=alone)
    named = (chat_id, person_id, sent.ephemeral_message_id)
    await bot.edit_ephemeral_message_text(*named, "y")
    keys = [[t.InlineKeyboardButton(text="x", callback_data="x")]]
    await bot.edit_ephemeral_message_reply_markup(
        *named, t.InlineKeyboardMarkup(inline_keyboard=keys)
    )
    await bot.delete_ephemeral_message(*named)
    await bot.answer_callback_query(pressed.id, "x")


async def use_queries(bot: Any, t: Any, backend: Backend, client: Client) -> None:
    """Answer an inline query and a guest query, and read which result was chosen."""
    elsewhere = backend.add_group("Lunch", client.person)
    content = t.InputTextMessageContent(message_text="x")
    keys = [[t.InlineKeyboardButton(text="x", callback_data="x")]]
    result = t.InlineQueryResultArticle(
        id="1",
        title="x",
        input_message_content=content,
        reply_markup=t.InlineKeyboardMarkup(inline_keyboard=keys),
    )
    typed = client.type_inline("x")
    await bot.answer_inline_query(typed.id, [result])
    client.press(client.choose(typed, 0, elsewhere), "x")
    guest = client.ask_as_guest("@yinju_bot x", elsewhere)
    await bot.answer_guest_query(guest.id, result)
    read = await bot.get_updates()
    kinds = {name for update in read for name in update.model_fields_set}
    assert {"inline_query", "chosen_inline_result", "guest_message"} <= kinds


async def use_files(bot: Any, t: Any, chat_id: int) -> None:
    """Send, change and download files."""
    sent = await bot.send_document(chat_id, t.BufferedInputFile(b"x", "a.txt"), caption="x")
    await bot.edit_message_caption(chat_id=chat_id, message_id=sent.message_id, caption="y")
    file = await bot.get_file(sent.document.file_id)
    assert b"x" == (await bot.download_file(file.file_path)).read()
    sent = await bot.send_photo(chat_id, t.BufferedInputFile(PICTURE, "a.png"))
    media = t.InputMediaPhoto(media=t.BufferedInputFile(PICTURE, "b.png"), caption="x")
    await bot.edit_message_media(media, chat_id=chat_id, message_id=sent.message_id)


async def use_chats(bot: Any, chat_id: int, person_id: int) -> None:
    """Read about a chat and its members, delete messages in it, and leave it."""
    await bot.get_chat(chat_id)
    await bot.get_chat_member(chat_id, person_id)
    await bot.get_chat_administrators(chat_id)
    await bot.get_chat_member_count(chat_id)
    sent = [await bot.send_message(chat_id, "x") for _ in "123"]
    await bot.delete_message(chat_id, sent[0].message_id)
    await bot.delete_messages(chat_id, [one.message_id for one in sent[1:]])
    await bot.leave_chat(chat_id)


@pytest.mark.parametrize(
    ("version", "newer"),
    [
        ((10, 3), set()),
        (
            NEWEST,
            {
                "getMe.active_usernames",
                "getMe.has_topic_sidebar",
                "getMe.needs_inline_query_location",
            },
        ),
    ],
)
async def test_results_of_every_method(version: tuple[int, int], newer: set[str]) -> None:
    """Another library reads the result of each method that both know, and every field of it."""
    with unmeasured():
        from aiogram import types as t

    backend, results = Backend(api_version=version), dict[str, Any]()
    backend.settings["inline_feedback_share_denominator"] = 1
    ann = Client(backend, backend.add_person("Ann"))
    group = backend.add_group("Readers", ann.person)
    ann.add_bot(group, "administrator")
    keys = t.InlineKeyboardMarkup(
        inline_keyboard=[[t.InlineKeyboardButton(text="x", callback_data="x")]]
    )
    async with other_bot(backend, results) as bot:
        await use_profile(bot, t)
        ann.send("hello", group)
        (*_, asked) = await bot.get_updates(allowed_updates=[])
        sent = await bot.send_message(group.id, "<b>x</b>", parse_mode="HTML", reply_markup=keys)
        await bot.edit_message_text("y", chat_id=group.id, message_id=sent.message_id)
        await bot.edit_message_reply_markup(
            chat_id=group.id, message_id=sent.message_id, reply_markup=keys
        )
        pressed = ann.press(group.visible[-1], "x")
        await use_ephemeral_messages(bot, t, group.id, pressed)
        await use_queries(bot, t, backend, ann)
        await use_files(bot, t, group.id)
        await bot.set_message_reaction(
            group.id, asked.message.message_id, [t.ReactionTypeEmoji(emoji="👍")]
        )
        await bot.send_chat_action(group.id, "typing")
        await use_chats(bot, group.id, ann.person.id)

    assert METHODS.keys() - UNKNOWN == {name.lower() for name in results}
    assert newer == {field for name in results for field in unknown(results[name], name)}
    assert [] == backend.refusals
