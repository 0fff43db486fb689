"""A request to Telegram now and then, so that its silence means that it cannot be reached."""

from __future__ import annotations

from contextlib import suppress

from telegram import Bot
from telegram.error import TelegramError

from bot import metrics

REACH_SECONDS = 30.0
"""Seconds without a response from Telegram after which it is asked for one."""


async def reach(bot: Bot) -> None:
    """Ask Telegram for a response if there was none lately, as a webhook may be idle for long."""
    if metrics.telegram_silence() > REACH_SECONDS:
        with suppress(TelegramError):  # The loop that polls tells of it, and the metrics do.
            await bot.get_me()
