"""`yinju webhook`: where Telegram sends updates."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from rich.text import Text

from bot.commands.printing import results
from bot.commands.usage import UsageError
from bot.messages import Messages, messages
from bot.setting_mistakes import check_webhook, token_mistakes
from bot.settings import Settings, read_settings, terminal_language

if TYPE_CHECKING:  # Other commands start faster without the library.
    from bot.telegram.registration import Registered, Registration

Result = TypeVar("Result")

_CONNECTIONS = 40
"""Updates that Telegram sends at once, if nothing else is said; its own default."""


@click.group()
def webhook() -> None:
    """Have Telegram send updates to a URL, instead of polling for them."""


@webhook.command("set")
@click.argument("url", required=False)
@click.option(
    "--certificate",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="A certificate for Telegram to trust, in PEM, if you have signed it yourself.",
)
@click.option(
    "--max-connections",
    type=click.IntRange(1, 100),
    default=_CONNECTIONS,
    show_default=True,
    help="How many updates Telegram sends at once.",
)
def set_webhook(url: str | None, certificate: Path | None, max_connections: int) -> None:
    """Have Telegram send updates to URL, by default BOT_WEBHOOK_URL."""
    settings = _settings()
    url = url or settings.webhook_url
    if not url:
        raise UsageError("give a URL, or set BOT_WEBHOOK_URL")
    secret = check_webhook(settings, url)
    from bot.telegram.registration import Target

    target = Target(url, secret, certificate, max_connections)
    _run(settings, lambda registration: registration.set(target))
    texts = messages(terminal_language())
    _say(texts.gettext("Telegram now sends updates to {url}").format(url=url))
    if url != settings.webhook_url:
        _say(texts.gettext("yinju serve takes them only if BOT_WEBHOOK_URL is set."))


@webhook.command()
def show() -> None:
    """Show where Telegram sends updates, how many wait, and what failed last."""
    settings = _settings()
    found = _run(settings, lambda registration: registration.read())
    texts = messages(terminal_language())
    for line in _lines(texts, found, settings.timezone):
        _say(line)
    if settings.webhook_url and found.url != settings.webhook_url:
        words = texts.gettext("BOT_WEBHOOK_URL is {url}; tell Telegram with yinju webhook set.")
        _say(words.format(url=settings.webhook_url))
    elif found.url and not settings.webhook_url:
        words = texts.gettext(
            "BOT_WEBHOOK_URL is not set, so yinju serve polls, as it can after yinju webhook "
            "delete."
        )
        _say(words)


@webhook.command()
def delete() -> None:
    """Have Telegram keep updates until yinju serve polls; none is lost."""
    _run(_settings(), lambda registration: registration.delete())
    _say(messages(terminal_language()).gettext("There is no webhook any more; the bot can poll."))


def _settings() -> Settings:
    return read_settings(token_mistakes)


def _run(settings: Settings, call: Callable[[Registration], Awaitable[Result]]) -> Result:
    """Make a call to Telegram, and return its result.

    Raises:
        WrongTokenError: Telegram does not accept the token.
        click.ClickException: Telegram refuses the call, or cannot be reached.
    """
    from bot.telegram.registration import RegistrationError, registration

    async def run() -> Result:
        async with registration(settings) as opened:
            return await call(opened)

    try:
        return asyncio.run(run())
    except RegistrationError as error:
        raise click.ClickException(f"Telegram: {error}") from error


def _lines(texts: Messages, found: Registered, zone: tzinfo) -> list[str]:
    """Return what Telegram says of the webhook, a fact a line."""
    if found.url:
        lines = [texts.gettext("Telegram sends updates to {url}").format(url=found.url)]
    else:
        lines = [texts.gettext("There is no webhook; the bot polls.")]
    count = found.pending
    words = texts.ngettext("{count} update is waiting", "{count} updates are waiting", count)
    lines.append(words.format(count=count))
    if found.connections:
        words = texts.gettext("up to {count} at once")
        lines.append(words.format(count=found.connections))
    if found.has_certificate:
        lines.append(texts.gettext("with a certificate of your own"))
    if found.last_error:
        at = found.last_error_at
        moment = f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if at else "?"
        words = texts.gettext("last error, {moment}: {error}")
        lines.append(words.format(moment=moment, error=found.last_error))
    return lines


def _say(line: str) -> None:
    results().print(Text(line))
