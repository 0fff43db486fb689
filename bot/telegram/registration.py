"""The address that Telegram sends updates to: read, set and deleted for `yinju webhook`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from bot.telegram.application import ALLOWED_UPDATES, make_bot
from bot.telegram.polling import WrongTokenError


class RegistrationError(Exception):
    """Telegram refused a call, or cannot be reached; the message has its words."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address for updates.

    Attributes:
        url: The URL.
        secret: The token that Telegram sends with each update.
        certificate: A file with the certificate that Telegram trusts, if nobody else signed it.
        connections: Maximum number of updates that Telegram sends at once, 1 to 100.
    """

    url: str
    secret: str
    certificate: Path | None
    connections: int


@dataclass(frozen=True, slots=True)
class Registered:
    """The webhook as Telegram describes it; without a *url* there is none."""

    url: str
    pending: int
    connections: int | None
    has_certificate: bool
    last_error: str | None
    last_error_at: datetime | None


class Registration:
    """The webhook of a bot, as Telegram has it."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @property
    def username(self) -> str:
        """The bot's name in Telegram, without its @."""
        return self._bot.username

    async def set(self, target: Target) -> None:
        """Have Telegram send updates to a target, those that wait first."""
        await self._bot.set_webhook(
            target.url,
            certificate=target.certificate,
            secret_token=target.secret,
            max_connections=target.connections,
            allowed_updates=ALLOWED_UPDATES,
        )

    async def delete(self) -> None:
        """Have Telegram keep updates until they are polled."""
        await self._bot.delete_webhook()

    async def read(self) -> Registered:
        """Return what Telegram says of the webhook."""
        info = await self._bot.get_webhook_info()
        return Registered(
            info.url,
            info.pending_update_count,
            info.max_connections,
            info.has_custom_certificate,
            info.last_error_message,
            info.last_error_date,
        )


@asynccontextmanager
async def registration(settings: Settings) -> AsyncIterator[Registration]:
    """Open the connection to Telegram for as long as the context lasts.

    Raises:
        WrongTokenError: Telegram does not accept the token.
        RegistrationError: Telegram refused a call, or cannot be reached.
    """
    try:
        async with make_bot(settings) as bot:
            yield Registration(bot)
    except InvalidToken as error:
        raise WrongTokenError from error
    except TelegramError as error:
        raise RegistrationError(error.message) from error
