"""Mistakes in settings that only show where the bot is to run, or to have a webhook."""

from __future__ import annotations

from collections.abc import Iterator

from bot.setting_values import WEBHOOK_PORTS, is_for_telegram
from bot.settings import TELEGRAM, Mistake, Settings, SettingsError
from corpus.message import Message


def mistakes_of(settings: Settings) -> Iterator[Mistake]:
    """Yield why the bot cannot run in Telegram."""
    yield from token_mistakes(settings)
    if settings.webhook_url:
        yield from webhook_mistakes(settings, settings.webhook_url)
    yield from endpoint_mistakes(settings)
    yield from _replica_mistakes(settings)


def check_webhook(settings: Settings, url: str) -> str:
    """Check that Telegram can send updates to *url*, and return the secret token for them.

    A Bot API server of one's own sends them anywhere.

    Raises:
        SettingsError: The secret is missing, or the URL is none that Telegram sends to.
    """
    if mistakes := [message for _, message in webhook_mistakes(settings, url)]:
        raise SettingsError(*mistakes)
    return settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""


def webhook_mistakes(settings: Settings, url: str) -> Iterator[Mistake]:
    """Yield why Telegram cannot send updates to *url*."""
    if settings.webhook_secret is None:
        yield (
            "webhook_secret",
            Message(
                "BOT_WEBHOOK_SECRET is missing; {command} makes one",
                command="python3 -c 'import secrets; print(secrets.token_urlsafe())'",
            ),
        )
    if settings.api_url == TELEGRAM and not is_for_telegram(url):
        yield (
            "webhook_url",
            Message(
                "{url} is not an address that Telegram sends updates to: it must start with "
                "https:// and have one of the ports {ports}",
                url=url,
                ports=", ".join(map(str, WEBHOOK_PORTS)),
            ),
        )


def token_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Yield that the token is missing, if it is."""
    if settings.token is None:
        yield (
            "token",
            Message("BOT_TOKEN is missing; get a token from @BotFather and write it to .env"),
        )


def endpoint_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Yield that an endpoint is set, and not the name of its model."""
    if settings.are_questions_sent and not settings.embeddings_model:
        yield (
            "embeddings_model",
            Message("BOT_EMBEDDINGS_MODEL is missing: the name of a model at BOT_EMBEDDINGS_URL"),
        )


def _replica_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Yield why several programs cannot answer as one bot."""
    if settings.replicas > 1 and not settings.journal_url.startswith("postgresql"):
        yield (
            "replicas",
            Message(
                "BOT_REPLICAS is {count}, but several replicas need one journal on a "
                "PostgreSQL server (BOT_DATABASE_URL)",
                count=settings.replicas,
            ),
        )
    if settings.replicas > 1 and settings.webhook_url is None:
        yield (
            "replicas",
            Message(
                "BOT_REPLICAS is {count}, but only one program can poll; several need "
                "BOT_WEBHOOK_URL",
                count=settings.replicas,
            ),
        )
