"""Methods that deliver updates: getUpdates and webhooks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.methods.arguments import Arguments, bot_method
from bot.playground.standin.model import JSON
from bot.playground.standin.updates import MAX_UPDATES

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@bot_method
async def get_updates(backend: Backend, arguments: Arguments) -> list[JSON]:
    """Return updates, by long polling; confirm those before the offset."""
    backend.updates.allow(arguments.json("allowed_updates"))
    return await backend.updates.poll(
        arguments.integer("offset"),
        arguments.integer("limit", MAX_UPDATES),
        max(0, arguments.integer("timeout")),
    )


@bot_method
async def set_webhook(backend: Backend, arguments: Arguments) -> bool:
    """Deliver updates to a URL."""
    url = arguments.text("url")
    if not url:
        return await delete_webhook(backend, arguments)
    secret = arguments.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    parts = urlsplit(url)
    # Telegram takes https alone; on loopback there is no certificate to be had.
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        words = "An HTTPS URL must be provided for webhook"
        raise bad_request(f"bad webhook: {words}")
    _settle(backend, arguments)
    webhook = {"url": url, "secret_token": secret}
    webhook["max_connections"] = arguments.integer("max_connections", 40)  # type: ignore[assignment]
    await backend.updates.set_webhook(webhook)
    return True


@bot_method
async def delete_webhook(backend: Backend, arguments: Arguments) -> bool:
    """Remove the webhook."""
    _settle(backend, arguments)
    await backend.updates.set_webhook({"url": ""})
    return True


@bot_method
def get_webhook_info(backend: Backend, _: Arguments) -> JSON:
    """Return the webhook's URL and the number of pending updates."""
    shown = {key: value for key, value in backend.updates.webhook.items() if key != "secret_token"}
    waiting = {"has_custom_certificate": False, "pending_update_count": backend.updates.pending}
    return shown | waiting


def _settle(backend: Backend, arguments: Arguments) -> None:
    backend.updates.allow(arguments.json("allowed_updates"))
    if arguments.flag("drop_pending_updates"):
        backend.updates.drop()
