"""The stand-in follows the Bot API closely enough for another library to work with it."""

from __future__ import annotations

import asyncio

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.server import stand_in
from tests.conftest import unmeasured


async def test_an_echo_bot_of_another_library() -> None:
    """A bot by aiogram polls, replies, formats, sends buttons, edits, and writes to one person."""
    # Imported here, as it takes four seconds, and every process of a run imports this module.
    with unmeasured():
        from aiogram import Bot, Dispatcher
        from aiogram.client.session.aiohttp import AiohttpSession
        from aiogram.client.telegram import TelegramAPIServer
        from aiogram.types import (
            CallbackQuery,
            EphemeralMessageParameters,
            InlineKeyboardButton,
            InlineKeyboardMarkup,
            Message,
        )

    backend = Backend()
    ann = Client(backend, backend.add_person("Ann"))
    group = backend.add_group("Readers", ann.person, is_forum=True)
    group.topics[5] = "news"
    group.members[backend.bot.id] = "administrator"
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        button = InlineKeyboardButton(text="again", callback_data="again")
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
        await message.reply(f"<b>{message.text}</b>", parse_mode="HTML", reply_markup=keyboard)

    @dispatcher.callback_query()
    async def again(query: CallbackQuery) -> None:
        await query.answer("yes")
        assert isinstance(query.message, Message)
        await query.message.edit_text("again")
        by_press = EphemeralMessageParameters(
            receiver_user_id=query.from_user.id, callback_query_id=query.id
        )
        sent = await query.message.answer("psst", ephemeral_message_parameters=by_press)
        assert (0, query.from_user) == (sent.message_id, sent.receiver_user)
        await bot.edit_ephemeral_message_text(
            query.message.chat.id, query.from_user.id, sent.ephemeral_message_id or 0, "hush"
        )

    async with stand_in(backend) as address:
        session = AiohttpSession(api=TelegramAPIServer.from_base(address))
        bot = Bot(backend.token, session=session)
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
        asked = ann.send("hello", group, topic=5)
        async with asyncio.timeout(10):
            while len(group.visible) < 2:
                await asyncio.sleep(0.01)
            echoed = group.visible[1]
            pressed = ann.press(echoed, "again")
            while [one.text for one in group.ephemeral.values()] != ["hush"]:
                await asyncio.sleep(0.01)
        await dispatcher.stop_polling()
        await polling
        await bot.session.close()

    assert (asked, 5, "again") == (echoed.reply_to, echoed.topic, echoed.text)
    assert ["hello", "again", "hush"] == [one.text for one in ann.sees(group)]
    assert pressed.answer is not None
    assert "yes" == pressed.answer["text"]
    assert [] == backend.refusals
