"""How updates reach the bot: getUpdates, and webhooks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.playground.errors import bad_request
from bot.playground.methods.arguments import Arguments, bot_method
from bot.playground.model import JSON
from bot.playground.updates import MOST_UPDATES
from bot.playground.world import World

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@bot_method
async def get_updates(world: World, arguments: Arguments) -> list[JSON]:
    """Wait for updates; those before the offset are confirmed."""
    world.updates.allow(arguments.json("allowed_updates"))
    return await world.updates.poll(
        arguments.integer("offset"),
        arguments.integer("limit", MOST_UPDATES),
        max(0, arguments.integer("timeout")),
    )


@bot_method
async def set_webhook(world: World, arguments: Arguments) -> bool:
    """Push updates to an address from now on."""
    url = arguments.text("url")
    if not url:
        return await delete_webhook(world, arguments)
    secret = arguments.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    parts = urlsplit(url)
    # Telegram takes https alone; on loopback there is no certificate to be had.
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        words = "An HTTPS URL must be provided for webhook"
        raise bad_request(f"bad webhook: {words}")
    _settle(world, arguments)
    webhook = {"url": url, "secret_token": secret}
    webhook["max_connections"] = arguments.integer("max_connections", 40)  # type: ignore[assignment]
    await world.updates.set_webhook(webhook)
    return True


@bot_method
async def delete_webhook(world: World, arguments: Arguments) -> bool:
    """Stop pushing."""
    _settle(world, arguments)
    await world.updates.set_webhook({"url": ""})
    return True


@bot_method
def get_webhook_info(world: World, _: Arguments) -> JSON:
    """Where updates are pushed, and how many wait."""
    shown = {key: value for key, value in world.updates.webhook.items() if key != "secret_token"}
    waiting = {"has_custom_certificate": False, "pending_update_count": world.updates.pending}
    return shown | waiting


def _settle(world: World, arguments: Arguments) -> None:
    world.updates.allow(arguments.json("allowed_updates"))
    if arguments.flag("drop_pending_updates"):
        world.updates.drop()
