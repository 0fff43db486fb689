"""Methods that deliver updates, by long polling or webhook."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.methods.arguments import Arguments, bot_method
from bot.playground.standin.model import JSON
from bot.playground.standin.updates import MAX_CONNECTIONS, MAX_UPDATES

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@bot_method
async def get_updates(backend: Backend, arguments: Arguments) -> list[JSON]:
    """Return incoming updates by long polling; confirm those before `offset`."""
    backend.updates.allow(arguments.json("allowed_updates"))
    return await backend.updates.poll(
        arguments.integer("offset"),
        arguments.integer("limit", MAX_UPDATES),
        max(0, arguments.integer("timeout")),
    )


@bot_method
async def set_webhook(backend: Backend, arguments: Arguments) -> bool:
    """Send incoming updates to a URL from now on, or stop if it is empty; return True."""
    url = arguments.text("url")
    if not url:
        return await delete_webhook(backend, arguments)
    secret = arguments.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    address = urlsplit(url)
    # Telegram requires HTTPS. The stand-in allows HTTP on loopback, where tests have no
    # certificate.
    if address.scheme != "https" and address.hostname not in _LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    _apply_options(backend, arguments)
    webhook = {
        "url": url,
        "secret_token": secret,
        "has_custom_certificate": bool(arguments.files.get("certificate")),
        "max_connections": arguments.integer("max_connections", MAX_CONNECTIONS),
    }
    await backend.updates.set_webhook(webhook)
    return True


@bot_method
async def delete_webhook(backend: Backend, arguments: Arguments) -> bool:
    """Remove the webhook, so that the bot can poll again; return True."""
    _apply_options(backend, arguments)
    await backend.updates.set_webhook({"url": ""})
    return True


@bot_method
def get_webhook_info(backend: Backend, _: Arguments) -> JSON:
    """Return the status of the webhook: its URL, its last error, the number of pending updates."""
    shown = {key: value for key, value in backend.updates.webhook.items() if key != "secret_token"}
    waiting = {"has_custom_certificate": False, "pending_update_count": backend.updates.pending}
    return waiting | shown


def _apply_options(backend: Backend, arguments: Arguments) -> None:
    """Apply the options that setting and deleting a webhook share."""
    backend.updates.allow(arguments.json("allowed_updates"))
    if arguments.flag("drop_pending_updates"):
        backend.updates.drop()
