"""Showing that the bot is at work, where an answer takes longer than a moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

BEFORE_SECONDS = 0.4
"""An answer that comes sooner needs no announcement."""

AGAIN_SECONDS = 4.5
"""Clients show an action for five seconds."""


@asynccontextmanager
async def at_work(message: Message) -> AsyncIterator[None]:
    """Show that the bot types, in the chat and topic of a message, for as long as it works."""
    typing = asyncio.create_task(_type(message))
    try:
        yield
    finally:
        typing.cancel()
        with suppress(asyncio.CancelledError):
            await typing


async def _type(message: Message) -> None:
    await asyncio.sleep(BEFORE_SECONDS)
    with suppress(TelegramError):
        while True:
            await message.reply_chat_action(ChatAction.TYPING)
            await asyncio.sleep(AGAIN_SECONDS)
