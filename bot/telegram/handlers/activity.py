"""The action “typing”, shown while an answer takes longer than a moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.handlers.ephemeral import ephemeral_id

DELAY_SECONDS = 0.4
"""Seconds before the action is shown; most answers are sent sooner."""

REPEAT_SECONDS = 4.5
"""Seconds between two requests; clients show an action for five seconds."""


@asynccontextmanager
async def typing(message: Message) -> AsyncIterator[None]:
    """Show “typing” in the chat and topic of a message until the block is left.

    What is answered for one person alone is not announced to all.
    """
    if ephemeral_id(message):
        yield
        return
    showing: list[asyncio.Task[None]] = []

    def show() -> None:
        showing.append(asyncio.create_task(_show_typing(message)))

    # Not a task from the beginning, which few answers take long enough for.
    timer = asyncio.get_running_loop().call_later(DELAY_SECONDS, show)
    try:
        yield
    finally:
        timer.cancel()
        for task in showing:
            task.cancel()
        # Not `await task`: whether its end or our own was cancelled could not be told.
        await asyncio.gather(*showing, return_exceptions=True)


async def _show_typing(message: Message) -> None:
    with suppress(TelegramError):
        while True:
            await message.reply_chat_action(ChatAction.TYPING)
            await asyncio.sleep(REPEAT_SECONDS)
