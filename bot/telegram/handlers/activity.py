"""The action “typing”, shown while an answer takes longer than a moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

DELAY_SECONDS = 0.4
"""Seconds before the action is shown; most answers are sent sooner."""

REPEAT_SECONDS = 4.5
"""Seconds between two requests; clients show an action for five seconds."""


@asynccontextmanager
async def typing(message: Message) -> AsyncIterator[None]:
    """Show “typing” in the chat and topic of a message until the block is left."""
    task = asyncio.create_task(_show_typing(message))
    try:
        yield
    finally:
        task.cancel()
        # Not `await task`: whether its end or our own was cancelled could not be told.
        await asyncio.gather(task, return_exceptions=True)


async def _show_typing(message: Message) -> None:
    await asyncio.sleep(DELAY_SECONDS)
    with suppress(TelegramError):
        while True:
            await message.reply_chat_action(ChatAction.TYPING)
            await asyncio.sleep(REPEAT_SECONDS)
