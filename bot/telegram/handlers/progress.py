"""A line that says what the bot is doing, where that takes longer than a moment."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

from telegram import Message
from telegram.error import TelegramError

from bot.journal.handling import handling
from bot.telegram.handlers.replies import reply
from bot.views.markup import RichText

DELAY_SECONDS = 1.0
"""Seconds before the line is shown."""

_LOGGER = logging.getLogger(__name__)

Result = TypeVar("Result")


async def shown_while(
    message: Message, line: RichText, work: Coroutine[Any, Any, Result]
) -> tuple[Result, int | None]:
    """Do some work, and reply with a line meanwhile if it takes longer than a moment.

    Returns:
        The result, and the id of the message with the line, to be replaced; None if there is none.
    """
    working = asyncio.create_task(work)
    try:
        await asyncio.wait({working}, timeout=DELAY_SECONDS)
        line_id = None if working.done() else await _send(message, line)
        return await working, line_id
    finally:
        working.cancel()


async def _send(message: Message, line: RichText) -> int | None:
    """Reply with a line and return the id of its message, None if that fails.

    It is no answer: replies to others do not wait until the update is handled.
    """
    token = handling.set(None)
    try:
        return (await reply(message, line)).message_id
    except TelegramError as error:
        _LOGGER.info("progress not shown: %s", error)
        return None
    finally:
        handling.reset(token)
