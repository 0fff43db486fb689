"""The HTTP client of python-telegram-bot, with each request counted."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot import metrics

REACH_SECONDS = 30.0
"""Seconds without a response from Telegram after which it is asked for one."""


class CountedRequest(HTTPXRequest):
    """HTTP client that counts requests by their result."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request, and count it."""
        try:
            status, payload = await super().do_request(*args, **kwargs)
        except TelegramError:
            metrics.count_response(None)
            raise
        metrics.count_response(status)
        return status, payload


async def reach(bot: Bot) -> None:
    """Ask Telegram for a response if there was none lately, as a webhook may be idle for long."""
    if metrics.telegram_silence() > REACH_SECONDS:
        with suppress(TelegramError):  # The loop that polls tells of it, and the metrics do.
            await bot.get_me()
