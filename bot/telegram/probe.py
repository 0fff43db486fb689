"""Telegram as `yinju doctor` finds it: in reach, the token accepted, updates on their way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from telegram.error import TelegramError

from bot.service.checks import Finding, error, right, skipped, warning
from bot.settings import Settings
from bot.telegram.application import transport
from bot.telegram.polling import WrongTokenError
from bot.telegram.registration import Registered, RegistrationError, registration
from corpus.message import Message

_SECONDS = 20
"""Seconds after which Telegram counts as out of reach."""


def check_network(settings: Settings) -> Iterator[Finding]:
    """Yield that the Bot API server answers a request without a token, or the reason why not."""
    try:
        asyncio.run(_reach(settings))
    except (TelegramError, TimeoutError) as fault:
        yield error(
            Message(
                "{url} cannot be reached ({reason}); check the network, the firewall and "
                "the proxy (BOT_PROXY_URL)",
                url=settings.api_url,
                reason=str(fault) or type(fault).__name__,
            )
        )
    else:
        words = Message("{url} answers", url=settings.api_url)
        if settings.is_proxied:
            words = Message("{url} answers; a proxy is set", url=settings.api_url)
        yield right(words)


def check_token(settings: Settings, *, is_reached: bool) -> Iterator[Finding]:
    """Yield what Telegram says of the token, and of where it sends updates.

    Args:
        settings: The settings, which have a token.
        is_reached: False if Telegram is known to be out of reach.
    """
    if not is_reached:
        yield skipped(
            Message("the token has the right form; Telegram could not be asked about it")
        )
        return
    try:
        name, registered = asyncio.run(_ask(settings))
    except WrongTokenError as fault:
        yield error(fault.message)
    except (RegistrationError, TimeoutError) as fault:
        yield error(
            Message("Telegram did not say whether the token is valid: {reason}", reason=str(fault))
        )
    else:
        yield right(Message("Telegram knows the bot: {name}", name=f"@{name}"))
        yield from _webhook(settings, registered)


async def _reach(settings: Settings) -> None:
    client = transport(settings, 1)
    async with asyncio.timeout(_SECONDS), client:
        await client.do_request(f"{settings.api_url}/bot/getMe", "POST")


async def _ask(settings: Settings) -> tuple[str, Registered]:
    async with asyncio.timeout(_SECONDS), registration(settings) as opened:
        return opened.username, await opened.read()


def _webhook(settings: Settings, found: Registered) -> Iterator[Finding]:
    """Yield that updates go elsewhere than the bot waits for them, or failed to arrive."""
    if found.url and not settings.webhook_url:
        yield error(
            Message(
                "Telegram sends updates to {url}, so polling brings none; {command} ends that",
                url=found.url,
                command="yinju webhook delete",
            )
        )
    elif settings.webhook_url and found.url != settings.webhook_url:
        yield error(
            Message(
                "BOT_WEBHOOK_URL is {url}, but Telegram does not send updates there; "
                "{command} tells it to",
                url=settings.webhook_url,
                command="yinju webhook set",
            )
        )
    elif found.last_error:
        yield warning(
            Message(
                "Telegram could not deliver an update: {reason}; {command} says when",
                reason=found.last_error,
                command="yinju webhook show",
            )
        )
